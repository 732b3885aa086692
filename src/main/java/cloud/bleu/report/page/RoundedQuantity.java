package cloud.bleu.report.page;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts for people: a quantity as Kubernetes writes it, rounded to a tenth of its unit. */
final class RoundedQuantity {
  private static final BigDecimal MILLI = BigDecimal.valueOf(1000);
  private static final BigDecimal BINARY = BigDecimal.valueOf(1024);
  private static final String[] UNITS = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

  private RoundedQuantity() {}

  /** An amount in the unit of the engine: {@code 460.8Gi}, {@code 115.2} of cpu. */
  static String text(String resource, long amount) {
    return switch (resource) {
      case "cpu" -> tenths(BigDecimal.valueOf(amount).divide(MILLI, 1, RoundingMode.HALF_UP));
      case "memory", "ephemeral-storage" -> bytes(amount);
      default -> Long.toString(amount);
    };
  }

  private static String bytes(long amount) {
    BigDecimal rest = BigDecimal.valueOf(amount);
    int unit = 0;
    while (unit < UNITS.length - 1 && rest.compareTo(BINARY) >= 0) {
      rest = rest.divide(BINARY);
      unit++;
    }
    return tenths(rest.setScale(1, RoundingMode.HALF_UP)) + UNITS[unit];
  }

  private static String tenths(BigDecimal rounded) {
    BigDecimal bare = rounded.stripTrailingZeros();
    return (bare.scale() < 0 ? bare.setScale(0) : bare).toPlainString();
  }
}
