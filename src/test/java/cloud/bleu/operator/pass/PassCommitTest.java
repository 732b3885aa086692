package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.ledger.Export;
import cloud.bleu.ledger.LaterDecision;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.evidence.Recorder;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.operator.snapshot.FactDates;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is committed of a pass, what is recorded and counted of it, and when there is more. */
@Tag("wiring")
class PassCommitTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String DIGEST = "sha256:" + "1".repeat(64);

  private final Notebook notebook = new Notebook();
  private final OperatorMetrics metrics = new OperatorMetrics();
  private PublicationScene scene;
  private PassCommit commits;

  /** Takes down what it is asked and told. */
  private static final class Notebook implements Recorder {
    private final List<String> said = new ArrayList<>();
    private @Nullable Seen seen;
    private Instant next = Instant.MAX;

    @Override
    public Export export() {
      return Export.NONE;
    }

    @Override
    public String inputs(Estate estate) {
      said.add("inputs of " + estate.now());
      return DIGEST;
    }

    @Override
    public List<ChainNote> notes(Seen now) {
      seen = now;
      return List.of(note(7));
    }

    @Override
    public void end() {
      said.add("end");
    }

    @Override
    public Instant next() {
      return next;
    }
  }

  @BeforeEach
  void start() throws LedgerConflictException {
    scene = new PublicationScene(Fault.NONE, null);
    commits = new PassCommit(scene.ledger, scene.board, notebook, metrics, Traces.NONE);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  /** The inputs are recorded where something is decided on them, and the look is over once. */
  @ParameterizedTest
  @CsvSource({
    // decisions, notes: what the recorder is told, decisions that are counted, moves, passes timed
    "0, 0, '', 0, 0, 0",
    "0, 1, end, 0, 0, 0",
    "1, 0, inputs of 2026-11-24T12:00:00Z end, 1, 2, 1",
    "3, 1, inputs of 2026-11-24T12:00:00Z end, 3, 6, 1",
  })
  void commits(int decisions, int notes, String told, int counted, int moves, int timed)
      throws LedgerConflictException {
    List<ProposedDecision> proposed =
        IntStream.range(0, decisions).mapToObj(i -> change("shop", "w" + i)).toList();
    PassPlan planned = plan(proposed);
    List<ChainNote> entries = IntStream.range(0, notes).mapToObj(PassCommitTest::note).toList();
    long changed = System.nanoTime() - Duration.ofHours(1).toNanos();
    assertEquals(
        proposed, commits.commit(planned, planned.estate(), entries, publication(), changed));
    assertEquals(told, String.join(" ", notebook.said));
    assertEquals(counted, count("bleu.decisions"));
    assertEquals(moves, count("bleu.moves"));
    assertEquals(timed, metrics.registry.get("bleu.decision").timer().count());
    // From the first change on, not from the begin of the pass.
    assertEquals(
        timed, (int) metrics.registry.get("bleu.decision").timer().totalTime(TimeUnit.HOURS));
    assertEquals(decisions + notes, head().getSpec().sequence());
    assertEquals(decisions, scene.ledger.all().size());
    assertEquals(0, scene.board.committing());
  }

  /** Namespaces take turns, by the estate that was read, whatever the order of the plan. */
  @Test
  void commitsInTheOrderOfProposals() throws LedgerConflictException {
    List<ProposedDecision> proposed =
        List.of(change("z", "web"), change("a", "web"), change("a", "api"));
    PassPlan planned = plan(proposed);
    assertEquals(
        "a/api a/web z/web",
        String.join(
            " ",
            commits.commit(planned, planned.estate(), List.of(), publication(), 0).stream()
                .map(c -> c.id().toString())
                .toList()));
  }

  /** Nothing is said to be under way any more, and nothing of it is counted or recorded. */
  @Test
  void whatIsNotCommittedIsNotCounted() throws LedgerConflictException {
    DecisionLedger ledger = head();
    ledger.getMetadata().setLabels(Map.of("written", "meanwhile"));
    scene.admin.resource(ledger).update();
    PassPlan planned = plan(List.of(change("shop", "web")));
    assertThrows(
        LedgerConflictException.class,
        () -> commits.commit(planned, planned.estate(), List.of(), publication(), 0));
    assertEquals(0, scene.board.committing());
    assertEquals(0, count("bleu.decisions"));
    assertEquals(List.of("inputs of " + NOON), notebook.said, "the look is not over");
  }

  /** What waits says why, if it is the ledger that does not take it, and not its turn. */
  @Test
  void whatWaitsForTheLedgerSaysWhy() throws LedgerConflictException {
    scene.close();
    scene = new PublicationScene(new Shut(), null);
    commits = new PassCommit(scene.ledger, scene.board, notebook, metrics, Traces.NONE);
    scene.ledger.commit(List.of(much()));
    List<ProposedDecision> waiting = List.of(change("shut", "web"), change("open", "later"));
    List<ProposedDecision> asked = List.of(change("shut", "asked"), waiting.get(0));
    assertEquals(asked, scene.ledger.withhold(asked));
    PassPlan planned = new PassPlan(estate(), plan(List.of()).plan(), Map.of(), List.of(), waiting);
    commits.commit(planned, planned.estate(), List.of(), publication(), 0);
    assertEquals(
        Set.of(new WorkloadId("shut", "much"), new WorkloadId("shut", "web")),
        scene.ledger.refused().keySet());
  }

  private static final class Shut implements Fault {
    @Override
    public @Nullable Answer instead(Request request) {
      return !request.method().equals("GET")
              && request.about("workloadplacements")
              && request.path().contains("/namespaces/shut/")
          ? Answer.json(
              403,
              "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":403}")
          : null;
    }
  }

  /** More than the ledger keeps of what is refused. */
  private static ProposedDecision much() {
    ProposedDecision one = change("shut", "much");
    String zone = "z".repeat(60);
    List<cloud.bleu.api.v1alpha1.Contingency.Move> moves =
        Collections.nCopies(3_000, new cloud.bleu.api.v1alpha1.Contingency.Move("a", zone, 1));
    return LaterDecision.of(
        one.id(),
        one.uid(),
        one.digest(),
        null,
        one.cause(),
        one.assignments(),
        List.of(
            new Evacuation(
                List.of(),
                null,
                List.of(new Evacuation.Loss("zone a", List.of(), moves)),
                List.of(),
                List.of(),
                1)),
        0);
  }

  /** What a pass saw and planned is what the recorder looks at. */
  @Test
  void recordsWhatThePassSaw() {
    ReadEstate read = read();
    PassPlan planned = plan(List.of());
    Map<WorkloadId, List<WaiverUse>> waivers = Map.of(new WorkloadId("shop", "web"), List.of());
    List<ChainNote> drills = List.of(note(1));
    assertEquals(List.of(note(7)), commits.notes(read, planned, waivers, drills));
    assertEquals(
        new Recorder.Seen(read.objects(), read.translation(), planned.plan(), waivers, drills),
        notebook.seen);
  }

  /** Never later than the next day in Paris; sooner where the recorder has something to say. */
  @ParameterizedTest
  @CsvSource({
    // what the recorder says: when
    ", 2026-11-24T23:00:00Z",
    "2026-11-24T13:00:00Z, 2026-11-24T13:00:00Z",
    "2026-11-25T13:00:00Z, 2026-11-24T23:00:00Z",
  })
  void whenThereIsMore(@Nullable Instant recorder, Instant next) {
    notebook.next = recorder == null ? Instant.MAX : recorder;
    assertEquals(next, commits.next(read(), NOON.plusSeconds(1)));
  }

  private double count(String name) {
    return metrics.registry.find(name).counters().stream().mapToDouble(Counter::count).sum();
  }

  private DecisionLedger head() {
    return scene.admin.resources(DecisionLedger.class).withName("decisions").get();
  }

  private Publication publication() {
    return scene.publication(
        ApiObjects.NONE,
        List.of(),
        () -> PublicationScene.snapshot(Map.of(), Map.of(), new TreeMap<>()),
        id -> null);
  }

  private static ProposedDecision change(String namespace, String name) {
    return PublicationScene.change(new WorkloadId(namespace, name), "u-" + name, "a");
  }

  private static ChainNote note(int n) {
    return new ChainNote("Heartbeat", new TreeMap<>(Map.of("n", "" + n)));
  }

  private static Estate estate() {
    return new Estate(NOON, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static ReadEstate read() {
    Translation translation =
        new Translation(
            estate(), List.of(), List.of(), List.of(), new TreeMap<>(), new TreeMap<>());
    FactDates dates = new FactDates(estate());
    return new ReadEstate(
        ApiObjects.NONE,
        Map.of(),
        translation,
        dates,
        new SnapshotAssembly().inputs(ApiObjects.NONE, translation, dates, Map.of()),
        id -> null);
  }

  /** Each decision moves two replicas. */
  private static PassPlan plan(List<ProposedDecision> proposed) {
    return new PassPlan(
        estate(),
        new Plan(proposed.stream().map(c -> decision(c.id())).toList(), List.of()),
        Map.of(),
        proposed,
        List.of());
  }

  private static Decision decision(WorkloadId id) {
    return new Decision(
        id,
        new Decision.Outcome.Placed(),
        Decision.Cause.SpecChanged,
        0,
        List.of(new Assignment("a", 1, 1)),
        List.of(),
        List.of(new Contingency.Move("b", "a", 2)),
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
