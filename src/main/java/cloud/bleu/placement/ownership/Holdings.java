package cloud.bleu.placement.ownership;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Provider.Holder;
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
 * Who holds whom, as the holders of a company are stated. The company itself is the node {@link
 * #PROVIDER}, whatever rows call it.
 */
final class Holdings {
  static final String PROVIDER = "";

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final int MOST_HOLDERS = 500;
  private static final int MOST_DECIMALS = 18;

  private final String providerName;
  private final boolean tooMany;
  private final Set<Message> incomplete = new TreeSet<>();
  private final Map<String, List<Holder>> holdersOf = new TreeMap<>();
  private final Map<String, List<Holder>> holdingsOf = new TreeMap<>();
  private final List<Holder> holders = new ArrayList<>();
  private final Map<String, Set<String>> above = new HashMap<>();

  Holdings(Provider provider, List<Holder> stated) {
    providerName = provider.name();
    Set<String> itself = new HashSet<>(List.of(provider.name(), provider.displayName()));
    Provider.LegalEntity entity = provider.legalEntity();
    if (entity != null) {
      itself.add(entity.name());
    }
    int nameless = 0;
    for (Holder h : stated.subList(0, Math.min(stated.size(), MOST_HOLDERS))) {
      if (h.name().isBlank()) {
        nameless++;
        continue;
      }
      if (h.of().isBlank()) {
        incomplete.add(Message.of("holders.withoutHeld", "holder", h.name()));
        continue;
      }
      Holder holder =
          new Holder(
              itself.contains(h.name()) ? PROVIDER : h.name(),
              itself.contains(h.of()) ? PROVIDER : h.of(),
              h.country(),
              h.controlledFrom(),
              h.capitalPercent(),
              h.votesPercent(),
              h.listed());
      holders.add(holder);
      holdersOf.computeIfAbsent(holder.of(), k -> new ArrayList<>()).add(holder);
      holdingsOf.computeIfAbsent(holder.name(), k -> new ArrayList<>()).add(holder);
    }
    if (nameless > 0) {
      // They may be one person or several.
      incomplete.add(Message.of("holders.withoutName", "count", nameless));
    }
    tooMany = stated.size() > MOST_HOLDERS;
  }

  /** All of them, in the order in which they are stated. */
  List<Holder> all() {
    return holders;
  }

  /** The names of all who hold something, sorted. */
  Set<String> names() {
    return holdingsOf.keySet();
  }

  /** The holders of a company. */
  List<Holder> in(String company) {
    return holdersOf.getOrDefault(company, List.of());
  }

  /** What somebody holds. */
  List<Holder> by(String name) {
    return holdingsOf.getOrDefault(name, List.of());
  }

  /** What contradicts itself in them, sorted. */
  List<Message> contradictions() {
    TreeSet<Message> found = new TreeSet<>(incomplete);
    if (tooMany) {
      found.add(Message.of("holders.tooMany", "most", MOST_HOLDERS));
    } else if (incomplete.isEmpty() && !holdersOf.containsKey(PROVIDER)) {
      found.add(Message.of("holders.noneOfProvider", "provider", providerName));
    }
    for (Holder holder : holders) {
      if (!holder.of().equals(PROVIDER) && !holdingsOf.containsKey(holder.of())) {
        found.add(Message.of("holders.ofNobody", "holder", holder.name(), "of", holder.of()));
      }
      if (!isPercent(holder.capitalPercent()) || !isPercent(holder.votesPercent())) {
        found.add(Message.of("holders.noPercentage", "holder", holder.name()));
      }
    }
    if (found.isEmpty()) {
      holdersOf.forEach(
          (company, rows) -> {
            if (sum(rows, Holder::capitalPercent).compareTo(HUNDRED) > 0
                || sum(rows, Holder::votesPercent).compareTo(HUNDRED) > 0) {
              found.add(
                  Message.of(
                      "holders.moreThanAll",
                      "of",
                      company.equals(PROVIDER) ? providerName : company));
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

  /** Whether some holders of a company are recorded and do not have all of it. */
  boolean isPartly(String company) {
    List<Holder> rows = in(company);
    return !rows.isEmpty()
        && (sum(rows, Holder::capitalPercent).compareTo(HUNDRED) < 0
            || sum(rows, Holder::votesPercent).compareTo(HUNDRED) < 0);
  }

  /** Whether it is stated of a company, and nowhere denied, that its shares are listed. */
  boolean isListed(String company) {
    List<Holder> rows = by(company);
    return rows.stream().anyMatch(h -> Boolean.TRUE.equals(h.listed()))
        && rows.stream().noneMatch(h -> Boolean.FALSE.equals(h.listed()));
  }

  /** Whether the company is, over others or at once, a holder of its own holder. */
  boolean inCircle(Holder h) {
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
      for (Holder h : in(open.remove())) {
        if (reached.add(h.name())) {
          open.add(h.name());
        }
      }
    }
    above.put(company, reached);
    return reached;
  }

  private static BigDecimal sum(List<Holder> rows, Function<Holder, @Nullable BigDecimal> percent) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Holder h : rows) {
      BigDecimal p = percent.apply(h);
      sum = p == null ? sum : sum.add(p);
    }
    return sum;
  }
}
