package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Replicas return to their home after {@code returnAfter} of uninterrupted health, within the
 * budget; nothing goes home while any zone is lost or silent.
 */
class FailbackTest {
  private static final Duration HALF_HOUR = Duration.ofMinutes(30);

  private static WorkloadBuilder four(Workload.Rebalance.Mode mode, int movesPerHour) {
    return workload("a")
        .replicas(4)
        .failover(Duration.ofMinutes(5), HALF_HOUR)
        .rebalance(mode, movesPerHour);
  }

  private static WorkloadBuilder four() {
    return four(Workload.Rebalance.Mode.WhenNeeded, 9);
  }

  private static CycleScene scene(EstateBuilder estate, String replicas, String homes) {
    return new CycleScene(estate.placement(CycleScene.placement("a", replicas, homes)));
  }

  /**
   * What has run in the last hour, and what this plan moved, is taken from the moves of an hour.
   */
  @ParameterizedTest
  @CsvSource({
    "WhenNeeded, 2, 0, 0, 2",
    "WhenNeeded, 2, 1, 0, 1",
    "WhenNeeded, 2, 1, 1, 0",
    "WhenNeeded, 2, 5, 0, 0",
    "WhenNeeded, 0, 0, 0, 0",
    "Continuous, 3, 0, 1, 2",
    "Never, 3, 0, 0, 0",
  })
  void budget(Workload.Rebalance.Mode mode, int perHour, int lastHour, int now, int budget) {
    CycleScene scene =
        scene(estate().zone(zone("z1"), zone("z2")).workload(four(mode, perHour)), "4 0", "4 0");
    WorkloadState a = scene.of("a");
    a.begin(lastHour);
    a.notes().spend(now);
    assertEquals(budget, scene.move.budget(a));
  }

  @Test
  void thereIsNoBudgetWhileOurOwnViewIsInDoubt() {
    EstateBuilder estate =
        estate()
            .zone(zone("z1"), zone("z2").unhealthySince(NOW), zone("z3").unhealthySince(NOW))
            .workload(four());
    CycleScene scene = scene(estate, "4 0 0", "4 0 0");
    assertEquals(0, scene.move.budget(scene.of("a")));
  }

  /** Where replicas are, where they are at home, the moves of an hour: where they are then. */
  @ParameterizedTest
  @CsvSource({
    "4 0 0, 2 2 0, 9, 2 2 0",
    "4 0 0, 2 2 0, 1, 3 1 0",
    "4 0 0, 2 2 0, 0, 4 0 0",
    "4 0 0, 4 0 0, 9, 4 0 0",
    // the first home first; from where most refugees are
    "4 0 0, 0 2 2, 3, 1 2 1",
    "0 3 1, 4 0 0, 2, 2 1 1",
    "0 2 2, 4 0 0, 1, 1 2 1",
    "0 1 3, 2 1 1, 9, 2 1 1",
    // who is at home does not make room for who is not
    "2 2 0, 2 2 0, 9, 2 2 0",
  })
  void goesHomeWithinTheBudget(String at, String homes, int perHour, String then) {
    CycleScene scene =
        scene(
            estate()
                .zone(zone("z1"), zone("z2"), zone("z3"))
                .workload(four(Workload.Rebalance.Mode.WhenNeeded, perHour)),
            at,
            homes);
    WorkloadState a = scene.turnOf("a");
    int moves = 0;
    for (int z = 0; z < 3; z++) {
      moves += Math.max(0, CycleScene.numbers(then)[z] - CycleScene.numbers(at)[z]);
    }
    assertEquals(moves > 0, new Failback(scene.state, scene.move).goHome(a));
    assertEquals(then, CycleScene.text(a.counts()));
    assertEquals(homes, CycleScene.text(a.places().copyOfHomes()), "home stays where it was");
    assertEquals(moves, a.notes().movedNow());
    assertEquals(
        moves > 0 ? Decision.Cause.Returned : Decision.Cause.SpecChanged, a.notes().cause());
  }

