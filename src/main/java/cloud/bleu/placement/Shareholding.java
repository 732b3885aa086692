package cloud.bleu.placement;

import cloud.bleu.placement.Provider.Holder;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What persons outside the European Union hold of a provider (SecNumCloud 19.6.b), of its capital
 * and of its votes, in exact percent.
 *
 * @param contradictions in what is stated of the holders, sorted; if there are any, the shares are
 *     zero and say nothing
 */
public record Shareholding(Share capital, Share votes, List<String> contradictions) {

  /**
   * @param nonEU held from outside the Union by all together: holdings multiplied along the chain,
   *     but a holder controlled from outside counts in full
   * @param multiplied the same by seats and multiplication alone; where it is less than {@code
   *     nonEU}, that one rests on the reading that control counts in full
   * @param largestNonEU the most that one holder outside has: the greater of what it holds through
   *     the chain and of what those that it controls hold
   * @param largestMultiplied what that one holds through the chain alone
   * @param largestHolder who that is, empty when there is none
   * @param unresolved of which it is not known who holds it in the end; {@code nonEU} could be
   *     higher by this much
   * @param largestPossible the most that one holder could have, if all that is unresolved were one
   *     holder's: one of those outside, or one of whom it is not known whether it is
   */
  public record Share(
      BigDecimal nonEU,
      BigDecimal multiplied,
      BigDecimal largestNonEU,
      BigDecimal largestMultiplied,
      String largestHolder,
      BigDecimal unresolved,
      BigDecimal largestPossible) {
    private static final Share NOTHING =
        new Share(
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            "",
            BigDecimal.ZERO,
            BigDecimal.ZERO);
  }

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal HALF = BigDecimal.valueOf(50);
  private static final int MOST_HOLDERS = 500;
  private static final int MOST_DECIMALS = 18;

  public Shareholding {
    contradictions = List.copyOf(contradictions);
  }

  /** The shares in a provider whose ownership is stated; a provider without is all unresolved. */
  public static Shareholding of(Provider provider) {
    Provider.Ownership ownership = provider.ownership();
    Chart chart = new Chart(provider, ownership == null ? List.of() : ownership.holders());
    List<String> contradictions = chart.contradictions();
    return contradictions.isEmpty()
        ? new Shareholding(
            chart.share(Holder::capitalPercent), chart.share(Holder::votesPercent), contradictions)
        : new Shareholding(Share.NOTHING, Share.NOTHING, contradictions);
  }

  /** Where a holder stands, as far as known. */
  private enum Side {
    Inside,
    Outside,
    Unknown
  }

  /** Who holds whom. The provider itself is the node {@link #PROVIDER}, whatever rows call it. */
  private static final class Chart {
    private static final String PROVIDER = "";

    private final String providerName;
    private final boolean tooMany;
    private final Map<String, List<Holder>> holdersOf = new TreeMap<>();
    private final Map<String, List<Holder>> holdingsOf = new TreeMap<>();
    private final List<Holder> holders = new ArrayList<>();
    private final Map<String, Side> sides = new HashMap<>();
    private final Map<String, Set<String>> above = new HashMap<>();
    private final Map<String, Set<String>> controlled = new HashMap<>();
    private final Map<String, Set<String>> controllers = new HashMap<>();
    private final Map<String, Boolean> settledInside = new HashMap<>();

    Chart(Provider provider, List<Holder> stated) {
      providerName = provider.name();
      Set<String> itself = new HashSet<>(List.of(provider.name(), provider.displayName()));
      Provider.LegalEntity entity = provider.legalEntity();
      if (entity != null) {
        itself.add(entity.name());
      }
      for (Holder h : stated.subList(0, Math.min(stated.size(), MOST_HOLDERS))) {
        Holder holder =
            new Holder(
                itself.contains(h.name()) ? PROVIDER : h.name(),
                itself.contains(h.of()) ? PROVIDER : h.of(),
                h.country(),
                h.controlledFrom(),
                h.capitalPercent(),
                h.votesPercent());
        holders.add(holder);
        holdersOf.computeIfAbsent(holder.of(), k -> new ArrayList<>()).add(holder);
        holdingsOf.computeIfAbsent(holder.name(), k -> new ArrayList<>()).add(holder);
      }
      tooMany = stated.size() > MOST_HOLDERS;
    }

    List<String> contradictions() {
      TreeSet<String> found = new TreeSet<>();
      if (tooMany) {
        found.add("more than " + MOST_HOLDERS + " holders");
      } else if (!holdersOf.containsKey(PROVIDER)) {
        found.add("no holder of " + providerName + " itself");
      }
      for (Holder holder : holders) {
        if (!holder.of().equals(PROVIDER) && !holdingsOf.containsKey(holder.of())) {
          found.add(holder.name() + " holds of " + holder.of() + ", which holds nothing");
        }
        if (!isPercent(holder.capitalPercent()) || !isPercent(holder.votesPercent())) {
          found.add("the share of " + holder.name() + " is no percentage");
        }
      }
      if (found.isEmpty()) {
        holdersOf.forEach(
            (company, rows) -> {
              if (sum(rows, Holder::capitalPercent).compareTo(HUNDRED) > 0
                  || sum(rows, Holder::votesPercent).compareTo(HUNDRED) > 0) {
                found.add(
                    "holders of "
                        + (company.equals(PROVIDER) ? providerName : company)
                        + " have more than 100 percent");
              }
            });
      }
      return List.copyOf(found);
    }

