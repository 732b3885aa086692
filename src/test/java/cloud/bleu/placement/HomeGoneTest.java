package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.model.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Zones z0 and z1 went while the placement in force names them; z2 and z3 are there. A placement is
 * written as {@code zone=replicas/home}.
 */
class HomeGoneTest {

  @ParameterizedTest(name = "{0} replicas, {1} becomes {2}")
  @CsvSource({
    // Drained, then deleted: what left is at home where it is.
    "4, z1=0/2 z2=2/1 z3=2/1, z2=2/2 z3=2/2",
    "2, z1=0/2 z2=2/1 z3=2/1, z2=1/1 z3=1/1",
    "4, z0=0/2 z1=2/0 z2=2/2, z1=2/2 z2=2/2",
    // Half of it had left.
    "4, z1=1/2 z2=2/1 z3=1/1, z1=1/1 z2=2/2 z3=1/1",
    // It was a refuge; the home of what is there is another zone.
    "4, z1=2/0 z2=2/2 z3=0/2, z1=2/2 z2=2/2",
    // What was missing comes up elsewhere.
    "4, z1=0/3 z2=1/1, z2=2/2 z3=2/2",
    "4, z1=0/4, z2=2/2 z3=2/2",
  })
  void homeInZoneThatIsGoneIsForgotten(int replicas, String before, String after) {
    WorkloadBuilder a = workload("a").replicas(replicas);
    Decision first = decided(a, before(before));
    assertEquals(new Decision.Outcome.Placed(), first.outcome());
    assertEquals(Decision.Cause.ZoneState, first.cause());
    assertEquals(after, text(first));
    assertEquals(List.of(), first.moves());

    Decision second =
        decided(
            a, new Placement(Estates.id("a"), null, first.assignments(), first.contingency(), 0));
    assertEquals(Decision.Cause.Unchanged, second.cause());
    assertEquals(after, text(second));
  }

  @Test
  void whatHadItsDataThereStaysDown() {
    WorkloadBuilder a = workload("a").replicas(4).dataBound();
    Decision decided = decided(a, before("z1=0/2 z2=2/2"));
    Decision.Outcome.PartlyPlaced partly = (Decision.Outcome.PartlyPlaced) decided.outcome();
    assertEquals(ReasonCode.StaysDown.name(), partly.reason().code());
    assertEquals("z1=0/2 z2=2/2", text(decided));
    assertEquals(Decision.Cause.Unchanged, decided.cause());
  }

  private static Decision decided(WorkloadBuilder workload, Placement before) {
    return Estates.of(
        Planner.plan(estate().zones(9, "z2", "z3").workload(workload).placement(before).build()),
        "a");
  }

  private static Placement before(String text) {
    List<Assignment> assignments = new ArrayList<>();
    for (String part : text.split(" ")) {
      String[] f = part.split("[=/]");
      assignments.add(new Assignment(f[0], Integer.parseInt(f[1]), Integer.parseInt(f[2])));
    }
    return new Placement(Estates.id("a"), null, assignments, List.of(), 0);
  }

  private static String text(Decision decision) {
    return decision.assignments().stream()
        .map(a -> a.zone() + "=" + a.replicas() + "/" + a.home())
        .collect(Collectors.joining(" "));
  }
}
