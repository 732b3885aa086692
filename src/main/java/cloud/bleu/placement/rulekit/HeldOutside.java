package cloud.bleu.placement.rulekit;

import cloud.bleu.placement.model.Provider.Holder;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Adds up what is held from outside the European Union, of the capital or of the votes. */
final class HeldOutside {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final Holdings holdings;
  private final Control control;
  private final Function<Holder, @Nullable BigDecimal> percent;
  private final Map<String, BigDecimal[]> parts = new HashMap<>();

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
    BigDecimal possible = BigDecimal.ZERO;
    String holder = "";
    for (String name : holdings.names()) {
      if (control.isOutside(name)) {
        // Never less than multiplied along the chain: on every way the group comes first.
        BigDecimal share = held(control.controlledBy(name));
        int more = share.compareTo(most);
        // Of a company and who controls it, the latter is the person outside.
        if (more > 0
            || more == 0
                && share.signum() > 0
                && control.plainlyOutside(name) > control.plainlyOutside(holder)) {
          most = share;
          holder = name;
        }
      } else if (!name.equals(Holdings.PROVIDER) && control.side(name) == Control.Side.Unknown) {
        possible = possible.max(behindOutsiders(control.controlledBy(name)));
      }
    }
    BigDecimal joint = BigDecimal.ZERO;
    SortedSet<String> unnamed = new TreeSet<>();
    for (Map.Entry<String, SortedSet<String>> e : control.withoutNamedController().entrySet()) {
      BigDecimal share = held(control.controlledBy(e.getValue()));
      for (String name : holdings.names()) {
        if (control.isOutside(name) && control.hasSeatIn(name, e.getKey())) {
          Set<String> one = new TreeSet<>(e.getValue());
          one.add(name);
          share = share.max(held(control.controlledBy(one)));
        }
      }
      if (share.compareTo(joint.max(most)) > 0) {
        joint = share;
        unnamed = e.getValue();
      }
    }
    // What runs in circles behind a holder outside is counted for all together, not for each.
    BigDecimal circling = BigDecimal.ZERO;
    for (Holder h : holdings.all()) {
      if (holdings.inCircle(h) && (control.isOutside(h.of()) || control.isOutside(h.name()))) {
        BigDecimal of = h.of().equals(Holdings.PROVIDER) ? BigDecimal.ONE : held(Set.of(h.of()));
        circling = circling.add(fraction(h).multiply(of));
      }
    }
    BigDecimal unresolved = whole[1].add(circling);
    return new Shareholding.Share(
        inPercent(whole[0]),
        inPercent(
            through(
                Holdings.PROVIDER,
                n -> control.hasSeatOutside(n) ? BigDecimal.ONE : null,
                new HashMap<>())),
        inPercent(most),
        inPercent(control.hasSeatOutside(holder) ? held(Set.of(holder)) : BigDecimal.ZERO),
        holder,
        control.hasSeatOutside(holder) ? List.of() : control.controlledFromOutside(holder),
        inPercent(unresolved).min(HUNDRED),
        inPercent(most.max(possible).max(joint).add(unresolved)).min(HUNDRED),
        List.copyOf(unnamed),
        inPercent(joint),
        undecided());
  }

  private List<String> undecided() {
    SortedSet<String> names = new TreeSet<>();
    for (Holder h : holdings.all()) {
      if (!h.name().equals(Holdings.PROVIDER)
          && control.side(h.name()) == Control.Side.Unknown
          && !control.isStatedInside(h.name())
          && (percent.apply(h) == null || fraction(h).signum() > 0)) {
        names.add(h.name());
      }
    }
    return List.copyOf(names);
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
    BigDecimal restAtMost = BigDecimal.ZERO;
    for (Holder h : holdings.in(company)) {
      BigDecimal part = fraction(h);
      rest = rest.subtract(part);
      BigDecimal notInside = BigDecimal.ONE;
      if (control.isOutside(h.name())) {
        outside = outside.add(part);
      } else if (holdings.inCircle(h)) {
        unresolved = unresolved.add(part);
      } else {
        BigDecimal[] through = parts(h.name());
        outside = outside.add(part.multiply(through[0]));
        unresolved = unresolved.add(part.multiply(through[1]));
        notInside = through[0].add(through[1]);
      }
      if (percent.apply(h) == null) {
        restAtMost = restAtMost.max(notInside);
      }
    }
    // Those who hold the rest of a company that is stated to be controlled from inside are not
    // asked; only a listed holder whose amount is missing may have it.
    if (itself || !control.isStatedInside(company)) {
      restAtMost = BigDecimal.ONE;
    }
    unresolved = unresolved.add(rest.multiply(restAtMost));
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

  /** What a group has of the provider, the nearest of it on each way in full, as a fraction. */
  private BigDecimal held(Set<String> group) {
    return through(
        Holdings.PROVIDER, n -> group.contains(n) ? BigDecimal.ONE : null, new HashMap<>());
  }

  /** What a group of which it is in doubt where it stands has beside what is unresolved. */
  private BigDecimal behindOutsiders(Set<String> group) {
    Function<String, @Nullable BigDecimal> theirs = n -> group.contains(n) ? BigDecimal.ONE : null;
    Map<String, BigDecimal> known = new HashMap<>();
    return through(
        Holdings.PROVIDER,
        n -> {
          if (control.isOutside(n)) {
            return group.contains(n) ? BigDecimal.ONE : through(n, theirs, known);
          }
          return group.contains(n) ? parts(n)[0] : null;
        },
        new HashMap<>());
  }

  /** The holdings in a company multiplied along each way to where it ends, circles left out. */
  private BigDecimal through(
      String company, Function<String, @Nullable BigDecimal> end, Map<String, BigDecimal> known) {
    BigDecimal before = known.get(company);
    if (before != null) {
      return before;
    }
    BigDecimal share = BigDecimal.ZERO;
    for (Holder h : holdings.in(company)) {
      BigDecimal value = h.name().equals(Holdings.PROVIDER) ? null : end.apply(h.name());
      if (value == null && !holdings.inCircle(h)) {
        value = through(h.name(), end, known);
      }
      if (value != null) {
        share = share.add(fraction(h).multiply(value));
      }
    }
    known.put(company, share);
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
