package cloud.bleu.placement.rule;

import java.math.BigDecimal;
import java.math.BigInteger;

/** An exact rational number, for expected values that no decimal can hold. */
record Fraction(BigInteger over, BigInteger under) implements Comparable<Fraction> {

  static final Fraction ZERO = of(0, 1);
  static final Fraction ONE = of(1, 1);

  Fraction {
    if (under.signum() <= 0) {
      throw new IllegalArgumentException(over + "/" + under);
    }
    BigInteger common = over.gcd(under);
    over = over.divide(common);
    under = under.divide(common);
  }

  static Fraction of(long over, long under) {
    return new Fraction(BigInteger.valueOf(over), BigInteger.valueOf(under));
  }

  /** {@code 24} is 24/100. */
  static Fraction percent(BigDecimal percent) {
    int scale = Math.max(0, percent.scale());
    return new Fraction(
        percent.setScale(scale).unscaledValue(), BigInteger.TEN.pow(Math.addExact(scale, 2)));
  }

  Fraction plus(Fraction o) {
    return new Fraction(
        over.multiply(o.under).add(o.over.multiply(under)), under.multiply(o.under));
  }

  Fraction minus(Fraction o) {
    return plus(new Fraction(o.over.negate(), o.under));
  }

  Fraction times(Fraction o) {
    return new Fraction(over.multiply(o.over), under.multiply(o.under));
  }

  /** By anything but zero. */
  Fraction by(Fraction o) {
    return o.over.signum() < 0
        ? times(new Fraction(o.under.negate(), o.over.negate()))
        : times(new Fraction(o.under, o.over));
  }

  int sign() {
    return over.signum();
  }

  boolean above(Fraction o) {
    return compareTo(o) > 0;
  }

  /** In percent, as a decimal without trailing zeros. Throws if none is exact. */
  BigDecimal inPercent() {
    BigDecimal exact =
        new BigDecimal(over).multiply(BigDecimal.valueOf(100)).divide(new BigDecimal(under));
    return exact.stripTrailingZeros();
  }

  @Override
  public int compareTo(Fraction o) {
    return over.multiply(o.under).compareTo(o.over.multiply(under));
  }

  @Override
  public String toString() {
    return over + "/" + under;
  }
}
