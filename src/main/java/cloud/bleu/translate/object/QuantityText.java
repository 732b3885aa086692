package cloud.bleu.translate.object;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes quantities in the engine's units: cpu in milli-cpu, everything else in whole units;
 * rounded up, as Kubernetes does.
 */
public final class QuantityText {

  /** What a quantity looks like, for people. */
  public static final String ACCEPTED = "a quantity from 0 to 4Ei such as \"4\", 500m, 16Gi";

  /** Sums of two stay within a long. */
  public static final long MOST = 1L << 62;

  private static final Pattern FORM =
      Pattern.compile(
          "([-+]?)([0-9]{1,40}(?:\\.[0-9]{0,40})?|\\.[0-9]{1,40})"
              + "([KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]{1,3})?");
  private static final Map<String, Integer> BINARY =
      Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40, "Pi", 50, "Ei", 60);
  private static final Map<String, Integer> DECIMAL =
      Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);

  private static final Set<String> BYTES = Set.of("memory", "ephemeral-storage");
  private static final Pattern MILLI = Pattern.compile("[0-9]{1,40}(?:\\.[0-9]{1,40})?m");
  private static final BigDecimal FEW = BigDecimal.valueOf(1L << 20);

  private QuantityText() {}

  /** What came of a text. */
  public sealed interface Parsed {
    /** In the engine's unit. */
    record Amount(long value) implements Parsed {}

    /** Not a quantity that can be used. */
    record Bad(String what, String advice) implements Parsed {}
  }

  /**
   * How few bytes a quantity of memory or storage is whose suffix is that of thousandths, such as
   * {@code 0.512 bytes} for {@code 512m}, where Mi was meant. Null for all others; what computes
   * quantities writes large ones so, and means them.
   */
  public static @Nullable String milliBytes(String resource, String text) {
    if (!BYTES.contains(resource) || !MILLI.matcher(text).matches()) {
      return null;
    }
    BigDecimal bytes = new BigDecimal(text.substring(0, text.length() - 1)).movePointLeft(3);
    return bytes.signum() == 0 || bytes.compareTo(FEW) >= 0
        ? null
        : bytes.stripTrailingZeros().toPlainString()
            + (bytes.compareTo(BigDecimal.ONE) == 0 ? " byte" : " bytes");
  }

  /** Reads a quantity of a resource. */
  public static Parsed parse(String resource, String text) {
    Matcher form = text.length() > 100 ? FORM.matcher("") : FORM.matcher(text);
    if (!form.matches()) {
      return new Parsed.Bad("not a quantity", "write a number with a suffix such as m, Mi or Gi");
    }
    BigDecimal value = new BigDecimal(form.group(2));
    String suffix = form.group(3);
    if (suffix != null && BINARY.containsKey(suffix)) {
      value = value.multiply(BigDecimal.valueOf(2).pow(BINARY.get(suffix)));
    } else if (suffix != null && DECIMAL.containsKey(suffix)) {
      value = value.scaleByPowerOfTen(DECIMAL.get(suffix));
    } else if (suffix != null) {
      value = value.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1).replace("+", "")));
    }
    if (resource.equals("cpu")) {
      value = value.scaleByPowerOfTen(3);
    }
    if (form.group(1).equals("-") && value.signum() > 0) {
      return new Parsed.Bad("negative", "give 0 or more");
    }
    if (value.compareTo(BigDecimal.valueOf(MOST)) > 0) {
      return new Parsed.Bad("too large", "give a quantity that a machine can have");
    }
    return new Parsed.Amount(value.setScale(0, RoundingMode.UP).longValueExact());
  }
}
