package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A fault that passes takes the evacuation plan along, and brings it back when it is over. */
class PassingFaultTest {

  private static EstateBuilder zones(Duration ago) {
    EstateBuilder b = estate();
    for (String n : new String[] {"ara-a", "ara-b", "idf-a", "idf-b"}) {
      ZoneBuilder z = zone(n).site(n).region(n.substring(0, 3)).cpu(20);
      b.zone(ago == null ? z : z.since(NOW.minus(ago)));
    }
    return b;
  }

  private static WorkloadBuilder urgences() {
    return workload("a")
        .replicas(8)
        .tolerate(Scope.ZONE, 6, Recover.Reserved, true)
        .tolerate(Scope.REGION, 4, Recover.Reserved, true);
  }

  private static String say(Decision d) {
    return Estates.zones(d)
        + " "
        + d.contingency().stream()
            .map(c -> c.event() + "=" + c.moves().stream().mapToInt(m -> m.replicas()).sum())
            .toList()
        + d.tolerates()
        + d.shortfalls()
        + d.cause();
  }

  private static Decision decide(EstateBuilder b) {
    Plan plan = Planner.propose(b.build(), Map.of());
    return Estates.of(plan, "a");
  }

  private static void run(Duration ago) {
    Plan first = Planner.propose(zones(ago).workload(urgences()).build(), Map.of());
    System.out.println(ago + " first " + say(Estates.of(first, "a")));
    EstateBuilder be =
        zones(ago)
            .workload(
                urgences()
                    .rule(
                        Estates.rule(
                            "no",
                            BoundRule.Action.Enforce,
                            BoundRule.OnViolation.Report,
                            Verdict.Result.Reject)));
    Plan second = Planner.propose(Estates.with(be.build(), Estates.inForce(first)), Map.of());
    System.out.println(ago + " second " + say(Estates.of(second, "a")));
    Plan third =
        Planner.propose(
            Estates.with(zones(ago).workload(urgences()).build(), Estates.inForce(second)),
            Map.of());
    System.out.println(ago + " third " + say(Estates.of(third, "a")));
    Plan fourth =
        Planner.propose(
            Estates.with(zones(ago).workload(urgences()).build(), Estates.inForce(third)),
            Map.of());
    System.out.println(ago + " fourth " + say(Estates.of(fourth, "a")));
  }

  @Test
  void probe() {
    run(null);
    run(Duration.ofMinutes(3));
  }
}
