package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import java.util.ArrayList;
import java.util.List;

/** What is decided for a workload that may ask for no more than two of three zones. */
public final class AddedConstraintScenes {
  private AddedConstraintScenes() {}

  private static WorkloadBuilder a(int replicas) {
    return workload("a").replicas(replicas).perZone(1, null);
  }

  private static EstateBuilder room(int each) {
    return estate().zones(each, "z1", "z2", "z3");
  }

  /** One line each: its name, the counts by zone or the refusal, and what is told of them. */
  public static List<String> decided() {
    List<String> lines = new ArrayList<>();
    lines.add(line("placed", room(9).workload(a(6))));
    lines.add(line("many", room(40).workload(a(60))));
    lines.add(line("no two zones", room(2).workload(a(6))));
    lines.add(line("fewer are asked for", running(a(3))));
    lines.add(line("rebalanced", running(a(6).rebalance(Workload.Rebalance.Mode.WhenNeeded, 9))));
    lines.add(line("stays", running(a(6).rebalance(Workload.Rebalance.Mode.Never, 0))));
    return lines;
  }

  private static EstateBuilder running(WorkloadBuilder a) {
    return room(9).workload(a).running("a", "z1", 2, "z2", 2, "z3", 2);
  }

  private static String line(String name, EstateBuilder builder) {
    Estate estate = builder.build();
    Plan plan = Planner.plan(estate);
    Decision a = Estates.of(plan, "a");
    String where =
        a.outcome() instanceof Decision.Outcome.Unplaceable none
            ? none.reason().code() + " " + relaxed(a)
            : Estates.zones(a);
    return name + ": " + where + " " + a.shortfalls().stream().map(Decision.Reason::code).toList();
  }

  private static List<String> relaxed(Decision a) {
    return a.relax().stream()
        .flatMap(one -> one.changes().stream())
        .map(c -> c.path().replace("spec.", "") + " " + c.from() + " -> " + c.to())
        .toList();
  }
}
