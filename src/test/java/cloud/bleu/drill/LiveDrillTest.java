package cloud.bleu.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.simulation.Drill;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The states of a live drill, from what is seen at an instant to what is written next. */
class LiveDrillTest {

  /** A Saturday, at midnight in Paris: the window opens. */
  private static final Instant OPENS = Instant.parse("2026-11-27T23:00:00Z");

  private static final WorkloadId WEB = Estates.id("web");
  private static final WorkloadId BESIDE = Estates.id("beside");
  private static final String SPEC =
      "{scope: {site: s-a}, mode: Live, window: {opens: 0 0 * * 6, duration: 2h}, budget: {replicas: 4}}";

  private final ResilienceDrill drill = drill(SPEC);
  private Instant now = OPENS;
  private boolean seen = true;
  private boolean known = true;
  private String other;
  private Set<WorkloadId> uncommitted = Set.of();
  private Set<WorkloadId> awaiting = Set.of();
  private ZoneState stateOfA = ZoneState.Active;
  private Health healthOfC = new Health(Health.Signal.Healthy, null);
  private int keep = 4;
  private Duration rto = Duration.ofMinutes(5);

  /** Replicas in a, b and c: decided, then ready. */
  private int[] decided = {2, 2, 2};

  /** What the evacuation plan of web counts on at the loss of site s-a. */
  private List<Contingency.Eviction> evicts = List.of();

  /** Ready replicas of beside, which has two in c and keeps one; null: there is none. */
  private Integer beside;

  private int moves = 9;

  private int[] homes = {2, 2, 2};
  private int[] ready = {2, 2, 2};

