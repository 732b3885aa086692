package cloud.bleu.placement.rule;

import cloud.bleu.placement.model.Provider.Holder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * 19.6.b a second time, from the words of the contract and of docs/answers.md alone (decisions 0118
 * and 0119 have the reasons), slowly and in exact fractions: capital and votes apart, holdings
 * multiplied along the chain, and everybody who is controlled from outside in full. What is not
 * known is tried out: each holder in doubt inside and outside, each amount that is missing with
 * everybody who could have it. Where the text leaves room it is read like this:
 *
 * <ul>
 *   <li>Who has over half of the votes of a company controls it: one holder, with those that it
 *       controls already. Several outsiders that have it between them only are not one; what is
 *       stated of the control then stands. So it does against votes whose amount is not stated.
 *   <li>A company is in doubt if it may be in the hands of a holder that is.
 *   <li>Those that are controlled from one country outside, nobody says by whom, may be in the
 *       hands of one, who may be a holder from there.
 *   <li>Two that are in doubt may be one, and may be an outsider that is known.
 *   <li>Circles are followed for ever here, as shares of shares of shares. The rule may call more
 *       than that unresolved.
 * </ul>
 */
final class OwnershipBySpecification {

  static final String ROOT = "Example SAS";

  /** The Union of 27 and its parts that have a code of their own. */
  static final Set<String> UNION =
      Set.of(
          ("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
                  + " GP GF MQ MF RE YT AX")
              .split(" "));

  private static final String NOBODY_OUTSIDE = "*";
  private static final Fraction HALF = Fraction.of(1, 2);

  /** One company: who has how much of it, who has some that is not stated, and what is left. */
  private record Company(Map<String, Fraction> known, Set<String> open, Fraction rest) {}

  /**
   * Of the provider's capital or votes: the most that one outsider is known to have and could have,
   * and what all together are known to have and could have; and of the latter what they have by
   * their seats and by multiplication alone.
   */
  record Shares(
      Fraction one, Fraction oneAtMost, Fraction all, Fraction allAtMost, Fraction multiplied) {
    boolean oneIsAbove(Fraction threshold) {
      return one.above(threshold);
    }

    boolean allAreAbove(Fraction threshold) {
      return all.above(threshold);
    }

    boolean couldCross(Fraction individual, Fraction collective) {
      return oneAtMost.above(individual) || allAtMost.above(collective);
    }
  }

  private final Map<String, Company> capital;
  private final Map<String, Company> votes;
  private final Map<String, String> seat = new HashMap<>();
  private final Map<String, String> control = new HashMap<>();
  private final Set<String> names = new TreeSet<>();
  private final Set<String> listed = new TreeSet<>();
  private final Shares ofCapital;
  private final Shares ofVotes;

  OwnershipBySpecification(List<Holder> holders) {
    for (Holder h : holders) {
      String name = root(h.name());
      names.add(name);
      if (Boolean.TRUE.equals(h.listed())) {
        listed.add(name);
      }
      seat.merge(name, String.valueOf(h.country()), (a, b) -> a);
      control.merge(name, String.valueOf(h.controlledFrom()), (a, b) -> a);
    }
    names.remove(ROOT);
    capital = companies(holders, true);
    votes = companies(holders, false);
    ofCapital = shares(capital);
    ofVotes = shares(votes);
  }

  Shares capital() {
    return ofCapital;
  }

  Shares votes() {
    return ofVotes;
  }

  static boolean isSame(String company, String other) {
    return root(company).equals(root(other));
  }

  private static String root(String name) {
    return name.equals("p") || name.equals("Example") ? ROOT : name;
  }

  private static Map<String, Company> companies(List<Holder> holders, boolean ofCapital) {
    Map<String, Company> all = new LinkedHashMap<>();
    for (Holder h : holders) {
      String of = root(h.of());
      Company c = all.getOrDefault(of, new Company(Map.of(), Set.of(), Fraction.ONE));
      BigDecimal percent = ofCapital ? h.capitalPercent() : h.votesPercent();
      Set<String> open = new TreeSet<>(c.open());
      if (percent == null) {
        open.add(root(h.name()));
        all.put(of, new Company(c.known(), open, c.rest()));
      } else {
        Fraction part = Fraction.percent(percent);
        all.put(of, new Company(with(c, root(h.name()), part), open, c.rest().minus(part)));
      }
    }
    return all;
  }

  private static Map<String, Fraction> with(Company c, String holder, Fraction more) {
    Map<String, Fraction> all = new LinkedHashMap<>(c.known());
    all.merge(holder, more, Fraction::plus);
    return all;
  }

