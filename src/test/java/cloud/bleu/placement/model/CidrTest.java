package cloud.bleu.placement.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of addresses, as Kubernetes reads them strictly. */
class CidrTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0/0",
        "10.20.0.0/16",
        "192.0.2.7/32",
        "255.255.255.255/32",
        "::/0",
        "2001:db8::/32",
        "2001:DB8:1::/48",
        "fe80::1/128",
        "1:2:3:4:5:6:7:8/128",
        "1:2:3:4:5:6:7::/112",
        "::7/128"
      })
  void ranges(String text) {
    assertNotNull(Cidr.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0/8",
        "10.0.0.0.0/8",
        "010.0.0.0/8",
        "256.0.0.0/8",
        "10.0.0.1/8", // an address, not a range: strict validation of KEP-4858 refuses it
        "10.0.0.0/8 ",
        "١٠.0.0.0/8",
        "::/129",
        "2001:db8::1/32",
        ":::/0",
        "1::2::3/128",
        "1:2:3:4:5:6:7/128",
        "1:2:3:4:5:6:7:8:9/128",
        "1:2:3:4:5:6:7:8::/128",
        "12345::/16",
        "g::/16",
        "api.example/8"
      })
  void noRanges(String text) {
    assertNull(Cidr.parse(text));
  }

  @ParameterizedTest(name = "{0} contains {1}: {2}")
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8, true",
    "10.0.0.0/8, 10.255.0.0/16, true",
    "10.0.0.0/8, 11.0.0.0/16, false",
    "10.20.0.0/16, 10.0.0.0/8, false",
    "0.0.0.0/0, 192.0.2.0/24, true",
    "0.0.0.0/0, ::/0, false",
    "2001:db8::/32, 2001:db8:7::/48, true",
    "2001:db8::/32, 2001:db9::/48, false",
  })
  void contains(String outer, String inner, boolean expected) {
    assertEquals(expected, Cidr.parse(outer).contains(Cidr.parse(inner)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "0.0.0.0/0, true",
    "0.0.0.0/1, true", // two halves are no way around
    "128.0.0.0/1, true",
    "10.0.0.0/7, true",
    "10.0.0.0/8, false",
    "192.168.0.0/16, false",
    "::/0, true",
    "2000::/3, true", // all of the internet that is given out
    "fc00::/6, true",
    "fc00::/7, false",
  })
  void anywhere(String text, boolean expected) {
    assertEquals(expected, Cidr.parse(text).isAnywhere());
  }
}
