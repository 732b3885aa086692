package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Workload.Objective;
import cloud.bleu.placement.model.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a search that takes less upon itself does not find, and does not prove. */
class SearchEffortTest {

  /** Five replicas, where each zone holds four or none: few ways, and none that does. */
  @ParameterizedTest
  @CsvSource({"FULL, true", "ANY_PLACE, true", "HEURISTIC, false"})
  void whatIsProven(SearchEffort effort, boolean proven) {
    ReplicaPlacer placer =
        TrialScene.placer(
            estate()
                .zones(9, "z1", "z2", "z3")
                .workload(workload("a").replicas(5).perZone(4, 4))
                .build(),
            effort);
    assertEquals(false, placer.place(5));
    assertEquals(proven, placer.proven());
  }

  /** The cheapest zone is full by the skew only on the way. */
  @ParameterizedTest
  @CsvSource({"FULL, 3 1 1", "ANY_PLACE, 2 2 1", "HEURISTIC, 3 1 1"})
  void whatIsBettered(SearchEffort effort, String counts) {
    ReplicaPlacer placer =
        TrialScene.placer(
            estate()
                .zone(zone("z1").cpu(9).cost(1, 0), zone("z2").cpu(9).cost(2, 0))
                .zone(zone("z3").cpu(9).cost(3, 0))
                .workload(
                    workload("a")
                        .replicas(5)
                        .objective(Objective.Cost)
                        .spread(Scope.ZONE, 1, null, 2, true))
                .build(),
            effort);
    assertEquals(true, placer.place(5));
    assertEquals(counts, TrialScene.counts(placer.trial.x));
  }
}
