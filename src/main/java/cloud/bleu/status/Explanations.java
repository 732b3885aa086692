package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Explanation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Fact;
import cloud.bleu.credential.Credentials;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.DecisionProof;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.placement.model.StatedFact;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bleu explain} tells of a decision, in the words of the API and no larger than leaves
 * the object small: each item that is left out is counted, as are zones beyond the first ones of an
 * item. Something is said of each rule before more is said of one. What is said comes before the
 * facts that it is said on.
 *
 * @param against what keeps replicas out, fails or warns
 * @param here what holds where replicas run
 * @param omitted how many of these two were left out
 * @param facts that they name
 * @param omittedFacts how many of these were left out
 */
record Explanations(
    List<Explanation> against,
    List<Explanation> here,
    int omitted,
    List<Fact> facts,
    int omittedFacts) {
  /** Of the bytes that there are, one in so many is for what holds and as many for facts. */
  private static final int PART = 4;

  /**
   * @param room bytes that they may take
   */
  static Explanations of(DecisionProof proof, long room) {
    long bytes = Math.max(0, room);
    Shown here = new Shown(proof.here(), bytes / PART);
    Shown against = new Shown(proof.against(), bytes - bytes / PART - here.bytes);
    Table table = new Table(bytes - here.bytes - against.bytes);
    return new Explanations(
        table.naming(against),
        table.naming(here),
        here.omitted + against.omitted,
        table.facts(),
        table.omitted.size());
  }

  /** How many explanations name fewer zones than they hold for. */
  int moreZones() {
    return (int)
        Stream.concat(against.stream(), here.stream()).filter(e -> e.moreZones() != null).count();
  }

  /** As many items as there is room for, without their facts. */
  private static final class Shown {
    private final List<Explanation> items = new ArrayList<>();
    private final List<List<StatedFact>> facts = new ArrayList<>();
    private long bytes;
    private final int omitted;

    Shown(List<GroupedVerdict> told, long room) {
      Set<List<@Nullable Object>> said = new HashSet<>();
      List<Integer> first = new ArrayList<>();
      List<Integer> more = new ArrayList<>();
      for (int i = 0; i < told.size(); i++) {
        Verdict verdict = told.get(i).verdict();
        (said.add(Arrays.asList(verdict.policy(), verdict.rule(), verdict.code())) ? first : more)
            .add(i);
      }
      first.addAll(more);
      Map<Integer, Explanation> shown = new TreeMap<>();
      for (int i : first) {
        if (shown.size() == WorkloadPlacementStatus.MAX_EXPLANATIONS) {
          break;
        }
        Explanation item = item(told.get(i));
        long size = StoredSize.of(item);
        // What is shorter may still find room.
        if (bytes + size <= room) {
          shown.put(i, item);
          bytes += size;
        }
      }
      shown.forEach(
          (i, item) -> {
            items.add(item);
            facts.add(told.get(i).facts());
          });
      this.omitted = told.size() - items.size();
    }
  }

  /** The facts that items name, each once. */
  private static final class Table {
    private final Set<StatedFact> shown = new LinkedHashSet<>();
    private final Set<StatedFact> omitted = new HashSet<>();
    private long room;

    Table(long room) {
      this.room = room;
    }

    List<Explanation> naming(Shown items) {
      List<Explanation> named = new ArrayList<>();
      for (int i = 0; i < items.items.size(); i++) {
        // A list of names is a set for the API server.
        Set<String> names = new LinkedHashSet<>();
        for (StatedFact fact : items.facts.get(i)) {
          if (names.size() < WorkloadPlacementStatus.MAX_FACTS && take(fact, names)) {
            names.add(name(fact));
          } else {
            omitted.add(fact);
          }
        }
        named.add(with(items.items.get(i), List.copyOf(names)));
      }
      return named;
    }

    /** Whether there is room for it, and for its name where it is named. */
    private boolean take(StatedFact fact, Set<String> names) {
      long size = names.contains(name(fact)) ? 0 : StoredSize.of(name(fact));
      if (!shown.contains(fact)) {
        size += StoredSize.of(fact(fact));
      }
      if (size > room
          || (shown.size() == WorkloadPlacementStatus.MAX_FACTS && !shown.contains(fact))) {
        return false;
      }
      room -= size;
      shown.add(fact);
      return true;
    }

    List<Fact> facts() {
      return shown.stream().sorted(StatedFact.ORDER).map(Explanations::fact).distinct().toList();
    }
  }

  private static Explanation item(GroupedVerdict grouped) {
    Verdict verdict = grouped.verdict();
    int more = Math.max(0, grouped.zones().size() - WorkloadPlacementStatus.MAX_EXPLAINED_ZONES);
    return new Explanation(
        verdict.rule(),
        verdict.policy(),
        verdict.result().name(),
        verdict.code(),
        verdict.action().name(),
        // A requirement list is a set for the API server.
        List.copyOf(new TreeSet<>(verdict.requirements())),
        verdict.origin().name(),
        cut(grouped.message()),
        grouped.zones().stream().limit(WorkloadPlacementStatus.MAX_EXPLAINED_ZONES).toList(),
        more == 0 ? null : (Integer) more,
        List.of());
  }

  private static Explanation with(Explanation e, List<String> facts) {
    return new Explanation(
        e.rule(),
        e.policy(),
        e.result(),
        e.code(),
        e.action(),
        e.requirements(),
        e.origin(),
        e.message(),
        e.zones(),
        e.moreZones(),
        facts);
  }

  private static Fact fact(StatedFact fact) {
    LocalDate asOf = fact.asOf();
    return new Fact(
        name(fact),
        orNull(fact.value()),
        orNull(fact.basis()),
        asOf == null ? null : asOf.toString());
  }

  private static String name(StatedFact fact) {
    return cut(fact.text());
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** A text that the schema takes. */
  static String cut(String message) {
    return Credentials.hidden(message, WorkloadPlacementStatus.MAX_MESSAGE - 1, "…");
  }
}
