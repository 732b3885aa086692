package cloud.bleu.placement;

import cloud.bleu.decision.EvacuationConversion;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.evacuation.PlanGroups;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * How large evacuation plans are written whose losses do not resemble each other, and what processor time that takes: by room at random, by the cheapest zones, by weights, spread
 * over regions, and beside four workloads that hold room for the same losses. Two zones are on a site, and there are 20 regions and 10 providers; the loss of any of these
 * is survived. The last rows are no engine's: losses that chose at random, and many replicas.
 */
public final class UnevenPlans {

  private static final int ZONES = 200;
  private static final int REPLICAS = 2_000;
  private static final int REGIONS = 20;
  private static final int PROVIDERS = 10;
  private static final int MOST = 100;
  private static final int MOST_WEIGHT = 50;
  private static final int OTHERS = 4;
  private static final int OF_OTHERS = 500;
  private static final int MANY = 60_000;
  private static final int RUNS = 5;

  private UnevenPlans() {}

  /** Numbers of zones and of replicas. */
  public static void main(String... args) {
    int zones = args.length > 0 ? Integer.parseInt(args[0]) : ZONES;
    int replicas = args.length > 1 ? Integer.parseInt(args[1]) : REPLICAS;
    for (String why : List.of("room", "cost", "weights", "regions")) {
      for (int others : why.equals("regions") ? new int[] {0} : new int[] {0, OTHERS}) {
        for (Decision decision : Planner.decisions(estate(zones, replicas, why, others)).decisions()) {
          tell(why + ", " + decision.id().name() + " of " + (1 + others), decision.contingency(), decision.assignments());
        }
      }
    }
    for (int many : new int[] {replicas, MANY}) {
      for (double odd : new double[] {0, ChosenPlan.SOME, 1}) {
        ChosenPlan plan = ChosenPlan.of(zones, many, odd);
        tell("%d replicas, %.0f%% of the losses choose at random".formatted(many, 100 * odd), plan.contingency(), plan.assignments());
      }
    }
  }

  private static void tell(String what, List<Contingency> contingency, List<Assignment> assignments) {
    long first = 0;
    long best = Long.MAX_VALUE;
    int bytes = 0;
    for (int run = 0; run < RUNS; run++) {
      long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      var groups = PlanGroups.of(contingency, assignments);
      long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
      first = run == 0 ? took : first;
      best = Math.min(best, took);
      bytes = Serialization.asJson(EvacuationConversion.written(groups)).getBytes(StandardCharsets.UTF_8).length;
    }
    int moves = contingency.stream().mapToInt(loss -> loss.moves().size()).sum();
    System.out.printf(
        "%s: %d zones in use, %d losses, %d moves, plan of %d bytes, %d ms of processor time, the first time %d ms%n",
        what, assignments.size(), contingency.size(), moves, bytes, best / 1_000_000, first / 1_000_000);
  }

  private static Estate estate(int zones, int replicas, String why, int others) {
    Random random = new Random(0);
    int average = Math.max(1, (replicas + others * OF_OTHERS) / zones);
    EstateBuilder builder = Estates.estate();
    WorkloadBuilder workload = workload("a", replicas, why);
    for (int z = 0; z < zones; z++) {
      String name = "zone-%03d".formatted(z);
      ZoneBuilder zone = Estates.zone(name).region("r" + z % REGIONS).provider("p" + z % PROVIDERS).site("s" + z / 2);
      if (why.equals("weights")) {
        workload.weight(name, 1 + random.nextInt(MOST_WEIGHT));
        zone.cpu(4L * average);
      } else {
        zone.cpu(average + random.nextInt(3 * average)).cost(1 + random.nextInt(MOST), 0);
      }
      builder.zone(zone);
    }
    builder.workload(workload);
    for (int i = 0; i < others; i++) {
      builder.workload(workload("b" + i, OF_OTHERS, why.equals("weights") ? "room" : why));
    }
    return builder.build();
  }

  private static WorkloadBuilder workload(String name, int replicas, String why) {
    WorkloadBuilder workload = Estates.workload(name).replicas(replicas);
    for (Scope scope : List.of(Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER)) {
      workload.tolerate(scope, 0, Workload.Recover.Reserved, true);
    }
    if (why.equals("cost")) {
      workload.objective(Workload.Objective.Cost);
    }
    if (why.equals("regions")) {
      workload.spread(Scope.REGION, 1);
    }
    return workload;
  }
}
