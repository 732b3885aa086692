package cloud.bleu.placement;

import cloud.bleu.placement.Provider.Holder;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who is inside the European Union and who outside, by seat and by control. */
final class Control {
  private static final BigDecimal HALF = BigDecimal.valueOf(50);

  private final Holdings holdings;
  private final Map<String, Side> sides = new HashMap<>();
  private final Map<String, Set<String>> controllers = new HashMap<>();

  Control(Holdings holdings) {
    this.holdings = holdings;
  }

  /** Where a holder stands, as far as known. */
  enum Side {
    Inside,
    Outside,
    Unknown
  }

  /** The company itself, who has most of its votes, who has most of the votes of that one, ... */
  Set<String> controllers(String company) {
    Set<String> known = controllers.get(company);
    if (known != null) {
      return known;
    }
    Set<String> chain = new LinkedHashSet<>();
    String next = company;
    while (next != null && chain.add(next)) {
      next = majority(next);
    }
    controllers.put(company, chain);
    return chain;
  }

  private @Nullable String majority(String company) {
    Map<String, BigDecimal> votes = new TreeMap<>();
    for (Holder h : holdings.in(company)) {
      BigDecimal v = h.votesPercent();
      votes.merge(h.name(), v == null ? BigDecimal.ZERO : v, BigDecimal::add);
    }
    for (Map.Entry<String, BigDecimal> e : votes.entrySet()) {
      if (e.getValue().compareTo(HALF) > 0) {
        return e.getKey();
      }
    }
    return null;
  }

  /** Outside by its seat, by what is stated of its control, or by the votes in it. */
  Side side(String name) {
    Side known = sides.get(name);
    if (known != null) {
      return known;
    }
    Side side = isStatedInside(name) ? Side.Inside : Side.Unknown;
    for (String controller : controllers(name)) {
      if (isStatedOutside(controller)) {
        side = Side.Outside;
        break;
      } else if (side == Side.Unknown
          && isStatedInside(controller)
          && hasSeatInside(name)
          && stated(name, Holder::controlledFrom).isEmpty()) {
        side = Side.Inside;
      }
    }
    sides.put(name, side);
    return side;
  }

  boolean isOutside(String name) {
    return !name.equals(Holdings.PROVIDER) && side(name) == Side.Outside;
  }

  private boolean isStatedOutside(String name) {
    return holdings.by(name).stream()
        .anyMatch(h -> isOutsideCountry(h.country()) || isOutsideCountry(h.controlledFrom()));
  }

  private static boolean isOutsideCountry(@Nullable String country) {
    return country != null && Territory.isCountry(country) && !Territory.inEU(country);
  }

  boolean isStatedInside(String name) {
    Set<String> controlledFrom = stated(name, Holder::controlledFrom);
    return hasSeatInside(name)
        && !controlledFrom.isEmpty()
        && controlledFrom.stream().allMatch(Territory::inEU);
  }

  private boolean hasSeatInside(String name) {
    Set<String> seats = stated(name, Holder::country);
    return !seats.isEmpty() && seats.stream().allMatch(Territory::inEU);
  }

  private Set<String> stated(String name, Function<Holder, @Nullable String> what) {
    Set<String> all = new TreeSet<>();
    for (Holder h : holdings.by(name)) {
      String country = what.apply(h);
      if (country != null) {
        all.add(country);
      }
    }
    return all;
  }

  /** Whether a seat outside is stated of it. */
  boolean hasSeatOutside(String name) {
    return stated(name, Holder::country).stream().anyMatch(Control::isOutsideCountry);
  }
}