    private static boolean isPercent(@Nullable BigDecimal p) {
      return p == null
          || (p.scale() <= MOST_DECIMALS
              && p.scale() >= -MOST_DECIMALS
              && p.signum() >= 0
              && p.compareTo(HUNDRED) <= 0);
    }

    Share share(Function<Holder, @Nullable BigDecimal> percent) {
      Map<String, BigDecimal[]> parts = new HashMap<>();
      BigDecimal[] whole = parts(PROVIDER, percent, parts);
      BigDecimal most = BigDecimal.ZERO;
      BigDecimal possible = BigDecimal.ZERO;
      String holder = "";
      for (String name : holdingsOf.keySet()) {
        if (isOutside(name)) {
          // Never less than multiplied along the chain: on every way the group comes first.
          BigDecimal share = held(controlledBy(name), percent);
          if (share.compareTo(most) > 0) {
            most = share;
            holder = name;
          }
        } else if (!name.equals(PROVIDER) && side(name) == Side.Unknown) {
          possible = possible.max(behindOutsiders(controlledBy(name), percent, parts));
        }
      }
      // What runs in circles behind a holder outside is counted for all together, not for each.
      BigDecimal circling = BigDecimal.ZERO;
      for (Holder h : holders) {
        if (inCircle(h) && (isOutside(h.of()) || isOutside(h.name()))) {
          BigDecimal of = h.of().equals(PROVIDER) ? BigDecimal.ONE : held(Set.of(h.of()), percent);
          circling = circling.add(fraction(h, percent).multiply(of));
        }
      }
      BigDecimal unresolved = whole[1].add(circling);
      return new Share(
          inPercent(whole[0]),
          inPercent(
              through(
                  PROVIDER, percent, n -> seatOutside(n) ? BigDecimal.ONE : null, new HashMap<>())),
          inPercent(most),
          inPercent(held(Set.of(holder), percent)),
          holder,
          inPercent(unresolved).min(HUNDRED),
          inPercent(most.max(possible).add(unresolved)).min(HUNDRED));
    }

