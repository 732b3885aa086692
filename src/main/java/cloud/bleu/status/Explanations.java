package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Explanation;
import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Verdicts as a person reads them: each distinct fact once, with the zones that share it.
 *
 * @param shown at most {@link WorkloadPlacementStatus#MAX_EXPLANATIONS}, and no more than leave the
 *     object small
 * @param omitted how many were left out
 */
record Explanations(List<Explanation> shown, int omitted) {
  /** What all of them may take at most, in bytes. */
  static final long MAX_BYTES = 128 * 1024;

  private static final int MAX_EXPLANATIONS = WorkloadPlacementStatus.MAX_EXPLANATIONS;

  private record Fact(String rule, String code, String origin, String message, List<String> ids)
      implements Comparable<Fact> {
    private static final Comparator<Fact> ORDER =
        Comparator.comparing(Fact::rule)
            .thenComparing(Fact::code)
            .thenComparing(Fact::message)
            .thenComparing(Fact::origin)
            .thenComparing(f -> String.join(",", f.ids));

    @Override
    public int compareTo(Fact other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * @param room bytes that they may take, where that is less than {@link #MAX_BYTES}
   */
  static Explanations of(Decision decision, long room) {
    Map<Fact, TreeSet<String>> zones = new TreeMap<>();
    decision.rejected().values().forEach(list -> list.forEach(v -> add(zones, v)));
    decision.violations().forEach(v -> add(zones, v));
    decision.warnings().forEach(v -> add(zones, v));
    List<Explanation> all = new ArrayList<>();
    zones.forEach(
        (fact, names) ->
            all.add(
                new Explanation(
                    fact.rule(),
                    fact.code(),
                    fact.ids(),
                    fact.origin(),
                    cut(fact.message()),
                    List.copyOf(names))));
    int most = 0;
    for (long bytes = 0; most < Math.min(all.size(), MAX_EXPLANATIONS); most++) {
      bytes += StoredSize.of(all.get(most));
      if (bytes > Math.min(MAX_BYTES, room)) {
        break;
      }
    }
    return new Explanations(List.copyOf(all.subList(0, most)), all.size() - most);
  }

  private static void add(Map<Fact, TreeSet<String>> zones, Verdict v) {
    // A requirement list is a set for the API server.
    List<String> ids = List.copyOf(new TreeSet<>(v.requirements()));
    zones
        .computeIfAbsent(
            new Fact(v.rule(), v.code(), v.origin().name(), v.message(), ids), f -> new TreeSet<>())
        .add(v.zone());
  }

  /** A text that the schema takes. */
  static String cut(String message) {
    return message.length() <= WorkloadPlacementStatus.MAX_MESSAGE
        ? message
        : message.substring(0, WorkloadPlacementStatus.MAX_MESSAGE - 1) + "…";
  }
}
