package cloud.bleu.placement.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.problem.AllowedZones;
import cloud.bleu.placement.problem.Topology;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is found of one changed workload is told of another only where nothing else is read. */
class ChangedZonesTest {
  private static WorkloadBuilder workload() {
    return Estates.workload("w");
  }

  private static Topology topology() {
    Estate estate =
        Estates.estate()
            .zone(Estates.zone("z1").cpu(2), Estates.zone("z2").cpu(8))
            .workload(workload())
            .build();
    return new Topology(estate);
  }

  private static void assertFound(AllowedZones expected, AllowedZones found) {
    assertEquals(Arrays.toString(expected.open), Arrays.toString(found.open));
    assertEquals(Arrays.toString(expected.eligible), Arrays.toString(found.eligible));
  }

  /** No rule reads what a replica asks for; whether it fits in a zone follows from that. */
  @Test
  void whatIsAskedForIsReadWhateverTheRules() {
    Workload own = workload().build();
    Topology topology = topology();
    ChangedZones zones = new ChangedZones(topology, own);
    Workload larger = workload().cpu(4).build();
    assertFound(new AllowedZones(topology, own), zones.of(own.withReplicas(3)));
    assertFound(new AllowedZones(topology, larger, own), zones.of(larger));
    assertEquals("[false, true]", Arrays.toString(zones.of(larger).open));
    assertFound(new AllowedZones(topology, own), zones.of(own.withReplicas(2)));
  }

  @Test
  void whatIsNotReadMakesNoDifference() {
    Workload own = workload().build();
    ChangedZones zones = new ChangedZones(topology(), own);
    assertSame(zones.of(own.withReplicas(3)), zones.of(own.withReplicas(2)));
  }
}
