package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.PolicyDigest;
import cloud.bleu.api.v1alpha1.WaiverInUse;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Explanation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Rejected;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.ZoneStatus;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Decision.Outcome;
import cloud.bleu.placement.estate.Decision.Reason;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.explain.DecisionProof;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a placement is as it is, and what became of it: every zone, every code, each fact once. */
class PlacementStatusTest {

  private static final Outcome PLACED = new Outcome.Placed();

  private static final Estate ESTATE =
      Estates.of(Estates.PROVIDERS, Estates.machines("web", 3, "")).read().estate();

  @Test
  void everyZoneWithEveryCodeAndEachFactOnce() {
    Map<String, List<Verdict>> rejected =
        Map.of(
            "b", List.of(reject("Seat", "the seat is in US"), reject("Place", "it is in US")),
            "a",
                List.of(
                    reject("Seat", "the seat is in US"),
                    reject("Seat", "another fact"),
                    reject("Stale", "it is old")));
    WorkloadPlacementStatus status = status(decision(PLACED, rejected, List.of(), List.of()));
    assertEquals(
        List.of(
            new Rejected("a", List.of("Seat", "Stale")),
            new Rejected("b", List.of("Place", "Seat"))),
        status.rejected());
    assertEquals(
        List.of(
            explanation("Seat", "the seat is in US", "a", "b"),
            explanation("Place", "it is in US", "b"),
            explanation("Seat", "another fact", "a"),
            explanation("Stale", "it is old", "a")),
        status.explanations());
    assertNull(status.omitted());
  }

  @Test
  void whatRunsInBreachAndWhatOnlyWarnsIsExplainedToo() {
    WorkloadPlacementStatus status =
        status(
            decision(
                PLACED,
                Map.of("a", List.of(reject("Seat", "the seat is in US"))),
                List.of(verdict("b", "Seat", "the seat is in US")),
                List.of(verdict("c", "Stale", "it is old"))));
    assertEquals(
        List.of(
            explanation("Seat", "the seat is in US", "a", "b"),
            explanation("Stale", "it is old", "c")),
        status.explanations());
    assertEquals(List.of(new Rejected("a", List.of("Seat"))), status.rejected());
  }

  @Test
  void factsBeyondTheBoundAreCountedAndTheirCodesStay() {
    Map<String, List<Verdict>> rejected = new LinkedHashMap<>();
    int most = WorkloadPlacementStatus.MAX_EXPLANATIONS;
    for (int i = 0; i < most + 44; i++) {
      rejected.put("z%03d".formatted(i), List.of(reject("C%03d".formatted(i), "fact " + i)));
    }
    WorkloadPlacementStatus status = status(decision(PLACED, rejected, List.of(), List.of()));
    assertEquals(most + 44, status.explanations().size() + status.omitted());
    assertTrue(status.omitted() >= 44);
    assertEquals(most + 44, status.rejected().size() + status.omittedRejected());
    int last = status.rejected().size() - 1;
    assertTrue(last > 100, last + " are listed");
    assertEquals("z%03d".formatted(last), status.rejected().get(last).zone(), "the first ones");
    assertEquals(List.of("C%03d".formatted(last)), status.rejected().get(last).codes());
    String leftOut = status.leftOut();
    assertTrue(
        leftOut.contains(status.omittedRejected() + " rejected zones")
            && leftOut.contains(status.omitted() + " explanations")
            && leftOut.contains("bleu explain "),
        leftOut);
  }

