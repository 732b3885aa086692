package cloud.bleu.placement.ownership;

import cloud.bleu.placement.model.Provider.Holder;
import cloud.bleu.placement.model.Territory;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who is inside the European Union and who outside, by seat and by control. */
final class Control {
  private static final BigDecimal HALF = BigDecimal.valueOf(50);

  private final Holdings holdings;
  private final Map<String, Side> sides = new HashMap<>();
  private final Map<String, Set<String>> controlled = new HashMap<>();
  private final Map<String, Set<String>> controllers = new HashMap<>();
  private final Map<String, Boolean> settledInside = new HashMap<>();

  Control(Holdings holdings) {
    this.holdings = holdings;
  }

  /** Where a holder stands, as far as known. */
  enum Side {
    Inside,
    Outside,
    Unknown
  }

  /**
   * The holder itself and all in which it has over half of the votes, alone or together with those
   * that it controls already.
   */
  Set<String> controlledBy(String holder) {
    Set<String> known = controlled.get(holder);
    if (known != null) {
      return known;
    }
    Set<String> group = controlledBy(Set.of(holder));
    controlled.put(holder, group);
    return group;
  }

  /** Several holders that count as one, and all whom they control together. */
  Set<String> controlledBy(Set<String> holders) {
    Set<String> group = new HashSet<>(holders);
    Map<String, BigDecimal> votes = new HashMap<>();
    ArrayDeque<String> open = new ArrayDeque<>(holders);
    while (!open.isEmpty()) {
      for (Holder h : holdings.by(open.remove())) {
        BigDecimal v = h.votesPercent();
        if (v != null
            && !h.of().equals(Holdings.PROVIDER)
            && votes.merge(h.of(), v, BigDecimal::add).compareTo(HALF) > 0
            && group.add(h.of())) {
          open.add(h.of());
        }
      }
    }
    return group;
  }

  /**
   * Holders that are stated to be controlled from outside, and nobody says by whom, by country:
   * they may have one controller.
   */
  SortedMap<String, SortedSet<String>> withoutNamedController() {
    SortedMap<String, SortedSet<String>> all = new TreeMap<>();
    for (String name : holdings.names()) {
      if (isOutside(name)
          && !hasSeatOutside(name)
          && controllers(name).stream().allMatch(c -> c.equals(name) || !isOutside(c))) {
        for (String country : controlledFromOutside(name)) {
          all.computeIfAbsent(country, k -> new TreeSet<>()).add(name);
        }
      }
    }
    return all;
  }

  /** Whether a holder is stated to have its seat there. */
  boolean hasSeatIn(String name, String country) {
    return stated(name, Holder::country).contains(country);
  }

  /** The company itself and all who control it. */
  private Set<String> controllers(String company) {
    if (controllers.isEmpty()) {
      for (String name : holdings.names()) {
        for (String other : controlledBy(name)) {
          controllers.computeIfAbsent(other, k -> new TreeSet<>()).add(name);
        }
      }
    }
    return controllers.getOrDefault(company, Set.of());
  }

  /**
   * Outside by its seat, by what is stated of its control, or by the votes in it. Inside only if
   * nobody has most of the votes in it whose own side is not known.
   */
  Side side(String name) {
    Side known = sides.get(name);
    if (known != null) {
      return known;
    }
    Side side = Side.Unknown;
    if (controllers(name).stream().anyMatch(this::isStatedOutside)) {
      side = Side.Outside;
    } else if (controllers(name).stream().allMatch(this::isSettledInside)) {
      side = Side.Inside;
    }
    sides.put(name, side);
    return side;
  }

  /** By its seat and what is stated of its control or, if nothing is, by who has the votes. */
  private boolean isSettledInside(String name) {
    Boolean known = settledInside.get(name);
    if (known == null) {
      known =
          isStatedInside(name)
              || hasSeatInside(name)
                  && stated(name, Holder::controlledFrom).isEmpty()
                  && controllers(name).stream().anyMatch(this::isStatedInside);
      settledInside.put(name, known);
    }
    return known;
  }

  boolean isOutside(String name) {
    return !name.equals(Holdings.PROVIDER) && side(name) == Side.Outside;
  }

  /**
   * How plainly a holder is outside: 2 by its seat, 1 by what is stated of its control, 0 if at all
   * by the votes in it.
   */
  int plainlyOutside(String name) {
    return hasSeatOutside(name) ? 2 : isStatedOutside(name) ? 1 : 0;
  }

  /** The countries outside from which it is stated to be controlled, sorted. */
  List<String> controlledFromOutside(String name) {
    return stated(name, Holder::controlledFrom).stream().filter(Control::isOutsideCountry).toList();
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
