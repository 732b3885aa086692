package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.Scene;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two leaders at once, with no lease to keep them apart: what holds is the ledger alone. */
@RealControlPlane
@Timeout(300)
class LedgerRacePlaneTest {

  /** Replicas that the one zone has room for; each decision takes one. */
  private static final int ROOM = 20;

  @Test
  void twoWritersSellTheSameRoomOnce(
      KubernetesClient client, OperatorAccount account, TestNamespace namespace) throws Exception {
    ExecutorService both = Executors.newFixedThreadPool(2);
    CyclicBarrier begin = new CyclicBarrier(2);
    try (ChainWatch chain = new ChainWatch(client);
        KubernetesClient ours = account.client()) {
      Future<Integer> first = both.submit(() -> sell(ours, begin, namespace.name(), "first"));
      Future<Integer> second = both.submit(() -> sell(ours, begin, namespace.name(), "second"));
      int conflicts = first.get() + second.get();
      assertTrue(conflicts > 0, "both read the ledger before either wrote");
      assertEquals(
          ROOM,
          client.resources(WorkloadPlacement.class).list().getItems().size(),
          "replicas sold, after " + conflicts + " conflicts");
      Awaitility.await().atMost(Scene.SOON).until(() -> chain.entries().size() == ROOM);
      chain.verify();
    } finally {
      both.shutdownNow();
    }
  }

  /** Kinds without {@code evacuation}: the server is asked to refuse what it would drop. */
  @Test
  void plansThatOlderKindsDropAreRefusedBeforeTheyAreCommitted(
      KubernetesClient client, OperatorAccount account, TestNamespace namespace) {
    var kinds = client.apiextensions().v1().customResourceDefinitions();
    var kind = kinds.withName("workloadplacements.placement.bleu.cloud");
    try (KubernetesClient ours = account.client()) {
      PlacementWriter writer = new PlacementWriter(ours, served -> true);
      ProposedDecision change =
          LaterDecision.of(
              new WorkloadId(namespace.name(), "planned"),
              "uid-planned",
              Chain.GENESIS,
              null,
              "InputChanged",
              List.of(new Assignment("a", 1, null, null)),
              List.of(
                  new Evacuation(
                      List.of("a"),
                      null,
                      List.of(),
                      List.of(new Evacuation.Target(List.of("b"), null, 1)),
                      List.of(),
                      0)),
              0);
      assertNull(writer.ask(change));
      JSONSchemaProps plan = spec(kind.get()).remove("evacuation");
      UnlockedEdit.of(
          kind,
          old -> {
            spec(old).remove("evacuation");
            return old;
          });
      try {
        String older =
            "it does not keep spec.evacuation of a WorkloadPlacement: its kinds are older than this"
                + " operator";
        // A server that takes note of a kind may refuse for another reason meanwhile.
        Awaitility.await()
            .atMost(Scene.SOON)
            .untilAsserted(() -> assertEquals(older, words(writer.ask(change))));
        // As where they come between the question and the write.
        assertEquals(older, words(writer.carryOut(entry(change), RecentMoves.NONE, true)));
        assertNull(
            client
                .resources(WorkloadPlacement.class)
                .inNamespace(namespace.name())
                .withName("planned")
                .get(),
            "nothing is stored without its plan");
      } finally {
        UnlockedEdit.of(
            kind,
            old -> {
              spec(old).put("evacuation", plan);
              return old;
            });
      }
      Awaitility.await().atMost(Scene.SOON).until(() -> writer.ask(change) == null);
    }
  }

  private static String words(@Nullable Refusal refusal) {
    return refusal == null ? "" : refusal.words();
  }

  private static Entry entry(ProposedDecision change) {
    return new Entry(
        1L,
        null,
        change.subject(),
        change.digest(),
        null,
        change.cause(),
        change.assignments(),
        change.evacuation(),
        null,
        null);
  }

  private static Map<String, JSONSchemaProps> spec(CustomResourceDefinition kind) {
    return kind.getSpec()
        .getVersions()
        .get(0)
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("spec")
        .getProperties();
  }

  /** Sells while it sees room; returns how often somebody else had written meanwhile. */
  private static int sell(
      KubernetesClient client, CyclicBarrier begin, String namespace, String name)
      throws Exception {
    Ledger ledger = new Ledger(client, Clock.systemUTC());
    recover(ledger);
    begin.await();
    int conflicts = 0;
    for (int i = 0; ledger.all().size() < ROOM; i++) {
      WorkloadId id = new WorkloadId(namespace, name + "-" + i);
      try {
        ledger.commit(
            List.of(
                LaterDecision.of(
                    id,
                    "uid-" + id.name(),
                    Chain.GENESIS,
                    null,
                    "InputChanged",
                    List.of(new Assignment("a", 1, null, null)),
                    List.of(),
                    0)));
      } catch (LedgerConflictException e) {
        conflicts++;
        recover(ledger);
      }
    }
    return conflicts;
  }

  /** As the placement loop does: again, as long as somebody writes in between. */
  private static void recover(Ledger ledger) {
    while (true) {
      try {
        ledger.recover();
        return;
      } catch (LedgerConflictException e) {
        continue;
      }
    }
  }
}