  /** Three hundred waivers, each in two hundred zones: of the first ones the first zones. */
  @Test
  void waiversBeyondTheRoomAreCounted() {
    List<WaiverUse> uses = new ArrayList<>();
    for (int w = 0; w < 300; w++) {
      for (int z = 0; z < 200; z++) {
        uses.add(use("waiver-%03d".formatted(w), "a-zone-with-a-name-%03d".formatted(z)));
      }
    }
    WorkloadPlacementStatus status =
        PlacementStatus.of(
            new PlacementFacts(
                placement(),
                why(decision(PLACED, Map.of(), List.of(), List.of())),
                null,
                uses,
                inputs(),
                null,
                seen(Map.of()),
                Map.of(),
                Estates.NOON));
    int told = status.waivers().size();
    assertTrue(told > 1 && told <= WorkloadPlacementStatus.MAX_WAIVERS, told + " are named");
    assertEquals(300, told + status.omittedWaivers());
    for (int w = 0; w < told; w++) {
      WaiverInUse waiver = status.waivers().get(w);
      assertEquals("waiver-%03d".formatted(w), waiver.name());
      assertEquals(200, waiver.zones().size() + waiver.moreZones());
    }
    String leftOut = status.leftOut();
    assertTrue(
        leftOut.contains(status.omittedWaivers() + " waivers")
            && leftOut.contains("lists of zones"),
        leftOut);
    int bytes = Serialization.asJson(status).length();
    assertTrue(bytes < PlacementStatus.USUAL, bytes + " bytes");
  }

  private static WaiverUse use(String name, String zone) {
    return new WaiverUse(
        new BoundRule(
            Catalogue.rules().get(0),
            "rule",
            "policy",
            BoundRule.Action.Enforce,
            BoundRule.OnViolation.Report,
            Parameters.NONE,
            List.of()),
        new Waiver(name, List.of(), Estates.NOON, Estates.NOON.plusSeconds(60)),
        verdict(zone, "Seat", "the seat is in US"));
  }

  @Test
  void aMessageLongerThanTheBoundIsCutAndSaysSo() {
    WorkloadPlacementStatus status =
        status(
            decision(
                PLACED,
                Map.of("a", List.of(reject("Seat", "x".repeat(5000)))),
                List.of(),
                List.of()));
    String message = status.explanations().get(0).message();
    assertEquals(WorkloadPlacementStatus.MAX_MESSAGE, message.length());
    assertTrue(message.endsWith("…"));
  }

  /** A hundred machines of 1 cpu do not fit the 8 of a; b is of a provider that is refused. */
  @Test
  void relaxationsAreThoseThatWerePlaced() {
    Decision decision =
        Estates.of(
                Estates.PROVIDERS,
                Estates.zone("a", "near", "north", "FR", "48.8"),
                Estates.zone("b", "far", "west", "FR", "48.8"),
                Estates.machines("web", 12, "residency: {providers: {allow: [near]}}"))
            .plan()
            .decisions()
            .get(0);
    WorkloadPlacementStatus status = status(decision);
    assertEquals(true, status.relaxComplete());
    assertEquals(
        decision.relax().stream()
            .map(r -> r.changes().stream().map(c -> c.path() + c.from() + c.to()).toList())
            .toList(),
        status.relax().stream()
            .map(r -> r.changes().stream().map(c -> c.path() + c.from() + c.to()).toList())
            .toList());
    assertTrue(
        status.relax().stream()
            .flatMap(r -> r.changes().stream())
            .anyMatch(c -> c.path().equals("spec.replicas") && c.to().equals("8")),
        String.valueOf(status.relax()));
    assertEquals("False InsufficientCapacity", condition(status, "Available"));
  }

