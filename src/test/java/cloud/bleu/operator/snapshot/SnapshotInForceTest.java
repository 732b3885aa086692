package cloud.bleu.operator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.Translation;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is in force while the ledger has not committed all that is decided. */
class SnapshotInForceTest {

  @Test
  void aDecisionThatIsNotCommittedIsNotInForce() {
    Estate estate =
        zones()
            .running("committed", "a", 1)
            .running("held", "a", 1)
            .build()
            .at(Instant.parse("2026-11-24T12:00:00Z"));
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    Planner.plan(zones().build()).decisions().forEach(d -> decisions.put(d.id(), d));
    Snapshot snapshot =
        new Snapshot(
            new Translation(
                estate, List.of(), List.of(), List.of(), new TreeMap<>(), new TreeMap<>()),
            new DecidedWorkloads(Map.of(), decisions, Map.of(), Map.of(), Map.of(), Map.of()),
            new TreeMap<>(),
            Map.of(),
            new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()),
            Map.of());
    assertEquals(Map.of("committed", "b", "held", "b"), zones(snapshot));
    Set<WorkloadId> held = new HashSet<>(decisions.keySet());
    held.removeIf(id -> !id.name().equals("held"));
    assertEquals(
        Map.of("committed", "b", "held", "a"), zones(snapshot.standing(held, Map.of(), 0)));
  }

  /** Only one zone has room for what is decided anew. */
  private static EstateBuilder zones() {
    return Estates.estate()
        .zone(Estates.zone("a").site("s-a").cpu(1), Estates.zone("b").site("s-b").cpu(40))
        .workload(Estates.workload("committed").replicas(1).cpu(2))
        .workload(Estates.workload("held").replicas(1).cpu(2));
  }

  private static Map<String, String> zones(Snapshot snapshot) {
    Map<String, String> zones = new HashMap<>();
    for (Placement placement : snapshot.inForce().placements()) {
      zones.put(placement.id().name(), placement.assignments().get(0).zone());
    }
    return zones;
  }
}
