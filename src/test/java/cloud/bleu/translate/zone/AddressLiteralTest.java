package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.ProbeHosts;
import java.net.InetAddress;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is an address as it stands there, what may be a name, and what is neither. */
class AddressLiteralTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "198.51.100.7, 198.51.100.7",
    "255.255.255.255, 255.255.255.255",
    "::1, 0:0:0:0:0:0:0:1",
    "2001:DB8::7, 2001:db8:0:0:0:0:0:7",
    "::198.51.100.7, 0:0:0:0:0:0:c633:6407",
  })
  void addresses(String text, String address) {
    InetAddress read = AddressLiteral.of(text);
    assertEquals(address, read.getHostAddress());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"api.example", "web", "7.api.example", "1e100.net", "face", "a-1", "x.4a"})
  void names(String text) {
    assertNull(AddressLiteral.of(text));
  }

  static Stream<String> taken() {
    return ProbeHosts.TAKEN.stream();
  }

  @ParameterizedTest
  @MethodSource("taken")
  void oneOfThem(String text) {
    assertFalse(AddressLiteral.isNeither(text));
  }

  /** Brackets are for whoever reads a URL. */
  static Stream<String> bare() {
    return ProbeHosts.REFUSED.stream().filter(host -> !host.startsWith("["));
  }

  @ParameterizedTest
  @MethodSource("bare")
  void neither(String text) {
    assertNull(AddressLiteral.of(text));
    assertTrue(AddressLiteral.isNeither(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[", "[]", "[::1]", "[198.51.100.7]", "[198.51.100.7]x:", "[api.example]"})
  void nothingOfThem(String text) {
    assertNull(AddressLiteral.of(text));
  }
}
