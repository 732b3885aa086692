package cloud.bleu.placement.rule;

import cloud.bleu.placement.model.Provider.Holder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Charts of holders, small and seeded: never inconsistent, but not always complete. */
final class OwnershipGraphs {

  /** What a chart may have beside chains and diamonds. */
  enum Kind {
    Complete,
    WithDoubts,
    WithCircles
  }

  private static final String[] INSIDE = {"FR", "FR", "DE", "LU", "GP", "RE", "AX"};
  private static final String[] OUTSIDE = {"US", "US", "CH", "NO", "GB", "NC", "PF"};
  private static final String[] ROOTS = {"Example SAS", "Example SAS", "Example", "p"};
  private static final String[] PARTS = {
    "24",
    "39",
    "24.000000001",
    "12",
    "50",
    "50.000000001",
    "49.999999999",
    "60",
    "40",
    "19.5",
    "10",
    "5",
    "15",
    "1",
    "20",
    "25",
    "33.333333333",
    "30",
    "35",
    "80",
    "0",
    "51",
    "45"
  };

  private final Random random;
  private final Kind kind;
  private final List<Holder> holders = new ArrayList<>();

  OwnershipGraphs(long seed, Kind kind) {
    random = new Random(seed * 0x9E3779B97F4A7C15L + kind.ordinal());
    this.kind = kind;
  }

  List<Holder> next() {
    int n = 1 + random.nextInt(7);
    int oneOutsideIn = 2 + random.nextInt(6);
    String[] seats = new String[n];
    String[] controls = new String[n];
    Boolean[] listed = new Boolean[n];
    for (int i = 0; i < n; i++) {
      // Those at the end of chains are outside more often than those in between.
      boolean out = chance(oneOutsideIn) && (i >= n / 2 || chance(3));
      boolean controlledOut = chance(10) != out;
      seats[i] = doubt(12) ? null : one(out ? OUTSIDE : INSIDE);
      listed[i] = chance(2) ? Boolean.TRUE : chance(4) ? Boolean.FALSE : null;
      controls[i] = doubt(7) ? null : one(controlledOut ? OUTSIDE : INSIDE);
    }
    for (int company = -1; company < n; company++) {
      if (company < 0 || isHolder(name(company)) && !chance(4)) {
        List<Integer> chosen = holdersFor(company, n);
        boolean complete = kind == Kind.Complete || chance(2);
        List<BigDecimal> capital = split(chosen.size(), complete);
        List<BigDecimal> votes = chance(2) ? capital : split(chosen.size(), complete);
        for (int k = 0; k < chosen.size(); k++) {
          int i = chosen.get(k);
          String of = company < 0 ? one(ROOTS) : name(company);
          add(
              new Holder(
                  name(i), of, seats[i], controls[i], capital.get(k), votes.get(k), listed[i]));
        }
      }
    }
    Collections.shuffle(holders, random);
    return holders;
  }

  private static String name(int i) {
    return String.valueOf((char) ('A' + i));
  }

  private boolean isHolder(String name) {
    return holders.stream().anyMatch(h -> h.name().equals(name));
  }

  private List<Integer> holdersFor(int company, int n) {
    List<Integer> all = new ArrayList<>();
    for (int i = kind == Kind.WithCircles && chance(3) ? 0 : company + 1; i < n; i++) {
      if (i != company) {
        all.add(i);
      }
    }
    Collections.shuffle(all, random);
    return all.subList(0, Math.min(all.size(), 1 + random.nextInt(4)));
  }

  /** As one line or as two that add up, now and then with an amount that is not stated. */
  private void add(Holder h) {
    BigDecimal capital = doubt(14) ? null : h.capitalPercent();
    BigDecimal votes = doubt(14) ? null : h.votesPercent();
    if (capital != null && votes != null && chance(8)) {
      BigDecimal part = capital.movePointLeft(1);
      holders.add(with(h, part, votes));
      holders.add(with(h, capital.subtract(part), BigDecimal.ZERO));
    } else {
      holders.add(with(h, capital, votes));
    }
  }

  static Holder with(Holder h, @Nullable BigDecimal capital, @Nullable BigDecimal votes) {
    return new Holder(
        h.name(), h.of(), h.country(), h.controlledFrom(), capital, votes, h.listed());
  }

  /** So many parts of a hundred, together a hundred if complete. */
  private List<BigDecimal> split(int parts, boolean complete) {
    List<BigDecimal> all = new ArrayList<>();
    BigDecimal left = new BigDecimal(100);
    for (int i = 0; i < parts; i++) {
      boolean last = complete && i == parts - 1;
      BigDecimal part = last ? left : new BigDecimal(one(PARTS)).min(left);
      left = left.subtract(part);
      all.add(part);
    }
    Collections.shuffle(all, random);
    return all;
  }

  private boolean doubt(int oneIn) {
    return kind != Kind.Complete && chance(oneIn);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private String one(String... of) {
    return of[random.nextInt(of.length)];
  }
}
