package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is an address as it stands there, what may be a name, and what is neither. */
class AddressLiteralTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "198.51.100.7, 198.51.100.7",
    "255.255.255.255, 255.255.255.255",
    "::1, 0:0:0:0:0:0:0:1",
    "[2001:DB8::7], 2001:db8:0:0:0:0:0:7",
    "::ffff:198.51.100.7, 198.51.100.7",
  })
  void addresses(String text, String address) {
    InetAddress read = AddressLiteral.of(text);
    assertEquals(address, read.getHostAddress());
    assertFalse(AddressLiteral.isNeither(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"api.example", "web", "7.api.example", "1e100.net", "face", "a-1", "x.4a"})
  void names(String text) {
    assertNull(AddressLiteral.of(text));
    assertFalse(AddressLiteral.isNeither(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "256.1.1.1",
        "1.2.3",
        "1.2.3.4.5",
        "010.0.0.1",
        "1.2.3.0400",
        "2130706433",
        "api.example.7",
        "[198.51.100.7]x:",
        ":",
        ":::",
        "1:2",
        "12345::",
        "::1.2.3",
        "fe80::1%eth0",
        "a:b"
      })
  void neither(String text) {
    assertNull(AddressLiteral.of(text));
    assertTrue(AddressLiteral.isNeither(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "[]", "[198.51.100.7]", "[api.example]"})
  void nothingOfThem(String text) {
    assertNull(AddressLiteral.of(text));
  }
}