  private static ResilienceDrill drill(String spec) {
    ResilienceDrill drill =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: ResilienceDrill
            metadata: {name: d, uid: u, generation: 1}
            spec: %s
            """
                .formatted(spec),
            ResilienceDrill.class);
    drill.setStatus(null);
    return drill;
  }

  private Estate estate() {
    Estate estate =
        Estates.estate()
            .zone(
                Estates.zone("a").site("s-a").cpu(9),
                Estates.zone("b").site("s-b").cpu(9),
                Estates.zone("c").site("s-c").cpu(9))
            .workload(
                Estates.workload("web")
                    .replicas(6)
                    .cpu(1)
                    .rebalance(Workload.Rebalance.Mode.WhenNeeded, moves)
                    .tolerate(Scope.SITE, keep, Recover.Reserved, false),
                Estates.workload("beside")
                    .replicas(2)
                    .cpu(1)
                    .tolerate(Scope.SITE, 1, Recover.Reserved, false))
            .build()
            .at(now);
    List<Zone> zones = new ArrayList<>();
    for (Zone zone : estate.zones()) {
      zones.add(
          switch (zone.name()) {
            case "a" -> zone.withHealth(stateOfA, null, new Health(Health.Signal.Healthy, null));
            case "c" -> zone.withHealth(ZoneState.Active, null, healthOfC);
            default -> zone;
          });
    }
    List<Assignment> assignments = new ArrayList<>();
    for (int z = 0; z < decided.length; z++) {
      assignments.add(new Assignment("abc".substring(z, z + 1), decided[z], homes[z]));
    }
    return new Estate(
        now,
        estate.providers(),
        zones,
        estate.workloads(),
        List.of(
            new Placement(
                WEB,
                null,
                assignments,
                List.of(
                    new Contingency(
                        new Contingency.Event(Scope.SITE, "s-a"),
                        List.of(new Contingency.Move("a", "b", 2)),
                        evicts,
                        4)),
                0),
            new Placement(BESIDE, null, List.of(new Assignment("c", 2, 2)), List.of(), 0)),
        estate.roundTrips());
  }

  private LiveStep next() {
    Estate estate = estate();
    Map<String, Integer> byZone = new HashMap<>();
    for (int z = 0; z < ready.length; z++) {
      byZone.put("abc".substring(z, z + 1), ready[z]);
    }
    LiveView view = new LiveView(now, seen, estate, uncommitted, awaiting, running(byZone), other);
    DrillTranslator.Read read = DrillTranslator.read(drill, estate);
    LiveStep step = LiveDrill.next(drill, read, view);
    // Whoever looks next has no more than this.
    ResilienceDrillStatus written = LiveStatus.of(drill, read, step, now);
    drill.setStatus(
        Serialization.unmarshal(Serialization.asYaml(written), ResilienceDrillStatus.class));
    return step;
  }

  private Map<WorkloadId, LiveView.Running> running(Map<String, Integer> byZone) {
    Map<WorkloadId, LiveView.Running> running = new HashMap<>();
    if (known) {
      running.put(WEB, new LiveView.Running(ready[0] + ready[1] + ready[2], byZone, rto));
    }
    if (beside != null) {
      running.put(BESIDE, new LiveView.Running(beside, Map.of("c", beside), null));
    }
    return running;
  }

  private ResilienceDrillStatus status() {
    return drill.getStatus();
  }

  private String reason(String type) {
    Condition condition = Conditions.find(status().conditions(), type);
    return condition == null ? "" : condition.getStatus() + " " + condition.getReason();
  }

  private void begin() {
    assertInstanceOf(LiveStep.Begins.class, next());
    assertEquals("Moving", status().live().phase());
    stateOfA = ZoneState.Drained;
  }

  /** The pass that read the drill has decided. */
  private void moved() {
    decided = new int[] {0, 3, 3};
  }

  private Run ended() {
    LiveStep step = next();
    assertInstanceOf(LiveStep.Ends.class, step, () -> step.toString());
    assertEquals("Returning", status().live().phase());
    stateOfA = ZoneState.Active;
    return status().history().get(0);
  }

  private void after(Duration time) {
    now = now.plus(time);
  }

  @Test
  void itBeginsMovesMeasuresReturnsAndIsOver() {
    begin();
    assertEquals(List.of("a"), status().live().zones());
    assertEquals(2, status().live().workloads().get(0).lost());
    assertEquals(6, status().live().workloads().get(0).before());
    assertEquals("False DrillMoving", reason("Ready"));
    after(Duration.ofSeconds(1));
    // Everything is ready where it was: no pass has read the drill.
    seen = false;
    stateOfA = ZoneState.Active;
    assertInstanceOf(LiveStep.Moves.class, next());
    seen = true;
    stateOfA = ZoneState.Drained;
    moved();
    after(Duration.ofSeconds(19));
    assertInstanceOf(LiveStep.Moves.class, next(), "two are not ready elsewhere");
    ready = new int[] {2, 3, 3};
    after(Duration.ofSeconds(22));
    Run run = ended();
    assertEquals(
        List.of("Passed", "Live", "site s-a", "Once", OPENS.toString(), now.toString()),
        List.of(run.verdict(), run.mode(), run.scope(), run.cause(), run.at(), run.ended()));
    assertEquals(List.of(0, 1, 0), List.of(run.breaches(), run.survives(), run.missing()));
    assertEquals("the last workload that was whole elsewhere was so after 42 s", run.message());
    WorkloadVerdict verdict = status().workloads().get(0);
    assertEquals("Survives", verdict.outcome());
    assertEquals(42, verdict.recoverySeconds());
    assertEquals(OPENS.toString(), status().lastPassed());
    assertEquals("True PromisesHold", reason("Passed"));
    assertEquals("False DrillReturning", reason("Ready"));

    after(Duration.ofMinutes(40));
    assertInstanceOf(LiveStep.Returns.class, next(), "two are away");
    decided = new int[] {1, 3, 2};
    assertInstanceOf(LiveStep.Returns.class, next(), "one is away");
    decided = new int[] {2, 2, 2};
    assertInstanceOf(LiveStep.Home.class, next());
    assertNull(status().live());
    assertEquals("True DrillDone", reason("Ready"));
    assertInstanceOf(LiveStep.Idle.class, next(), "it has run");
    assertEquals(1, status().history().size());
  }

  @Test
  void whatIsReadyAgainAtTheBeginIsNoRecovery() {
    begin();
    // The decision has moved two, and what ran in the zone runs on.
    moved();
    ready = new int[] {2, 2, 2};
    assertInstanceOf(LiveStep.Moves.class, next());
    assertNull(status().live().workloads().get(0).recoverySeconds());
    uncommitted = Set.of(WEB);
    ready = new int[] {0, 3, 3};
    assertInstanceOf(LiveStep.Moves.class, next(), "another decision waits to be committed");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, Passed, DrillWaitsForWindow",
    "7200, Passed, DrillWaitsForWindow",
  })
  void outsideOfItsWindowItWaits(long seconds, String type, String code) {
    now = OPENS.plusSeconds(seconds);
    assertInstanceOf(LiveStep.Waits.class, next());
    assertEquals("False " + code, reason("Ready"));
    assertEquals("Unknown DrillNotRun", reason(type));
    assertEquals("True " + code, reason("Reconciling"));
    now = OPENS.plus(Duration.ofDays(7)).plusSeconds(7199);
    begin();
  }

  @Test
  void aSecondOneWaitsForTheFirst() {
    other = "fr-b";
    assertInstanceOf(LiveStep.Waits.class, next());
    assertEquals("False DrillWaitsForAnother", reason("Ready"));
    other = null;
    begin();
  }

  @Test
  void itBeginsInNoIncidentAndWithNoWorkloadThatIsNotReady() {
    healthOfC = new Health(Health.Signal.Silent, OPENS.minusSeconds(9));
    assertInstanceOf(LiveStep.Waits.class, next());
    assertEquals("False DrillWaitsForIncident", reason("Ready"));
    healthOfC = new Health(Health.Signal.Healthy, null);
    ready = new int[] {2, 2, 1};
    assertInstanceOf(LiveStep.Waits.class, next());
    assertEquals("False DrillWaitsForWorkload", reason("Ready"));
    ready = new int[] {2, 2, 2};
    seen = false;
    assertInstanceOf(LiveStep.Waits.class, next());
    seen = true;
    begin();
  }

  @Test
  void moreReplicasThanItsBudgetStallIt() {
    decided = new int[] {5, 1, 0};
    homes = decided;
    ready = decided;
    LiveStep.Waits waits = assertInstanceOf(LiveStep.Waits.class, next());
    assertTrue(
        waits.message().startsWith("5 replicas are in the zones, and spec.budget.replicas is 4"));
    assertEquals("True DrillOverBudget", reason("Stalled"));
  }

  @Test
  void aSuspendedOneDoesNothing() {
    drill.setSpec(drill(SPEC.replace("mode: Live", "mode: Live, suspend: true")).getSpec());
    assertInstanceOf(LiveStep.Idle.class, next());
    assertEquals("True Suspended", reason("Ready"));
  }

  @Test
  void aPersonAbortsIt() {
    drill.getMetadata().setAnnotations(Map.of(ResilienceDrill.ABORT_REQUESTED, "last week"));
    begin();
    moved();
    assertInstanceOf(LiveStep.Moves.class, next(), "that was another run");
    drill.getMetadata().setAnnotations(Map.of(ResilienceDrill.ABORT_REQUESTED, "now"));
    Run run = ended();
    assertEquals(List.of("Aborted", "AbortRequested"), List.of(run.verdict(), run.abortedBy()));
    assertEquals("Unknown DrillAborted", reason("Passed"));
    assertNull(status().lastPassed());
    assertEquals(List.of(), status().workloads(), "nothing is known of it");
    assertInstanceOf(LiveStep.Returns.class, next());
    decided = new int[] {2, 2, 2};
    seen = false;
    assertInstanceOf(LiveStep.Returns.class, next(), "a pass may still move something");
    seen = true;
    assertInstanceOf(LiveStep.Home.class, next());
  }

  @ParameterizedTest
  @CsvSource({
    "Silent, IncidentOpened, zone c is silent since 2026-11-27T23:00:00Z",
    "Unreached, IncidentOpened, zone c is silent since 2026-11-27T23:00:00Z",
  })
  void anotherIncidentAbortsIt(Health.Signal signal, String code, String message) {
    begin();
    moved();
    healthOfC = new Health(signal, now);
    Run run = ended();
    assertEquals(
        List.of("Aborted", code, message), List.of(run.verdict(), run.abortedBy(), run.message()));
  }

  @Test
  void aRealLossOfItsOwnZoneAbortsIt() {
    begin();
    stateOfA = ZoneState.Lost;
    assertEquals("IncidentOpened", ended().abortedBy());
  }

  @Test
  void theEndOfItsWindowSuspensionAndAnotherScopeAbortIt() {
    begin();
    drill.setSpec(drill(SPEC.replace("site: s-a", "site: s-b")).getSpec());
    assertEquals("DrillChanged", ended().abortedBy());
    status();
    again();
    drill.setSpec(drill(SPEC.replace("mode: Live", "mode: Live, suspend: true")).getSpec());
    assertEquals("DrillSuspended", ended().abortedBy());
    again();
    rto = null;
    after(Duration.ofHours(2));
    Run run = ended();
    assertEquals(List.of("Aborted", "WindowClosed"), List.of(run.verdict(), run.abortedBy()));
  }

  /** Another run, of the drill as it was first. */
  private void again() {
    next();
    drill.setSpec(drill(SPEC).getSpec());
    drill.setStatus(null);
    begin();
  }

  @Test
  void fewerReadyThanKeepIsABreachAndAbortsIt() {
    begin();
    moved();
    ready = new int[] {0, 2, 1};
    Run run = ended();
    assertEquals(List.of("Failed", "PromiseBroken"), List.of(run.verdict(), run.abortedBy()));
    assertEquals("False PromisesBroken", reason("Passed"));
    WorkloadVerdict verdict = status().workloads().get(0);
    assertEquals(
        List.of("Breaches", "resilience.tolerate[Site].keep", 1),
        List.of(verdict.outcome(), verdict.term(), verdict.missing()));
  }

  @Test
  void whatIsNotSeenCountsNeitherForNorAgainstIt() {
    begin();
    moved();
    known = false;
    ready = new int[] {0, 0, 0};
    after(Duration.ofMinutes(9));
    assertInstanceOf(LiveStep.Moves.class, next(), "who has just taken over has not looked");
    known = true;
    ready = new int[] {0, 3, 3};
    rto = null;
    assertEquals("Passed", ended().verdict());
  }

  @Test
  void aRecoveryThatTakesLongerThanAskedFailsAtOnce() {
    begin();
    moved();
    after(Duration.ofMinutes(5));
    assertInstanceOf(LiveStep.Moves.class, next());
    after(Duration.ofSeconds(1));
    Run run = ended();
    assertEquals("Failed", run.verdict());
    WorkloadVerdict verdict = status().workloads().get(0);
    assertEquals(
        List.of("resilience.rto", "RecoveryTimeExceeded"), List.of(verdict.term(), verdict.code()));
    assertNull(verdict.missing());
    assertNull(verdict.recoverySeconds());
  }

  @Test
  void whatFindsNoPlaceStaysAndBreaksWhatItAsks() {
    begin();
    decided = new int[] {1, 3, 2};
    ready = new int[] {2, 2, 2};
    assertInstanceOf(LiveStep.Moves.class, next(), "one is on its way");
    ready = new int[] {1, 3, 2};
    after(Duration.ofSeconds(8));
    Run run = ended();
    assertEquals(List.of("Failed", 1, 1), List.of(run.verdict(), run.breaches(), run.missing()));
    assertNull(run.abortedBy(), "it came to its end");
    assertEquals("no workload was whole elsewhere; broken: default/web", run.message());
    assertEquals("resilience.tolerate[Site].recover", status().workloads().get(0).term());
  }

  @Test
  void fewerReplicasThatSomebodyAsksForMeanwhileAreWholeToo() {
    begin();
    decided = new int[] {0, 2, 2};
    ready = new int[] {0, 2, 2};
    assertEquals("Passed", ended().verdict());
  }

  @Test
  void aZoneWithNothingPassesAtOnce() {
    decided = new int[] {0, 3, 3};
    ready = decided;
    begin();
    assertEquals("Passed", ended().verdict());
  }

  @Test
  void aScheduledRunIsDueOnce() {
    drill.setSpec(drill(SPEC.replace("mode: Live", "mode: Live, schedule: 0 0 * * *")).getSpec());
    now = OPENS.minusSeconds(60);
    assertInstanceOf(LiveStep.Idle.class, next());
    assertEquals(OPENS.toString(), status().nextRun());
    now = OPENS;
    begin();
    assertEquals("Schedule", status().live().cause());
    assertEquals(OPENS.plus(Duration.ofDays(1)).toString(), status().nextRun());
  }

  @Test
  void aRequestIsAnsweredByItsBegin() {
    begin();
    moved();
    ready = new int[] {0, 3, 3};
    ended();
    decided = new int[] {2, 2, 2};
    ready = decided;
    next();
    assertInstanceOf(LiveStep.Idle.class, next());
    drill.getMetadata().setAnnotations(Map.of(ResilienceDrill.RUN_REQUESTED, "again"));
    begin();
    assertEquals("again", status().handledRequest());
    assertEquals("Request", status().live().cause());
    assertNotNull(status().history());
  }

  @Test
  void historyHoldsTwentyRuns() {
    for (int i = 0; i < 22; i++) {
      drill.getMetadata().setAnnotations(Map.of(ResilienceDrill.RUN_REQUESTED, String.valueOf(i)));
      after(Duration.ofMinutes(1));
      begin();
      decided = new int[] {0, 3, 3};
      ready = decided;
      ended();
      decided = new int[] {2, 2, 2};
      ready = decided;
      next();
    }
    assertEquals(20, status().history().size());
    assertEquals(now.toString(), status().lastRun());
  }

  @Test
  void whatWouldEvictOthersDoesNotBeginAndEndsWhereItCameToThat() {
    evicts = List.of(new Contingency.Eviction(Estates.id("batch"), "b", 3));
    LiveStep.Waits waits = assertInstanceOf(LiveStep.Waits.class, next());
    assertTrue(
        waits
            .message()
            .startsWith(
                "default/web counts on the eviction of 3 replicas of default/batch in zone b"),
        waits.message());
    assertEquals("True DrillWouldEvict", reason("Stalled"));
    evicts = List.of();
    begin();
    evicts = List.of(new Contingency.Eviction(Estates.id("batch"), "b", 3));
    Run run = ended();
    assertEquals(List.of("Aborted", "DrillWouldEvict"), List.of(run.verdict(), run.abortedBy()));
  }

  @Test
  void whoNeedsRoomOfOthersEndsItAndGetsThatAfterwards() {
    begin();
    awaiting = Set.of(Estates.id("urgent"), Estates.id("very-urgent"));
    Run run = ended();
    assertEquals(List.of("Aborted", "EvictionAwaited"), List.of(run.verdict(), run.abortedBy()));
    assertEquals(
        "default/urgent finds room only where lower priorities give way, and while a drill is under"
            + " way nobody is evicted",
        run.message());
  }

  @Test
  void itSaysWhenItsWindowClosesAlsoWhereThatIsChanged() {
    begin();
    uncommitted = Set.of(WEB);
    assertEquals("2026-11-28T01:00:00Z", status().live().closes());
    drill.setSpec(drill(SPEC.replace("duration: 2h", "duration: 3h")).getSpec());
    next();
    assertEquals("2026-11-28T02:00:00Z", status().live().closes());
    String ready = Conditions.find(status().conditions(), "Ready").getMessage();
    assertTrue(ready.contains("until 2026-11-28T02:00:00Z at the latest"), ready);
  }

  @Test
  void keepIsWatchedBesideItsZonesToo() {
    beside = 0;
    assertInstanceOf(LiveStep.Waits.class, next());
    assertEquals("False DrillWaitsForWorkload", reason("Ready"));
    beside = 1;
    begin();
    moved();
    assertInstanceOf(LiveStep.Moves.class, next());
    beside = 0;
    Run run = ended();
    assertEquals(List.of("Aborted", "KeepUndercut"), List.of(run.verdict(), run.abortedBy()));
  }

  @ParameterizedTest
  @CsvSource({"0 0 * * *, 24h, 86400", "0 * * * *, 2h, 7200", "0 0 * * 6, 3h, 10800"})
  void theOpeningInWhichItBeganBoundsIt(String opens, String open, int seconds) {
    drill.setSpec(
        drill(SPEC.replace("0 0 * * 6", opens).replace("duration: 2h", "duration: " + open))
            .getSpec());
    rto = null;
    begin();
    moved();
    after(Duration.ofSeconds(seconds - 1));
    assertInstanceOf(LiveStep.Moves.class, next());
    after(Duration.ofSeconds(1));
    assertEquals("WindowClosed", ended().abortedBy());
  }

  @Test
  void aSecondAbortAndSuspensionEndTheReturn() {
    drill.getMetadata().setAnnotations(Map.of(ResilienceDrill.ABORT_REQUESTED, "one"));
    begin();
    moved();
    drill.getMetadata().setAnnotations(Map.of(ResilienceDrill.ABORT_REQUESTED, "two"));
    assertEquals("AbortRequested", ended().abortedBy());
    assertInstanceOf(LiveStep.Returns.class, next(), "that one has been answered");
    drill.getMetadata().setAnnotations(Map.of(ResilienceDrill.ABORT_REQUESTED, "three"));
    assertInstanceOf(LiveStep.Home.class, next());
    decided = new int[] {2, 2, 2};
    again();
    moved();
    drill.setSpec(drill(SPEC.replace("mode: Live", "mode: Live, suspend: true")).getSpec());
    assertEquals("DrillSuspended", ended().abortedBy());
    assertInstanceOf(LiveStep.Home.class, next());
  }

  @Test
  void whatHasNoWayHomeIsNotWaitedFor() {
    begin();
    moved();
    ready = new int[] {0, 3, 3};
    ended();
    assertInstanceOf(LiveStep.Returns.class, next());
    ResilienceDrillStatus returning = status();
    stateOfA = ZoneState.Cordoned;
    assertInstanceOf(LiveStep.Home.class, next());
    drill.setStatus(returning);
    stateOfA = ZoneState.Active;
    moves = 0;
    assertInstanceOf(LiveStep.Home.class, next());
  }

  @Test
  void anotherThatBeganBeforeAbortsIt() {
    begin();
    moved();
    other = "fr-b";
    assertEquals("AnotherDrillRuns", ended().abortedBy());
  }

  @Test
  void whatIsBrokenInAnIncidentIsNoVerdict() {
    begin();
    moved();
    ready = new int[] {0, 2, 1};
    healthOfC = new Health(Health.Signal.Silent, now);
    Run run = ended();
    assertEquals(
        List.of("Aborted", "IncidentOpened", 0),
        List.of(run.verdict(), run.abortedBy(), run.breaches()));
  }

  @Test
  void anAbortAnswersAllThatIsAskedAndDue() {
    drill.setSpec(
        drill(SPEC.replace("mode: Live", "mode: Live, schedule: \"0,30 * * * *\"")).getSpec());
    now = OPENS.minusSeconds(60);
    next();
    now = OPENS;
    drill.getMetadata().setAnnotations(Map.of(ResilienceDrill.RUN_REQUESTED, "one"));
    begin();
    assertEquals("Request", status().live().cause());
    assertEquals(OPENS.plusSeconds(1800).toString(), status().nextRun(), "that was due as well");
    after(Duration.ofMinutes(31));
    rto = null;
    drill
        .getMetadata()
        .setAnnotations(
            Map.of(ResilienceDrill.RUN_REQUESTED, "two", ResilienceDrill.ABORT_REQUESTED, "now"));
    assertEquals("AbortRequested", ended().abortedBy());
    assertEquals("two", status().handledRequest());
    assertEquals(OPENS.plusSeconds(3600).toString(), status().nextRun());
    assertInstanceOf(LiveStep.Home.class, next());
    assertInstanceOf(LiveStep.Idle.class, next());
  }

  @Test
  void aRunOnPaperIsNoProofOfALiveOne() {
    drill.setSpec(drill("{scope: {site: s-a}}").getSpec());
    Estate estate = estate();
    DrillRun ran =
        new DrillRun(
            Drill.of(estate, Loss.of(Scope.SITE, "s-a", estate)),
            DrillRun.Cause.Once,
            "",
            "sha256:" + "d".repeat(64));
    drill.setStatus(DrillStatus.of(drill, DrillTranslator.read(drill, estate), ran, false, now));
    assertNotNull(status().lastPassed());
    drill.setSpec(drill(SPEC).getSpec());
    begin();
    assertEquals("Unknown DrillNotRun", reason("Passed"));
    assertEquals("Unknown DrillNotRun", reason("Fresh"));
    assertNull(status().lastPassed());
  }
}
