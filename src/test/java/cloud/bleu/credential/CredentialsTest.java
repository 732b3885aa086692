package cloud.bleu.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks like a credential is not shown, and what is next to it stays. */
class CredentialsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          https://user:secret@host/                 | https://***@host/
          https://user:secret@host:8443/a?b=c       | https://***@host:8443/a?b=c
          https://secret@host                       | https://***@host
          https://:secret@host                      | https://***@host
          ftp://user:secret@host                    | ftp://***@host
          HTTPS://USER:SECRET@HOST                  | HTTPS://***@HOST
          # As people write what should have been escaped.
          https://user:se@cret@host/                | https://***@host/
          https://user:se/cret@host/                | https://***@host/
          https://user:se?cr#et@host/               | https://***@host/
          https://user:se:cret@host/                | https://***@host/
          https://user:12345@host/                  | https://***@host/
          https://user:secret@[2001:db8::7]:80/     | https://***@[2001:db8::7]:80/
          https:///user:secret@host                 | https:///***@host
          https://user:se cret@host/                | https://***@host/
          at https://user:a b c@host/x, then        | at https://***@host/x, then
          https://user:2024/Paris@host/             | https://***@host/
          https://se/cret@host                      | https://***@host
          https://user:secret@r/web@sha256:01234567 | https://***@r/web@sha256:01234567
          # With several at signs: the last one before the host, RFC 3986.
          https://user:p@ss@host/                   | https://***@host/
          https://us@er:p@ss@host:8443/x?y=z        | https://***@host:8443/x?y=z
          https://p@ss@host/a                       | https://***@host/a
          https://p@ss@host.example/a@b             | https://***@host.example/a@b
          https://u:@p@@ss@host.example             | https://***@host.example
          https://u:p@sha1:ss@host/                 | https://***@host/
          https://p@s/s@host/                       | https://***@host/
          https://@/p@ss@host/                      | https://***@host/
          https://user:p@s/s@host/                  | https://***@host/
          user:p@ss@host:5432                       | ***@host:5432
          # What ends a scheme may stand in a password.
          https://user:pa://ss@host/                | https://***@host/
          https://user:pa://s@s@host/               | https://***@host/
          # Without a scheme.
          user:secret@host:5432                     | ***@host:5432
          url=user:secret@host                      | url=***@host
          alice@corp.example:secret@registry        | ***@registry
          user:se?cret@host                         | ***@host
          # Several, and within a sentence.
          see https://u:p@a/ and https://u:q@b/, or | see https://***@a/ and https://***@b/, or
          https://u:p@a/,https://u:q@b/             | https://***@a/,https://***@b/
          "url":"https://u:p@a/","mail":"x@y"       | "url":"https://***@a/","mail":"x@y"
          x=https://u:p@a/;y=z                      | x=https://***@a/;y=z
          # Parameters by their names.
          https://h/x?token=abc&n=1                 | https://h/x?token=***&n=1
          https://h/x?n=1&X-Amz-Signature=abc#f     | https://h/x?n=1&X-Amz-Signature=***#f
          https://h/x?sv=1&sig=abc%3D               | https://h/x?sv=1&sig=***
          https://h/x#access_token=abc&n=1          | https://h/x#access_token=***&n=1
          GET /x?api_key=abc                        | GET /x?api_key=***
          https://h/?client_secret=a&X-Api-Key=b    | https://h/?client_secret=***&X-Api-Key=***
          https://h/?accessToken=a&pwd=b&x.passwd=c | https://h/?accessToken=***&pwd=***&x.passwd=***
          # Within JSON as it is written, what ends a text stays.
          {"m":"\\"https://h/x?token=abc\\" is out"}  | {"m":"\\"https://h/x?token=***\\" is out"}
          {"k":"-----BEGIN PRIVATE KEY-----\\nMHc\\n-----END PRIVATE KEY-----\\n","x":"y"} | {"k":"-----BEGIN PRIVATE KEY-----***","x":"y"}
          # Headers, tokens and keys.
          Authorization: Bearer abcdefghijklmno7    | Authorization: Bearer ***
          Authorization: Bearer short               | Authorization: Bearer ***
          proxy-authorization: Basic dTpw           | proxy-authorization: Basic ***
          -H "Authorization: Basic dTpw" https://h/ | -H "Authorization: Basic ***" https://h/
          Authorization: Digest user="a", nc=1, response="b" | Authorization: Digest ***
          {Authorization=[Bearer abc], Host=[h]}    | {Authorization=[Bearer ***], Host=[h]}
          {"Authorization":"Bearer abc","x":"y"}    | {"Authorization":"Bearer ***","x":"y"}
          {"m":"{\\"Authorization\\":\\"Bearer abc\\"}"} | {"m":"{\\"Authorization\\":\\"Bearer ***\\"}"}
          # After what ends a line in JSON.
          {"m":"failed:\\nBearer abcdefghijklmno7"} | {"m":"failed:\\nBearer ***"}
          {"m":"failed:\\nAuthorization: Basic dTpw"} | {"m":"failed:\\nAuthorization: Basic ***"}
          {"m":"x\\teyJhbGciOiJSUzI1NiJ9.eyJzdWIi"} | {"m":"x\\t***"}
          {"m":"failed:\\fBearer abcdefghijklmno7"} | {"m":"failed:\\fBearer ***"}
          {"m":"failed:\\u001bBearer abcdefghijklmno7"} | {"m":"failed:\\u001bBearer ***"}
          {"m":"x\\u001FeyJhbGciOiJSUzI1NiJ9.eyJzdWIi"} | {"m":"x\\u001F***"}
          Basic dXNlcjpzZWNyZXQ6eHh4eA==            | Basic ***
          bEARER abcdefghijklmno7                   | bEARER ***
          BASIC dXNlcjpzZWNyZXQ6eHh4eA==            | BASIC ***
          a tokenTOKEN, token: abcdefghijklmno7     | a tokenTOKEN, token: ***
          to, ba, au, be: bEARER abcdefghijklmno7   | to, ba, au, be: bEARER ***
          TOKEN abcdefghijklmno7                    | TOKEN ***
          eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln | ***
          -----BEGIN EC PRIVATE KEY-----MHcCAQEE    | -----BEGIN EC PRIVATE KEY-----***
          """)
  void hidden(String text, String shown) {
    assertEquals(shown, Credentials.hidden(text));
    assertEquals(shown, Credentials.hidden(shown), "as it stands already");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://host/",
        "https://host:8443/npm/@scope/package",
        "https://host:8443: no route, ask anna@bleu.example",
        "https://host: no route, ask anna@bleu.example",
        "https://git.example:8443/team/project@v1.2",
        "https://host/a?y=anna@bleu.example",
        "https://h/?keyword=a&postcode=b&author=c&design=d&code=e&monkey=f&zone.keys=g",
        "docker-pullable://nginx:1.2@sha256:0123456789",
        "docker-pullable://nginx:1.2@sha256:…",
        "oci://registry/shop/web:1.2@sha256:0123456789",
        "git@github.example:team/project@v1",
        "oidc:anna@bleu.example",
        "Authorization: Bearer",
        "no header Authorization",
        "http://[2001:db8::7]:8080/a@b",
        "https://host/x?y=z&zone=a",
        "anna@bleu.example",
        "mailto:anna@bleu.example",
        "https://docs.example/a, or ask anna@bleu.example",
        "system:serviceaccount:shop:web",
        "git@github.example:team/project",
        "registry.example:5000/shop/web:1.2@sha256:0123456789",
        "web:1.2@sha256:0123456789",
        "oci://registry.example/shop/web:1.2@sha256:0123456789",
        "basic authentication",
        "a bearer of responsibilities",
        "-----BEGIN CERTIFICATE-----MIIB",
        "10:30 @ paris",
        "(web:1@sha256:0123456789)"
      })
  void shown(String text) {
    assertEquals(text, Credentials.hidden(text));
  }

  /** What somebody else wrote may be large and made to take long. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "://",
        "a:",
        "@",
        ":@",
        "https://u:p@",
        "\" ",
        "?token=",
        "eyJaaaaaaaa.",
        "https://a:b ",
        "https://a:b@sha256:",
        "a/b@sha256:",
        "a:b://",
        "a:b://@",
        "a@b:c://d@e/",
        "x://a/b@",
        "authorization: a ",
        "authorization: a=\"",
        "=\"",
        "basic  ",
        "token: a.",
        "a_key=-",
        "\\nBearer ",
        "\\u000aBearer "
      })
  void takesNoLongerThanTheTextIs(String piece) {
    String text = piece.repeat(100_000);
    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> Credentials.hidden(text));
  }

  /** A character of two UTF-16 units is whole, or not there. */
  @ParameterizedTest
  @CsvSource({
    "abc, 3, abc",
    "abcd, 3, abc…",
    "a\uD83D\uDE00b, 3, a\uD83D\uDE00…",
    "ab\uD83D\uDE00b, 3, ab…",
    "\uD83D\uDE00b, 1, …",
    "abcd, 0, …",
  })
  void textIsCutBetweenCharacters(String text, int longest, String shown) {
    assertEquals(shown, Credentials.hidden(text, longest, "…"));
  }

  @Test
  void everythingOfALongUserIsHidden() {
    assertEquals(
        "https://***@host", Credentials.hidden("https://u:" + "p".repeat(10_000) + "@host"));
  }
}
