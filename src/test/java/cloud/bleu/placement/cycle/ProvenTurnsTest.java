package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.capacity.WorkloadFields;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Passes through the turns of a ring, counted. Each runs in {@code z1}, needs the next one in its
 * zone, and is to have another replica, which a pass places where the test says. It is refuted in
 * {@code z2} and {@code z3} unless the next one is there too.
 */
class ProvenTurnsTest implements ProvenTurns.Pass {
  private static final int Z1 = 0;
  private static final int Z2 = 1;
  private static final int Z3 = 2;

  private CycleScene scene;
  private List<WorkloadState> members;
  private Consumer<WorkloadState> turn = member -> {};
  private Runnable onPass = () -> {};
  private final List<String> passes = new ArrayList<>();
  private long turns;

  /** How many turns each member takes in a pass. */
  private long each = 1;

  private void ring(int size) {
    EstateBuilder estate = estate().zones(9 * size, "z1", "z2", "z3");
    for (int i = 0; i < size; i++) {
      String name = name(i);
      estate
          .workload(
              workload(name)
                  .replicas(2)
                  .priority(10, true)
                  .affinity(name((i + 1) % size), Scope.ZONE, true))
          .running(name, "z1", 1);
    }
    estate.workload(workload("low").replicas(2)).running("low", "z1", 1, "z2", 1);
    scene = new CycleScene(estate);
    members = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      members.add(scene.of(name(i)));
    }
  }

  private static String name(int number) {
    return "w%03d".formatted(number);
  }

  @Override
  public boolean take(boolean together) {
    StringBuilder held = new StringBuilder();
    onPass.run();
    for (WorkloadState member : members) {
      turns += each;
      held.append(member.turnRole().heldBack() ? '-' : '+');
      if (member.total() < member.asked()) {
        turn.accept(member);
      }
    }
    passes.add(held.toString());
    return true;
  }

  @Override
  public long taken() {
    return turns;
  }

  private boolean proven(boolean first) {
    return new ProvenTurns(
            scene.state,
            new GrowthProof(scene.state, scene.placer, compiled -> {}),
            members,
            new Decision.Outcome[members.size()],
            this)
        .take(first);
  }

  private void grow(WorkloadState member, int zone) {
    scene.state.change(member, zone, 1);
  }

  private String counts() {
    StringBuilder counts = new StringBuilder();
    members.forEach(member -> counts.append(CycleScene.text(member.counts())).append(", "));
    return counts.toString();
  }

  @Test
  void growthThatStandsTakesOnePass() {
    ring(3);
    turn = member -> grow(member, Z1);
    assertTrue(proven(true));
    assertEquals(List.of("+++"), passes);
    assertEquals("2 0 0, 2 0 0, 2 0 0, ", counts());
  }

  @Test
  void allWhoAreRefutedInAPassAreHeldBackAtOnce() {
    ring(4);
    turn = member -> grow(member, member == members.get(3) || member == members.get(1) ? Z2 : Z1);
    assertTrue(proven(true));
    assertEquals("++++", passes.get(0));
    assertEquals("+-+-", passes.get(1));
    assertEquals("2 0 0, 1 0 0, 2 0 0, 1 0 0, ", counts());
    assertTrue(members.get(1).turnRole().heldBack());
    assertFalse(members.get(2).turnRole().heldBack());
  }

  /** Nobody gives way for growth that is held back; for what stands in the end somebody does. */
  @Test
  void whoGaveWayForWhatIsHeldBackRunsAgain() {
    ring(2);
    WorkloadState low = scene.of("low");
    turn =
        member -> {
          int zone = member == members.get(0) ? Z1 : Z2;
          scene.state.change(low, zone, -1);
          low.notes().because(Decision.Cause.Preempted);
          grow(member, zone);
        };
    proven(true);
    assertEquals("2 0 0, 1 0 0, ", counts());
    assertEquals("0 1 0", CycleScene.text(low.counts()));
  }

  /** One after another is refuted, however few are left: passes end, and nobody grows in them. */
  @Test
  void inARingOfManyPassesAreFew() {
    ring(75);
    turn = this::theFirstIsRefuted;
    proven(true);
    assertEquals(
        List.of("+".repeat(75), "-" + "+".repeat(74), "--" + "+".repeat(73), "-".repeat(75)),
        passes.subList(0, ProvenTurns.MOST_PASSES + 1));
    assertEquals(2 * ProvenTurns.MOST_PASSES + 1, passes.size());
    assertEquals("1 0 0, ".repeat(75), counts());
    assertTrue(members.stream().allMatch(member -> member.turnRole().heldBack()));
  }

  /** Long passes are fewer, and nobody is tried again. */
  @Test
  void manyTurnsEndItSooner() {
    ring(75);
    each = ProvenTurns.MOST_TURNS * 2 / 3 / 75;
    turn = this::theFirstIsRefuted;
    proven(true);
    assertEquals(List.of("+".repeat(75), "-" + "+".repeat(74), "-".repeat(75)), passes);
    assertEquals("1 0 0, ".repeat(75), counts());
  }

  private void theFirstIsRefuted(WorkloadState member) {
    boolean first =
        members.subList(0, members.indexOf(member)).stream()
            .allMatch(other -> other.turnRole().heldBack());
    grow(member, first ? Z2 : Z1);
  }

  /** Growth of a round before stands; it cannot be held back in the next one, which is undone. */
  @Test
  void aLaterRoundThatDoesNotBearGrowthIsTakenBack() {
    ring(2);
    members.forEach(member -> grow(member, Z2));
    members.get(0).turnRole().stay();
    members.get(0).notes().leaveUntried();
    onPass =
        () -> {
          scene.state.change(members.get(1), Z2, -1);
          members.forEach(member -> WorkloadFields.set(member, "stays", false));
          members.forEach(member -> member.notes().tryAgain());
        };
    assertFalse(proven(false));
    assertEquals("1 1 0, 1 1 0, ", counts());
    assertEquals(List.of("++"), passes);
    assertTrue(members.get(0).turnRole().stays());
    assertTrue(members.get(0).notes().untried());
  }

  /** What one does not bear once the others moved keeps it from growing, and nobody else. */
  @Test
  void whoCanGrowOnceTheOthersStandDoes() {
    ring(3);
    turn =
        member -> {
          boolean begins = passes.isEmpty();
          grow(member, begins || member == members.get(2) ? Z2 : Z1);
          if (begins && member == members.get(2)) {
            scene.state.change(member, Z2, -1);
          }
        };
    assertTrue(proven(true));
    assertEquals(false, members.get(0).turnRole().heldBack(), passes + " " + counts());
    assertEquals("2 0 0, 2 0 0, 1 0 0, ", counts(), passes::toString);
  }

  /** All that are held back are refuted again: then the first of them is, and the others grow. */
  @Test
  void whereAllAreRefutedTheFirstIsHeldBack() {
    ring(2);
    turn =
        member -> {
          int other = member == members.get(0) ? Z2 : Z3;
          grow(member, members.get(0).turnRole().heldBack() ? Z1 : other);
        };
    assertTrue(proven(true));
    assertEquals(List.of("++", "--", "++", "-+"), passes);
    assertEquals("1 0 0, 2 0 0, ", counts());
  }

  /** Who has grown is not held back for one who would grow too. */
  @Test
  void whoGrewAlreadyKeepsIt() {
    ring(2);
    turn = member -> grow(member, member == members.get(1) ? Z2 : Z1);
    onPass =
        () -> {
          if (passes.size() == 2) {
            turn = member -> grow(member, Z1);
            scene.state.change(members.get(0), Z1, -1);
            scene.state.change(members.get(0), Z3, 1);
          }
        };
    assertTrue(proven(true));
    assertEquals(List.of("++", "+-", "++"), passes);
    assertEquals("2 0 0, 1 0 0, ", counts());
  }
}
