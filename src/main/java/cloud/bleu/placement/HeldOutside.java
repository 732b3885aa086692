package cloud.bleu.placement;

import cloud.bleu.placement.Provider.Holder;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Adds up what is held from outside the European Union, of the capital or of the votes. */
final class HeldOutside {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final Holdings holdings;
  private final Control control;
  private final Function<Holder, @Nullable BigDecimal> percent;
  private final Map<String, BigDecimal[]> parts = new HashMap<>();
  private final Map<String, BigDecimal> multiplied = new HashMap<>();
  private final Map<String, BigDecimal> held =
      new HashMap<>(Map.of(Holdings.PROVIDER, BigDecimal.ONE));

  /**
   * @param percent what counts of a holding
   */
  HeldOutside(Holdings holdings, Control control, Function<Holder, @Nullable BigDecimal> percent) {
    this.holdings = holdings;
    this.control = control;
    this.percent = percent;
  }

  /** The shares. */
  Shareholding.Share share() {
    BigDecimal[] whole = parts(Holdings.PROVIDER);
    BigDecimal most = BigDecimal.ZERO;
    BigDecimal mostMultiplied = BigDecimal.ZERO;
    String holder = "";
    for (String name : holdings.names()) {
      if (!name.equals(Holdings.PROVIDER) && control.side(name) == Control.Side.Outside) {
        BigDecimal through = held(name);
        BigDecimal share = through.max(controlled(name));
        if (share.compareTo(most) > 0) {
          most = share;
          mostMultiplied = through;
          holder = name;
        }
      }
    }
    // What runs in circles behind a holder outside is counted for all together, not for each.
    BigDecimal circling = BigDecimal.ZERO;
    for (Holder h : holdings.all()) {
      if (holdings.inCircle(h) && (control.isOutside(h.of()) || control.isOutside(h.name()))) {
        circling = circling.add(fraction(h).multiply(held(h.of())));
      }
    }
    return new Shareholding.Share(
        inPercent(whole[0]),
        inPercent(multiplied(Holdings.PROVIDER)),
        inPercent(most),
        inPercent(mostMultiplied),
        holder,
        inPercent(whole[1].add(circling)).min(HUNDRED));
  }

  /** The parts of a company that are held from outside and that are unresolved, as fractions. */
  private BigDecimal[] parts(String company) {
    BigDecimal[] before = parts.get(company);
    if (before != null) {
      return before;
    }
    boolean itself = company.equals(Holdings.PROVIDER);
    BigDecimal outside = BigDecimal.ZERO;
    BigDecimal unresolved = BigDecimal.ZERO;
    BigDecimal rest = BigDecimal.ONE;
    boolean amountsUnknown = false;
    for (Holder h : holdings.in(company)) {
      BigDecimal part = fraction(h);
      rest = rest.subtract(part);
      amountsUnknown |= percent.apply(h) == null && control.side(h.name()) != Control.Side.Inside;
      if (control.isOutside(h.name())) {
        outside = outside.add(part);
      } else if (holdings.inCircle(h)) {
        unresolved = unresolved.add(part);
      } else {
        BigDecimal[] through = parts(h.name());
        outside = outside.add(part.multiply(through[0]));
        unresolved = unresolved.add(part.multiply(through[1]));
      }
    }
    // Those who hold the rest of a company that is stated to be controlled from inside are not
    // asked.
    if (itself || !control.isStatedInside(company) || amountsUnknown) {
      unresolved = unresolved.add(rest);
    }
    if (!itself && control.side(company) == Control.Side.Unknown) {
      unresolved = BigDecimal.ONE.subtract(outside);
    }
    BigDecimal[] result =
        control.isOutside(company)
            ? new BigDecimal[] {BigDecimal.ONE, BigDecimal.ZERO}
            : new BigDecimal[] {outside, unresolved};
    parts.put(company, result);
    return result;
  }

  /** What those with a seat outside have of a company, by multiplication alone, as a fraction. */
  private BigDecimal multiplied(String company) {
    BigDecimal before = multiplied.get(company);
    if (before != null) {
      return before;
    }
    BigDecimal share = BigDecimal.ZERO;
    for (Holder h : holdings.in(company)) {
      boolean seatOutside = control.hasSeatOutside(h.name());
      if (seatOutside && !h.name().equals(Holdings.PROVIDER)) {
        share = share.add(fraction(h));
      } else if (!holdings.inCircle(h)) {
        share = share.add(fraction(h).multiply(multiplied(h.name())));
      }
    }
    multiplied.put(company, share);
    return share;
  }

  /** What a holder has of the provider, multiplied along every chain, as a fraction. */
  private BigDecimal held(String name) {
    BigDecimal before = held.get(name);
    if (before != null) {
      return before;
    }
    BigDecimal share = BigDecimal.ZERO;
    for (Holder h : holdings.by(name)) {
      if (!holdings.inCircle(h)) {
        share = share.add(fraction(h).multiply(held(h.of())));
      }
    }
    held.put(name, share);
    return share;
  }

  /** What a holder and those that it controls have of companies that it does not control. */
  private BigDecimal controlled(String name) {
    Set<String> group = new HashSet<>();
    for (String other : holdings.names()) {
      if (control.controllers(other).contains(name)) {
        group.add(other);
      }
    }
    BigDecimal share = BigDecimal.ZERO;
    for (Holder h : holdings.all()) {
      if (group.contains(h.name()) && !group.contains(h.of()) && !holdings.inCircle(h)) {
        share = share.add(fraction(h).multiply(held(h.of())));
      }
    }
    return share;
  }

  private BigDecimal fraction(Holder holder) {
    BigDecimal p = percent.apply(holder);
    return p == null ? BigDecimal.ZERO : p.movePointLeft(2);
  }

  private static BigDecimal inPercent(BigDecimal fraction) {
    BigDecimal percent = fraction.movePointRight(2).stripTrailingZeros();
    return percent.scale() < 0 ? percent.setScale(0) : percent;
  }
}
