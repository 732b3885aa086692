package cloud.bleu.placement.search;

import cloud.bleu.placement.constraint.Constraints;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.problem.Cliques;
import cloud.bleu.placement.problem.RoundTripGraph;
import java.util.BitSet;

/**
 * The greedy way to place replicas: one after another, in each clique of zones within the round
 * trip; the best of these ways that meets all that is asked.
 */
final class CliqueFill {
  private final PlacementTrial trial;
  private final GreedyFill fill;
  private final FloorClimb climb;
  private final LossSurvival survival;
  private final ZoneSets zoneSets;
  private final boolean climbs;
  private boolean cut;

  /**
   * Of one trial.
   *
   * @param climbs whether better floors are looked for once a way is found
   */
  CliqueFill(PlacementTrial trial, LossSurvival survival, ZoneSets zoneSets, boolean climbs) {
    this.climbs = climbs;
    this.trial = trial;
    this.fill = new GreedyFill(trial);
    this.climb = new FloorClimb(trial, fill, survival);
    this.survival = survival;
    this.zoneSets = zoneSets;
  }

  /** Starts with another workload. */
  void start() {
    cut = false;
  }

  /** Whether there were more cliques than were tried last. */
  boolean cut() {
    return cut;
  }

  /** Places so many more replicas, with moves; false when this way places fewer. */
  boolean place(int replicas) {
    return place(replicas, false);
  }

  /** Places so many more replicas, zones with more room first; false when this way places fewer. */
  boolean placeByRoom(int replicas) {
    return place(replicas, true);
  }

  private boolean place(int replicas, boolean byRoom) {
    RoundTripGraph graph = trial.request().graph(trial.compiled());
    if (graph == null) {
      return fillWhole(replicas, byRoom);
    }
    Cliques cliques = cliques(graph);
    trial.planState.steps.count(cliques.steps());
    cut = cliques.cut;
    return zoneSets.best(cliques.list, () -> fillWhole(replicas, byRoom));
  }

  /** Of the zones that may take something and lie within the round trip of all that stays. */
  Cliques cliques(RoundTripGraph graph) {
    BitSet stays = new BitSet(trial.fixed.length);
    for (int z = 0; z < trial.fixed.length; z++) {
      stays.set(z, trial.fixed[z] > 0);
    }
    BitSet candidates = new BitSet(trial.may.length);
    for (int z = 0; z < trial.may.length; z++) {
      candidates.set(z, trial.may[z] && graph.within(z, stays));
    }
    return graph.cliques(candidates);
  }

  private boolean fillWhole(int replicas, boolean byRoom) {
    trial.rewind();
    if (fill.fill(replicas, null, byRoom) > 0 || !holds()) {
      return false;
    }
    if (climbs && fill.heldDown() && !byRoom) {
      climb.climb(replicas, survival.unmet());
      holds();
    }
    return true;
  }

  /** Whether the counts that are tried meet all that is asked, with moves. */
  private boolean holds() {
    return Constraints.admit(trial) && survival.cover(RecoveryEffort.Greedy) >= 0;
  }
}
