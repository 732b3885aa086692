package cloud.bleu.placement;

import cloud.bleu.placement.estate.Estate;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What each edit of a settled estate costs, from the first on, in processor time of the thread that plans and checks it. The estate after the first is another one in the
 * same process, with nothing remembered: what its first edit costs more than its later ones is the engine's own, the rest of the first estate's is Java compiling.
 */
public final class EditCost {

  private static final int ZONES = 100;
  private static final int WORKLOADS = 5_000;
  private static final int EDITS = 40;
  private static final int ESTATES = 3;
  private static final double MILLIS = 1e6;
  private static final int FIRST = 10;

  private EditCost() {}

  /** Numbers of zones, workloads, edits and estates. */
  public static void main(String... args) {
    int zones = number(args, 0, ZONES);
    int workloads = number(args, 1, WORKLOADS);
    int edits = number(args, 2, EDITS);
    for (int e = 1; e <= number(args, 3, ESTATES); e++) {
      measure(e, LargeEstate.settled(LargeEstate.fresh(zones, workloads)), edits);
    }
  }

  private static void measure(int number, Estate settled, int edits) {
    PlannerMemory memory = new PlannerMemory();
    double first = cost(settled, memory);
    double[] millis = new double[edits];
    for (int i = 0; i < edits; i++) {
      millis[i] = cost(LargeEstate.edited(settled, (i + 1) * (settled.workloads().size() - 1) / edits), memory);
    }
    double[] later = Arrays.copyOfRange(millis, Math.min(FIRST, edits), edits);
    Arrays.sort(later);
    System.out.printf("estate %d: %.0f ms from nothing, edits %s; median after the tenth %.0f ms%n", number, first, text(millis), later.length == 0 ? 0 : later[later.length / 2]);
  }

  private static String text(double[] millis) {
    return Arrays.stream(millis).mapToObj(each -> "%.0f".formatted(each)).collect(Collectors.joining(" "));
  }

  private static double cost(Estate estate, PlannerMemory memory) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Planner.plan(estate, memory);
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / MILLIS;
  }

  private static int number(String[] args, int at, int otherwise) {
    return args.length > at ? Integer.parseInt(args[at]) : otherwise;
  }
}
