package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a replica more leaves lacking, against what lacks when all is reckoned anew with it. */
class FloorLackTest {
  /** Sites and regions that lie across each other too. */
  @Test
  void whatAReplicaMoreChangesIsWhatIsReckonedAnewWithIt() {
    for (long seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      int zones = 3 + random.nextInt(6);
      PlacementTrial trial = trial(random, zones);
      int[] floors = random.ints(trial.compiled().spreads.length, 0, 7).toArray();
      FloorLack lack = new FloorLack(trial);
      lack.start();
      for (int step = 0; step < 12; step++) {
        lack.measure(floors, bases(trial));
        int zone = random.nextInt(zones);
        int added = 1 + random.nextInt(3);
        SpreadLimit.Basis[] before = bases(trial);
        long with = lack.with(zone, added);
        trial.add(zone, added);
        assertEquals(lack.measure(floors, before), with, "seed " + seed + ", step " + step);
      }
    }
  }

  private static PlacementTrial trial(Random random, int zones) {
    EstateBuilder estate = estate();
    for (int z = 0; z < zones; z++) {
      estate.zone(
          zone("z" + z).cpu(99).site("s" + random.nextInt(4)).region("r" + random.nextInt(3)));
    }
    WorkloadBuilder a = workload("a").replicas(30);
    for (Scope over : new Scope[] {Scope.REGION, Scope.ZONE, Scope.SITE}) {
      if (random.nextInt(3) > 0) {
        a.spread(over, 1, random.nextInt(3) == 0 ? 2 : null, 2, true);
      }
    }
    return TrialScene.of(estate.workload(a).build());
  }

  private static SpreadLimit.Basis[] bases(PlacementTrial trial) {
    SpreadLimit.Basis[] bases = new SpreadLimit.Basis[trial.compiled().spreads.length];
    for (int i = 0; i < bases.length; i++) {
      bases[i] = trial.basis(i);
    }
    return bases;
  }
}