  String answer(Fraction individual, Fraction collective) {
    Shares c = ofCapital;
    Shares v = ofVotes;
    if (c.oneIsAbove(individual) || v.oneIsAbove(individual)) {
      return "Reject IndividualShareTooHigh";
    } else if (c.allAreAbove(collective) || v.allAreAbove(collective)) {
      return "Reject CollectiveShareTooHigh";
    }
    return c.couldCross(individual, collective) || v.couldCross(individual, collective)
        ? "Unknown OwnershipUnresolved"
        : "Pass";
  }

  private Shares shares(Map<String, Company> measure) {
    Set<String> stated = new TreeSet<>();
    names.stream().filter(n -> isOutside(seat, n) || isOutside(control, n)).forEach(stated::add);
    List<String> open = new ArrayList<>();
    for (String n : names) {
      if (!stated.contains(n) && !surelyInside(n)) {
        open.add(n);
      }
    }
    Fraction one = null;
    Fraction all = null;
    Fraction oneAtMost = Fraction.ZERO;
    Fraction allAtMost = Fraction.ZERO;
    for (int world = 0; world < 1 << open.size(); world++) {
      Set<String> seeds = new TreeSet<>(stated);
      Set<String> doubtful = new TreeSet<>();
      for (int i = 0; i < open.size(); i++) {
        ((world >> i & 1) == 1 ? seeds : doubtful).add(open.get(i));
      }
      Set<String> outside = controlledByOneOf(seeds);
      Set<String> possible = controlledByOneOf(doubtful);
      possible.addAll(outside);
      Fraction together = reach(known(measure), outside);
      Fraction alone = Fraction.ZERO;
      for (String u : outside) {
        alone = greater(alone, reach(known(measure), controlledBy(u)));
      }
      Fraction most = most(measure, possible);
      oneAtMost = greater(oneAtMost, joint(measure, outside).plus(most.minus(together)));
      one = one == null ? alone : one;
      all = all == null ? together : all;
      oneAtMost = greater(oneAtMost, alone.plus(most.minus(together)));
      allAtMost = greater(allAtMost, most);
    }
    Set<String> seats = new TreeSet<>();
    names.stream().filter(n -> isOutside(seat, n)).forEach(seats::add);
    return new Shares(one, oneAtMost, all, allAtMost, reach(known(measure), seats));
  }

  /** The most that one could have who is behind all of whom only the country is stated. */
  private Fraction joint(Map<String, Company> measure, Set<String> outside) {
    Map<String, Set<String>> behind = new HashMap<>();
    for (String n : names) {
      if (isOutside(control, n)
          && !isOutside(seat, n)
          && outside.stream().noneMatch(u -> !u.equals(n) && controlledBy(u).contains(n))) {
        behind.computeIfAbsent(control.get(n), k -> new TreeSet<>()).add(n);
      }
    }
    Fraction most = Fraction.ZERO;
    for (Map.Entry<String, Set<String>> e : behind.entrySet()) {
      most = greater(most, reach(known(measure), controlledBy(e.getValue())));
      for (String u : outside) {
        if (seat.get(u).equals(e.getKey())) {
          Set<String> one = new TreeSet<>(e.getValue());
          one.add(u);
          most = greater(most, reach(known(measure), controlledBy(one)));
        }
      }
    }
    return most;
  }

  private static boolean isOutside(Map<String, String> place, String name) {
    return !place.get(name).equals("null") && !UNION.contains(place.get(name));
  }

  /** Its seat is inside and so is, stated or by the votes, who controls it. */
  private boolean surelyInside(String name) {
    return UNION.contains(seat.get(name))
        && (isStatedInside(name)
            || control.get(name).equals("null")
                && names.stream()
                    .anyMatch(n -> isStatedInside(n) && controlledBy(n).contains(name)));
  }

  private boolean isStatedInside(String name) {
    return UNION.contains(seat.get(name)) && UNION.contains(control.get(name));
  }

  /** The holder, and everybody whose votes are for the most part its own, at once or by links. */
  private Set<String> controlledBy(String holder) {
    return controlledBy(Set.of(holder));
  }

  private Set<String> controlledBy(Set<String> holders) {
    Set<String> group = new TreeSet<>(holders);
    for (boolean more = true; more; ) {
      more = false;
      for (String n : names) {
        more |= votes.containsKey(n) && sum(votes.get(n), group).above(HALF) && group.add(n);
      }
    }
    return group;
  }

  private Set<String> controlledByOneOf(Collection<String> holders) {
    Set<String> all = new TreeSet<>();
    holders.forEach(h -> all.addAll(controlledBy(h)));
    return all;
  }

