package cloud.bleu.cli;

import cloud.bleu.placement.BoundRule;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says, once, with the zones of which it says just that on just such facts.
 *
 * @param verdict on one of the zones
 * @param verdicts on each of them
 * @param statement that gave it; null for what the engine adds
 * @param message without the name of the zone
 * @param facts that it rests on, of all the zones
 */
record Told(
    Verdict verdict,
    List<Verdict> verdicts,
    @Nullable BoundRule statement,
    String message,
    Set<StatedFact> facts,
    TreeSet<String> zones) {

  private record Key(Verdict verdict, Set<String> bases) {}

  /**
   * Verdicts as people read them: what is known to fail first, then what is not known, then what
   * holds; each by the number of zones, then in the order in which the policies state it.
   */
  static List<Told> of(List<Verdict> verdicts, Workload workload, Estate estate) {
    Map<Key, Told> told = new LinkedHashMap<>();
    for (Verdict v : verdicts) {
      BoundRule statement = statement(v, workload);
      List<StatedFact> facts =
          statement == null ? List.of() : StatedFacts.readBy(statement, v, workload, estate);
      String message = withoutName(v.message(), v.zone());
      Key key = new Key(anywhere(v, message), bases(facts));
      Told one =
          told.computeIfAbsent(
              key,
              k ->
                  new Told(
                      v,
                      new ArrayList<>(),
                      statement,
                      message,
                      new LinkedHashSet<>(),
                      new TreeSet<>()));
      one.verdicts.add(v);
      one.facts.addAll(facts);
      one.zones.add(v.zone());
    }
    List<Told> all = new ArrayList<>(told.values());
    all.sort(
        Comparator.comparing((Told t) -> rank(t.verdict))
            .thenComparing(t -> -t.zones.size())
            .thenComparing(t -> order(t.statement, workload))
            .thenComparing(t -> t.verdict.code())
            .thenComparing(Told::message)
            .thenComparing(t -> t.zones.first()));
    return all;
  }

  private static int rank(Verdict v) {
    return switch (v.result()) {
      case Reject -> 0;
      case Unknown -> 1;
      case Waived -> 2;
      case Pass -> 3;
      case NotApplicable, NotEvaluated -> 4;
    };
  }

  private static int order(@Nullable BoundRule statement, Workload workload) {
    return statement == null ? workload.rules().size() : workload.rules().indexOf(statement);
  }

  private static @Nullable BoundRule statement(Verdict v, Workload workload) {
    for (BoundRule rule : workload.rules()) {
      if (rule.name().equals(v.rule()) && Objects.equals(rule.policy(), v.policy())) {
        return rule;
      }
    }
    return null;
  }

  /** The same for every zone. */
  private static Verdict anywhere(Verdict v, String message) {
    return new Verdict(
        v.result(),
        v.code(),
        v.origin(),
        message,
        v.rule(),
        v.policy(),
        "",
        v.action(),
        v.requirements());
  }

  /** So that zones of which the same is true share one entry. */
  private static String withoutName(String message, String zone) {
    return message
        .replace("zone " + zone + " ", "the zone ")
        .replace("zone " + zone + ",", "the zone,");
  }

  private static Set<String> bases(Iterable<StatedFact> facts) {
    Set<String> bases = new TreeSet<>();
    facts.forEach(f -> bases.add(f.basis()));
    return bases;
  }

  /** {@code Press of 2026-09-09}: each basis that it rests on with its day; empty if none is. */
  String basis() {
    return String.join(" and ", bases(facts));
  }

  /** The name of the statement and who states it. */
  String rule() {
    return verdict.rule()
        + (verdict.policy() == null ? " (the workload)" : " of " + verdict.policy());
  }

  String requirements() {
    return String.join(", ", verdict.requirements());
  }

  /** Two lines: the answer, then where it comes from and for which zones. */
  String text() {
    return Table.wrapped("  " + verdict.code() + ": " + message, 4)
        + Table.wrapped(
            "    rule "
                + rule()
                + (requirements().isEmpty() ? "" : ", " + requirements())
                + ", "
                + verdict.action()
                + ", "
                + verdict.origin()
                + (facts.isEmpty() ? "" : ", on " + basis())
                + ": "
                + String.join(", ", zones),
            4);
  }

  /** The same for programs. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", rule());
    tree.put("result", verdict.result().name());
    tree.put("code", verdict.code());
    tree.put("action", verdict.action().name());
    tree.put("requirements", requirements());
    tree.put("origin", verdict.origin().name());
    tree.put("message", message);
    tree.put("zones", List.copyOf(zones));
    tree.put("facts", facts.stream().map(Foundations::tree).collect(Collectors.toList()));
    return tree;
  }
}
