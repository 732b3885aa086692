package cloud.bleu.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.StillClock;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Something between the operator and the server has another ledger stored than is sent. */
class AlteredLedgerTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final WorkloadId WEB = new WorkloadId("shop", "web");
  private static final WorkloadId API = new WorkloadId("shop", "api");
  private static final Answer QUOTA =
      Answer.json(
          403,
          "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":403,"
              + "\"message\":\"workloadplacements is forbidden: exceeded quota: none\"}");

  private final Webhook webhook = new Webhook();
  private final StillClock time = new StillClock();
  private ScriptedServer server;
  private KubernetesClient admin;

  /** Moves what is decided for one workload to a zone of its own, as a mutating webhook may. */
  private final class Webhook implements Fault {
    volatile boolean moves = true;
    volatile boolean shut;
    volatile boolean unreachable;
    volatile int writes;
    volatile int questions;

    /** Whether the answer to a write of the ledger is lost. */
    volatile boolean loses;

    /** Whether the server keeps a write of the ledger to itself, to carry it out later. */
    volatile boolean delays;

    private volatile byte[] delayed = {};

    /** Whether it sees no dry run. */
    volatile boolean skipsDryRuns;

    /** What is answered to a dry run in any case; null: what would be stored. */
    volatile @Nullable Answer toDryRuns;

    /** Whether it takes the annotations of the ledger away. */
    volatile boolean strips;

    /** Whether it moves what is written of a workload as well. */
    volatile boolean movesPlacements;

    @Override
    public Answer instead(Request request) {
      if (request.about("decisionledgers")
          && !request.method().equals("GET")
          && (unreachable || delays)) {
        delayed = delays ? request.body() : delayed;
        return Answer.status(504, "Timeout");
      }
      return shut && request.about("workloadplacements") && !request.method().equals("GET")
          ? QUOTA
          : null;
    }

    /** The server carries out by now what it kept to itself, as the webhook would have it. */
    void carryOut() {
      DecisionLedger sent =
          Serialization.unmarshal(new String(delayed, UTF_8), DecisionLedger.class);
      admin.resource(sent).update();
      DecisionLedger ledger = head();
      DecisionLedgerSpec spec = ledger.getSpec();
      ledger.setSpec(
          new DecisionLedgerSpec(
              spec.sequence(), spec.headHash(), moved(spec.entries()), spec.records()));
      admin.resource(ledger).update();
    }

    private DecisionLedger asItWouldBeStored(Answer answer) {
      DecisionLedger ledger =
          Serialization.unmarshal(new String(answer.body(), UTF_8), DecisionLedger.class);
      DecisionLedgerSpec spec = ledger.getSpec();
      if (moves) {
        ledger.setSpec(
            new DecisionLedgerSpec(
                spec.sequence(), spec.headHash(), moved(spec.entries()), spec.records()));
      }
      if (strips) {
        ledger.getMetadata().setAnnotations(null);
      }
      return ledger;
    }

    private List<Entry> moved(List<Entry> entries) {
      return entries.stream()
          .map(e -> e.workload().name().equals("web") ? AlteredLedgerTest.moved(e) : e)
          .toList();
    }

    @Override
    public Answer after(Request request, Answer answer) {
      if (movesPlacements
          && request.about("workloadplacements")
          && request.isWrite()
          && answer.code() < 300) {
        WorkloadPlacement placement = placement(WEB);
        move(placement);
        return Answer.json(answer.code(), Serialization.asJson(admin.resource(placement).update()));
      }
      if (!request.about("decisionledgers")
          || !request.method().equals("PUT")
          || answer.code() != 200) {
        return answer;
      }
      if (!request.isWrite()) {
        questions++;
        Answer other = skipsDryRuns ? answer : toDryRuns;
        return other != null
            ? other
            : Answer.json(200, Serialization.asJson(asItWouldBeStored(answer)));
      }
      writes++;
      DecisionLedger ledger = head();
      DecisionLedgerSpec spec = ledger.getSpec();
      if (moves && !spec.entries().isEmpty()) {
        ledger.setSpec(
            new DecisionLedgerSpec(
                spec.sequence(), spec.headHash(), moved(spec.entries()), spec.records()));
      } else if (!strips) {
        return answer;
      }
      if (strips) {
        ledger.getMetadata().setAnnotations(null);
      }
      DecisionLedger stored = admin.resource(ledger).update();
      return loses ? Answer.status(504, "Timeout") : Answer.json(200, Serialization.asJson(stored));
    }
  }

  private static Entry moved(Entry e) {
    return in(e, in("elsewhere", 9));
  }

  private static Entry in(Entry e, Assignment assignment) {
    return new Entry(
        e.sequence(),
        e.previous(),
        e.workload(),
        e.digest(),
        e.asOf(),
        e.cause(),
        List.of(assignment),
        e.evacuation(),
        e.time(),
        e.inputs());
  }

  private static void move(WorkloadPlacement placement) {
    WorkloadPlacementSpec spec = placement.getSpec();
    placement.setSpec(
        new WorkloadPlacementSpec(
            spec.workloadRef(), List.of(in("elsewhere", 9)), spec.evacuation(), spec.decision()));
  }

  @BeforeEach
  void start() {
    server = new ScriptedServer(ProjectCrds.all(), webhook);
    admin = server.admin();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Nothing goes to and fro: it is decided once, and carried out as it was decided. */
  @Test
  void whatWasDecidedIsCarriedOutAndTheChangeIsTold() throws LedgerConflictException {
    Ledger ledger = recovered();
    List<ProposedDecision> changes = List.of(change(WEB, "a"), change(API, "b"));
    assertEquals(changes, ledger.commit(changes));
    for (int i = 0; i < 3; i++) {
      assertTrue(ledger.finish());
    }
    assertEquals(2, webhook.writes, "one that commits, and one that settles");
    assertEquals(List.of(in("a", 2)), placement(WEB).getSpec().assignments());
    assertEquals(List.of(in("b", 2)), placement(API).getSpec().assignments());
    assertEquals(List.of(in("a", 2)), ledger.inForce(WEB).spec().assignments());
    assertNotNull(ledger.altered());
    assertTrue(ledger.altered().sentence().contains("spec.entries[0].assignments[0].zone"));

    webhook.moves = false;
    ledger.commit(List.of(change(WEB, "b")));
    assertNull(ledger.altered());
    assertEquals(List.of(in("b", 2)), placement(WEB).getSpec().assignments());
    assertEquals(3, head().getSpec().sequence());
  }

  /** The next decision may be far: what is over is not told for as long as nothing is decided. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsMendedIsNotToldAnyMoreThoughNothingIsDecided(boolean annotations)
      throws LedgerConflictException {
    webhook.moves = !annotations;
    webhook.strips = annotations;
    Ledger ledger = recovered();
    assertNull(ledger.untilRetry());
    ledger.commit(List.of(change(WEB, "a", 2)));
    assertTrue(ledger.finish());
    assertEquals(List.of(), head().getSpec().entries(), "nothing in it could be changed");
    assertNotNull(ledger.altered());

    int writes = webhook.writes;
    Duration pause = Duration.ZERO;
    for (int i = 1; i <= 3; i++) {
      time.pass(ledger.untilRetry());
      assertTrue(ledger.finish());
      assertEquals(i - 1, webhook.questions, "who writes waits for no answer to it");
      ledger.askAgain();
      assertEquals(i, webhook.questions, "each in its time");
      assertNotNull(ledger.altered(), "it would be changed again");
      ledger.askAgain();
      assertEquals(i, webhook.questions, "and not before");
      assertTrue(ledger.untilRetry().compareTo(pause) > 0);
      pause = ledger.untilRetry();
    }
    webhook.unreachable = true;
    time.pass(pause);
    ledger.askAgain();
    assertNotNull(ledger.altered());
    webhook.unreachable = false;
    webhook.moves = false;
    webhook.strips = false;
    time.pass(ledger.untilRetry());
    ledger.askAgain();
    assertNull(ledger.altered());
    assertNull(ledger.untilRetry());
    assertEquals(writes, webhook.writes, "nothing was written for it");
    assertEquals(1, head().getSpec().sequence());
  }

  /**
   * Over a version that is not the newest the server answers nothing, however often it is asked.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatSomebodyElseWroteIsReadBeforeItIsAskedAgain(boolean removed)
      throws LedgerConflictException {
    Ledger ledger = recovered();
    ledger.commit(List.of(change(WEB, "a")));
    askInTime(ledger);
    webhook.moves = false;
    DecisionLedger touched = head();
    if (removed) {
      admin.resource(touched).delete();
    } else {
      touched.getMetadata().setLabels(Map.of("touched", "yes"));
      admin.resource(touched).update();
    }
    time.pass(ledger.untilRetry());
    assertThrows(LedgerConflictException.class, ledger::askAgain);
    assertTrue(ledger.untilRetry().compareTo(Duration.ZERO) > 0, "not at once");
    ledger.recover();
    assertNotNull(ledger.altered());
    askInTime(ledger);
    assertNull(ledger.altered());
  }

  /** Who changes writes and skips dry runs would be taken for mended at once. */
  @Test
  void dryRunThatIsNotChangedSaysNothingWhereNoneWas() throws LedgerConflictException {
    webhook.skipsDryRuns = true;
    Ledger ledger = recovered();
    ledger.commit(List.of(change(WEB, "a")));
    for (int i = 0; i < 3; i++) {
      askInTime(ledger);
      assertNotNull(ledger.altered());
    }
    webhook.skipsDryRuns = false;
    askInTime(ledger);
    webhook.skipsDryRuns = true;
    ledger.commit(List.of(change(WEB, "b")));
    assertEquals(Duration.ofSeconds(1), ledger.untilRetry(), "from the last write on");
    askInTime(ledger);
    assertNotNull(ledger.altered(), "none was since that write");
    webhook.moves = false;
    ledger.commit(List.of(change(WEB, "c")));
    assertNull(ledger.altered());
    assertNull(ledger.untilRetry());
  }

  /** A question is no reason to stop: 400 is what the server says of webhooks with side effects. */
  @ParameterizedTest
  @ValueSource(strings = {"400", "null", "{", "[]", "1"})
  void questionWithoutAnAnswerStopsNothing(String answer) throws LedgerConflictException {
    Ledger ledger = recovered();
    ledger.commit(List.of(change(WEB, "a")));
    webhook.toDryRuns =
        answer.equals("400") ? Answer.status(400, "BadRequest") : Answer.json(200, answer);
    for (int i = 1; i <= 3; i++) {
      askInTime(ledger);
      assertEquals(i, webhook.questions);
      assertNotNull(ledger.altered());
    }
    webhook.toDryRuns = null;
    webhook.moves = false;
    ledger.commit(List.of(change(WEB, "b")));
    assertNull(ledger.altered());
  }

  private void askInTime(Ledger ledger) throws LedgerConflictException {
    time.pass(ledger.untilRetry());
    ledger.askAgain();
  }

  /** A fault of something else is no reason to take it for what was decided. */
  @Test
  void whoReadsAllAnewGoesOnFromWhatItSent() throws LedgerConflictException {
    webhook.shut = true;
    Ledger ledger = recovered();
    ledger.commit(List.of(change(WEB, "a")));
    assertEquals("elsewhere", head().getSpec().entries().get(0).assignments().get(0).zone());
    for (int i = 0; i < 2; i++) {
      ledger.recover();
      assertEquals(List.of(in("a", 2)), ledger.inForce(WEB).spec().assignments());
    }
    webhook.shut = false;
    ledger.recover();
    assertEquals(List.of(in("a", 2)), placement(WEB).getSpec().assignments());
    assertTrue(ledger.inForce(WEB).published());
    assertEquals(List.of(), head().getSpec().entries());
  }

  /** It is stored as the webhook would have it, and nobody knows: number and hash tell. */
  @Test
  void whoseAnswerIsLostGoesOnFromWhatItSent() throws LedgerConflictException {
    Ledger ledger = recovered();
    webhook.loses = true;
    assertThrows(
        KubernetesClientException.class,
        () -> ledger.commit(List.of(change(WEB, "a"), change(API, "b"))));
    webhook.loses = false;
    assertEquals("elsewhere", head().getSpec().entries().get(0).assignments().get(0).zone());
    assertNull(ledger.altered());
    ledger.recover();
    assertNotNull(ledger.altered(), "it is told");
    assertEquals(List.of(in("a", 2)), placement(WEB).getSpec().assignments());
    assertEquals(List.of(in("b", 2)), placement(API).getSpec().assignments());
    assertEquals(List.of(), head().getSpec().entries());
    ledger.commit(List.of(change(API, "a")));
    assertEquals(3, head().getSpec().sequence());
  }

  /** What was found to be stored is known as well as what was answered. */
  @Test
  void whatWasFoundStoredOutlastsAnotherFailure() throws LedgerConflictException {
    webhook.shut = true;
    Ledger ledger = recovered();
    webhook.loses = true;
    assertThrows(KubernetesClientException.class, () -> ledger.commit(List.of(change(WEB, "a"))));
    webhook.loses = false;
    ledger.recover();
    webhook.unreachable = true;
    assertThrows(KubernetesClientException.class, () -> ledger.commit(List.of(change(API, "b"))));
    webhook.unreachable = false;
    ledger.recover();
    assertEquals(List.of(in("a", 2)), ledger.inForce(WEB).spec().assignments());
    webhook.shut = false;
    ledger.recover();
    assertEquals(List.of(in("a", 2)), placement(WEB).getSpec().assignments());
    assertNull(ledger.inForce(API));
  }

  /** What the server carries out after all was read again, and while the next write fails. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsCarriedOutLateIsKnownAsItWasSent(boolean answered) throws LedgerConflictException {
    webhook.shut = true;
    Ledger ledger = recovered();
    webhook.delays = true;
    assertThrows(KubernetesClientException.class, () -> ledger.commit(List.of(change(WEB, "a"))));
    webhook.delays = false;
    ledger.recover();
    assertNull(ledger.inForce(WEB), "it is not stored yet");
    webhook.carryOut();
    webhook.unreachable = !answered;
    assertThrows(Exception.class, () -> ledger.commit(List.of(change(API, "b"))));
    webhook.unreachable = false;
    ledger.recover();
    assertEquals("elsewhere", head().getSpec().entries().get(0).assignments().get(0).zone());
    assertNotNull(ledger.altered(), "it is told");
    webhook.shut = false;
    webhook.moves = false;
    ledger.recover();
    assertEquals(List.of(in("a", 2)), placement(WEB).getSpec().assignments());
    assertEquals(List.of(in("a", 2)), ledger.inForce(WEB).spec().assignments());
    assertNull(ledger.inForce(API));
    ledger.commit(List.of(change(API, "b")));
    assertEquals(2, head().getSpec().sequence());
  }

  /** Somebody who mends by hand what the webhook made of it ends what is told of it. */
  @Test
  void whatIsMendedByHandIsNotToldAnyMore() throws LedgerConflictException {
    webhook.shut = true;
    Ledger ledger = recovered();
    ledger.commit(List.of(change(WEB, "a")));
    assertNotNull(ledger.altered());
    DecisionLedger mended = head();
    DecisionLedgerSpec spec = mended.getSpec();
    mended.setSpec(
        new DecisionLedgerSpec(
            spec.sequence(),
            spec.headHash(),
            List.of(in(spec.entries().get(0), in("a", 2))),
            spec.records()));
    admin.resource(mended).update();
    ledger.recover();
    assertNull(ledger.altered());
  }

  /** It was decided here, whether or not that was answered: no other one is taken for it. */
  @Test
  void placementOfWhatWasFoundStoredIsNotTakenAsItIsChanged() throws LedgerConflictException {
    Ledger ledger = recovered();
    webhook.loses = true;
    webhook.movesPlacements = true;
    assertThrows(KubernetesClientException.class, () -> ledger.commit(List.of(change(WEB, "a"))));
    webhook.loses = false;
    for (int i = 0; i < 3; i++) {
      ledger.recover();
      assertEquals(List.of(in("elsewhere", 9)), placement(WEB).getSpec().assignments());
      assertEquals(List.of(in("a", 2)), ledger.inForce(WEB).spec().assignments());
      assertFalse(ledger.inForce(WEB).published());
      assertEquals(Refusal.Source.Altered, ledger.refused().get(WEB).source());
      assertEquals(1, head().getSpec().entries().size());
    }
    webhook.movesPlacements = false;
    ledger.recover();
    assertEquals(List.of(in("a", 2)), placement(WEB).getSpec().assignments());
    assertEquals(List.of(), head().getSpec().entries());
  }

  /** Nothing was stored of a write that was refused: nobody changed it. */
  @Test
  void settlingThatIsRefusedIsNotTakenForStoredOtherwise() throws LedgerConflictException {
    webhook.moves = false;
    webhook.shut = true;
    Ledger ledger = recovered();
    ledger.commit(List.of(change(WEB, "a", 2)));
    DecisionLedger touched = head();
    touched.getMetadata().getAnnotations().put("team", "a");
    admin.resource(touched).update();
    webhook.shut = false;
    ledger.retryRefused(namespace -> true);
    assertThrows(LedgerConflictException.class, ledger::finish);
    ledger.recover();
    assertNull(ledger.altered());
    assertEquals(List.of(), head().getSpec().entries());
    assertEquals("a", head().getMetadata().getAnnotations().get("team"));
  }

  /** Any version of it is of that decision. */
  @Test
  void whoeverTouchesTheLedgerMakesNothingElseOfIt() throws LedgerConflictException {
    webhook.shut = true;
    Ledger ledger = recovered();
    ledger.commit(List.of(change(WEB, "a")));
    DecisionLedger touched = head();
    touched.getMetadata().setLabels(Map.of("touched", "yes"));
    admin.resource(touched).update();
    webhook.shut = false;
    ledger.recover();
    assertEquals(List.of(in("a", 2)), placement(WEB).getSpec().assignments());
    assertEquals(Map.of("touched", "yes"), head().getMetadata().getLabels());
    assertEquals(List.of(), head().getSpec().entries());
  }

  /** What never came there is not taken for stored. */
  @Test
  void whatTheServerNeverSawDoesNotCount() throws LedgerConflictException {
    Ledger ledger = recovered();
    ledger.commit(List.of(change(WEB, "a")));
    webhook.unreachable = true;
    assertThrows(KubernetesClientException.class, () -> ledger.commit(List.of(change(WEB, "b"))));
    webhook.unreachable = false;
    ledger.recover();
    assertEquals(List.of(in("a", 2)), ledger.inForce(WEB).spec().assignments());
    assertEquals(1, head().getSpec().sequence());
    ledger.commit(List.of(change(WEB, "b")));
    assertEquals(2, head().getSpec().sequence());
    assertEquals(List.of(in("b", 2)), placement(WEB).getSpec().assignments());
  }

  /** They say what was signed, and what moves: taken away they are not written again and again. */
  @Test
  void annotationsThatAreTakenAwayAreKnownAsTheyWereSent() throws LedgerConflictException {
    webhook.moves = false;
    webhook.strips = true;
    webhook.shut = true;
    SignedHead signed = new SignedHead(1, Chain.GENESIS);
    Export export =
        new Export() {
          @Override
          public void take(List<ChainLine> entries) {}

          @Override
          public SignedHead signed() {
            return signed;
          }

          @Override
          public long kept() {
            return Long.MAX_VALUE;
          }
        };
    try (Ledger ledger =
        new Ledger(
            server.client(),
            Clock.fixed(NOON, ZoneOffset.UTC),
            export,
            null,
            new PlacementWriter(server.client(), namespace -> true))) {
      ledger.recover();
      ledger.commit(List.of(change(WEB, "a", 2)));
      int writes = webhook.writes;
      for (int i = 0; i < 2; i++) {
        ledger.finish();
        ledger.recover();
        assertEquals(2, ledger.inForce(WEB).recent().before(NOON));
      }
      assertEquals(writes, webhook.writes);
      assertTrue(ledger.altered().sentence().contains("metadata.annotations."));
    }
  }

  /** Whoever changed it while all is read anew: it is written again, and at once. */
  @Test
  void placementThatIsNotAsItWasDecidedIsWrittenAgain() throws LedgerConflictException {
    Ledger ledger = recovered();
    ledger.commit(List.of(change(API, "b")));
    WorkloadPlacement changed = placement(API);
    move(changed);
    admin.resource(changed).update();
    ledger.recover();
    assertEquals(List.of(in("b", 2)), placement(API).getSpec().assignments());
    assertEquals(List.of(in("b", 2)), ledger.inForce(API).spec().assignments());
  }

  /** Who takes over before it is carried out knows nothing else than what is stored. */
  @Test
  void whoTakesOverReadsWhatIsStored() throws LedgerConflictException {
    webhook.shut = true;
    recovered().commit(List.of(change(WEB, "a")));
    webhook.shut = false;
    Ledger next = recovered();
    assertEquals(List.of(in("elsewhere", 9)), placement(WEB).getSpec().assignments());
    next.commit(List.of(change(WEB, "a")));
    assertEquals(List.of(in("a", 2)), placement(WEB).getSpec().assignments());
    assertNotNull(next.altered());
  }

  private Ledger recovered() throws LedgerConflictException {
    Ledger ledger =
        new Ledger(
            server.client(),
            Clock.fixed(NOON, ZoneOffset.UTC),
            Export.NONE,
            null,
            new PlacementWriter(server.client(), namespace -> true),
            time);
    ledger.recover();
    return ledger;
  }

  private static ProposedDecision change(WorkloadId id, String zone) {
    return change(id, zone, 0);
  }

  private static ProposedDecision change(WorkloadId id, String zone, int moves) {
    return LaterDecision.of(
        id,
        "u-" + id.name(),
        Chain.GENESIS,
        null,
        "InputChanged",
        List.of(in(zone, 2)),
        List.<Evacuation>of(),
        moves);
  }

  private static Assignment in(String zone, int replicas) {
    return new Assignment(zone, replicas, null, null);
  }

  private DecisionLedger head() {
    return admin.resources(DecisionLedger.class).withName("decisions").get();
  }

  private WorkloadPlacement placement(WorkloadId id) {
    return admin
        .resources(WorkloadPlacement.class)
        .inNamespace(id.namespace())
        .withName(id.name())
        .get();
  }
}
