package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.WorkloadFacts;
import cloud.bleu.status.WorkloadStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a decision is delivered now, what is said of it, and which conditions follow. */
class DeliveryPlanTest {

  private static final DeliveryReport NOTHING =
      DeliveryReport.incomplete(List.of(), List.of(), null);

  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  /**
   * The case is told by words. The decision is {@code published}, {@code committed} only, or
   * committed {@code over} another one that stands; without any of these there is none.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "ZONES,             published,                                    ''",
    "OBSERVATION,       published frozen,                             ''",
    "PODS,              published others,                             ''",
    "PODS,              published others frozen,                      ''",
    "ZONES,             published notWritten,                         PlacementNotWritten",
    "PODS,              published others notWritten,                  PlacementNotWritten",
    "OBSERVATION,       published frozen notWritten,                  PlacementNotWritten",
    "NONE,              '',                                           held",
    "NONE,              notWritten,                                   held PlacementNotWritten",
    "NONE,              committed,                                    held",
    "NONE,              committed notWritten,                         held PlacementNotWritten",
    "NONE,              committed notHeld gateFull,                   held",
    "STANDING_DECISION, over,                                         held",
    "STANDING_DECISION, over frozen,                                  held",
    "STANDING_DECISION, over notWritten,                              held PlacementNotWritten",
    "STANDING_DECISION, over notWritten notHeld gateFull,             held PlacementNotWritten",
    "NONE,              over others,                                  held",
    "NONE,              over others notWritten,                       held PlacementNotWritten",
    "OBSERVATION,       published notHeld,                            held FinalizerNotWritten",
    "OBSERVATION,       published notHeld frozen,                     held FinalizerNotWritten",
    "OBSERVATION,       published gateComing,                         held",
    "OBSERVATION,       published gateComing frozen,                  held",
    "OBSERVATION,       published gateFull,                           held GateFull",
    "NONE,              published others gateComing,                  held",
    "NONE,              published others gateFull,                    held GateFull",
    "NONE,              published others notHeld,                     held FinalizerNotWritten",
    "NONE,              published others unassigned,                  held GateFull",
    "ZONES,             published unassigned,                         ''",
    "OBSERVATION,       published notHeld gateFull,                   held FinalizerNotWritten"
        + " GateFull",
    "OBSERVATION,       published notHeld notWritten,                 held FinalizerNotWritten"
        + " PlacementNotWritten",
    "OBSERVATION,       published gateFull notWritten,                held GateFull"
        + " PlacementNotWritten",
    "NONE,              published others gateFull notWritten,         held GateFull"
        + " PlacementNotWritten",
    "OBSERVATION,       published notHeld gateFull notWritten frozen, held FinalizerNotWritten"
        + " GateFull PlacementNotWritten",
    "OBSERVATION,       published unserved,                           ''",
    "OBSERVATION,       published unserved frozen,                    ''",
    "OBSERVATION,       published unserved gateFull notWritten,       ''",
    "NONE,              published unserved others,                    held",
    "NONE,              unserved,                                     held",
    "NONE,              committed unserved notWritten,                held",
    "STANDING_DECISION, over unserved notWritten,                     held",
    "NONE,              over unserved others,                         held",
  })
  void planOf(DeliveryPlan.Scope scope, String words, String held) {
    DeliveryPlan plan = plan(words);
    assertEquals(scope, plan.scope());
    boolean writes = scope == DeliveryPlan.Scope.ZONES || scope == DeliveryPlan.Scope.PODS;
    assertEquals(writes ? 1 : -1, plan.delivered(), "the number of the decision");
    assertEquals(
        held,
        ((plan.held() ? "held " : "") + codes(plan.problems())).trim(),
        "whether it is held, and why");
    assertEquals(words.contains("frozen"), plan.frozen());
    assertEquals(
        scope == DeliveryPlan.Scope.ZONES || scope == DeliveryPlan.Scope.PODS,
        plan.isTried(),
        "only what is written shows what the API server takes");
  }

  /** Only what is delivered is measured: what is looked at is complete in a sense of its own. */
  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "published,               true,  true",
    "published,               false, false",
    "published notWritten,    true,  false",
    "published others,        true,  true",
    "published others frozen, true,  false",
    "published frozen,        true,  false",
    "published unserved,      true,  false",
    "published gateComing,    true,  false",
    "over,                    true,  false",
    "'',                      true,  false",
  })
  void decisionIsDelivered(String words, boolean complete, boolean delivered) {
    DeliveryPlan plan = plan(words);
    assertEquals(
        delivered, plan.isDelivered(plan.report(seen(List.of(), complete, List.of(), false))));
  }

  /**
   * Whether a refusal of before is over: it is told once, and only when it is known. What was seen
   * is complete, or a zone is unseen.
   */
  @ParameterizedTest(name = "{0}: {3}")
  @CsvSource({
    "published,                         true,  false, true",
    "published,                         false, false, false",
    "published,                         true,  true,  false",
    "published notWritten,              true,  false, true",
    "published others,                  true,  false, true",
    "published others frozen,           true,  false, true",
    "published others frozen,           false, false, false",
    // What waits was not tried.
    "committed,                         true,  false, false",
    "over,                              true,  false, false",
    "over others frozen,                true,  false, false",
    "published gateComing,              true,  false, false",
    "published notHeld,                 true,  false, false",
    "published others gateFull frozen,  true,  false, false",
    "published others unassigned,       true,  false, false",
    // What is not wanted any more is refused no more.
    "'',                                false, true,  true",
    "over frozen,                       false, true,  true",
    "published frozen,                  false, true,  true",
    "published frozen gateFull,         false, true,  true",
    "published unserved,                false, true,  true",
    "published unserved others,         false, true,  true",
    "over unserved,                     false, true,  true",
  })
  void refusalIsOver(String words, boolean complete, boolean unseen, boolean over) {
    assertEquals(
        over,
        plan(words)
            .endsRefusals(
                new DeliveryReport(
                    List.of(),
                    List.of(),
                    complete,
                    false,
                    false,
                    null,
                    unseen ? Map.of("far", NOON) : Map.of(),
                    Set.of())));
  }

  /**
   * Three replicas in zone a, of which so many are ready; while nothing is seen of a cluster {@code
   * away} is seen, or {@code moved} where somebody has to act. By the plan something may be left in
   * a zone that the decision has left: {@code left} where nothing is seen of it, {@code leftBarred}
   * where somebody has to act. A condition is True, False or Unknown by its sign.
   */
  @ParameterizedTest(name = "{0}, {1} of 3 ready {2}: {3}")
  @CsvSource({
    "published,                    3, '',      +Placed +ReplicasReady,                   ''",
    "published,                    2, '',      +Placed -ReplicasNotReady,                ''",
    "published,                    3, away,    +Placed -TargetUnreachable,               ''",
    "published,                    3, moved,   +Placed -AnotherCluster,                 "
        + " AnotherCluster",
    "published,                    3, refused, +Placed -DeliveryRefused,                 ''",
    "published frozen,             3, '',      +Placed +ReplicasReady,                   ''",
    "published frozen,             3, away,    +Placed -TargetUnreachable,               ''",
    "published notHeld,            3, '',      +Placed -FinalizerNotWritten,             ''",
    "published notHeld,            3, away,    +Placed -FinalizerNotWritten,             ''",
    "published gateComing,         3, '',      +Placed -RollingOut,                      ''",
    "published gateComing,         3, away,    +Placed -TargetUnreachable,               ''",
    "published gateFull,           3, '',      +Placed -GateFull,                        ''",
    "published gateFull,           3, moved,   +Placed -GateFull,                       "
        + " AnotherCluster",
    "published notWritten,         3, '',      +Placed -PlacementNotWritten,             ''",
    "published notWritten,         3, moved,   +Placed -PlacementNotWritten,            "
        + " AnotherCluster",
    "over,                         3, '',      ?Committing -RollingOut,                  ''",
    "over,                         3, away,    ?Committing -RollingOut,                  ''",
    "over notWritten,              3, '',      -PlacementNotWritten -PlacementNotWritten, ''",
    "over left,                    3, '',      ?Committing -RollingOut,                  ''",
    "over leftBarred,                3, away,    ?Committing -RollingOut,                  ''",
    "over notWritten leftBarred,     3, '',      -PlacementNotWritten -PlacementNotWritten, ''",
    "published left,               3, '',      +Placed +ReplicasReady,                   ''",
    "published left,               2, '',      +Placed -ReplicasNotReady,                ''",
    "published leftBarred,           3, '',      +Placed -NoRight,                         NoRight",
    "published leftBarred,           3, refused, +Placed -DeliveryRefused,                 NoRight",
    "published leftBarred frozen,    3, away,    +Placed -TargetUnreachable,               NoRight",
    "published leftBarred gateFull,  3, '',      +Placed -GateFull,                        NoRight",
    "published leftBarred notWritten, 3, '',     +Placed -PlacementNotWritten,             NoRight",
    "committed,                    0, '',      ?Committing -NotPlaced,                   ''",
    "committed notWritten,         0, '',      -PlacementNotWritten -NotPlaced,          ''",
    "'',                           0, '',      ?Committing -NotPlaced,                   ''",
  })
  void conditionsFollow(String words, int ready, String besides, String answers, String stalled) {
    DeliveryPlan plan = plan(words);
    DeliveryReport report =
        plan.scope() == DeliveryPlan.Scope.NONE
            ? plan.report(NOTHING)
            : plan.report(seen(List.of(child(ready)), besides.isEmpty(), problems(besides), false));
    DecisionInForce inForce = inForce(words);
    WorkloadPlacementSpec written = inForce == null ? null : inForce.written();
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFacts(
                workload(),
                1,
                List.of(),
                decision(),
                written == null ? List.of() : written.assignments(),
                inForce != null && inForce.published(),
                Observations.of(
                    report,
                    List.of(),
                    Map.of(),
                    pod -> false,
                    new RolloutDeadline(Duration.ofMinutes(10), NOON),
                    false),
                NOON));
    assertEquals(
        answers, answer(status, "Placed") + " " + answer(status, "Available"), report.toString());
    Condition told = Conditions.find(status.conditions(), "Stalled");
    assertEquals(stalled, told == null ? "" : told.getReason());
  }

  /** What was seen stays seen, whatever comes first; what a write met is worth another try. */
  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "published,            refused, 'true true DeliveryRefused'",
    "published notWritten, refused, 'true true PlacementNotWritten DeliveryRefused'",
    "published gateFull,   moved,   'true false GateFull AnotherCluster'",
    "published gateComing, '',      'true false '",
    "over notWritten,      moved,   'true false PlacementNotWritten'",
    "'',                   '',      'true false '",
  })
  void reportKeeps(String words, String besides, String report) {
    DeliveryReport told =
        plan(words).report(seen(List.of(child(3)), false, problems(besides), true));
    assertEquals(
        report, (told.children().size() == 1) + " " + told.again() + " " + codes(told.problems()));
    assertEquals(true, told.budgetWithdrawn());
    assertEquals(Set.of("far"), told.unseen().keySet());
  }

  private static DeliveryPlan plan(String words) {
    Set<String> said = Set.of(words.split(" "));
    boolean full = said.contains("gateFull");
    return DeliveryPlan.of(
        new DeliveryPlan.Facts(
            inForce(words),
            !said.contains("unserved"),
            said.contains("others"),
            said.contains("frozen"),
            hold(said),
            said.contains("notWritten") ? List.of(problem("PlacementNotWritten", true)) : List.of(),
            new Gates.Passage(
                !full && !said.contains("gateComing"),
                // A gate that has the decision may have a fault that is about others.
                full || !said.contains("gateComing")
                    ? List.of(problem("GateFull", true))
                    : List.of(),
                said.contains("unassigned") ? null : PodAssignments.NONE)));
  }

  private static HoldOutcome hold(Set<String> said) {
    List<DeliveryProblem> left = new ArrayList<>();
    if (said.contains("left")) {
      left.add(DeliveryProblem.unseenZone("why; what to do", "old"));
    }
    if (said.contains("leftBarred")) {
      left.add(problem("NoRight", false));
    }
    return new HoldOutcome(
        Finalizers.Outcome.NOTHING,
        said.contains("notHeld") ? List.of(problem("FinalizerNotWritten", true)) : List.of(),
        left,
        !left.isEmpty());
  }

  private static DecisionInForce inForce(String words) {
    Set<String> said = Set.of(words.split(" "));
    boolean published = said.contains("published");
    if (!published && !said.contains("committed") && !said.contains("over")) {
      return null;
    }
    return new DecisionInForce(
        "u",
        spec(3),
        published,
        new RecentMoves(List.of()),
        null,
        said.contains("over") ? spec(2) : null);
  }

  private static WorkloadPlacementSpec spec(int replicas) {
    return new WorkloadPlacementSpec(
        new WorkloadPlacementSpec.WorkloadRef("web", "u"),
        List.of(new Assignment("a", replicas, null, null)),
        List.of(),
        new WorkloadPlacementSpec.Decision(1L, "sha256:0"));
  }

  private static DeliveryReport seen(
      List<ZoneObservation> children,
      boolean complete,
      List<DeliveryProblem> problems,
      boolean again) {
    return new DeliveryReport(
        children, problems, complete, again, true, null, Map.of("far", NOON), Set.of());
  }

  private static ZoneObservation child(int ready) {
    Deployment object =
        Serialization.unmarshal(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web-a}", Deployment.class);
    return new ZoneObservation(object, "a", false, "t", 3, 3, ready, ready, ready == 3, false);
  }

  private static List<DeliveryProblem> problems(String besides) {
    return switch (besides) {
      case "away" -> List.of(DeliveryProblem.unseenZone("why; what to do", "a"));
      case "moved" -> List.of(problem(DeliveryProblem.ANOTHER_CLUSTER, false));
      case "refused" -> List.of(problem(DeliveryProblem.REFUSED, true));
      default -> List.of();
    };
  }

  private static DeliveryProblem problem(String code, boolean canPassByItself) {
    String message = code + " for a reason; what to do";
    return canPassByItself
        ? DeliveryProblem.passing(code, message)
        : DeliveryProblem.forPerson(code, message);
  }

  private static String codes(List<DeliveryProblem> problems) {
    return problems.stream().map(DeliveryProblem::code).collect(Collectors.joining(" "));
  }

  private static String answer(BleuWorkloadStatus status, String type) {
    Condition told = Conditions.find(status.conditions(), type);
    return Map.of("True", "+", "False", "-", "Unknown", "?").get(told.getStatus())
        + told.getReason();
  }

  private static BleuWorkload workload() {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shop, generation: 1}
        spec: {replicas: 3, dataClasses: [Ordinary], workload: {deployment: {template: {}}}}
        """,
        BleuWorkload.class);
  }

  private static Decision decision() {
    return new Decision(
        new WorkloadId("shop", "web"),
        new Decision.Outcome.Placed(),
        Decision.Cause.SpecChanged,
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new TreeMap<>(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        true,
        0);
  }
}
