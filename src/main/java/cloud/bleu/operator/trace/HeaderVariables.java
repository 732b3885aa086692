package cloud.bleu.operator.trace;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers that variables state for the collector. They hold credentials, and OpenTelemetry and
 * the JDK quote a header that is not allowed. So headers are checked before, and never printed.
 */
final class HeaderVariables {

  private static final List<String> PROPERTIES =
      List.of("otel.exporter.otlp.headers", "otel.exporter.otlp.traces.headers");

  /** A token of RFC 9110, section 5.6.2. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  /** RFC 9110, section 5.5. */
  private static final Pattern VALUE = Pattern.compile("[^\\x00-\\x08\\x0a-\\x1f\\x7f]*");

  private HeaderVariables() {}

  /**
   * Looks at them.
   *
   * @param properties gives the value of a property, null where there is none
   * @throws IllegalArgumentException when one cannot be; the message names the variable alone
   */
  static void check(UnaryOperator<@Nullable String> properties) {
    for (String property : PROPERTIES) {
      String headers = properties.apply(property);
      if (headers == null) {
        continue;
      }
      for (String header : headers.split(",")) {
        if (!header.isBlank() && !isHeader(header)) {
          throw new IllegalArgumentException(
              property.toUpperCase(Locale.ROOT).replace('.', '_')
                  + " must be name=value pairs with commas between them, with names of letters,"
                  + " digits and hyphens and values that are percent-encoded, as"
                  + " authorization=TOKEN; what it says is not shown, for it may be a"
                  + " credential");
        }
      }
    }
  }

  private static boolean isHeader(String header) {
    int equals = header.indexOf('=');
    return equals > 0
        && NAME.matcher(header.substring(0, equals).trim()).matches()
        && isValue(header.substring(equals + 1).trim());
  }

  private static boolean isValue(String value) {
    try {
      return !value.isEmpty()
          && VALUE.matcher(URLDecoder.decode(value, StandardCharsets.UTF_8)).matches();
    } catch (IllegalArgumentException e) {
      // An escape that is none.
      return false;
    }
  }
}
