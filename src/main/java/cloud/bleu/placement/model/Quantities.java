package cloud.bleu.placement.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Amounts by resource name, as Kubernetes names resources: {@code cpu} in milli-cpu, {@code memory}
 * and {@code ephemeral-storage} in bytes, everything else ({@code pods}, extended resources) in
 * counts. Never negative. A resource that is absent is 0.
 */
public record Quantities(SortedMap<String, Long> amounts) {

  private static final String[] BINARY = {"Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

  /** Of one of these units, in the one before it. */
  private static final int BITS = 10;

  private static final int FEW_DIGITS = 4;

  /** Nothing of anything. */
  public static final Quantities NONE = new Quantities(new TreeMap<>());

  public Quantities {
    for (Map.Entry<String, Long> e : amounts.entrySet()) {
      if (e.getValue() < 0) {
        throw new IllegalArgumentException("negative " + e.getKey() + ": " + e.getValue());
      }
    }
    amounts = Collections.unmodifiableSortedMap(new TreeMap<>(amounts));
  }

  /** The amounts of a map in any order. */
  public static Quantities of(Map<String, Long> amounts) {
    return new Quantities(new TreeMap<>(amounts));
  }

  /** The amount of one resource in its unit, 0 if absent. */
  public long get(String resource) {
    return amounts.getOrDefault(resource, 0L);
  }

  /** The sum; a sum that overflows stays at {@link Long#MAX_VALUE}. */
  public Quantities plus(Quantities other) {
    TreeMap<String, Long> sum = new TreeMap<>(amounts);
    other.amounts.forEach((r, v) -> sum.merge(r, v, Quantities::saturatingSum));
    return new Quantities(sum);
  }

  /** As much for each of a number of things; a product that overflows is {@link Long#MAX_VALUE}. */
  public Quantities times(int number) {
    TreeMap<String, Long> product = new TreeMap<>(amounts);
    product.replaceAll((r, v) -> saturatingProduct(v, number));
    return new Quantities(product);
  }

  /** The product of two amounts of 0 or more; where it overflows, {@link Long#MAX_VALUE}. */
  public static long saturatingProduct(long amount, int number) {
    return number > 0 && amount > Long.MAX_VALUE / number ? Long.MAX_VALUE : amount * number;
  }

  /** The difference, floored at 0 for each resource. */
  public Quantities minus(Quantities other) {
    TreeMap<String, Long> rest = new TreeMap<>(amounts);
    rest.replaceAll((r, v) -> Math.max(0, v - other.get(r)));
    return new Quantities(rest);
  }

  /** The amounts as Kubernetes writes quantities, by resource in the order of names. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    amounts.forEach((resource, amount) -> texts.put(resource, text(resource, amount)));
    return texts;
  }

  /**
   * The amounts as sentences have them, bytes in few digits, by resource in the order of names.
   *
   * @param rounding {@code FLOOR} for what is there, {@code CEILING} for what is asked for, so that
   *     neither looks enough where it is not
   */
  public Map<String, String> shortTexts(RoundingMode rounding) {
    Map<String, String> texts = new LinkedHashMap<>();
    amounts.forEach(
        (resource, amount) ->
            texts.put(
                resource,
                isBytes(resource) ? shortBytes(amount, rounding) : text(resource, amount)));
    return texts;
  }

  private static boolean isBytes(String resource) {
    return resource.equals("memory") || resource.equals("ephemeral-storage");
  }

  private static String text(String resource, long amount) {
    if (isBytes(resource)) {
      return bytes(amount);
    }
    return !resource.equals("cpu")
        ? Long.toString(amount)
        : amount % 1000 == 0 ? Long.toString(amount / 1000) : amount + "m";
  }

  /** Exact in four digits, else three digits in the largest binary unit. */
  private static String shortBytes(long amount, RoundingMode rounding) {
    String exact = bytes(amount);
    if (exact.chars().filter(Character::isDigit).count() <= FEW_DIGITS) {
      return exact;
    }
    int unit = (Long.SIZE - 1 - Long.numberOfLeadingZeros(amount)) / BITS;
    BigDecimal number = new BigDecimal(amount).divide(new BigDecimal(1L << unit * BITS));
    int scale = Math.max(0, FEW_DIGITS - 1 - number.precision() + number.scale());
    return number.setScale(scale, rounding).stripTrailingZeros().toPlainString()
        + (unit == 0 ? "" : BINARY[unit - 1]);
  }

  /** In the largest binary unit that leaves no rest. */
  private static String bytes(long amount) {
    String unit = "";
    long rest = amount;
    for (String next : BINARY) {
      if (rest == 0 || rest % 1024 != 0) {
        break;
      }
      rest /= 1024;
      unit = next;
    }
    return rest + unit;
  }

  /** The sum of two amounts of 0 or more; where it overflows, {@link Long#MAX_VALUE}. */
  public static long saturatingSum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** As a record does it by itself, but in code that the first compiler of the JVM inlines. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof Quantities that && Objects.equals(amounts, that.amounts);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(amounts);
  }
}
