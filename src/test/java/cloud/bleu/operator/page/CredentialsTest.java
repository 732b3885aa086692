package cloud.bleu.operator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.report.live.PageExchange;
import cloud.bleu.report.live.SlowReaders;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the token of a request is, and what a browser is told of its session. */
class CredentialsTest {
  private final SlowReaders slow = new SlowReaders(Duration.ofSeconds(60));
  private final Credentials credentials = new Credentials(true);

  @AfterEach
  void close() {
    slow.close();
  }

  private PageExchange request(String authorization, String cookie) {
    return request(new StatedExchange().with("Authorization", authorization), cookie);
  }

  private PageExchange request(StatedExchange exchange, String cookie) {
    return new PageExchange(exchange.with("Cookie", cookie), slow);
  }

  /** Begins a session; the cookie that a browser sends from then on. */
  private String begun(Credentials by, String user, String token, String cookie) {
    StatedExchange exchange = new StatedExchange();
    by.begin(request(exchange, cookie), user, token);
    String set = exchange.getResponseHeaders().getFirst("Set-Cookie");
    return set.substring(0, set.indexOf(';'));
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer abc, abc",
    "bearer abc, abc",
    "BEARER   abc, abc",
    "Bearer a-b.c_d~e+f/g==, a-b.c_d~e+f/g==",
    "Bearer, ",
    "'Bearer ', ",
    "Bearer a b, ",
    "Bearer a=b, ",
    "'Bearer a,b', ",
    "Bearerabc, ",
    "Basic abc, ",
    "abc, ",
    "'', ",
  })
  void theTokenOfAHeader(String header, String token) {
    Credentials.Credential credential = credentials.of(request(header, null));
    assertEquals(token, credential == null ? null : credential.token());
    if (credential != null) {
      assertNull(credential.session());
      assertTrue(credentials.hold(credential), "it came itself");
    }
  }

  /** A header is the word of who asks: a wrong one is not made good by a cookie. */
  @ParameterizedTest
  @CsvSource({"Bearer theirs, theirs", "Basic abc, "})
  void theHeaderGoesBeforeTheCookie(String header, String token) {
    String cookie = begun(credentials, "ada", "ours", null);
    Credentials.Credential credential = credentials.of(request(header, cookie));
    assertEquals(token, credential == null ? null : credential.token());
  }

  /** {@code C} stands for the cookie of the session. */
  @ParameterizedTest
  @CsvSource({
    "C, true",
    "a=b; C, true",
    "C; a=b, true",
    "a=b; C; c=d, true",
    "a=b;C, true",
    // names that only end alike, and values that are longer
    "xC, false",
    "a=b; xC, false",
    "CC, false",
    "C x, false",
    "bleu-page=none, false",
    "'', false",
  })
  void theSessionOfACookie(String cookies, boolean found) {
    String cookie = begun(credentials, "ada", "ours", null);
    Credentials.Credential credential =
        credentials.of(request((String) null, cookies.replace("C", cookie)));
    assertEquals(found ? "ours" : null, credential == null ? null : credential.token());
    if (credential != null) {
      assertTrue(credentials.hold(credential));
      assertFalse(credential.toString().contains("ours"), "no log shows it");
    }
  }

  @Test
  void nothingCameWithIt() {
    assertNull(credentials.of(request((String) null, null)));
  }

  /** Over TLS the browser sends it over TLS only; never to a script or from another site. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatTheBrowserIsTold(boolean secure) {
    Credentials by = new Credentials(secure);
    StatedExchange exchange = new StatedExchange();
    by.begin(request(exchange, null), "ada", "ours");
    String set = exchange.getResponseHeaders().getFirst("Set-Cookie");
    String name = secure ? "__Host-bleu-page" : "bleu-page";
    String rest = "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    assertTrue(set.matches(name + "=[-_A-Za-z0-9]{22}" + rest), set);
    StatedExchange end = new StatedExchange();
    by.end(request(end, set.substring(0, set.indexOf(';'))));
    assertEquals(name + "=; Max-Age=0" + rest, end.getResponseHeaders().getFirst("Set-Cookie"));
  }

  @Test
  void anEndedSessionHoldsNoLonger() {
    String cookie = begun(credentials, "ada", "ours", null);
    String other = begun(credentials, "ada", "second", null);
    Credentials.Credential credential = credentials.of(request((String) null, cookie));
    assertNotNull(credential);
    credentials.end(request((String) null, cookie));
    assertFalse(credentials.hold(credential), "a page that is open gets nothing more");
    assertNull(credentials.of(request((String) null, cookie)));
    assertNotNull(credentials.of(request((String) null, other)), "another browser of hers");
  }

  /** Who comes with a session and begins one has one. */
  @Test
  void aNewSessionTakesThePlaceOfTheOneThatCame() {
    String first = begun(credentials, "ada", "first", null);
    String second = begun(credentials, "ada", "second", first);
    assertNotEquals(first, second);
    assertNull(credentials.of(request((String) null, first)));
    assertEquals("second", credentials.of(request((String) null, second)).token());
  }

  @ParameterizedTest
  @CsvSource({
    "token=abc, abc",
    "token=abc&x=y, abc",
    "x=y&token=abc, abc",
    "x=y&token=abc&z=, abc",
    // what is copied has blanks and line ends around it, and is written for a form
    "token=+abc%0D%0A, abc",
    "token=a%2Bb%3D%3D, a+b==",
    "token=, ",
    "token=%20, ",
    "token=a+b, ",
    "token=a%0Ab, ",
    "token=%zz, ",
    "token=%, ",
    "nottoken=abc, ",
    "abc, ",
    "'', ",
  })
  void theTokenOfAForm(String form, String token) {
    assertEquals(token, Credentials.pasted(form));
  }
}
