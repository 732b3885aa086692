package cloud.bleu.placement;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Workloads whose losses do not resemble each other. Two zones are on a site, and there are 20
 * regions and 10 providers; the loss of any of these is survived.
 */
public final class UnevenEstate {

  private static final int REGIONS = 20;
  private static final int PROVIDERS = 10;
  private static final int MOST = 100;
  private static final int MOST_WEIGHT = 50;
  private static final int OF_OTHERS = 500;

  private UnevenEstate() {}

  /**
   * The workload {@code a}, and others of 500 replicas.
   *
   * @param why uneven: {@code room} at random, the {@code cost}, {@code weights}, or room at random
   *     with a spread over {@code regions}
   * @param names of zones, in their order
   */
  public static Estate of(
      int zones, int replicas, String why, int others, IntFunction<String> names) {
    Random random = new Random(0);
    int average = Math.max(1, (replicas + others * OF_OTHERS) / zones);
    EstateBuilder builder = Estates.estate();
    WorkloadBuilder workload = workload("a", replicas, why);
    for (int z = 0; z < zones; z++) {
      String name = names.apply(z);
      ZoneBuilder zone =
          Estates.zone(name)
              .region("r" + z % REGIONS)
              .provider("p" + z % PROVIDERS)
              .site("s" + z / 2);
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
