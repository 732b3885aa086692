package cloud.bleu.placement.capacity;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a turn may change of a workload is put back, field by field: a field that is new must be put
 * back too, or be named in {@link WorkloadFields} as one that no turn changes. That this is so of
 * turns that are taken, {@code GroupHistoriesTest} holds at random. Workload {@code a} is away from
 * its home {@code z1}, where room is held for it, and has moves for the loss of {@code z2}.
 */
class WorkloadSnapshotTest {
  private final PlanState state;
  private final WorkloadState a;

  WorkloadSnapshotTest() {
    Estate estate =
        estate()
            .zone(
                zone("z1").health(Health.Signal.Healthy, NOW.minus(Duration.ofMinutes(1))),
                zone("z2"),
                zone("z3"))
            .workload(workload("a").replicas(2).tolerate(Scope.ZONE))
            .placement(
                new Placement(
                    Estates.id("a"),
                    null,
                    List.of(new Assignment("z1", 0, 1), new Assignment("z2", 2, 1)),
                    List.of(
                        new Contingency(
                            new Contingency.Event(Scope.ZONE, "z2"),
                            List.of(new Contingency.Move("z2", "z3", 2)),
                            List.of(),
                            0)),
                    0))
            .build();
    state = new PlanState(estate);
    StateLoader.load(state, estate);
    a = state.workloadStates[0];
    state.enter(a);
    state.holdHomes(a);
  }

  static Stream<Field> changed() {
    return WorkloadFields.changed();
  }

  @ParameterizedTest
  @MethodSource("changed")
  void isPutBack(Field field) throws IllegalAccessException {
    String before = WorkloadFields.text(field, a);
    WorkloadSnapshot snapshot = new WorkloadSnapshot(a);
    change(field);
    assertNotEquals(before, WorkloadFields.text(field, a));
    WorkloadSnapshot.putBack(state, List.of(snapshot));
    assertEquals(before, WorkloadFields.text(field, a));
  }

  private void change(Field field) throws IllegalAccessException {
    Object part = WorkloadFields.part(field, a);
    Object value = field.get(part);
    if (value instanceof Boolean flag) {
      field.set(part, !flag);
    } else if (value instanceof Integer number) {
      field.set(part, number + 1);
    } else if (value instanceof int[] counts) {
      counts[2]++;
    } else if (value instanceof Decision.Cause) {
      field.set(part, Decision.Cause.Preempted);
    } else if (value instanceof MoveList moves) {
      moves.add(0, 2, 1);
    } else if (value instanceof EvacuationPlan plan) {
      plan.clear();
    } else {
      throw new AssertionError("how does a turn change " + field + "?");
    }
  }
}