  /**
   * What came in this plan goes home for nothing and first, for it never ran where it leaves. By
   * zone, what ran when the plan began, what is placed, the homes, the moves of an hour: where they
   * are then, and how many of them moved.
   */
  @ParameterizedTest
  @CsvSource({
    "2 0 0, 4 0 0, 2 2 0, 0, 2 2 0, 0",
    "3 0 0, 4 0 0, 2 2 0, 0, 3 1 0, 0",
    "3 0 0, 4 0 0, 2 2 0, 1, 2 2 0, 1",
    "4 0 0, 4 0 0, 2 2 0, 0, 4 0 0, 0",
    // as many refugees are in z3, and more
    "0 0 3, 0 1 3, 2 0 2, 0, 1 0 3, 0",
    "0 0 3, 0 1 3, 1 0 3, 1, 1 0 3, 0",
    "0 0 3, 0 1 3, 3 0 1, 1, 2 0 2, 1",
  })
  void whatIsNewGoesHomeForNothing(
      String ran, String at, String homes, int perHour, String then, int moves) {
    CycleScene scene =
        scene(
            estate()
                .zone(zone("z1"), zone("z2"), zone("z3"))
                .workload(four(Workload.Rebalance.Mode.WhenNeeded, perHour)),
            ran,
            homes);
    WorkloadState a = scene.turnOf("a");
    int[] placed = CycleScene.numbers(at);
    for (int z = 0; z < placed.length; z++) {
      a.motion().run(z, placed[z] - a.replicas(z), 0);
    }
    assertEquals(!at.equals(then), new Failback(scene.state, scene.move).goHome(a));
    assertEquals(then, CycleScene.text(a.counts()));
    assertEquals(moves, a.notes().movedNow());
    assertEquals(
        moves > 0 ? Decision.Cause.Returned : Decision.Cause.SpecChanged, a.notes().cause());
  }

  /** When the home is the second zone, which is so. */
  @ParameterizedTest
  @CsvSource({
    "plain, 0 2",
    // back for so many minutes of the 30 that it has to be
    "back 29, 2 0",
    "back 30, 0 2",
    "healthy 29, 2 0",
    "healthy 30, 0 2",
    "cordoned, 2 0",
    "full, 2 0",
    "roomForOne, 1 1",
  })
  void onlyToAHomeThatIsOpenAndCalm(String kind, String then) {
    ZoneBuilder home = zone("z2");
    switch (kind) {
      case "back 29" -> home.since(NOW.minus(Duration.ofMinutes(29)));
      case "back 30" -> home.since(NOW.minus(HALF_HOUR));
      case "healthy 29" -> home.health(Health.Signal.Healthy, NOW.minus(Duration.ofMinutes(29)));
      case "healthy 30" -> home.health(Health.Signal.Healthy, NOW.minus(HALF_HOUR));
      case "cordoned" -> home.state(ZoneState.Cordoned);
      case "full" -> home.cpu(0);
      case "roomForOne" -> home.cpu(1);
      default -> {}
    }
    CycleScene scene =
        scene(estate().zone(zone("z1"), home).workload(four().replicas(2)), "2 0", "0 2");
    WorkloadState a = scene.turnOf("a");
    new Failback(scene.state, scene.move).goHome(a);
    assertEquals(then, CycleScene.text(a.counts()));
  }

  /** A third zone, in which nothing of the workload is: what is said of it holds all at home. */
  @ParameterizedTest
  @CsvSource({"plain, true", "lost, false", "silent, false", "drained, true", "degraded, true"})
  void nothingGoesHomeInAnIncident(String kind, boolean goes) {
    ZoneBuilder other = zone("z3");
    switch (kind) {
      case "lost" -> other.state(ZoneState.Lost);
      case "silent" -> other.unhealthySince(NOW);
      case "drained" -> other.state(ZoneState.Drained);
      case "degraded" -> other.health(Health.Signal.Degraded, NOW);
      default -> {}
    }
    CycleScene scene =
        scene(estate().zone(zone("z1"), zone("z2"), other).workload(four()), "4 0 0", "2 2 0");
    assertEquals(goes, new Failback(scene.state, scene.move).goHome(scene.turnOf("a")));
  }

  /** Data that nobody replicates is where it is. */
  @ParameterizedTest
  @CsvSource({"true, 4 0", "false, 2 2"})
  void boundDataStays(boolean bound, String then) {
    WorkloadBuilder a = bound ? four().dataBound() : four().dataBound().replication(null, null);
    CycleScene scene = scene(estate().zone(zone("z1"), zone("z2")).workload(a), "4 0", "2 2");
    WorkloadState state = scene.turnOf("a");
    new Failback(scene.state, scene.move).goHome(state);
    assertEquals(then, CycleScene.text(state.counts()));
  }
}
