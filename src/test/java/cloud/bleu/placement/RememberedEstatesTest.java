package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.HeldObjects;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A memory holds on to the estate planned last, and finds in the next one what is equal. */
class RememberedEstatesTest {

  private static final int EDITS = 60;

  /**
   * What is remembered of an old estate would grow without end in an operator that runs for months.
   * Every second plan is of an estate without an edit, in which more is carried over.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOldEstateIsLetGo(boolean anew) {
    PlannerMemory memory = new PlannerMemory();
    List<WeakReference<Estate>> planned = new ArrayList<>();
    Estate first = new EditedEstates(3).first();
    Estate running = Estates.with(first, Estates.inForce(Planner.plan(first)));
    for (int i = 0; i < EDITS; i++) {
      for (Estate estate : List.of(edited(running, i, anew), edited(running, i, anew))) {
        Planner.plan(estate, memory);
        planned.add(new WeakReference<>(estate));
      }
    }
    HeldObjects.awaitAtMost(3, planned);
    // Until here the memory is there.
    assertEquals(Planner.plan(running), Planner.plan(running, memory));
  }

  /** The operator reads its objects anew for each pass. */
  @Test
  void workloadsReadAnewAreKnown() {
    PlannerMemory memory = new PlannerMemory();
    Estate first = new EditedEstates(3).first();
    Estate running = Estates.with(first, Estates.inForce(Planner.plan(first)));
    Estate settled = Estates.with(running, Estates.inForce(Planner.plan(running, memory)));
    Planner.plan(edited(settled, 0, false), memory);
    int shared = memory.spared();
    Planner.plan(edited(settled, 1, true), memory);
    assertTrue(shared > 0);
    assertTrue(memory.spared() >= shared - 2, memory.spared() + " and not " + shared);
    Estate last = edited(settled, 2, true);
    assertEquals(Planner.plan(last), Planner.plan(last, memory));
  }

  @Test
  void whatIsReadAnewIsKeptOnce() {
    PlannerMemory memory = new PlannerMemory();
    Estate first = new EditedEstates(3).first();
    Estate running = Estates.with(first, Estates.inForce(Planner.plan(first)));
    assertSame(running, memory.sharing(running));
    Planner.plan(running, memory);
    Estate edited = Estates.anew(edited(running, running.workloads().get(0).replicas(), true));
    Estate known = memory.sharing(edited);
    assertEquals(edited, known);
    int same = 0;
    for (int i = 0; i < running.workloads().size(); i++) {
      same += known.workloads().get(i) == running.workloads().get(i) ? 1 : 0;
    }
    assertEquals(running.workloads().size() - 1, same);
    assertSame(running.placements(), known.placements());
    assertSame(running.workloads(), memory.sharing(Estates.anew(running)).workloads(), "asked");
    Planner.plan(known, memory);
    assertSame(known.workloads(), memory.sharing(Estates.anew(edited)).workloads());
  }

  @Test
  void whatComesAndGoesIsNoMatterForTheOthers() {
    Estate all = new EditedEstates(5).first();
    List<Workload> some = new ArrayList<>(all.workloads());
    Workload gone = some.remove(some.size() / 2);
    some.remove(0);
    Estate less = all.withWorkloads(some);
    for (List<Estate> pair : List.of(List.of(all, less), List.of(less, all))) {
      PlannerMemory memory = new PlannerMemory();
      Planner.plan(pair.get(0), memory);
      Estate known = memory.sharing(Estates.anew(pair.get(1)));
      assertEquals(pair.get(1), known);
      int same = 0;
      for (Workload workload : known.workloads()) {
        for (Workload other : all.workloads()) {
          same += workload == other ? 1 : 0;
        }
      }
      assertEquals(less.workloads().size(), same, "without " + gone.id());
    }
  }

  /**
   * One workload has other replicas.
   *
   * @param anew whether every workload is another object
   */
  private static Estate edited(Estate estate, int edit, boolean anew) {
    List<Workload> workloads = new ArrayList<>(estate.workloads());
    if (anew) {
      workloads.replaceAll(same -> same.withReplicas(same.replicas()));
    }
    workloads.set(0, workloads.get(0).withReplicas(1 + edit % 3));
    return estate.withWorkloads(workloads);
  }
}
