package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Subject;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.chart.Helm;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.Scene;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two leaders at once, with no lease to keep them apart: what holds is the ledger alone. */
@RealControlPlane
@Timeout(300)
class LedgerRacePlaneTest {

  /** Replicas that the one zone has room for; each decision takes one. */
  private static final int ROOM = 20;

  private static final List<Evacuation> PLAN =
      List.of(
          new Evacuation(
              List.of("a"),
              null,
              List.of(),
              List.of(new Evacuation.Target(List.of("b"), null, 1)),
              List.of(),
              0));

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

  /** Kinds without {@code evacuation}: the server takes the plan, drops it, and says nothing. */
  @Test
  void plansThatOlderKindsDropAreRefusedBeforeTheyAreCommitted(
      KubernetesClient client, OperatorAccount account, TestNamespace namespace) {
    var kinds = client.apiextensions().v1().customResourceDefinitions();
    var kind = kinds.withName("workloadplacements.placement.bleu.cloud");
    try (KubernetesClient ours = account.client()) {
      PlacementWriter writer = new PlacementWriter(ours, served -> true);
      ProposedDecision change =
          new ProposedDecision(
              new WorkloadId(namespace.name(), "planned"),
              "uid-planned",
              Chain.GENESIS,
              null,
              "InputChanged",
              List.of(new Assignment("a", 1, null, null)),
              PLAN,
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
        Refusal refusal =
            Awaitility.await()
                .atMost(Scene.SOON)
                .until(() -> writer.ask(change), asked -> asked != null);
        assertEquals(
            "it does not keep spec.evacuation of a WorkloadPlacement: its kinds are older than"
                + " this operator",
            refusal.words());
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

  /**
   * Kinds that become older between the question and the write: the ledger is stored without a plan.
   * It never goes back, so what was sent is written over it once it is kept; and where nobody has
   * that any more, a person takes the entry out as the runbook says.
   */
  @Test
  void whatOlderKindsStoreOfTheLedgerIsNeverCarriedOut(
      ControlPlane plane,
      KubernetesClient client,
      OperatorAccount account,
      TestNamespace namespace,
      @TempDir Path folder)
      throws Exception {
    var kind =
        client
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName("decisionledgers.placement.bleu.cloud");
    try (KubernetesClient ours = account.client()) {
      LedgerStore store = new LedgerStore(ours);
      DecisionLedger first = store.read();
      DecisionLedger read =
          store.write(first, and(first.getSpec(), namespace), null, PendingMoves.NONE);
      DecisionLedgerSpec sent = and(read.getSpec(), namespace);
      List<Long> numbers = sent.entries().stream().map(Entry::sequence).toList();
      JSONSchemaProps plan = entry(kind.get()).remove("evacuation");
      UnlockedEdit.of(
          kind,
          old -> {
            entry(old).remove("evacuation");
            return old;
          });
      try {
        ManagedWrites question = new ManagedWrites(ours, "bleu-ledger");
        Awaitility.await().atMost(Scene.SOON).until(() -> question.ask(read) != null);
        assertThrows(
            KubernetesClientException.class,
            () -> store.write(read, sent, null, PendingMoves.NONE));
        for (LedgerStore each : List.of(store, new LedgerStore(ours))) {
          String refusal = refusalOf(each);
          assertTrue(refusal.contains("does not keep spec.entries[0].evacuation"), refusal);
        }
      } finally {
        UnlockedEdit.of(
            kind,
            old -> {
              entry(old).put("evacuation", plan);
              return old;
            });
      }
      String lost =
          Awaitility.await()
              .atMost(Scene.SOON)
              .until(
                  () -> refusalOf(new LedgerStore(ours)),
                  refusal -> refusal.contains("nobody has any more"));
      assertTrue(lost.contains("sent: " + numbers.get(0) + ", " + numbers.get(1) + ";"), lost);
      assertEquals(sent, store.read().getSpec());
      DecisionLedger whole = new LedgerStore(ours).read();
      assertEquals(sent, whole.getSpec());

      // The same, and who sent it is gone.
      DecisionLedgerSpec stored =
          new DecisionLedgerSpec(
              sent.sequence(),
              sent.headHash(),
              List.of(sent.entries().get(0), planned(sent.entries().get(1), List.of())),
              List.of());
      whole.setSpec(stored);
      client.resource(whole).update();
      assertTrue(refusalOf(new LedgerStore(ours)).contains("sent: " + numbers.get(1) + ";"));
      asTheRunbookSays(
          Helm.with(plane.binaries(), folder, plane.kubeconfigFile(plane.adminKubeconfig())),
          folder.resolve("ledger.yaml"),
          numbers.get(1));
      DecisionLedgerSpec now = new LedgerStore(ours).read().getSpec();
      assertEquals(List.of(sent.entries().get(0)), now.entries());
      assertEquals(sent.sequence(), now.sequence());
      assertEquals(sent.headHash(), now.headHash());
    }
  }

  private static void asTheRunbookSays(Helm tools, Path file, long number) throws IOException {
    String text = tools.kubectl("get", "decisionledger", "decisions", "-o", "yaml");
    DecisionLedger ledger = Serialization.unmarshal(text, DecisionLedger.class);
    DecisionLedgerSpec spec = ledger.getSpec();
    ledger.setSpec(
        new DecisionLedgerSpec(
            spec.sequence(),
            spec.headHash(),
            spec.entries().stream().filter(entry -> entry.sequence() != number).toList(),
            spec.records()));
    Files.writeString(file, Serialization.asYaml(ledger));
    tools.kubectl(
        "replace",
        "-f",
        file.toString(),
        "--as",
        "system:serviceaccount:bleu-system:" + OperatorAccount.RELEASE);
  }

  private static String refusalOf(LedgerStore store) {
    try {
      return "read: " + store.read().getSpec();
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** A ledger with one more decision, which has a plan. */
  private static DecisionLedgerSpec and(DecisionLedgerSpec spec, TestNamespace namespace) {
    long sequence = spec.sequence() + 1;
    Entry next =
        planned(
            new Entry(
                sequence,
                spec.headHash(),
                new Subject(namespace.name(), "w" + sequence, "uid-" + sequence),
                Chain.GENESIS,
                null,
                "InputChanged",
                List.of(new Assignment("a", 1, null, null)),
                List.of(),
                null,
                null),
            PLAN);
    List<Entry> entries = new ArrayList<>(spec.entries());
    entries.add(next);
    return new DecisionLedgerSpec(sequence, Entries.hash(next), entries, spec.records());
  }

  private static Entry planned(Entry entry, List<Evacuation> plan) {
    return new Entry(
        entry.sequence(),
        entry.previous(),
        entry.workload(),
        entry.digest(),
        entry.asOf(),
        entry.cause(),
        entry.assignments(),
        plan,
        entry.time(),
        entry.inputs());
  }

  private static Map<String, JSONSchemaProps> entry(CustomResourceDefinition kind) {
    return spec(kind).get("entries").getItems().getSchema().getProperties();
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
                new ProposedDecision(
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