  private static Fraction sum(Company c, Set<String> holders) {
    Fraction sum = Fraction.ZERO;
    for (Map.Entry<String, Fraction> e : c.known().entrySet()) {
      sum = holders.contains(e.getKey()) ? sum.plus(e.getValue()) : sum;
    }
    return sum;
  }

  private static Fraction greater(Fraction a, Fraction b) {
    return a.above(b) ? a : b;
  }

  private static Map<String, Map<String, Fraction>> known(Map<String, Company> measure) {
    Map<String, Map<String, Fraction>> arrows = new LinkedHashMap<>();
    measure.forEach((n, c) -> arrows.put(n, c.known()));
    return arrows;
  }

  /** All that is not for sure held from inside, with each missing amount where it does most. */
  private Fraction most(Map<String, Company> measure, Set<String> possible) {
    List<Map<String, Map<String, Fraction>>> worlds = new ArrayList<>();
    worlds.add(new LinkedHashMap<>());
    for (Map.Entry<String, Company> e : measure.entrySet()) {
      List<Map<String, Map<String, Fraction>>> next = new ArrayList<>();
      for (Map<String, Map<String, Fraction>> world : worlds) {
        for (Map<String, Fraction> arrows : completions(e.getKey(), e.getValue())) {
          Map<String, Map<String, Fraction>> more = new LinkedHashMap<>(world);
          more.put(e.getKey(), arrows);
          next.add(more);
        }
      }
      worlds = next;
    }
    Set<String> ends = new TreeSet<>(Set.of(NOBODY_OUTSIDE));
    names.stream().filter(n -> !possible.contains(n) && !measure.containsKey(n)).forEach(ends::add);
    Fraction most = Fraction.ZERO;
    for (Map<String, Map<String, Fraction>> world : worlds) {
      world.keySet().removeAll(possible);
      most = greater(most, Fraction.ONE.minus(reach(world, ends)));
    }
    return most;
  }

  /**
   * Those whom nobody lists of a listed company that is stated to be in hands inside are inside. Of
   * one that is not listed, and of which somebody is recorded, they may be anywhere.
   */
  private List<Map<String, Fraction>> completions(String name, Company c) {
    List<Map<String, Fraction>> all = new ArrayList<>();
    if (name.equals(ROOT) || !isStatedInside(name) || !listed.contains(name)) {
      all.add(c.known());
    } else {
      all.add(with(c, NOBODY_OUTSIDE, c.rest()));
      c.open().forEach(h -> all.add(with(c, h, c.rest())));
    }
    return all;
  }

  /** How much of the provider leads to one of the goals; the way ends at the first. */
  private static Fraction reach(Map<String, Map<String, Fraction>> arrows, Set<String> goals) {
    Set<String> live = new LinkedHashSet<>();
    for (boolean more = true; more; ) {
      more = false;
      for (Map.Entry<String, Map<String, Fraction>> e : arrows.entrySet()) {
        boolean leads =
            e.getValue().entrySet().stream()
                .filter(a -> a.getValue().sign() > 0)
                .anyMatch(a -> goals.contains(a.getKey()) || live.contains(a.getKey()));
        more |= leads && !goals.contains(e.getKey()) && live.add(e.getKey());
      }
    }
    if (!live.contains(ROOT)) {
      return Fraction.ZERO;
    }
    List<String> order = new ArrayList<>(live);
    order.sort(Comparator.comparing(ROOT::equals)); // the provider last: its value falls out
    return solve(order, arrows, goals);
  }

  /** One equation for each company; each has a way out, so that no pivot is zero. */
  private static Fraction solve(
      List<String> order, Map<String, Map<String, Fraction>> arrows, Set<String> goals) {
    int n = order.size();
    Fraction[][] m = new Fraction[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= n; j++) {
        m[i][j] = i == j ? Fraction.ONE : Fraction.ZERO;
      }
      for (Map.Entry<String, Fraction> a : arrows.get(order.get(i)).entrySet()) {
        int j = order.indexOf(a.getKey());
        if (goals.contains(a.getKey())) {
          m[i][n] = m[i][n].plus(a.getValue());
        } else if (j >= 0) {
          m[i][j] = m[i][j].minus(a.getValue());
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int k = i + 1; k < n; k++) {
        Fraction f = m[k][i].by(m[i][i]);
        for (int j = i; j <= n && f.sign() != 0; j++) {
          m[k][j] = m[k][j].minus(f.times(m[i][j]));
        }
      }
    }
    return m[n - 1][n].by(m[n - 1][n - 1]);
  }
}
