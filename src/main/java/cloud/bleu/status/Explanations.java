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
 * @param shown at most {@link WorkloadPlacementStatus#MAX_EXPLANATIONS}
 * @param omitted how many were left out
 */
record Explanations(List<Explanation> shown, int omitted) {

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

  static Explanations of(Decision decision) {
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
    int most = Math.min(all.size(), WorkloadPlacementStatus.MAX_EXPLANATIONS);
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

  private static String cut(String message) {
    return message.length() <= WorkloadPlacementStatus.MAX_MESSAGE
        ? message
        : message.substring(0, WorkloadPlacementStatus.MAX_MESSAGE - 1) + "…";
  }
}
