package cloud.bleu.placement;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.rule.Zones;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a plan costs that says of many refused workloads what they would have to give up: 40
 * workloads that may use a few of 336 zones each. The estate is that of {@code
 * RelaxationSearchTest.adviceForManyRefusedOfManyZonesEndsSoon}.
 */
public final class AdviceCost {
  private static final int ZONES = 336;
  private static final int WORKLOADS = 40;
  private static final int PLANS = 5;
  private static final double SECONDS = 1e9;
  private static final long MEGABYTE = 1_000_000;

  private AdviceCost() {}

  /** Number of plans, one after the other in this process. */
  public static void main(String... args) {
    Estate estate = estate();
    int plans = args.length > 0 ? Integer.parseInt(args[0]) : PLANS;
    for (int i = 1; i <= plans; i++) {
      long collected = collected();
      long allocated = allocated();
      long began = System.nanoTime();
      long processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      Plan plan = Planner.plan(estate);
      double cpu =
          (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - processor) / SECONDS;
      double clock = (System.nanoTime() - began) / SECONDS;
      long refused = plan.decisions().stream().filter(d -> d.missing() > 0).count();
      int sets = plan.decisions().stream().mapToInt(d -> d.relax().size()).sum();
      System.out.printf(
          "plan %d: %.2f s, %.2f s of its thread's processor time, %d MB allocated, %d ms of collections; %d refused, %d sets of changes, %08x%n",
          i,
          clock,
          cpu,
          (allocated() - allocated) / MEGABYTE,
          collected() - collected,
          refused,
          sets,
          plan.toString().hashCode());
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static long collected() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  private static Estate estate() {
    Random random = new Random(7);
    EstateBuilder builder = Estates.estate();
    int[] room = new int[ZONES];
    for (int z = 0; z < room.length; z++) {
      room[z] = 3 + random.nextInt(12);
      builder.zone(Estates.zone(name(z)).region("r" + z / 7).cpu(room[z]));
    }
    for (int w = 0; w < WORKLOADS; w++) {
      int first = random.nextInt(room.length - 40);
      TreeSet<Integer> own = new TreeSet<>();
      int zones = 6 + random.nextInt(10);
      while (own.size() < zones) {
        own.add(first + random.nextInt(30));
      }
      int all = own.stream().mapToInt(z -> room[z]).sum();
      WorkloadBuilder workload =
          Estates.workload("w" + w)
              .replicas(all / 8 + random.nextInt(all / 2))
              .rule(allowing(own.stream().map(AdviceCost::name).toList()))
              .spread(Scope.REGION, 1, 1 + random.nextInt(3), 100_000, true)
              .spread(Scope.ZONE, 1, 2 + random.nextInt(5), 5, true);
      if (random.nextBoolean()) {
        workload.tolerate(Scope.ZONE, 1, Workload.Recover.Reserved, true);
      }
      builder.workload(workload);
    }
    return builder.build();
  }

  private static BoundRule allowing(List<String> zones) {
    Parameters parameters = new Parameters(new TreeMap<>(Map.of("allow", zones)));
    return new BoundRule(
        new Zones(),
        "zones",
        null,
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Report,
        parameters,
        List.of());
  }

  private static String name(int zone) {
    return "z%03d".formatted(zone);
  }
}
