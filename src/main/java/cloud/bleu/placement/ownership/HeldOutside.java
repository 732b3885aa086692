package cloud.bleu.placement.ownership;

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
    Largest largest = largest();
    String holder = largest.holder();
    boolean seated = control.hasSeatOutside(holder);
    Unnamed unnamed = unnamed(largest.share());
    BigDecimal unresolved = whole[1].add(circling());
    return new Shareholding.Share(
        inPercent(whole[0]),
        inPercent(
            through(
                Holdings.PROVIDER,
                n -> control.hasSeatOutside(n) ? BigDecimal.ONE : null,
                new HashMap<>())),
        inPercent(largest.share()),
        inPercent(seated ? held(Set.of(holder)) : BigDecimal.ZERO),
        holder,
        seated ? List.of() : control.controlledFromOutside(holder),
        inPercent(unresolved).min(HUNDRED),
        inPercent(whole[2]),
        inPercent(largest.share().max(possible()).max(unnamed.share()).add(unresolved))
            .min(HUNDRED),
        List.copyOf(unnamed.holders()),
        inPercent(unnamed.share()),
        undecided());
  }

  /** Who outside has most, with whom he controls; without a name where nobody has any. */
  private record Largest(String holder, BigDecimal share) {}

  private Largest largest() {
    Largest largest = new Largest("", BigDecimal.ZERO);
    for (String name : holdings.names()) {
      if (control.isOutside(name)) {
        // Never less than multiplied along the chain: on every way the group comes first.
        BigDecimal share = held(control.controlledBy(name));
        int more = share.compareTo(largest.share());
        // Of a company and who controls it, the latter is the person outside.
        if (more > 0
            || more == 0
                && share.signum() > 0
                && control.plainlyOutside(name) > control.plainlyOutside(largest.holder())) {
          largest = new Largest(name, share);
        }
      }
    }
    return largest;
  }

  /** The most that one holder may have of which it is not known whether it is outside. */
  private BigDecimal possible() {
    BigDecimal possible = BigDecimal.ZERO;
    for (String name : holdings.names()) {
      if (!control.isOutside(name)
          && !name.equals(Holdings.PROVIDER)
          && control.side(name) == Control.Side.Unknown) {
        possible = possible.max(behindOutsiders(control.controlledBy(name)));
      }
    }
    return possible;
  }

  /** Holders whom nobody that is named controls, and what they have together. */
  private record Unnamed(SortedSet<String> holders, BigDecimal share) {}

  /**
   * The unnamed holders who have most and may be controlled by one, if that is more than a share.
   *
   * @param most that one has who is named
   */
  private Unnamed unnamed(BigDecimal most) {
    Unnamed unnamed = new Unnamed(new TreeSet<>(), BigDecimal.ZERO);
    for (Map.Entry<String, SortedSet<String>> e : control.withoutNamedController().entrySet()) {
      BigDecimal share = held(control.controlledBy(e.getValue()));
      for (String name : holdings.names()) {
        if (control.isOutside(name) && control.hasSeatIn(name, e.getKey())) {
          Set<String> one = new TreeSet<>(e.getValue());
          one.add(name);
          share = share.max(held(control.controlledBy(one)));
        }
      }
      if (share.compareTo(unnamed.share().max(most)) > 0) {
        unnamed = new Unnamed(e.getValue(), share);
      }
    }
    return unnamed;
  }

  /** What runs in circles behind a holder outside: it counts for all together, not for each. */
  private BigDecimal circling() {
    BigDecimal circling = BigDecimal.ZERO;
    for (Holder h : holdings.all()) {
      if (holdings.inCircle(h) && (control.isOutside(h.of()) || control.isOutside(h.name()))) {
        BigDecimal of = h.of().equals(Holdings.PROVIDER) ? BigDecimal.ONE : held(Set.of(h.of()));
        circling = circling.add(fraction(h).multiply(of));
      }
    }
    return circling;
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

  /**
   * The parts of a company that are held from outside, that are unresolved, and that count as held
   * from inside because the shares of a company inside are listed, as fractions.
   */
  private BigDecimal[] parts(String company) {
    BigDecimal[] before = parts.get(company);
    if (before != null) {
      return before;
    }
    boolean itself = company.equals(Holdings.PROVIDER);
    BigDecimal outside = BigDecimal.ZERO;
    BigDecimal unresolved = BigDecimal.ZERO;
    BigDecimal listed = BigDecimal.ZERO;
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
        listed = listed.add(part.multiply(through[2]));
        notInside = through[0].add(through[1]);
      }
      if (percent.apply(h) == null) {
        restAtMost = restAtMost.max(notInside);
      }
    }
    // A company that is stated to be controlled from inside and of which nobody is recorded ends
    // the chain. Of one whose shares are listed nobody can record all holders; a recorded one whose
    // amount is missing may have the rest.
    boolean ends = holdings.in(company).isEmpty();
    if (itself || !control.isStatedInside(company) || !ends && !holdings.isListed(company)) {
      restAtMost = BigDecimal.ONE;
    }
    unresolved = unresolved.add(rest.multiply(restAtMost));
    if (!ends) {
      listed = listed.add(rest.multiply(BigDecimal.ONE.subtract(restAtMost)));
    }
    if (!itself && control.side(company) == Control.Side.Unknown) {
      unresolved = BigDecimal.ONE.subtract(outside);
      listed = BigDecimal.ZERO;
    }
    BigDecimal[] result =
        control.isOutside(company)
            ? new BigDecimal[] {BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.ZERO}
            : new BigDecimal[] {outside, unresolved, listed};
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
