package cloud.bleu.placement;

import cloud.bleu.decision.EvacuationConversion;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.evacuation.PlanGroups;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How large evacuation plans are whose losses do not resemble each other, item by item and as they
 * are written, and what processor time that takes: by room at random, by the cheapest zones, by
 * weights, spread over regions, and beside four workloads that hold room for the same losses. Two
 * zones are on a site, and there are 20 regions and 10 providers; the loss of any of these is
 * survived. The last rows are no engine's: losses that chose at random, and many replicas.
 */
public final class UnevenPlans {

  private static final int ZONES = 200;
  private static final int REPLICAS = 2_000;
  private static final int OTHERS = 4;
  private static final int PER_PROVIDER = 20;
  private static final int PER_REGION = 10;
  private static final int MANY = 60_000;
  private static final int RUNS = 5;

  private UnevenPlans() {}

  /** Numbers of zones and of replicas. */
  public static void main(String... args) {
    int zones = args.length > 0 ? Integer.parseInt(args[0]) : ZONES;
    int replicas = args.length > 1 ? Integer.parseInt(args[1]) : REPLICAS;
    for (String why : List.of("room", "cost", "weights", "regions")) {
      for (int others : why.equals("regions") ? new int[] {0} : new int[] {0, OTHERS}) {
        for (Decision decision :
            Planner.decisions(UnevenEstate.of(zones, replicas, why, others, UnevenPlans::name))
                .decisions()) {
          tell(
              why + ", " + decision.id().name() + " of " + (1 + others),
              decision.contingency(),
              decision.assignments());
        }
      }
    }
    for (int many : new int[] {replicas, MANY}) {
      for (double odd : new double[] {0, ChosenPlan.SOME, 1}) {
        ChosenPlan plan = ChosenPlan.of(zones, many, odd, UnevenPlans::name);
        tell(
            "%d replicas, %.0f%% of the losses choose at random".formatted(many, 100 * odd),
            plan.contingency(),
            plan.assignments());
      }
    }
  }

  private static void tell(
      String what, List<Contingency> contingency, List<Assignment> assignments) {
    long first = 0;
    long best = Long.MAX_VALUE;
    int bytes = 0;
    int written = 0;
    for (int run = 0; run < RUNS; run++) {
      long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      var groups = PlanGroups.of(contingency, assignments);
      long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
      first = run == 0 ? took : first;
      best = Math.min(best, took);
      bytes = bytes(EvacuationConversion.readable(groups));
      written = bytes(EvacuationConversion.written(groups, contingency.size()));
    }
    int moves = contingency.stream().mapToInt(loss -> loss.moves().size()).sum();
    System.out.printf(
        "%s: %d zones in use, %d losses, %d moves, plan of %d bytes, written in %d, %d ms of"
            + " processor time, the first time %d ms%n",
        what,
        assignments.size(),
        contingency.size(),
        moves,
        bytes,
        written,
        best / 1_000_000,
        first / 1_000_000);
  }

  private static int bytes(Object plan) {
    return Serialization.asJson(plan).getBytes(StandardCharsets.UTF_8).length;
  }

  /** Of 31 characters. */
  private static String name(int zone) {
    return "provider-%02d-region-%02d-zone-%03d"
        .formatted(zone / PER_PROVIDER, zone / PER_REGION, zone);
  }
}
