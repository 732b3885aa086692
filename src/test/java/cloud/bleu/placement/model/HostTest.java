package cloud.bleu.placement.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts and what they stand for. */
class HostTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "api.example, true",
    "a, true",
    "*, true",
    "*.example, true",
    "xn--bcher-kva.example, true",
    "192.0.2.7, true",
    "API.example, false",
    "api.example., false",
    ".example, false",
    "-a.example, false",
    "a-.example, false",
    "a..b, false",
    "*example, false",
    "a.*.example, false",
    "**.example, false",
    "https://api.example, false",
    "api.example:443, false",
    "'', false",
  })
  void isHost(String text, boolean expected) {
    assertEquals(expected, Host.isHost(text));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"*, true", "*.com, true", "*.co.example, false", "a, false", "api.example, false"})
  void isAnywhere(String text, boolean expected) {
    assertEquals(expected, Host.isAnywhere(text));
  }

  @ParameterizedTest(name = "{1} by {0}: {2}")
  @CsvSource({
    "api.example, api.example, true",
    "api.example, www.api.example, false",
    "*.example, api.example, true",
    "*.example, a.b.example, true",
    "*.example, example, false",
    "*.example, badexample, false",
    "*.example, *.a.example, true",
    "*.example, *.example, true",
    "*.a.example, *.example, false",
    "*, anything.example, true",
    "*.example, *, false",
  })
  void isAmong(String pattern, String host, boolean expected) {
    assertEquals(expected, Host.isAmong(host, List.of("other.test", pattern)));
  }
}
