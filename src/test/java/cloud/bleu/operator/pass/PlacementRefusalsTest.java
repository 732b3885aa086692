package cloud.bleu.operator.pass;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.ledger.Export;
import cloud.bleu.ledger.LaterDecision;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.PlacementWriter;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.SaidRefusal;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom it is told that a WorkloadPlacement is not written. */
class PlacementRefusalsTest {

  private static final WorkloadId WEB = new WorkloadId("shut", "web");
  private static final Duration SOON = Duration.ofSeconds(60);

  @RegisterExtension private final OperatorLog said = OperatorLog.of(RefusedWrites.class);

  /** The alert is about servers that refuse: here none is asked, and the workload says why. */
  @Test
  void whatIsNotSentCountsAsRefusedByNobody() throws LedgerConflictException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
        KubernetesClient client = PatientClients.of(server);
        EventRecorder events =
            new EventRecorder(client, "test", Clock.systemUTC(), registry, n -> false);
        Ledger ledger =
            new Ledger(
                client,
                Clock.systemUTC(),
                Export.NONE,
                null,
                new PlacementWriter(client, n -> !n.equals("shut")))) {
      ledger.recover();
      ledger.commit(List.of(change(1)));
      assertEquals(Set.of(WEB), ledger.refused().keySet());
      PlacementRefusals refusals =
          new PlacementRefusals(
              ledger, new RefusedWrites(registry, events), new Triggers(), workload -> null);
      refusals.tell();
      refusals.tell();
      assertEquals(
          0, registry.get("bleu.writes.refused").tag("write", "Placement").gauge().value());
    }
  }

  /** Nobody's workload suffers by it, but who takes over would carry it out. */
  @Test
  void ledgerThatIsStoredOtherwiseIsToldUntilItIsStoredAsSent() throws LedgerConflictException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    AtomicLong nanos = new AtomicLong();
    AtomicBoolean alters = new AtomicBoolean(true);
    Fault webhook =
        new Fault() {
          @Override
          public Answer after(Request request, Answer answer) {
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            return alters.get() && request.method().equals("PUT")
                ? Answer.json(answer.code(), body.replace("\"InputChanged\"", "\"Returned\""))
                : answer;
          }
        };
    try (ScriptedServer server = new ScriptedServer(ProjectCrds.all(), webhook);
        EventRecorder events =
            new EventRecorder(server.admin(), "test", Clock.systemUTC(), registry, n -> false);
        Ledger ledger = new Ledger(server.client(), Clock.systemUTC())) {
      PlacementRefusals refusals =
          new PlacementRefusals(
              ledger,
              new RefusedWrites(registry, events, nanos::get),
              new Triggers(),
              workload -> null);
      ledger.recover();
      refusals.tell();
      assertEquals(0, told(registry));
      ledger.commit(List.of(change(1)));
      refusals.tell();
      assertEquals(1, told(registry));
      nanos.addAndGet(Duration.ofDays(1).toNanos());
      assertEquals(1, told(registry), "nothing is written, and nothing is over");
      alters.set(false);
      ledger.commit(List.of(change(2)));
      refusals.tell();
      assertEquals(0, told(registry));
      assertEquals(Set.of(), ledger.refused().keySet());
    }
  }

  /** A webhook of the ledger may let the question hang: nobody else waits for it. */
  @Test
  void ledgerIsAskedForOnceAllElseIsTold() throws LedgerConflictException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    AtomicBoolean alters = new AtomicBoolean(true);
    List<Double> placements = new CopyOnWriteArrayList<>();
    Fault webhook =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            return request.about("workloadplacements") && request.isWrite()
                ? Answer.status(403, "Forbidden")
                : null;
          }

          @Override
          public Answer after(Request request, Answer answer) {
            if (request.query().contains("dryRun=All")) {
              placements.add(told(registry, "Placement"));
            }
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            return alters.get() && request.method().equals("PUT")
                ? Answer.json(answer.code(), body.replace("\"InputChanged\"", "\"Returned\""))
                : answer;
          }
        };
    try (ScriptedServer server = new ScriptedServer(ProjectCrds.all(), webhook);
        EventRecorder events =
            new EventRecorder(server.admin(), "test", Clock.systemUTC(), registry, n -> false);
        Ledger ledger = new Ledger(server.client(), Clock.systemUTC())) {
      PlacementRefusals refusals =
          new PlacementRefusals(
              ledger, new RefusedWrites(registry, events), new Triggers(), workload -> null);
      ledger.recover();
      ledger.commit(List.of(change(1)));
      await("it is time to ask").atMost(SOON).until(() -> ledger.untilRetry().isZero());
      refusals.tell();
      assertEquals(List.of(1.0), placements);
      assertEquals(1, told(registry));
      alters.set(false);
      await("it is asked again")
          .atMost(SOON)
          .until(
              () -> {
                refusals.tell();
                return placements.size() == 2;
              });
      assertEquals(0, told(registry), "its end is told at once");
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusalIsToldUnlessItIsThatTheNamespaceIsBeingDeleted(SaidRefusal refusal)
      throws LedgerConflictException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Fault refuses =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            return request.about("workloadplacements") && request.isWrite()
                ? refusal.answer()
                : null;
          }
        };
    try (ScriptedServer server = new ScriptedServer(ProjectCrds.all(), refuses);
        EventRecorder events =
            new EventRecorder(server.admin(), "test", Clock.systemUTC(), registry, n -> false);
        Ledger ledger = new Ledger(server.client(), Clock.systemUTC())) {
      ledger.recover();
      ledger.commit(List.of(change(1)));
      new PlacementRefusals(
              ledger, new RefusedWrites(registry, events), new Triggers(), workload -> "u1")
          .tell();
      refusal.assertTold(RefusedWrites.Write.Placement, registry, said);
    }
  }

  private static double told(SimpleMeterRegistry registry) {
    return told(registry, "Ledger");
  }

  private static double told(SimpleMeterRegistry registry, String write) {
    return registry.get("bleu.writes.refused").tag("write", write).gauge().value();
  }

  private static ProposedDecision change(int replicas) {
    return LaterDecision.of(
        WEB,
        "u1",
        Chain.GENESIS,
        null,
        "InputChanged",
        List.of(new Assignment("a", replicas, null, null)),
        List.of(),
        0);
  }
}
