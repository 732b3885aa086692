package cloud.bleu.placement.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Pairs of which one needs the other, in zones that are nearly full, and higher priorities that
 * come and evict at losses: the check finds nothing in what is planned.
 */
class EvictedTargetsCampaignTest {
  private static final int SEEDS = Campaign.size("bleu.evictedtargets.seeds", 400);
  private static final Scope[] SCOPES = {Scope.ZONE, Scope.SITE, Scope.REGION};

  private final List<String> wrong = new ArrayList<>();
  private int left;

  @Test
  void whatIsClaimedBesideVictimsPassesTheCheck() {
    for (int seed = 0; seed < SEEDS; seed++) {
      history(seed);
    }
    assertEquals(List.of(), wrong);
    assertTrue(left * 20 > SEEDS, "left without a target: " + left);
  }

  /** The low priorities run, the high ones come, nothing changes, a zone is lost. */
  private void history(int seed) {
    List<Placement> running =
        inForce(seed, "low", estate(seed, false, ZoneState.Active, List.of()));
    running = inForce(seed, "high", estate(seed, true, ZoneState.Active, running));
    running = inForce(seed, "again", estate(seed, true, ZoneState.Active, running));
    running = inForce(seed, "lost", estate(seed, true, ZoneState.Lost, running));
    inForce(seed, "back", estate(seed, true, ZoneState.Active, running));
  }

  private List<Placement> inForce(int seed, String step, Estate estate) {
    Plan plan = Planner.propose(estate, Map.of());
    Checker.check(estate, plan).forEach(finding -> wrong.add(seed + " " + step + ": " + finding));
    for (Decision decision : plan.decisions()) {
      left +=
          decision.shortfalls().stream().anyMatch(r -> r.message().contains("evicts the replicas"))
              ? 1
              : 0;
    }
    return Estates.inForce(plan);
  }

  private static Estate estate(int seed, boolean high, ZoneState first, List<Placement> running) {
    Random random = new Random(seed * 31L + 7);
    EstateBuilder estate = Estates.estate();
    int zones = 2 + random.nextInt(3);
    for (int z = 1; z <= zones; z++) {
      estate.zone(
          Estates.zone("z" + z)
              .site("s" + (1 + random.nextInt(3)))
              .region("r" + (1 + random.nextInt(2)))
              .cpu(3 + random.nextInt(4))
              .state(z == 1 ? first : ZoneState.Active));
    }
    for (int pair = 1; pair <= 2; pair++) {
      estate.workload(
          tolerant(random, Estates.workload("web" + pair))
              .replicas(1 + random.nextInt(3))
              .affinity("cache" + pair, SCOPES[random.nextInt(3)], true),
          tolerant(random, Estates.workload("cache" + pair))
              .cpu(1 + random.nextInt(2))
              .replicas(1 + random.nextInt(3)));
    }
    for (int api = 1; api <= 2; api++) {
      WorkloadBuilder one =
          Estates.workload("api" + api)
              .cpu(1 + random.nextInt(3))
              .priority(10 * api, true)
              .tolerate(SCOPES[random.nextInt(2)]);
      if (high) {
        estate.workload(one);
      }
    }
    estate.placement(running.toArray(Placement[]::new));
    return estate.build();
  }

  private static WorkloadBuilder tolerant(Random random, WorkloadBuilder workload) {
    Scope scope = SCOPES[random.nextInt(3)];
    int keep = random.nextInt(2);
    return switch (random.nextInt(4)) {
      case 0 -> workload;
      case 1 -> workload.tolerate(scope, keep, Recover.None, random.nextBoolean());
      case 2 -> workload.tolerate(scope, keep, Recover.BestEffort, random.nextBoolean());
      default -> workload.tolerate(scope, keep, Recover.Reserved, false);
    };
  }
}