    /** The parts of a company that are held from outside and that are unresolved, as fractions. */
    private BigDecimal[] parts(
        String company,
        Function<Holder, @Nullable BigDecimal> percent,
        Map<String, BigDecimal[]> known) {
      BigDecimal[] before = known.get(company);
      if (before != null) {
        return before;
      }
      boolean itself = company.equals(PROVIDER);
      BigDecimal outside = BigDecimal.ZERO;
      BigDecimal unresolved = BigDecimal.ZERO;
      BigDecimal rest = BigDecimal.ONE;
      BigDecimal restAtMost = BigDecimal.ZERO;
      for (Holder h : holdersOf.getOrDefault(company, List.of())) {
        BigDecimal part = fraction(h, percent);
        rest = rest.subtract(part);
        BigDecimal notInside = BigDecimal.ONE;
        if (isOutside(h.name())) {
          outside = outside.add(part);
        } else if (inCircle(h)) {
          unresolved = unresolved.add(part);
        } else {
          BigDecimal[] through = parts(h.name(), percent, known);
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
      if (itself || !isStatedInside(company)) {
        restAtMost = BigDecimal.ONE;
      }
      unresolved = unresolved.add(rest.multiply(restAtMost));
      if (!itself && side(company) == Side.Unknown) {
        unresolved = BigDecimal.ONE.subtract(outside);
      }
      BigDecimal[] result =
          isOutside(company)
              ? new BigDecimal[] {BigDecimal.ONE, BigDecimal.ZERO}
              : new BigDecimal[] {outside, unresolved};
      known.put(company, result);
      return result;
    }

    /** What a group has of the provider, the nearest of it on each way in full, as a fraction. */
    private BigDecimal held(Set<String> group, Function<Holder, @Nullable BigDecimal> percent) {
      return through(
          PROVIDER, percent, n -> group.contains(n) ? BigDecimal.ONE : null, new HashMap<>());
    }

    /** What a group of which it is in doubt where it stands has beside what is unresolved. */
    private BigDecimal behindOutsiders(
        Set<String> group,
        Function<Holder, @Nullable BigDecimal> percent,
        Map<String, BigDecimal[]> parts) {
      Function<String, @Nullable BigDecimal> theirs =
          n -> group.contains(n) ? BigDecimal.ONE : null;
      Map<String, BigDecimal> known = new HashMap<>();
      return through(
          PROVIDER,
          percent,
          n -> {
            if (isOutside(n)) {
              return group.contains(n) ? BigDecimal.ONE : through(n, percent, theirs, known);
            }
            return group.contains(n) ? parts(n, percent, parts)[0] : null;
          },
          new HashMap<>());
    }

    /** The holdings in a company multiplied along each way to where it ends, circles left out. */
    private BigDecimal through(
        String company,
        Function<Holder, @Nullable BigDecimal> percent,
        Function<String, @Nullable BigDecimal> end,
        Map<String, BigDecimal> known) {
      BigDecimal before = known.get(company);
      if (before != null) {
        return before;
      }
      BigDecimal share = BigDecimal.ZERO;
      for (Holder h : holdersOf.getOrDefault(company, List.of())) {
        BigDecimal value = h.name().equals(PROVIDER) ? null : end.apply(h.name());
        if (value == null && !inCircle(h)) {
          value = through(h.name(), percent, end, known);
        }
        if (value != null) {
          share = share.add(fraction(h, percent).multiply(value));
        }
      }
      known.put(company, share);
      return share;
    }

    /**
     * The holder itself and all of whose votes it has over a half, at once or together with those
     * that it controls already.
     */
    private Set<String> controlledBy(String holder) {
      Set<String> known = controlled.get(holder);
      if (known != null) {
        return known;
      }
      Set<String> group = new HashSet<>(Set.of(holder));
      Map<String, BigDecimal> votes = new HashMap<>();
      ArrayDeque<String> open = new ArrayDeque<>(List.of(holder));
      while (!open.isEmpty()) {
        for (Holder h : holdingsOf.getOrDefault(open.remove(), List.of())) {
          BigDecimal v = h.votesPercent();
          if (v != null
              && !h.of().equals(PROVIDER)
              && votes.merge(h.of(), v, BigDecimal::add).compareTo(HALF) > 0
              && group.add(h.of())) {
            open.add(h.of());
          }
        }
      }
      controlled.put(holder, group);
      return group;
    }

    /** The company itself and all who control it. */
    private Set<String> controllers(String company) {
      if (controllers.isEmpty()) {
        for (String name : holdingsOf.keySet()) {
          for (String other : controlledBy(name)) {
            controllers.computeIfAbsent(other, k -> new TreeSet<>()).add(name);
          }
        }
      }
      return controllers.getOrDefault(company, Set.of());
    }

    /**
     * Outside by its seat, by what is stated of its control, or by the votes in it. Inside only if
     * nobody has most of the votes in it of whom that is not known.
     */
    private Side side(String name) {
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

    private boolean isOutside(String name) {
      return !name.equals(PROVIDER) && side(name) == Side.Outside;
    }

    private boolean isStatedOutside(String name) {
      return holdingsOf.getOrDefault(name, List.of()).stream()
          .anyMatch(h -> isOutsideCountry(h.country()) || isOutsideCountry(h.controlledFrom()));
    }

    private boolean seatOutside(String name) {
      return stated(name, Holder::country).stream().anyMatch(Chart::isOutsideCountry);
    }

    private static boolean isOutsideCountry(@Nullable String country) {
      return country != null && Territory.isCountry(country) && !Territory.inEU(country);
    }

    private boolean isStatedInside(String name) {
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
      for (Holder h : holdingsOf.getOrDefault(name, List.of())) {
        String country = what.apply(h);
        if (country != null) {
          all.add(country);
        }
      }
      return all;
    }

    /** Whether the company is, over others or at once, a holder of its own holder. */
    private boolean inCircle(Holder h) {
      return h.name().equals(h.of()) || above(h.name()).contains(h.of());
    }

    /** Everybody who holds some of this company, over others or at once. */
    private Set<String> above(String company) {
      Set<String> known = above.get(company);
      if (known != null) {
        return known;
      }
      Set<String> reached = new HashSet<>();
      ArrayDeque<String> open = new ArrayDeque<>(List.of(company));
      while (!open.isEmpty()) {
        for (Holder h : holdersOf.getOrDefault(open.remove(), List.of())) {
          if (reached.add(h.name())) {
            open.add(h.name());
          }
        }
      }
      above.put(company, reached);
      return reached;
    }

    private static BigDecimal fraction(
        Holder holder, Function<Holder, @Nullable BigDecimal> percent) {
      BigDecimal p = percent.apply(holder);
      return p == null ? BigDecimal.ZERO : p.movePointLeft(2);
    }

    private static BigDecimal sum(
        List<Holder> rows, Function<Holder, @Nullable BigDecimal> percent) {
      BigDecimal sum = BigDecimal.ZERO;
      for (Holder h : rows) {
        BigDecimal p = percent.apply(h);
        sum = p == null ? sum : sum.add(p);
      }
      return sum;
    }

    private static BigDecimal inPercent(BigDecimal fraction) {
      BigDecimal percent = fraction.movePointRight(2).stripTrailingZeros();
      return percent.scale() < 0 ? percent.setScale(0) : percent;
    }
  }
}
