package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelationConstraint;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Groups at random, whose members are away from home or not, with zones that are nearly full:
 * whoever would move moves with those who need it, and nobody is left alone. {@code
 * -Dbleu.groups=N} for more of them.
 */
class GroupHistoriesTest {
  private static final int GROUPS = Campaign.size("bleu.groups", 400);

  /** Groups in which somebody moves once more after the others have followed. */
  private static final long[] RARE = {17983, 19823, 21206, 21812};

  private CycleScene scene;
  private List<WorkloadState> members;
  private Decision.Outcome[] outcomes;

  private void group(long seed) {
    Random random = new Random(seed);
    int size = 2 + random.nextInt(5);
    int[] room = new int[3];
    EstateBuilder estate = estate();
    for (int i = 0; i < size; i++) {
      WorkloadBuilder workload = workload("w" + i).affinity(next(i, size), Scope.REGION, true);
      for (int other = 0; other < size; other++) {
        if (other != i && !next(i, size).equals("w" + other) && random.nextInt(4) == 0) {
          workload.affinity("w" + other, Scope.ZONE, true);
        }
      }
      int[] stands = new int[3];
      int[] home = new int[3];
      int replicas = 1 + random.nextInt(2);
      for (int r = 0; r < replicas; r++) {
        stands[random.nextInt(3)]++;
        home[random.nextInt(3)]++;
      }
      for (int z = 0; z < 3; z++) {
        room[z] += stands[z];
      }
      estate
          .workload(workload.replicas(replicas))
          .placement(CycleScene.placement("w" + i, CycleScene.text(stands), CycleScene.text(home)));
    }
    for (int z = 0; z < 3; z++) {
      estate.zone(zone("z" + (z + 1)).region("r").cpu(room[z] + random.nextInt(size)));
    }
    scene = new CycleScene(estate);
    members =
        SchedulingOrder.of(scene.state).get(0).stream()
            .map(compiled -> scene.state.workloadStates[compiled.number])
            .toList();
    outcomes = new Decision.Outcome[size];
  }

  private static String next(int number, int size) {
    return "w" + (number + 1) % size;
  }

  private void take() {
    WorkloadTurn deciding = new WorkloadTurn(scene.state, scene.placer);
    new GroupTurns(
            scene.state,
            deciding,
            members,
            outcomes,
            member -> {
              outcomes[member.compiled.number] = deciding.decide(member);
              return false;
            })
        .take();
  }

  private List<BitSet> alone() {
    List<BitSet> alone = new ArrayList<>();
    members.forEach(m -> alone.add(RelationConstraint.alone(scene.state, m.compiled)));
    return alone;
  }

  private String counts() {
    StringBuilder text = new StringBuilder();
    members.forEach(member -> text.append(CycleScene.text(member.x)).append(", "));
    return text.toString();
  }

  @Test
  void whatIsTakenIsTakenWhole() {
    int moved = 0;
    List<String> again = new ArrayList<>();
    long[] seeds = LongStream.concat(LongStream.of(RARE), LongStream.range(0, GROUPS)).toArray();
    for (long seed : seeds) {
      group(seed);
      String before = counts();
      List<BitSet> stood = alone();
      take();
      String then = counts();
      List<BitSet> now = alone();
      for (int m = 0; m < now.size(); m++) {
        now.get(m).andNot(stood.get(m));
        assertTrue(now.get(m).isEmpty(), "seed " + seed + ": alone in " + then);
      }
      moved += then.equals(before) ? 0 : 1;
      take();
      if (!counts().equals(then)) {
        again.add(seed + ": " + then + "then " + counts());
      }
    }
    assertTrue(moved > GROUPS / 4, moved + " groups moved");
    assertEquals(List.of(), again);
  }
}