  @Test
  void observedIsWherePodsStandWhateverWasDecided() {
    WorkloadPlacementStatus status =
        status(
            decision(PLACED, Map.of(), List.of(), List.of()),
            seen(
                Map.of(
                    "a", new ObservedChildren.InZone(2, 2, 2, ObservedChildren.Progress.Done),
                    "c", new ObservedChildren.InZone(0, 0, 1, ObservedChildren.Progress.Done),
                    "d", new ObservedChildren.InZone(0, 0, 0, ObservedChildren.Progress.Done))),
            null);
    assertEquals(
        List.of(
            new ZoneStatus("a", 2, 2, 2),
            new ZoneStatus("b", 1, 0, 0),
            new ZoneStatus("c", 0, 0, 1)),
        status.zones());
    assertEquals("False ReplicasNotReady", condition(status, "Available"));
    assertTrue(message(status, "Available").endsWith(" in b"));
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, , True Delivered, True ReplicasReady, True ReplicasReady",
    "false, false, , False Delivering, True ReplicasReady, False Delivering",
    "true, true, , True RealisedElsewhere, True RealisedElsewhere, True RealisedElsewhere",
    "false, false, NameConflict, False NameConflict, True ReplicasReady, False NameConflict"
  })
  void conditions(
      boolean complete,
      boolean external,
      String obstacle,
      String delivered,
      String available,
      String ready) {
    ObservedChildren observed =
        new ObservedChildren(
            new TreeMap<>(
                Map.of(
                    "a",
                    new ObservedChildren.InZone(2, 2, 2, ObservedChildren.Progress.Done),
                    "b",
                    new ObservedChildren.InZone(1, 1, 1, ObservedChildren.Progress.Done))),
            obstacle == null
                ? List.of()
                : List.of(new ObservedChildren.Obstacle(obstacle, "why", false)),
            complete,
            false,
            external);
    WorkloadPlacementStatus status =
        status(decision(PLACED, Map.of(), List.of(), List.of()), observed, null);
    assertEquals(delivered, condition(status, "Delivered"));
    assertEquals(available, condition(status, "Available"));
    assertEquals(ready, condition(status, "Ready"));
    // An obstacle that does not pass by itself waits for a person, as kstatus wants to know.
    assertEquals(obstacle != null, Conditions.find(status.conditions(), "Stalled") != null);
    assertEquals(
        obstacle == null && ready.startsWith("False"),
        Conditions.find(status.conditions(), "Reconciling") != null);
    assertEquals(5L, status.observedGeneration());
  }

  @Test
  void whatCannotBePlacedIsNotAvailableForThatReason() {
    WorkloadPlacementStatus status =
        status(
            decision(
                new Outcome.Unplaceable(new Reason("NoZoneAllowed", "why; what to do", false)),
                Map.of(),
                List.of(),
                List.of()));
    assertEquals("False NoZoneAllowed", condition(status, "Ready"));
    assertEquals("why; what to do", message(status, "Available"));
  }

  /** A person must act where rules exclude every zone; room may come by itself. */
  @ParameterizedTest
  @CsvSource({
    "NoZoneAllowed, false, Stalled, Reconciling",
    "InsufficientCapacity, true, Reconciling, Stalled"
  })
  void whatCannotBePlacedIsStalledWhereAPersonMustAct(
      String code, boolean canPassByItself, String said, String notSaid) {
    WorkloadPlacement nowhere = new WorkloadPlacement();
    nowhere.setMetadata(new ObjectMeta());
    WorkloadPlacementStatus status =
        PlacementStatus.of(
            new PlacementFacts(
                nowhere,
                why(
                    decision(
                        new Outcome.Unplaceable(new Reason(code, "why", canPassByItself)),
                        Map.of(),
                        List.of(),
                        List.of())),
                null,
                null,
                null,
                new ObservedChildren(new TreeMap<>(), List.of(), true, false, false),
                Estates.NOON));
    assertEquals("True " + code, condition(status, said));
    assertNull(Conditions.find(status.conditions(), notSaid));
  }

  /** A workload that cannot be read any more is frozen: its reasons stay, what is seen is news. */
  @Test
  void reasonsStayWhileTheWorkloadCannotBeRead() {
    WorkloadPlacementStatus first =
        status(
            decision(
                PLACED,
                Map.of("c", List.of(reject("Seat", "the seat is in US"))),
                List.of(),
                List.of()));
    WorkloadPlacement placement = placement();
    placement.setStatus(first);
    WorkloadPlacementStatus next =
        PlacementStatus.of(
            new PlacementFacts(
                placement,
                null,
                null,
                null,
                null,
                seen(
                    Map.of(
                        "a", new ObservedChildren.InZone(2, 1, 1, ObservedChildren.Progress.Done))),
                Estates.NOON));
    assertEquals(first.rejected(), next.rejected());
    assertEquals(first.explanations(), next.explanations());
    assertEquals(first.inputs(), next.inputs());
    assertEquals(new ZoneStatus("a", 2, 1, 1), next.zones().get(0));
  }

  @Test
  void inputsSayWhatWasReadAndTheCauseOutlivesARestart() {
    WorkloadPlacementStatus first =
        status(decision(PLACED, Map.of(), List.of(), List.of()), seen(Map.of()), "ZoneState");
    assertEquals("ZoneState", first.inputs().cause());
    assertEquals("sha256:1", first.inputs().digest());
    assertEquals("2026-01-01T00:00:00Z", first.inputs().asOf());
    assertEquals("2027-01-01T00:00:00Z", first.inputs().validUntil());
    assertEquals(List.of(new PolicyDigest("p", "sha256:2")), first.inputs().policies());
    WorkloadPlacement placement = placement();
    placement.setStatus(first);
    WorkloadPlacementStatus after =
        PlacementStatus.of(
            new PlacementFacts(
                placement,
                why(decision(PLACED, Map.of(), List.of(), List.of())),
                null,
                inputs(),
                null,
                seen(Map.of()),
                Estates.NOON.plusSeconds(60)));
    assertEquals(first, after, "the same world is the same status");
  }

  /** Of a workload that no rule is about, among zones that are not those of the verdicts. */
  private static DecisionProof why(Decision decision) {
    return new DecisionProof(ESTATE.workloads().get(0), decision, ESTATE);
  }

  private static WorkloadPlacementStatus status(Decision decision) {
    return status(decision, seen(Map.of()), null);
  }

  private static WorkloadPlacementStatus status(
      Decision decision, ObservedChildren seen, String cause) {
    return PlacementStatus.of(
        new PlacementFacts(placement(), why(decision), null, inputs(), cause, seen, Estates.NOON));
  }

  private static Inputs inputs() {
    return new Inputs(
        "engine",
        "sha256:1",
        "2026-01-01T00:00:00Z",
        "2027-01-01T00:00:00Z",
        null,
        List.of(new PolicyDigest("p", "sha256:2")));
  }

  private static ObservedChildren seen(Map<String, ObservedChildren.InZone> zones) {
    return new ObservedChildren(new TreeMap<>(zones), List.of(), true, false, false);
  }

  /** Two replicas in a and one in b. */
  private static WorkloadPlacement placement() {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata: {name: web, namespace: n, generation: 5}
        spec:
          workloadRef: {name: web}
          assignments: [{zone: a, replicas: 2}, {zone: b, replicas: 1}]
        """,
        WorkloadPlacement.class);
  }

  private static Verdict reject(String code, String message) {
    return verdict("", code, message);
  }

  private static Verdict verdict(String zone, String code, String message) {
    return new Verdict(
        Verdict.Result.Reject,
        code,
        Origin.Attested,
        message,
        "rule",
        "policy",
        zone,
        BoundRule.Action.Enforce,
        List.of("19.6.b", "19.6.a", "19.6.b"));
  }

  private static Explanation explanation(String code, String message, String... zones) {
    return new Explanation(
        "rule",
        "policy",
        "Reject",
        code,
        "Enforce",
        List.of("19.6.a", "19.6.b"),
        "Attested",
        message,
        List.of(zones),
        null,
        List.of());
  }

  private static Decision decision(
      Outcome outcome,
      Map<String, List<Verdict>> rejected,
      List<Verdict> violations,
      List<Verdict> warnings) {
    TreeMap<String, List<Verdict>> byZone = new TreeMap<>();
    rejected.forEach(
        (zone, verdicts) -> {
          List<Verdict> stamped = new ArrayList<>();
          verdicts.forEach(v -> stamped.add(verdict(zone, v.code(), v.message())));
          byZone.put(zone, stamped);
        });
    return new Decision(
        new WorkloadId("n", "web"),
        outcome,
        Decision.Cause.Unchanged,
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        byZone,
        violations,
        warnings,
        List.of(),
        List.of(),
        true,
        0);
  }

  private static String condition(WorkloadPlacementStatus status, String type) {
    Condition condition = Conditions.find(status.conditions(), type);
    return condition.getStatus() + " " + condition.getReason();
  }

  private static String message(WorkloadPlacementStatus status, String type) {
    return Conditions.find(status.conditions(), type).getMessage();
  }
}
