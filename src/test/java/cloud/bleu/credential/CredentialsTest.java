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
          # Without a scheme.
          user:secret@host:5432                     | ***@host:5432
          url=user:secret@host                      | url=***@host
          # Several, and within a sentence.
          see https://u:p@a/ and https://u:q@b/, or | see https://***@a/ and https://***@b/, or
          https://u:p@a/,https://u:q@b/             | https://***@a/,https://***@b/
          "url":"https://u:p@a/","mail":"x@y"       | "url":"https://***@a/","mail":"x@y"
          x=https://u:p@a/;y=z                      | x=https://***@a/;y=z
          # Parameters by their names.
          https://h/x?token=abc&n=1                 | https://h/x?token=***&n=1
          https://h/x?n=1&X-Amz-Signature=abc#f     | https://h/x?n=1&X-Amz-Signature=***#f
          https://h/x?sv=1&sig=abc%3D               | https://h/x?sv=1&sig=***
          # Within JSON as it is written, what ends a text stays.
          {"m":"\\"https://h/x?token=abc\\" is out"}  | {"m":"\\"https://h/x?token=***\\" is out"}
          {"k":"-----BEGIN PRIVATE KEY-----\\nMHc\\n-----END PRIVATE KEY-----\\n","x":"y"} | {"k":"-----BEGIN PRIVATE KEY-----***","x":"y"}
          # Headers, tokens and keys.
          Authorization: Bearer abcdefghijklmno7    | Authorization: Bearer ***
          Basic dXNlcjpzZWNyZXQ6eHh4eA==            | Basic ***
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
  @ValueSource(strings = {"://", "a:", "@", ":@", "https://u:p@", "\" ", "?token=", "eyJaaaaaaaa."})
  void takesNoLongerThanTheTextIs(String piece) {
    String text = piece.repeat(100_000);
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Credentials.hidden(text));
  }

  @Test
  void everythingOfALongUserIsHidden() {
    assertEquals(
        "https://***@host", Credentials.hidden("https://u:" + "p".repeat(10_000) + "@host"));
  }
}
