package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.simulation.Drill;
import cloud.bleu.placement.simulation.DrillVerdict;
import cloud.bleu.placement.simulation.Loss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Sites, regions, providers and floods that overlap or are the same zones, with entries that ask
 * different things of them. At each loss, and at each after a first one, what the planner proposes
 * passes the checker. Where no priority takes the room of another, and no zone is out of service, a
 * loss that a workload says it tolerates breaks nothing that it asks. {@code -Dbleu.overlapping=N}
 * takes so many seeds, {@code -Dbleu.seed=N} that one alone.
 */
class OverlappingLossesTest {
  private static final int SEEDS = Campaign.size("bleu.overlapping", 60);

  /**
   * Of 1,500 seeds some that found something: two entries that name the same zones were read in two
   * ways (113, 368), somebody was evicted in vain (934), of two sets as large planner and check
   * took different ones (1,288), what a larger loss promised was not made (9, 48), nor what answers
   * for a site that nobody names (181).
   */
  private static final long[] FOUND = {9, 48, 113, 181, 368, 934, 1_288};

  private static final List<Scope> SCOPES =
      List.of(Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER, Scope.hazard("flood"));

  @Test
  void everyLossIsAnsweredAsItIsAsked() {
    Long one = Long.getLong("bleu.seed");
    List<String> found = new ArrayList<>();
    for (long seed = one == null ? 0 : one; seed < (one == null ? SEEDS : one + 1); seed++) {
      history(seed, found);
    }
    for (long seed : FOUND) {
      history(seed, found);
    }
    assertEquals(List.of(), found);
  }

  private static void history(long seed, List<String> found) {
    Random random = new Random(seed * 6_700_417 + 5);
    Estate fresh = estate(random);
    Plan plan = proposed(fresh, "seed " + seed, found);
    Estate running = Estates.with(fresh, Estates.inForce(plan));
    losses(running, plan, calm(fresh), "seed " + seed, found);
    List<Loss> all = Loss.all(running);
    Loss first = all.get(random.nextInt(all.size()));
    Estate lost = first.applied(running);
    plan = proposed(lost, "seed " + seed + " " + first.name(), found);
    losses(
        Estates.with(lost, Estates.inForce(plan)),
        plan,
        false,
        "seed " + seed + " " + first.name() + ", then",
        found);
  }

  private static boolean calm(Estate estate) {
    return estate.zones().stream().allMatch(zone -> zone.state() == ZoneState.Active)
        && estate.workloads().stream().map(each -> each.priority().value()).distinct().count() < 2;
  }

  private static void losses(
      Estate running, Plan before, boolean calm, String where, List<String> found) {
    for (Loss loss : Loss.all(running)) {
      Plan after = proposed(loss.applied(running), where + " " + loss.name(), found);
      for (DrillVerdict verdict : Drill.of(running, loss, after.decisions()).verdicts()) {
        Decision decision =
            before.decisions().stream()
                .filter(each -> each.id().equals(verdict.id()))
                .findFirst()
                .orElseThrow();
        boolean claimed =
            decision.tolerates().stream().anyMatch(each -> each.scope().equals(loss.scope()));
        if (calm && claimed && verdict.broken() != null) {
          found.add(where + " " + loss.name() + ": " + verdict);
        }
      }
    }
  }

  private static Plan proposed(Estate estate, String where, List<String> found) {
    Plan plan = Planner.propose(estate, Map.of());
    for (Finding finding : Checker.check(estate, plan)) {
      found.add(where + ": " + finding);
    }
    return plan;
  }

  private static Estate estate(Random random) {
    EstateBuilder estate = Estates.estate();
    int zones = 4 + random.nextInt(4);
    for (int z = 0; z < zones; z++) {
      int region = random.nextInt(3);
      estate.zone(
          Estates.zone("z" + z)
              .provider(region == 2 || random.nextInt(4) == 0 ? "p" : "q")
              .region("r" + region)
              .site("r" + region + "-s" + random.nextInt(2))
              .hazard("flood", List.of("None", "seine", "rhone").get(random.nextInt(3)))
              .state(random.nextInt(20) == 0 ? ZoneState.Lost : ZoneState.Active)
              .cpu(2 + random.nextInt(7)));
    }
    boolean tiers = random.nextBoolean();
    int workloads = 2 + random.nextInt(3);
    for (int w = 0; w < workloads; w++) {
      WorkloadBuilder workload = workload(random, "w" + w);
      estate.workload(tiers && random.nextBoolean() ? workload.priority(10) : workload);
    }
    return estate.build();
  }

  private static WorkloadBuilder workload(Random random, String name) {
    int replicas = 1 + random.nextInt(5);
    WorkloadBuilder workload = Estates.workload(name).replicas(replicas).cpu(1 + random.nextInt(2));
    List<Scope> scopes = new ArrayList<>(SCOPES);
    Collections.shuffle(scopes, random);
    boolean quorum = replicas % 2 == 1 && random.nextInt(4) == 0;
    for (Scope scope : scopes.subList(0, 1 + random.nextInt(3))) {
      workload.tolerate(
          scope,
          random.nextInt(1 + replicas / 2),
          Recover.values()[random.nextInt(3)],
          quorum && random.nextBoolean() ? DataCopy.Asynchronous : DataCopy.Unspecified,
          random.nextBoolean());
    }
    if (quorum) {
      workload.quorum();
    }
    if (random.nextInt(3) == 0) {
      workload.perZone(2, null);
    }
    if (random.nextInt(3) == 0) {
      workload.spread(SCOPES.get(random.nextInt(3)), 1, null, 1 + random.nextInt(2), true);
    }
    return workload;
  }
}
