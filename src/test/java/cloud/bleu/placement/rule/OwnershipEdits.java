package cloud.bleu.placement.rule;

import cloud.bleu.placement.model.Provider.Holder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The same chart told otherwise, or changed in one known direction; never inconsistent. */
final class OwnershipEdits {

  private static final BigDecimal HUNDRED = new BigDecimal(100);

  private final List<Holder> holders;
  private final Random random;

  OwnershipEdits(List<Holder> holders, long seed) {
    this.holders = List.copyOf(holders);
    random = new Random(seed);
  }

  List<Holder> shuffled() {
    List<Holder> all = new ArrayList<>(holders);
    Collections.shuffle(all, random);
    return all;
  }

  /** Every line as two that add up. */
  List<Holder> inHalves() {
    List<Holder> all = new ArrayList<>();
    for (Holder h : holders) {
      all.add(OwnershipGraphs.with(h, half(h.capitalPercent()), half(h.votesPercent())));
      all.add(OwnershipGraphs.with(h, half(h.capitalPercent()), half(h.votesPercent())));
    }
    return all;
  }

  private static BigDecimal half(BigDecimal percent) {
    return percent == null ? null : percent.divide(BigDecimal.valueOf(2));
  }

  List<Holder> rootRenamed() {
    return each(
        h ->
            OwnershipBySpecification.isSame(h.of(), "p")
                ? new Holder(
                    h.name(),
                    "p",
                    h.country(),
                    h.controlledFrom(),
                    h.capitalPercent(),
                    h.votesPercent(),
                    h.listed())
                : h);
  }

  /** One line goes to a new holder inside, or what nobody is listed for does. */
  List<List<Holder>> moreInside() {
    List<List<Holder>> all = new ArrayList<>();
    for (Holder h : holders) {
      if (isOutside(h)) {
        all.add(instead(h, of("Z", h, "FR", "FR")));
      }
    }
    all.add(filled("FR"));
    return all;
  }

  /** One line of somebody inside goes to a new holder outside; so does what nobody has. */
  List<List<Holder>> moreOutside() {
    List<List<Holder>> all = new ArrayList<>();
    for (Holder h : holders) {
      if (!isOutside(h) && hasNoHolders(h.name())) {
        all.add(instead(h, of("Z", h, "US", "US")));
      }
      if (h.country() != null) {
        all.add(restated(h.name(), "US", h.controlledFrom()));
      }
    }
    return all;
  }

  /**
   * What is in doubt, told: each seat and each control both ways, each amount of capital, and who
   * has the rest. Of a company that has holders the votes may tell already who controls it.
   */
  List<List<Holder>> learnt() {
    List<List<Holder>> all = new ArrayList<>();
    Set<String> done = new TreeSet<>();
    for (Holder h : holders) {
      if (done.add(h.name())) {
        for (String code : List.of("FR", "US")) {
          if (h.country() == null) {
            all.add(restated(h.name(), code, h.controlledFrom()));
          }
          if (h.controlledFrom() == null && hasNoHolders(h.name())) {
            all.add(restated(h.name(), h.country(), code));
          }
        }
      }
    }
    for (Holder h : holders) {
      if (h.capitalPercent() == null) {
        all.add(each(x -> x == h ? OwnershipGraphs.with(h, BigDecimal.ZERO, h.votesPercent()) : x));
        all.add(each(x -> x == h ? OwnershipGraphs.with(h, rest(h.of()), h.votesPercent()) : x));
      }
    }
    all.add(filled("FR"));
    all.add(filled("US"));
    return all;
  }

  private BigDecimal rest(String company) {
    BigDecimal rest = HUNDRED;
    for (Holder h : holders) {
      if (h.capitalPercent() != null && OwnershipBySpecification.isSame(h.of(), company)) {
        rest = rest.subtract(h.capitalPercent());
      }
    }
    return rest;
  }

  private static boolean isOutside(Holder h) {
    return isOutside(h.country()) || isOutside(h.controlledFrom());
  }

  private static boolean isOutside(String code) {
    return code != null && !OwnershipBySpecification.UNION.contains(code);
  }

  private boolean hasNoHolders(String name) {
    return holders.stream().noneMatch(h -> h.of().equals(name));
  }

  private static Holder of(String name, Holder h, String country, String controlledFrom) {
    return new Holder(
        name, h.of(), country, controlledFrom, h.capitalPercent(), h.votesPercent(), h.listed());
  }

  /** The first line is left with nothing, so that the holder itself stays. */
  private List<Holder> instead(Holder line, Holder other) {
    List<Holder> all = new ArrayList<>(holders);
    all.set(all.indexOf(line), OwnershipGraphs.with(line, BigDecimal.ZERO, BigDecimal.ZERO));
    all.add(other);
    return all;
  }

  private List<Holder> restated(String name, String country, String controlledFrom) {
    return each(h -> h.name().equals(name) ? of(name, h, country, controlledFrom) : h);
  }

  private List<Holder> each(UnaryOperator<Holder> edit) {
    return holders.stream().map(edit).toList();
  }

  /** The provider with a new holder of all that is left, if all that is listed has an amount. */
  private List<Holder> filled(String country) {
    BigDecimal capital = HUNDRED;
    BigDecimal votes = HUNDRED;
    for (Holder h : holders) {
      if (OwnershipBySpecification.isSame(h.of(), "p")) {
        if (h.capitalPercent() == null || h.votesPercent() == null) {
          return holders;
        }
        capital = capital.subtract(h.capitalPercent());
        votes = votes.subtract(h.votesPercent());
      }
    }
    List<Holder> all = new ArrayList<>(holders);
    all.add(new Holder("Z", "p", country, country, capital, votes, null));
    return all;
  }
}
