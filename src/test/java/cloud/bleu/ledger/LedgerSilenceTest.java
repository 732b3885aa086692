package cloud.bleu.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Contingency;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.StillClock;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Writes in some namespaces are not answered, as behind a webhook whose pods are gone. Patience is
 * that of a clock that stands still but for such writes. They hang until the test ends them: with
 * an answer of the server, or because the client has waited for as long as a request may take.
 */
@Tag("wiring")
class LedgerSilenceTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final WorkloadId SHUT = new WorkloadId("shut", "web");
  private static final WorkloadId OPEN = new WorkloadId("open", "web");

  /** How long a request may take. No clock ends it here: a test does. */
  private static final Duration REQUEST = Duration.ofSeconds(6);

  /** Of nobody: for the client it stands for no answer within {@link #REQUEST}. */
  private static final Answer OVERDUE = Answer.status(599, "Overdue");

  private static final Answer UNCALLED =
      Answer.json(
          500,
          "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":500,\"message\":"
              + "\"Internal error occurred: failed calling webhook \\\"w.example\\\": context deadline"
              + " exceeded\"}");
  private static final Duration SOON = Duration.ofSeconds(60);

  private EmbeddedApiServer server;
  private KubernetesClient admin;
  private FaultProxy proxy;
  private KubernetesClient client;
  private Ledger ledger;
  private final Webhook webhook = new Webhook();
  private final AtomicInteger late = new AtomicInteger();
  private final StillClock time = new StillClock();

  /** Answers no write of a WorkloadPlacement in namespaces whose name begins with shut. */
  private final class Webhook implements Fault {
    final AtomicInteger asked = new AtomicInteger();
    volatile CountDownLatch end = new CountDownLatch(1);
    volatile boolean hangs = true;

    /** Null: whatever the object says. */
    volatile @Nullable String only;

    volatile @Nullable Answer answer;

    /** The server says of those that hang that nobody answered it; later ones hang again. */
    void isNotCalled() {
      end(UNCALLED);
    }

    /** The client waits no more for those that hang, after its time; later ones hang again. */
    void isGivenUp() {
      time.pass(REQUEST);
      end(OVERDUE);
    }

    private void end(Answer with) {
      answer = with;
      CountDownLatch hanging = end;
      end = new CountDownLatch(1);
      hanging.countDown();
    }

    @Override
    public @Nullable Answer instead(Request request) throws InterruptedException {
      if (request.method().equals("GET")
          || !request.about("workloadplacements")
          || !request.path().contains("/namespaces/shut")) {
        return null;
      }
      String named = only;
      if (named != null && !new String(request.body(), UTF_8).contains(named)) {
        return null;
      }
      asked.incrementAndGet();
      if (hangs) {
        WorkloadId about = about(request);
        // That of now: once the clock knows, the test may end it.
        CountDownLatch until = end;
        time.hangs(about);
        until.await();
        time.ends(about);
      }
      return answer;
    }
  }

  private static WorkloadId about(Request request) {
    WorkloadPlacement placement =
        Serialization.unmarshal(new String(request.body(), UTF_8), WorkloadPlacement.class);
    return new WorkloadId(
        placement.getMetadata().getNamespace(), placement.getSpec().workloadRef().name());
  }

  @BeforeEach
  void start() throws LedgerConflictException {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    admin = PatientClients.of(server);
    proxy = new FaultProxy(admin.getConfiguration(), webhook);
    begin();
  }

  private void begin() throws LedgerConflictException {
    client = client();
    ledger =
        new Ledger(
            client,
            Clock.fixed(NOON, ZoneOffset.UTC),
            Export.NONE,
            late::incrementAndGet,
            new PlacementWriter(client, namespace -> true),
            time);
    ledger.recover();
  }

  private KubernetesClient client() {
    try (KubernetesClient usual = proxy.client()) {
      return SandboxClients.builder(
              new ConfigBuilder(usual.getConfiguration())
                  .withRequestRetryBackoffLimit(0)
                  .withRequestTimeout((int) Duration.ofHours(1).toMillis())
                  .build())
          .withHttpClientBuilderConsumer(
              http -> http.addOrReplaceInterceptor("overdue", new Overdue()))
          .build();
    }
  }

  /** Fails a request as the HTTP client does whose time is over. */
  private static final class Overdue implements Interceptor {
    @Override
    public CompletableFuture<Boolean> afterFailure(
        HttpRequest.Builder builder, HttpResponse<?> response, RequestTags tags) {
      return response.code() == OVERDUE.code()
          ? CompletableFuture.failedFuture(new HttpTimeoutException("request timed out"))
          : CompletableFuture.completedFuture(false);
    }
  }

  @AfterEach
  void stop() {
    webhook.end.countDown();
    ledger.close();
    client.close();
    proxy.close();
    admin.close();
    server.close();
  }

  @Test
  void concernsItsNamespaceAlone() throws LedgerConflictException {
    ledger.commit(
        List.of(
            change(SHUT, "u1", in("a", 2)),
            change(new WorkloadId("shut", "other"), "u3", in("a", 1)),
            change(OPEN, "u2", in("a", 3))));
    assertTrue(ledger.inForce(OPEN).published());
    assertFalse(ledger.inForce(SHUT).published());
    assertEquals(2, webhook.asked.get(), "each workload by itself");
    assertNull(ledger.untilRetry(), "its answer is what is waited for");

    webhook.isGivenUp();
    await("it says that nobody answers").atMost(SOON).until(() -> late.get() == 2);
    ledger.finish();
    WorkloadId other = new WorkloadId("shut", "other");
    assertEquals(Refusal.Source.WebhookUnreachable, ledger.refused().get(SHUT).source());
    assertEquals(
        Refusal.Source.WebhookUnreachable,
        ledger.refused().get(other).source(),
        "so it is for the whole namespace");
    assertEquals(2, webhook.asked.get(), "the namespace is asked again after a pause");
    assertEquals(Duration.ofSeconds(1), ledger.untilRetry());

    webhook.hangs = false;
    webhook.answer = null;
    time.pass(Duration.ofSeconds(1));
    await("both are written").atMost(SOON).until(ledger::finish);
    assertTrue(ledger.inForce(SHUT).published());
    assertEquals(Map.of(), ledger.refused());
  }

  /** However many are silent: who decides does not wait for them one after the other. */
  @Test
  void ofManyNamespacesHoldsUpNobody() throws LedgerConflictException {
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      changes.add(change(new WorkloadId("shut-" + i, "web"), "u" + i, in("a", 1)));
    }
    changes.add(change(OPEN, "u", in("a", 3)));
    ledger.commit(changes);
    await("it is written while nobody else is answered")
        .atMost(SOON)
        .until(() -> ledger.finish() || ledger.inForce(OPEN).published());
    assertEquals(20, webhook.asked.get());
  }

  /** What can be committed is asked many times in a pass: in all it takes as long as at once. */
  @Test
  void ofManyQuestionsHoldsUpAPassOnce() throws LedgerConflictException {
    for (int i = 0; i < 12; i++) {
      ledger.commit(List.of(large("shut-" + i, "u" + i)));
    }
    for (int pass = 0; pass < 2; pass++) {
      Duration before = ledger.writes.inVain();
      for (int i = 0; i < 8; i++) {
        ProposedDecision change = large("shut-of-" + pass + i, "v" + i);
        assertEquals(List.of(change), ledger.withhold(List.of(change)));
      }
      Duration waited = ledger.writes.inVain().minus(before);
      assertTrue(waited.compareTo(Duration.ofSeconds(2)) >= 0, "the first one " + waited);
      assertTrue(waited.compareTo(Duration.ofSeconds(5)) < 0, "and all of them " + waited);
      // What the commit itself waits for is no reason to wait less for the next answers.
      ledger.commit(List.of(large("shut-then-" + pass, "w"), large("shut-and-" + pass, "w")));
    }
  }

  /** Once it is known that nobody answers, not even for a moment. */
  @Test
  void thatIsKnownIsNotWaitedFor() throws LedgerConflictException {
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      changes.add(change(new WorkloadId("shut-" + i, "web"), "u" + i, in("a", 1)));
    }
    ledger.commit(changes);
    assertEquals(20, webhook.asked.get());
    webhook.isGivenUp();
    await("none answers").atMost(SOON).until(() -> late.get() == 20);
    ledger.finish();
    assertEquals(20, ledger.refused().size());
    time.pass(Duration.ofSeconds(40));
    Duration before = ledger.writes.inVain();
    assertTrue(before.compareTo(Duration.ZERO) > 0);
    ledger.finish();
    assertEquals(before, ledger.writes.inVain());
    assertEquals(40, await("all are asked").atMost(SOON).until(webhook.asked::get, n -> n == 40));
  }

  /** A webhook with a time limit of its own: the server answers, in its place, but late. */
  @Test
  void thatTheServerEndsIsNotWaitedForAgain() throws LedgerConflictException {
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      changes.add(change(new WorkloadId("shut-" + i, "web"), "u" + i, in("a", 1)));
    }
    ledger.commit(changes);
    // The last one is late too.
    time.pass(Duration.ofMillis(600));
    webhook.isNotCalled();
    await("the server says so").atMost(SOON).until(() -> late.get() == 4);
    ledger.finish();
    assertEquals(4, ledger.refused().size());
    time.pass(Duration.ofSeconds(40));
    Duration before = ledger.writes.inVain();
    ledger.finish();
    assertEquals(before, ledger.writes.inVain());
    assertEquals(8, await("all are asked").atMost(SOON).until(webhook.asked::get, n -> n == 8));

    webhook.hangs = false;
    webhook.answer = null;
    webhook.end.countDown();
    await("their answers").atMost(SOON).until(() -> late.get() == 8);
    time.pass(Duration.ofSeconds(40));
    await("all are written").atMost(SOON).until(ledger::finish);
  }

  /** Those that are known to be silent leave room for those that are not. */
  @Test
  void ofMoreNamespacesThanAreAskedAtOnceHoldsUpNobody() throws LedgerConflictException {
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      changes.add(change(new WorkloadId("shut-" + i, "web"), "u" + i, in("a", 1)));
    }
    ledger.commit(changes);
    // The last is sent, and on its way, when the patience with those before it ends.
    await("each is asked").atMost(SOON).until(() -> webhook.asked.get() == 64);
    ledger.commit(List.of(change(OPEN, "u", in("a", 3))));
    assertTrue(ledger.inForce(OPEN).published(), "while 64 others hang");
  }

  /** One object that hangs: the others of its namespace are written, then and later. */
  @Test
  void ofOneObjectLeavesTheOthersOfItsNamespaceTheirTurn() throws LedgerConflictException {
    WorkloadId other = new WorkloadId("shut", "other");
    WorkloadId third = new WorkloadId("shut", "third");
    webhook.only = "u-hangs";
    ledger.commit(
        List.of(
            change(SHUT, "u-hangs", in("a", 2)),
            change(other, "u2", in("a", 1)),
            change(third, "u3", in("a", 1))));
    assertTrue(ledger.inForce(other).published(), "it is written beside");
    assertTrue(ledger.inForce(third).published(), "it is written beside");
    ledger.commit(List.of(change(other, "u2", in("b", 1)), change(third, "u3", in("b", 1))));
    webhook.isNotCalled();
    await("it says that nobody answers").atMost(SOON).until(() -> late.get() == 1);
    ledger.finish();
    assertFalse(ledger.inForce(other).published(), "where one is late, one is asked at a time");
    time.pass(Duration.ofSeconds(1));
    await("the others are written, while the first hangs again")
        .atMost(SOON)
        .until(
            () -> {
              ledger.finish();
              return ledger.inForce(other).published() && ledger.inForce(third).published();
            });
    assertFalse(ledger.inForce(SHUT).published());
  }

  /** Nobody is late here: the others are written while it hangs, and not after its time is up. */
  @Test
  void ofOneNamespaceIsNoReasonForTheOthersToWaitAtAll() throws LedgerConflictException {
    AtomicInteger written = new AtomicInteger();
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      changes.add(change(new WorkloadId("shut", "w" + i), "s" + i, in("a", 1)));
    }
    for (int i = 0; i < 40; i++) {
      changes.add(change(new WorkloadId("open", "w" + i), "o" + i, in("a", 1)));
    }
    Fault patient =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) throws InterruptedException {
            return webhook.instead(request);
          }

          @Override
          public @Nullable Answer after(Request request, Answer answer) {
            if (request.method().equals("POST")
                && request.path().contains("/namespaces/open/workloadplacements")
                && written.incrementAndGet() == 40) {
              webhook.end.countDown();
            }
            return answer;
          }
        };
    try (FaultProxy between = new FaultProxy(admin.getConfiguration(), patient);
        KubernetesClient usual = between.client();
        Ledger waiting = new Ledger(usual, Clock.fixed(NOON, ZoneOffset.UTC))) {
      waiting.recover();
      waiting.commit(changes);
      assertEquals(Map.of(), waiting.refused());
      assertTrue(waiting.all().values().stream().allMatch(DecisionInForce::published));
    }
  }

  /** Nothing is written out of order: one write of a namespace at a time. */
  @Test
  void ofADecisionThatAnotherTakesThePlaceOfEndsFirst() throws LedgerConflictException {
    ledger.commit(List.of(change(SHUT, "u1", in("a", 2))));
    ledger.commit(List.of(change(SHUT, "u1", in("b", 2))));
    assertEquals(1, webhook.asked.get());
    webhook.hangs = false;
    webhook.end.countDown();
    await("its answer").atMost(SOON).until(() -> late.get() == 1);
    await("the other is written").atMost(SOON).until(ledger::finish);
    assertEquals(List.of(in("b", 2)), placement(SHUT).getSpec().assignments());
    assertTrue(ledger.inForce(SHUT).published());
  }

  /** The first is written after all, the second is not: then the first is what stands. */
  @Test
  void ofADecisionThatIsWrittenLateLeavesWhatStands() throws LedgerConflictException {
    ledger.commit(List.of(change(SHUT, "u1", in("a", 2))));
    ledger.commit(List.of(change(SHUT, "u1", in("b", 2))));
    webhook.hangs = false;
    webhook.end.countDown();
    await("its answer").atMost(SOON).until(() -> late.get() == 1);
    webhook.answer = Answer.status(403, "Forbidden");
    ledger.finish();
    assertFalse(ledger.inForce(SHUT).published());
    assertEquals(List.of(in("a", 2)), ledger.inForce(SHUT).standing().assignments());
    assertEquals(List.of(in("a", 2)), placement(SHUT).getSpec().assignments());
  }

  @Test
  void ofARestoreHoldsUpNobody() throws LedgerConflictException {
    webhook.hangs = false;
    BleuWorkload workload = new BleuWorkload();
    workload.setMetadata(new ObjectMetaBuilder().withNamespace("shut").withName("web").build());
    String uid = admin.resource(workload).create().getMetadata().getUid();
    ledger.commit(List.of(change(SHUT, uid, in("a", 2))));
    admin.resource(placement(SHUT)).delete();
    webhook.hangs = true;
    assertEquals(Set.of(), ledger.restore(Set.of(SHUT)));
    assertEquals(Duration.ofSeconds(2), ledger.writes.inVain());
    ledger.commit(List.of(change(OPEN, "u", in("a", 3))));
    webhook.isNotCalled();
    await("nobody answers").atMost(SOON).until(() -> late.get() == 1);
    webhook.hangs = false;
    webhook.answer = null;
    ledger.finish();
    assertEquals(Refusal.Source.WebhookUnreachable, ledger.refused().get(SHUT).source());
    time.pass(Duration.ofSeconds(1));
    await("it is written")
        .atMost(SOON)
        .until(
            () -> {
              ledger.finish();
              return ledger.refused().isEmpty();
            });
    assertEquals(List.of(in("a", 2)), placement(SHUT).getSpec().assignments());
  }

  /** However many are to be restored, patience is that of one round. */
  @Test
  void ofManyRestoresHoldsUpNobody() throws LedgerConflictException {
    webhook.hangs = false;
    Set<WorkloadId> ids = new LinkedHashSet<>();
    for (int i = 0; i < 4; i++) {
      WorkloadId id = new WorkloadId("shut-" + i, "web");
      BleuWorkload workload = new BleuWorkload();
      workload.setMetadata(
          new ObjectMetaBuilder().withNamespace(id.namespace()).withName(id.name()).build());
      String uid = admin.resource(workload).create().getMetadata().getUid();
      ledger.commit(List.of(change(id, uid, in("a", 2))));
      admin.resource(placement(id)).delete();
      ids.add(id);
    }
    webhook.hangs = true;
    assertEquals(Set.of(), ledger.restore(ids));
    // Two seconds, and half as long again for what was sent later than the others.
    Duration waited = ledger.writes.inVain();
    assertTrue(waited.compareTo(Duration.ofSeconds(2)) >= 0, "waited " + waited);
    assertTrue(waited.compareTo(Duration.ofSeconds(4)) < 0, "waited " + waited);
  }

  /** A restore whose way to the server broke is not forgotten when everything is read again. */
  @Test
  void ofTheServerForgetsNoRestore() throws LedgerConflictException {
    webhook.hangs = false;
    BleuWorkload workload = new BleuWorkload();
    workload.setMetadata(new ObjectMetaBuilder().withNamespace("shut").withName("web").build());
    String uid = admin.resource(workload).create().getMetadata().getUid();
    ledger.commit(List.of(change(SHUT, uid, in("a", 2)), change(OPEN, "u", in("a", 1))));
    admin.resource(placement(SHUT)).delete();
    webhook.answer = Answer.status(503, "ServiceUnavailable");
    assertThrows(KubernetesClientException.class, () -> ledger.restore(Set.of(SHUT)));
    assertThrows(KubernetesClientException.class, ledger::recover);
    webhook.answer = null;
    ledger.recover();
    assertTrue(ledger.inForce(SHUT).published());
    assertEquals(List.of(in("a", 2)), placement(SHUT).getSpec().assignments());
  }

  /** The same where somebody wrote something else into it. */
  @Test
  void ofTheServerTakesNobodysWordForADecision() throws LedgerConflictException {
    webhook.hangs = false;
    ledger.commit(List.of(change(SHUT, "u1", in("a", 2))));
    WorkloadPlacement edited = placement(SHUT);
    edited.setSpec(
        new WorkloadPlacementSpec(
            edited.getSpec().workloadRef(),
            List.of(in("evil", 2)),
            List.of(),
            edited.getSpec().decision()));
    admin.resource(edited).update();
    webhook.answer = Answer.status(503, "ServiceUnavailable");
    assertThrows(KubernetesClientException.class, () -> ledger.restore(Set.of(SHUT)));
    webhook.answer = null;
    ledger.recover();
    assertEquals(List.of(in("a", 2)), ledger.inForce(SHUT).spec().assignments());
    assertEquals(List.of(in("a", 2)), placement(SHUT).getSpec().assignments());
  }

  private WorkloadPlacement placement(WorkloadId id) {
    return admin
        .resources(WorkloadPlacement.class)
        .inNamespace(id.namespace())
        .withName(id.name())
        .get();
  }

  private static ProposedDecision change(WorkloadId id, String uid, Assignment... assignments) {
    return LaterDecision.of(
        id, uid, Chain.GENESIS, null, "InputChanged", List.of(assignments), List.of(), 0);
  }

  /** One of 50 kB: of ten that are not written the ledger has too much to take more unasked. */
  private static ProposedDecision large(String namespace, String uid) {
    List<Evacuation> plan = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      List<Contingency.Move> moves =
          Collections.nCopies(50, new Contingency.Move("a", "elsewhere-" + "z".repeat(45), 1));
      Evacuation.Loss loss = new Evacuation.Loss("zone a-" + i, List.of(), moves);
      plan.add(new Evacuation(List.of(), null, List.of(loss), List.of(), List.of(), 1));
    }
    WorkloadId id = new WorkloadId(namespace, "web");
    return LaterDecision.of(
        id, uid, Chain.GENESIS, null, "InputChanged", List.of(in("a", 1)), plan, 0);
  }

  private static Assignment in(String zone, int replicas) {
    return new Assignment(zone, replicas, null, null);
  }
}
