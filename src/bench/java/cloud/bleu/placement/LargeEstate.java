package cloud.bleu.placement;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.rule.Regions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Many workloads in many zones, with room for all of them: three to six replicas that outlive the loss of any zone and are spread over zones, in the regions that one of
 * five lists allows, of twenty sizes.
 */
public final class LargeEstate {
  private static final int ZONES_OF_A_REGION = 5;
  private static final int SIZES = 20;
  private static final int LISTS = 5;
  private static final int CPUS = 6;

  private LargeEstate() {}

  /** Where nothing runs yet. */
  public static Estate fresh(int zones, int workloads) {
    EstateBuilder builder = Estates.estate();
    long cpus = Math.max(400, (long) CPUS * CPUS * workloads / zones);
    for (int z = 0; z < zones; z++) {
      builder.zone(Estates.zone("z%03d".formatted(z)).region("r%02d".formatted(z / ZONES_OF_A_REGION)).cpu(cpus));
    }
    int regions = (zones + ZONES_OF_A_REGION - 1) / ZONES_OF_A_REGION;
    List<BoundRule> lists = new ArrayList<>();
    for (int i = 0; i < LISTS; i++) {
      List<String> allowed = new ArrayList<>();
      for (int r = 0; r < regions; r++) {
        if (regions < LISTS || r % LISTS != i) {
          allowed.add("r%02d".formatted(r));
        }
      }
      Parameters parameters = Parameters.of(Map.of("allow", allowed));
      lists.add(new BoundRule(new Regions(), "regions", null, BoundRule.Action.Enforce, BoundRule.OnViolation.Report, parameters, List.of()));
    }
    for (int w = 0; w < workloads; w++) {
      builder.workload(workload(w, lists));
    }
    return builder.build();
  }

  private static WorkloadBuilder workload(int number, List<BoundRule> lists) {
    return Estates.workload("w%05d".formatted(number))
        .replicas(3 + number % 4)
        .request("cpu", 500 + 100L * (number % SIZES))
        .tolerate(Scope.ZONE, 1, Workload.Recover.Reserved, true)
        .spread(Scope.ZONE, 2, null, 2, true)
        .surges()
        .rule(lists.get(number % LISTS));
  }

  /** The same once all of that is placed and nothing changes any more. */
  public static Estate settled(Estate fresh) {
    return Estates.with(fresh, Estates.inForce(Planner.plan(fresh)));
  }

  /** The same with one replica more of one workload. */
  public static Estate edited(Estate estate, int number) {
    List<Workload> workloads = new ArrayList<>(estate.workloads());
    workloads.set(number, workloads.get(number).withReplicas(workloads.get(number).replicas() + 1));
    return new Estate(estate.now(), estate.providers(), estate.zones(), workloads, estate.placements(), estate.roundTrips());
  }
}
