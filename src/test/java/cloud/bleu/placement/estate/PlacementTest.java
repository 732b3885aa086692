package cloud.bleu.placement.estate;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.running;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in force is the same in whichever order somebody wrote it. */
class PlacementTest {

  /** Of {@code a}: its losses move replicas to two zones each, and evict {@code low} in both. */
  private static EstateBuilder scene(WorkloadBuilder a) {
    return estate()
        .zones(4, "z1", "z2")
        .zones(2, "z3", "z4")
        .workload(a, workload("low").replicas(2).cpu(2).only("z3", "z4"))
        .placement(running("low", "z3", 1, "z4", 1));
  }

  private static WorkloadBuilder a() {
    return workload("a").replicas(4).cpu(2).priority(10, true).tolerate(Scope.ZONE);
  }

  private static Placement decided() {
    Decision a = of(Planner.plan(scene(a()).build()), "a");
    return Placement.of(a, null, 0, null);
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }

  private static Placement backwards(Placement placement) {
    return new Placement(
        placement.id(),
        placement.uid(),
        reversed(placement.assignments()),
        reversed(placement.contingency()).stream()
            .map(
                c ->
                    new Contingency(
                        c.event(), reversed(c.moves()), reversed(c.evicts()), c.keeps()))
            .toList(),
        0);
  }

  @Test
  void theOrderIsThatOfNames() {
    Placement decided = decided();
    assertTrue(decided.assignments().size() > 1, decided.toString());
    assertTrue(decided.contingency().size() > 1, decided.toString());
    Contingency loss = decided.contingency().get(0);
    assertTrue(loss.moves().size() > 1 && loss.evicts().size() > 1, decided.toString());

    assertEquals(decided, backwards(decided));
  }

  /** Nobody reports that it was changed, and no decision is written because of it. */
  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void whatIsWrittenBackwardsIsUnchanged(boolean suspended, boolean zonesOnly) {
    Placement decided = decided();
    Placement written = backwards(decided);
    if (zonesOnly) {
      written =
          new Placement(
              written.id(), written.uid(), written.assignments(), decided.contingency(), 0);
    }
    Estate estate = scene(suspended ? a().suspended() : a()).placement(written).build();

    Plan plan = Planner.propose(estate, Map.of());

    assertEquals(List.of(), Checker.check(estate, plan));
    assertEquals(Decision.Cause.Unchanged, of(plan, "a").cause());
    assertSame(written.contingency(), of(plan, "a").contingency());
  }
}
