package cloud.bleu.operator.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.drill.DrillRun;
import cloud.bleu.drill.DrillStatus;
import cloud.bleu.drill.DrillTranslator;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.simulation.Drill;
import cloud.bleu.placement.simulation.Loss;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run between its controller and the loop that writes its entry. */
class DrillRunsTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Estate ESTATE =
      Estates.estate()
          .zone(Estates.zone("a").site("s-a").cpu(4), Estates.zone("b").site("s-b").cpu(4))
          .build()
          .at(NOW);

  private final List<ResilienceDrill> drills = new ArrayList<>();
  private int wakes;
  private final Triggers triggers = new Triggers();
  private final List<String> fired = new ArrayList<>();
  private final DrillRuns runs = runs(true);
  private final ResilienceDrill drill = drill("{scope: {site: s-a}}");

  private DrillRuns runs(boolean recorded) {
    return new DrillRuns(() -> drills, triggers, listed -> {}, () -> wakes++, recorded);
  }

  private List<String> pass(Instant now) {
    triggers.drills.setEventHandler(e -> fired.add(e.getRelatedCustomResourceID().getName()));
    triggers.drills.start();
    fired.clear();
    runs.begin();
    runs.end(ESTATE.at(now));
    return List.copyOf(fired);
  }

  @Test
  void whatIsDueIsLookedAtAfterEachPassAndNothingElse() {
    ResilienceDrill daily = drill("{scope: {site: s-a}, schedule: 0 6 * * *, maxAge: 900h}");
    daily.setStatus(DrillStatus.of(daily, DrillTranslator.read(daily, ESTATE), run(), false, NOW));
    drills.add(daily);
    Instant next = Instant.parse("2026-11-25T05:00:00Z");
    pass(NOW);
    assertEquals(List.of(), pass(next.minusSeconds(1)));
    assertEquals(List.of("d"), pass(next));
    // The look came to nothing: a run that was asked for had not got its entry.
    assertEquals(List.of("d"), pass(next.plusSeconds(1)));
    daily.getMetadata().setAnnotations(Map.of(ResilienceDrill.RUN_REQUESTED, "again"));
    pass(next.plusSeconds(2));
    assertEquals(List.of("d"), pass(next.plusSeconds(3)), "nobody has answered it");
    drills.clear();
    drills.add(drill);
    told(run());
    pass(NOW);
    assertEquals(List.of(), pass(NOW.plusSeconds(1)), "it has run");
    ResilienceDrill edited = drill("{scope: {site: s-b}}");
    edited.setStatus(drill.getStatus());
    drills.set(0, edited);
    pass(NOW.plusSeconds(2));
    assertEquals(List.of("d"), pass(NOW.plusSeconds(3)), "its scope has not run");
  }

  private static ResilienceDrill drill(String spec) {
    ResilienceDrill drill =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: ResilienceDrill
            metadata: {name: d, uid: u, generation: 1, creationTimestamp: "2026-11-24T11:00:00Z"}
            spec: %s
            """
                .formatted(spec),
            ResilienceDrill.class);
    drill.setStatus(null);
    return drill;
  }

  private static DrillRun run() {
    return new DrillRun(
        Drill.of(ESTATE, Loss.of(Scope.SITE, "s-a", ESTATE)),
        DrillRun.Cause.Once,
        "",
        "sha256:" + "d".repeat(64));
  }

  private void told(DrillRun ran) {
    drill.setStatus(DrillStatus.of(drill, DrillTranslator.read(drill, ESTATE), ran, false, NOW));
  }

  @Test
  void aRunWaitsUntilItsEntryIsCommitted() {
    drills.add(drill);
    DrillRun run = run();
    runs.enter(drill, run);
    assertEquals(1, wakes);
    assertTrue(runs.isRunning(drill));
    assertNull(runs.ended(drill));
    List<ChainNote> notes = runs.notes();
    assertEquals(1, notes.size());
    assertEquals("DrillRun", notes.get(0).kind());
    assertEquals("site s-a", notes.get(0).content().get("scope"));
    assertEquals("Passed", notes.get(0).content().get("verdict"));
    // A pass in which the chain takes no entries yet, and one whose commit came to nothing.
    runs.begin();
    runs.entered(List.of());
    runs.end(ESTATE);
    assertTrue(runs.isRunning(drill));
    assertEquals(notes, runs.notes());

    runs.begin();
    runs.entered(notes);
    runs.end(ESTATE);
    assertFalse(runs.isRunning(drill));
    assertEquals(run, runs.ended(drill));
    assertEquals(List.of(), runs.notes());
    runs.written(drill, run);
    assertNull(runs.ended(drill));
    assertTrue(runs.isOutdated(drill), "it has not got its status yet");
    told(run);
    assertFalse(runs.isOutdated(drill));
  }

  @Test
  void aHistoryThatForgotTheRunIsNotOutdated() {
    drills.add(drill);
    runs.written(drill, run());
    String history = "history: [{at: \"%s\"}]";
    drill.setStatus(status(history.formatted("2026-11-24T11:00:00Z")));
    assertTrue(runs.isOutdated(drill));
    drill.setStatus(status(history.formatted("2026-11-24T13:00:00Z")));
    assertFalse(runs.isOutdated(drill));
  }

  private static ResilienceDrillStatus status(String yaml) {
    return Serialization.unmarshal(yaml, ResilienceDrillStatus.class);
  }

  @Test
  void whereNothingIsRecordedARunIsOverAtOnce() {
    DrillRuns alone = runs(false);
    drills.add(drill);
    alone.enter(drill, run());
    assertNotNull(alone.ended(drill));
    assertEquals(List.of(), alone.notes());
    assertEquals(0, wakes);
  }

  @Test
  void onlyWhatAPassSawIsRun() {
    drills.add(drill);
    assertFalse(runs.isSeen(drill));
    runs.begin();
    assertFalse(runs.isSeen(drill), "what it decides is not published");
    runs.end(ESTATE);
    assertTrue(runs.isSeen(drill));
    ResilienceDrill asked = drill("{scope: {site: s-a}}");
    asked.getMetadata().setAnnotations(Map.of(ResilienceDrill.RUN_REQUESTED, "now"));
    assertFalse(runs.isSeen(asked));
    drills.clear();
    runs.begin();
    runs.end(ESTATE);
    assertFalse(runs.isSeen(drill));
  }

  @Test
  void theLoopWakesForTheNextRunAndForTheEndOfAPassedOne() {
    ResilienceDrill daily = drill("{scope: {site: s-a}, schedule: 0 6 * * *, maxAge: 1h}");
    daily.setStatus(DrillStatus.of(daily, DrillTranslator.read(daily, ESTATE), run(), false, NOW));
    drills.add(daily);
    runs.begin();
    assertEquals(NOW.plus(Duration.ofHours(1)), runs.next(NOW));
    assertEquals(Instant.parse("2026-11-25T05:00:00Z"), runs.next(NOW.plus(Duration.ofHours(1))));
    assertEquals(Instant.MAX, runs.next(NOW.plus(Duration.ofDays(2))));
  }

  @Test
  void aPassReadsEachStepOfALiveDrillAndItsAbortAnew() {
    ResilienceDrill live =
        drill(
            "{scope: {site: s-a}, mode: Live, window: {opens: 0 22 * * *, duration: 1h}, budget: {replicas: 1}}");
    drills.add(live);
    pass(NOW);
    assertTrue(runs.isSeen(live));
    live.setStatus(
        Serialization.unmarshal(
            "live: {phase: Moving, began: \"2026-11-24T12:00:00Z\"}", ResilienceDrillStatus.class));
    assertFalse(runs.isSeen(live));
    assertEquals(List.of("d"), pass(NOW));
    assertTrue(runs.isSeen(live));
    live.getMetadata().setAnnotations(Map.of(ResilienceDrill.ABORT_REQUESTED, "now"));
    assertFalse(runs.isSeen(live));
  }

  @Test
  void theLoopWakesWhenTheWindowOfALiveDrillOpens() {
    ResilienceDrill live =
        drill(
            "{scope: {site: s-a}, mode: Live, window: {opens: 0 22 * * *, duration: 1h}, budget: {replicas: 1}}");
    live.setStatus(
        new ResilienceDrillStatus(1L, null, null, null, null, null, null, null, null, null));
    drills.add(live);
    runs.begin();
    assertEquals(Instant.parse("2026-11-24T21:00:00Z"), runs.next(NOW));
    drills.set(0, drill("{scope: {site: s-a}}"));
    runs.begin();
    assertEquals(Instant.MAX, runs.next(NOW));
  }
}
