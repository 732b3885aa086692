package cloud.bleu.placement;

import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * How large the evacuation plan of one workload is written whose losses do not resemble each other: by room at random, by the cheapest zones, by weights. Two zones are on
 * a site, and there are 20 regions and 10 providers; the loss of any of these is survived.
 */
public final class UnevenPlans {

  private static final int ZONES = 200;
  private static final int REPLICAS = 2_000;
  private static final int REGIONS = 20;
  private static final int PROVIDERS = 10;
  private static final int MOST = 100;
  private static final int MOST_WEIGHT = 50;

  private UnevenPlans() {}

  /** Numbers of zones and of replicas. */
  public static void main(String... args) {
    int zones = args.length > 0 ? Integer.parseInt(args[0]) : ZONES;
    int replicas = args.length > 1 ? Integer.parseInt(args[1]) : REPLICAS;
    for (String why : List.of("room", "cost", "weights")) {
      Decision decision = Planner.decisions(estate(zones, replicas, why)).decisions().get(0);
      ProposedDecision written = DecisionDifference.of(decision, "uid", "digest", "2026-01-01T00:00:00Z", true, null);
      int moves = decision.contingency().stream().mapToInt(loss -> loss.moves().size()).sum();
      int bytes = Serialization.asJson(written.evacuation()).getBytes(StandardCharsets.UTF_8).length;
      System.out.printf("%s: %d zones in use, %d losses, %d moves, plan of %d bytes%n", why, decision.assignments().size(), decision.contingency().size(), moves, bytes);
    }
  }

  private static Estate estate(int zones, int replicas, String why) {
    Random random = new Random(0);
    int average = Math.max(1, replicas / zones);
    WorkloadBuilder workload = Estates.workload("a").replicas(replicas);
    for (Scope scope : List.of(Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER)) {
      workload.tolerate(scope, 0, Workload.Recover.Reserved, true);
    }
    if (why.equals("cost")) {
      workload.objective(Workload.Objective.Cost);
    }
    EstateBuilder builder = Estates.estate();
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
    return builder.workload(workload).build();
  }
}
