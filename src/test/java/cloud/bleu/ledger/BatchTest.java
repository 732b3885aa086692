package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.Contingency;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** However large the entries are, one write of the ledger stays below one MiB. */
class BatchTest {
  private static final int ZONES = 200;
  private static final int MIB = 1024 * 1024;

  @Test
  void smallEntriesAreBoundByTheirNumber() throws LedgerConflictException {
    List<ProposedDecision> changes = new ArrayList<>();
    for (int i = 0; i < Batch.MOST + 10; i++) {
      changes.add(change(i, List.of()));
    }
    List<DecisionLedger> written = new CopyOnWriteArrayList<>();
    try (EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
        KubernetesClient client = PatientClients.of(server)) {
      Ledger ledger = new Ledger(client, Clock.systemUTC());
      ledger.recover();
      try (var watch = client.resources(DecisionLedger.class).watch(into(written))) {
        ledger.commit(changes);
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> written.stream().anyMatch(l -> last(l) == changes.size() && empty(l)));
      }
    }
    assertEquals(
        Batch.MOST,
        written.stream().mapToInt(l -> l.getSpec().entries().size()).max().orElseThrow());
  }

  @Test
  void notesOfAnyNumberAreCommittedInWritesBelowOneMebibyte() throws LedgerConflictException {
    List<ChainNote> notes = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      notes.add(ChainNote.of("Violation", Map.of("name", "w" + i, "more", "m".repeat(1000))));
    }
    List<DecisionLedger> written = new CopyOnWriteArrayList<>();
    try (EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
        KubernetesClient client = PatientClients.of(server)) {
      Ledger ledger = new Ledger(client, Clock.systemUTC());
      ledger.recover();
      try (var watch = client.resources(DecisionLedger.class).watch(into(written))) {
        ledger.commit(List.of(change(0, List.of())), notes, null, CommitProgress.NONE);
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> written.stream().anyMatch(l -> last(l) == notes.size() + 1 && empty(l)));
      }
      for (DecisionLedger ledgerThen : written) {
        int bytes = Serialization.asJson(ledgerThen).getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes < MIB, bytes + " bytes");
      }
    }
  }

  @Test
  void theLargestEntriesAreCommittedInWritesBelowOneMebibyte() throws LedgerConflictException {
    int workloads = 12;
    List<ProposedDecision> changes = new ArrayList<>();
    List<Evacuation> plan = everyLoss();
    for (int i = 0; i < workloads; i++) {
      changes.add(change(i, plan));
    }
    List<DecisionLedger> written = new CopyOnWriteArrayList<>();
    try (EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
        KubernetesClient client = PatientClients.of(server)) {
      Ledger ledger = new Ledger(client, Clock.systemUTC());
      ledger.recover();
      try (var watch = client.resources(DecisionLedger.class).watch(into(written))) {
        ledger.commit(changes);
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> written.stream().anyMatch(l -> last(l) == workloads && empty(l)));
      }
      assertEquals(
          workloads,
          client.resources(WorkloadPlacement.class).inAnyNamespace().list().getItems().size());
    }
    int largest = written.stream().mapToInt(BatchTest::bytes).max().orElseThrow();
    assertTrue(largest < MIB, largest + " bytes");
    assertTrue(largest > MIB / 4, "the entries are large: " + largest + " bytes");
  }

  private static long last(DecisionLedger ledger) {
    return ledger.getSpec().sequence();
  }

  private static boolean empty(DecisionLedger ledger) {
    return ledger.getSpec().entries().isEmpty();
  }

  private static int bytes(DecisionLedger ledger) {
    return Serialization.asJson(ledger).getBytes(StandardCharsets.UTF_8).length;
  }

  private static Watcher<DecisionLedger> into(List<DecisionLedger> written) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, DecisionLedger ledger) {
        written.add(ledger);
      }

      @Override
      public void onClose(WatcherException cause) {}
    };
  }

  /** For each loss of a zone, site, river, region and provider: whatever it takes moves in twos. */
  private static List<Evacuation> everyLoss() {
    List<Evacuation> plan = new ArrayList<>();
    List<String> scopes = List.of("zone", "site", "failureDomains/flood", "region", "provider");
    List<Integer> sizes = List.of(1, 2, 4, 10, 20);
    for (int s = 0; s < scopes.size(); s++) {
      int size = sizes.get(s);
      for (int first = 0; first < ZONES; first += size) {
        List<Contingency.Move> moves = new ArrayList<>();
        for (int z = first; z < first + size; z++) {
          moves.add(new Contingency.Move(zone(z), zone((z + size) % ZONES), 3));
          moves.add(new Contingency.Move(zone(z), zone((z + 2 * size) % ZONES), 2));
        }
        plan.add(
            new Evacuation(
                null,
                null,
                List.of(new Evacuation.Loss(scopes.get(s) + " " + zone(first), null, moves)),
                null,
                null,
                5 * (ZONES - size)));
      }
    }
    return plan;
  }

  private static ProposedDecision change(int i, List<Evacuation> plan) {
    List<Assignment> assignments = new ArrayList<>();
    for (int z = 0; z < (plan.isEmpty() ? 1 : ZONES); z++) {
      assignments.add(new Assignment(zone(z), 5, 6, 5 * z));
    }
    WorkloadId id = new WorkloadId("default", "web-" + i);
    return LaterDecision.of(
        id, "uid-" + i, Chain.GENESIS, null, "InputChanged", assignments, plan, 0);
  }

  private static String zone(int z) {
    return "provider-%02d-region-%02d-zone-%03d".formatted(z / 20, z / 10, z);
  }
}
