package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.running;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Too few domains are no reason where no majority has to outlive the loss of one of them. */
class DomainIndependenceTest {

  /** Three members, two regions of one site each, of which one is full, or both. */
  @ParameterizedTest
  @CsvSource({
    "Region,               true,  QuorumUnsatisfiable",
    "Region,               false, QuorumUnsatisfiable",
    "Region~,              true,  Placed",
    "Region~,              false, InsufficientCapacity",
    "Region Region~,       true,  Placed",
    "Region Region~,       false, InsufficientCapacity",
    "Region~ Region,       false, InsufficientCapacity",
    "Site Region~,         true,  Placed",
    "Site Region~,         false, InsufficientCapacity",
    "Region Site~,         false, InsufficientCapacity",
  })
  void aLossThatAnyEntryExemptsAsksForNoThirdDomain(String entries, boolean room, String reason) {
    WorkloadBuilder quorum = workload("q").replicas(3).quorum();
    for (String entry : entries.split(" ")) {
      quorum.tolerate(
          entry.startsWith("Site") ? Scope.SITE : Scope.REGION,
          0,
          Recover.None,
          entry.endsWith("~") ? DataCopy.Asynchronous : DataCopy.Unspecified,
          true);
    }
    Estate estate =
        estate()
            .zone(zone("z1").cpu(9).site("s").region("r"))
            .zone(zone("z2").cpu(9).site("s").region("r"))
            .zone(zone("z3").cpu(9).site("s").region("r"))
            .zone(zone("z4").cpu(9).site("t").region("t"))
            .workload(quorum, workload("f").replicas(room ? 1 : 4).cpu(9))
            .placement(
                room ? running("f", "z4", 1) : running("f", "z1", 1, "z2", 1, "z3", 1, "z4", 1))
            .build();
    Plan plan = Planner.propose(estate, Map.of());
    assertEquals(List.of(), Checker.check(estate, plan));
    Decision.Outcome outcome = of(Planner.plan(estate), "q").outcome();
    assertEquals(
        reason,
        outcome instanceof Decision.Outcome.Unplaceable refused
            ? refused.reason().code()
            : outcome.getClass().getSimpleName());
  }
}
