package cloud.bleu.operator.page;

import cloud.bleu.report.live.PageExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the token of a request is: in its header, or in the session that its cookie names. */
final class Credentials {
  private static final Pattern BEARER = Pattern.compile("(?i)Bearer +([-._~+/A-Za-z0-9]+=*)");
  private static final Pattern TOKEN = Pattern.compile("(?:^|.*&)token=([^&]*)(?:&.*|$)");

  private final Sessions sessions = new Sessions(System::nanoTime);
  private final String cookie;
  private final String attributes;
  private final Pattern cookies;

  /**
   * What a request came with.
   *
   * @param session that stands in for the token; null: the token came itself
   */
  record Credential(String token, @Nullable String session) {
    @Override
    public String toString() {
      return "a credential";
    }
  }

  /**
   * No session yet.
   *
   * @param secure whether they come over TLS
   */
  Credentials(boolean secure) {
    // A browser takes a cookie with this prefix over TLS only, and from this host only.
    cookie = secure ? "__Host-bleu-page" : "bleu-page";
    attributes = "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    cookies = Pattern.compile("(?:^|.*; *)" + cookie + "=([-_A-Za-z0-9]+)(?:;.*|$)");
  }

  /** Of a request; null without one. */
  @Nullable Credential of(PageExchange exchange) {
    String header = exchange.header("Authorization");
    if (header != null) {
      Matcher bearer = BEARER.matcher(header);
      return bearer.matches() ? new Credential(bearer.group(1), null) : null;
    }
    String id = session(exchange);
    String token = id == null ? null : sessions.token(id);
    return token == null ? null : new Credential(token, id);
  }

  /** Whether the session, if it came by one, lasts. */
  boolean hold(Credential credential) {
    return credential.session() == null || sessions.token(credential.session()) != null;
  }

  /** Begins a session in place of the one that the request came with. */
  void begin(PageExchange exchange, String user, String token) {
    endSession(exchange);
    exchange.set("Set-Cookie", cookie + "=" + sessions.open(user, token) + attributes);
  }

  /** Ends the session that the request came with. */
  void end(PageExchange exchange) {
    endSession(exchange);
    exchange.set("Set-Cookie", cookie + "=; Max-Age=0" + attributes);
  }

  /** Removes tokens of sessions that are over. */
  void purge() {
    sessions.purge();
  }

  /** The token in a form that was sent; null without one. */
  static @Nullable String pasted(String form) {
    Matcher found = TOKEN.matcher(form);
    if (!found.matches()) {
      return null;
    }
    try {
      String token = URLDecoder.decode(found.group(1), StandardCharsets.UTF_8).strip();
      return BEARER.matcher("Bearer " + token).matches() ? token : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void endSession(PageExchange exchange) {
    String id = session(exchange);
    if (id != null) {
      sessions.end(id);
    }
  }

  private @Nullable String session(PageExchange exchange) {
    String header = exchange.header("Cookie");
    Matcher found = cookies.matcher(header == null ? "" : header);
    return found.matches() ? found.group(1) : null;
  }
}
