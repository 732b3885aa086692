package cloud.bleu.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.simulation.BrokenTerm;
import cloud.bleu.placement.simulation.Drill;
import cloud.bleu.placement.simulation.DrillOutcome;
import cloud.bleu.placement.simulation.DrillVerdict;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The status of a drill over time: who wrote it last is all that there is to go on. */
class DrillStatusTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String DIGEST = "sha256:" + "d".repeat(64);

  private final ResilienceDrill drill = drill("{scope: {site: s-a}, maxAge: 24h}");
  private Instant now = NOW;

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

  /** Workloads with all of their replicas on the site, which ask to keep some, or for nothing. */
  private Estate estate(int workloads, int keep) {
    EstateBuilder estate =
        Estates.estate()
            .zone(Estates.zone("a").site("s-a").cpu(400), Estates.zone("b").site("s-b").cpu(400));
    for (int i = 0; i < workloads; i++) {
      String name = "w" + (100 + i);
      estate
          .workload(
              Estates.workload(name)
                  .replicas(1)
                  .cpu(1)
                  .tolerate(Scope.SITE, keep, Recover.Reserved, false))
          .running(name, "a", 1);
    }
    return estate.build().at(now);
  }

  private DrillTranslator.Read read(ResilienceDrill object) {
    return DrillTranslator.read(object, estate(1, 0));
  }

  private DrillRun.Cause due(ResilienceDrill object) {
    return DrillTiming.due(object, order(object), now);
  }

  private DrillOrder order(ResilienceDrill object) {
    return Objects.requireNonNull(read(object).order(), () -> "" + read(object));
  }

  private void look(ResilienceDrill object) {
    object.setStatus(DrillStatus.of(object, read(object), null, false, now));
  }

  private void run(ResilienceDrill object, int workloads, int keep) {
    Estate estate = estate(workloads, keep);
    DrillRun.Cause cause = Objects.requireNonNull(due(object), "it is due");
    DrillRun ran =
        new DrillRun(
            Drill.of(estate, Loss.of(Scope.SITE, "s-a", estate)),
            cause,
            DrillTiming.request(object),
            DIGEST);
    object.setStatus(DrillStatus.of(object, read(object), ran, false, now));
  }

  private static String condition(ResilienceDrill object, String type) {
    Condition condition = Conditions.find(object.getStatus().conditions(), type);
    return condition == null ? "" : condition.getStatus() + " " + condition.getReason();
  }

  @Test
  void withoutAScheduleItRunsOnceAndAgainForAnotherScope() {
    assertEquals(DrillRun.Cause.Once, due(drill));
    run(drill, 1, 0);
    assertEquals("True PromisesHold", condition(drill, "Passed"));
    assertEquals("True DrillFresh", condition(drill, "Fresh"));
    assertEquals("True DrillDone", condition(drill, "Ready"));
    assertEquals(NOW.toString(), drill.getStatus().lastPassed());
    assertNull(due(drill));
    ResilienceDrill other = drill("{scope: {site: s-b}, maxAge: 24h}");
    other.setStatus(drill.getStatus());
    assertEquals(DrillRun.Cause.Once, due(other));
    look(other);
    assertEquals("Unknown DrillNotRun", condition(other, "Passed"));
    assertEquals("Unknown DrillNotRun", condition(other, "Fresh"));
    assertNull(other.getStatus().lastPassed());
    // Nothing else of the spec has it run again.
    ResilienceDrill edited = drill("{scope: {site: s-a}, maxAge: 48h}");
    edited.getMetadata().setGeneration(2L);
    edited.setStatus(drill.getStatus());
    assertNull(due(edited));
  }

  /**
   * An outage is no proof: the drill of a site that is lost already would find nothing to break.
   */
  @Test
  void aLossThatHasHappenedIsNoPassedRun() {
    Estate estate =
        Estates.estate()
            .zone(
                Estates.zone("a").site("s-a").state(ZoneState.Lost).cpu(400),
                Estates.zone("b").site("s-b").cpu(400))
            .build()
            .at(now);
    DrillRun ran =
        new DrillRun(
            Drill.of(estate, Loss.of(Scope.SITE, "s-a", estate)), DrillRun.Cause.Once, "", DIGEST);
    drill.setStatus(DrillStatus.of(drill, read(drill), ran, false, now));
    assertEquals("Unknown DrillAborted", condition(drill, "Passed"));
    assertEquals("False DrillNeverPassed", condition(drill, "Fresh"));
    assertNull(drill.getStatus().lastPassed());
    ResilienceDrillStatus.Run run = drill.getStatus().history().get(0);
    assertEquals("Aborted IncidentOpened", run.verdict() + " " + run.abortedBy());
    String told = DrillRecord.summary(run);
    assertTrue(told.endsWith(DrillRecord.LOST_ALREADY), told);
  }

  private void fail(ResilienceDrill object) {
    DrillRun.Cause cause = Objects.requireNonNull(due(object), "it is due");
    DrillFault fault = new DrillFault(cause, DrillTiming.request(object), "java.lang.Error: e");
    object.setStatus(DrillStatus.of(object, read(object), fault, now));
  }

  @Test
  void anErrorIsToldAndNotRepeated() {
    fail(drill);
    assertEquals("Unknown DrillError", condition(drill, "Passed"));
    assertEquals("False DrillError", condition(drill, "Ready"));
    assertEquals("True DrillError", condition(drill, "Stalled"));
    assertNull(due(drill));
    look(drill);
    assertEquals("Unknown DrillError", condition(drill, "Passed"));
    drill.getMetadata().setAnnotations(Map.of(ResilienceDrill.RUN_REQUESTED, "again"));
    fail(drill);
    assertNull(due(drill), "it was asked for once");
    drill.getMetadata().setAnnotations(Map.of(ResilienceDrill.RUN_REQUESTED, "once more"));
    run(drill, 1, 0);
    assertEquals("True PromisesHold", condition(drill, "Passed"));
    assertEquals("True DrillDone", condition(drill, "Ready"));

    ResilienceDrill daily = drill("{scope: {site: s-a}, schedule: 0 6 * * *}");
    look(daily);
    now = Instant.parse("2026-11-25T05:00:00Z");
    fail(daily);
    assertNull(due(daily));
    assertEquals("2026-11-26T05:00:00Z", daily.getStatus().nextRun());
    assertEquals("True DrillScheduled", condition(daily, "Ready"));
  }

  @Test
  void whatBecameDueDuringARunIsDueAfterIt() {
    ResilienceDrill daily = drill("{scope: {site: s-a}, schedule: 0 6 * * *}");
    look(daily);
    now = Instant.parse("2026-11-25T04:59:58Z");
    daily.getMetadata().setAnnotations(Map.of(ResilienceDrill.RUN_REQUESTED, "first"));
    run(daily, 1, 0);
    now = Instant.parse("2026-11-25T05:00:01Z");
    assertEquals(DrillRun.Cause.Schedule, due(daily));
    daily.getMetadata().setAnnotations(Map.of(ResilienceDrill.RUN_REQUESTED, "second"));
    assertEquals(DrillRun.Cause.Request, due(daily));
  }

  @Test
  void aPassedRunCountsForItsAge() {
    run(drill, 1, 0);
    assertEquals(NOW.plus(Duration.ofHours(24)), DrillTiming.next(drill, now));
    now = NOW.plus(Duration.ofHours(24));
    look(drill);
    assertEquals("False DrillTooOld", condition(drill, "Fresh"));
    assertEquals("True PromisesHold", condition(drill, "Passed"));
    assertNull(DrillTiming.next(drill, now));
  }

  @Test
  void aFailedRunNamesWhatBreaksAndKeepsTheLastThatPassed() {
    run(drill, 1, 0);
    now = NOW.plusSeconds(60);
    drill.getMetadata().setAnnotations(Map.of(ResilienceDrill.RUN_REQUESTED, "again"));
    assertEquals(DrillRun.Cause.Request, due(drill));
    run(drill, 1, 1);
    assertNull(due(drill), "what was asked for is answered");
    assertEquals("again", drill.getStatus().handledRequest());
    assertEquals("False PromisesBroken", condition(drill, "Passed"));
    assertEquals("True DrillFresh", condition(drill, "Fresh"));
    assertEquals(NOW.toString(), drill.getStatus().lastPassed());
    assertEquals(now.toString(), drill.getStatus().lastRun());
    ResilienceDrillStatus.WorkloadVerdict verdict = drill.getStatus().workloads().get(0);
    assertEquals("Breaches", verdict.outcome());
    assertEquals("resilience.tolerate[Site].keep", verdict.term());
    assertEquals("SurvivalUnsatisfiable", verdict.code());
    assertEquals(1, verdict.missing());
  }

  /** A character of two UTF-16 units may stand where a status keeps no more of a request. */
  @ParameterizedTest
  @ValueSource(ints = {250, 251, 252, 253})
  void aLongRequestIsAnsweredOnce(int before) {
    String request = "x".repeat(before) + "\uD83D\uDE00" + "y".repeat(before);
    drill.getMetadata().setAnnotations(Map.of(ResilienceDrill.RUN_REQUESTED, request));
    run(drill, 1, 0);
    String handled = drill.getStatus().handledRequest();
    assertTrue(request.startsWith(handled) && handled.length() >= 252, handled);
    byte[] sent = handled.getBytes(StandardCharsets.UTF_8);
    assertEquals(handled, new String(sent, StandardCharsets.UTF_8), "as an API server keeps it");
    assertNull(due(drill));
  }

  /** What a status says of a workload, or of a live run, is written once. */
  @Test
  void aLongMessageIsCutBetweenCharacters() {
    String message = "x".repeat(DrillRecord.LONGEST_MESSAGE - 1) + "\uD83D\uDE00";
    BrokenTerm term =
        new BrokenTerm("term", 1, new Decision.Reason("SurvivalUnsatisfiable", message, false));
    DrillVerdict verdict =
        new DrillVerdict(new WorkloadId("shop", "web"), DrillOutcome.Breaches, 1, 1, 0, term);
    assertEquals(
        "x".repeat(DrillRecord.LONGEST_MESSAGE - 1), DrillRecord.verdict(verdict).message());
  }

  @Test
  void whatNeverPassedIsNotFresh() {
    run(drill, 1, 1);
    assertEquals("False DrillNeverPassed", condition(drill, "Fresh"));
  }

  @Test
  void aScheduleRunsWhenItSaysAndWhatWasMissedOnce() {
    ResilienceDrill daily =
        drill("{scope: {site: s-a}, schedule: 0 6 * * *, timeZone: Europe/Paris}");
    assertNull(due(daily), "not before its status says when");
    look(daily);
    assertEquals("2026-11-25T05:00:00Z", daily.getStatus().nextRun());
    assertEquals(Instant.parse("2026-11-25T05:00:00Z"), DrillTiming.next(daily, now));
    assertNull(due(daily));
    now = Instant.parse("2026-11-25T04:59:59Z");
    assertNull(due(daily));
    now = Instant.parse("2026-11-25T05:00:00Z");
    assertEquals(DrillRun.Cause.Schedule, due(daily));
    run(daily, 1, 0);
    assertEquals("2026-11-26T05:00:00Z", daily.getStatus().nextRun());
    now = Instant.parse("2026-12-10T12:00:00Z");
    run(daily, 1, 0);
    assertEquals("2026-12-11T05:00:00Z", daily.getStatus().nextRun());
    assertNull(due(daily));
    assertEquals(2, daily.getStatus().history().size());
  }

  @Test
  void whatIsSuspendedRunsNothingAndMakesUpForNothing() {
    ResilienceDrill daily = drill("{scope: {site: s-a}, schedule: 0 6 * * *, suspend: true}");
    daily.getMetadata().setAnnotations(Map.of(ResilienceDrill.RUN_REQUESTED, "now"));
    look(daily);
    assertNull(daily.getStatus().nextRun());
    assertEquals("True Suspended", condition(daily, "Ready"));
    now = NOW.plus(Duration.ofDays(30));
    assertNull(due(daily));
    ResilienceDrill resumed = drill("{scope: {site: s-a}, schedule: 0 6 * * *}");
    resumed.getMetadata().setGeneration(2L);
    resumed.setStatus(daily.getStatus());
    assertNull(due(resumed));
    look(resumed);
    assertEquals("2026-12-25T05:00:00Z", resumed.getStatus().nextRun());
  }

  @Test
  void theHistoryAndTheListOfWorkloadsAreBounded() {
    for (int i = 0; i < 25; i++) {
      now = NOW.plusSeconds(i);
      drill.getMetadata().setAnnotations(Map.of(ResilienceDrill.RUN_REQUESTED, "r" + i));
      run(drill, 60, 1);
    }
    ResilienceDrillStatus status = drill.getStatus();
    assertEquals(ResilienceDrillStatus.RUNS, status.history().size());
    assertEquals(NOW.plusSeconds(24).toString(), status.history().get(0).at());
    assertEquals(60, status.history().get(0).breaches());
    assertEquals(ResilienceDrillStatus.WORKLOADS, status.workloads().size());
    assertEquals(10, status.moreWorkloads());
  }

  @Test
  void theLongestLossFitsIntoTheStatus() {
    Estate estate = Estates.estate().build();
    for (Loss longest :
        new Loss[] {
          Loss.of(Scope.PROVIDER, "p".repeat(253), estate),
          Loss.of(Scope.hazard("k".repeat(63)), "v".repeat(63), estate)
        }) {
      assertTrue(longest.name().length() <= ResilienceDrillStatus.SCOPE, longest.name());
    }
  }

  @Test
  void whatIsWrongStallsIt() {
    ResilienceDrill wrong = drill("{scope: {site: s-x}}");
    look(wrong);
    assertEquals("False InvalidSpec", condition(wrong, "Ready"));
    assertEquals("True InvalidSpec", condition(wrong, "Stalled"));
    assertEquals("Unknown DrillNotRun", condition(wrong, "Passed"));
  }
}
