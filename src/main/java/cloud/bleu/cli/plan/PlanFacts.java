package cloud.bleu.cli.plan;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Assignment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people read off a plan. */
public final class PlanFacts {

  /** Why a decision stands still where the object does not tell which it is. */
  public static final Decision.Reason STANDS_STILL =
      new Decision.Reason(
          "Suspended",
          Message.of("why.standsStill").advising(Message.of("do.endStandstill")),
          false);

  private PlanFacts() {}

  /** Whether all was decided and every replica of every workload has a zone. */
  public static boolean isComplete(Plan plan) {
    return plan.decisions().stream().allMatch(Decision::whole);
  }

  /**
   * Why replicas are missing, or nothing new is decided; null if all is decided and placed. A
   * decision that stands still has replicas missing for no other reason than that.
   */
  static Decision.@Nullable Reason reason(Decision decision) {
    return decision.outcome() instanceof Decision.Outcome.Suspended && decision.missing() > 0
        ? STANDS_STILL
        : decision.reason();
  }

  /** {@code z1=2, z3=1}: the zones with replicas. */
  public static String zones(Decision decision) {
    return Assignment.text(decision.assignments());
  }

  /** {@code 1 Site, 1 Region (assumed)}; empty for no loss at all. */
  public static String tolerates(Decision decision) {
    return decision.tolerates().stream()
        .filter(t -> t.count() > 0)
        .map(t -> t.count() + " " + t.scope().name() + (t.assumed() ? " (assumed)" : ""))
        .collect(Collectors.joining(", "));
  }

  /** {@code SpreadUnsatisfiable, SurvivalUnsatisfiable}: what it asks for and does not have. */
  static String unkept(Decision decision) {
    return decision.shortfalls().stream()
        .filter(shortfall -> !shortfall.isAwaitedMove())
        .map(Decision.Reason::code)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** What is to be shown though it keeps nothing out: rules that only record are left out. */
  static List<Verdict> warnings(Decision decision) {
    return decision.warnings().stream().filter(v -> v.action() != BoundRule.Action.Audit).toList();
  }

  /** The zones of each code, both sorted. */
  static SortedMap<String, SortedSet<String>> byCode(List<Verdict> verdicts) {
    SortedMap<String, SortedSet<String>> zones = new TreeMap<>();
    verdicts.forEach(v -> zones.computeIfAbsent(v.code(), c -> new TreeSet<>()).add(v.zone()));
    return zones;
  }

  /** {@code SeatUnknown (z1, z2)}: the codes of what is told, each once, in its order. */
  public static List<String> codes(List<GroupedVerdict> told) {
    Map<String, SortedSet<String>> zones = new LinkedHashMap<>();
    told.forEach(
        t -> zones.computeIfAbsent(t.verdict().code(), c -> new TreeSet<>()).addAll(t.zones()));
    return zones.entrySet().stream()
        .map(e -> e.getKey() + " (" + String.join(", ", e.getValue()) + ")")
        .toList();
  }

  /** The replicas that have a zone in this decision, in all zones together. */
  public static int replicas(Decision decision) {
    return decision.assignments().stream().mapToInt(a -> a.replicas()).sum();
  }

  /** {@code NAME of POLICY}; the name alone of a rule that no policy states. */
  public static String statement(Verdict verdict) {
    return verdict.policy() == null ? verdict.rule() : verdict.rule() + " of " + verdict.policy();
  }
}
