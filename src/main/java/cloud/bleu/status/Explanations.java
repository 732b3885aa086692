package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Explanation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Fact;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.DecisionProof;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.placement.model.StatedFact;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bleu explain} tells of a decision, in the words of the API and no larger than leaves
 * the object small: each item that is left out is counted. What is said comes before the facts that
 * it is said on.
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
  /** What all of them may take at most, in bytes. */
  static final long MAX_BYTES = 128 * 1024;

  /** Of the bytes that there are, one in so many is for what holds and as many for facts. */
  private static final int PART = 4;

  /**
   * @param room bytes that they may take, where that is less than {@link #MAX_BYTES}
   */
  static Explanations of(DecisionProof proof, long room) {
    long bytes = Math.max(0, Math.min(MAX_BYTES, room));
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

  /** As many items as there is room for, without their facts. */
  private static final class Shown {
    private final List<Explanation> items = new ArrayList<>();
    private final List<List<StatedFact>> facts = new ArrayList<>();
    private long bytes;
    private final int omitted;

    Shown(List<GroupedVerdict> told, long room) {
      for (GroupedVerdict one : told) {
        Explanation item = item(one);
        long size = StoredSize.of(item);
        // Of two hundred zones the names alone are long: what is shorter may still find room.
        if (items.size() < WorkloadPlacementStatus.MAX_EXPLANATIONS && bytes + size <= room) {
          items.add(item);
          facts.add(one.facts());
          bytes += size;
        }
      }
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
        List.copyOf(grouped.zones()),
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
    return message.length() <= WorkloadPlacementStatus.MAX_MESSAGE
        ? message
        : message.substring(0, WorkloadPlacementStatus.MAX_MESSAGE - 1) + "…";
  }
}
