package cloud.bleu.placement.search;

import cloud.bleu.placement.constraint.Constraints;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.problem.RoundTripGraph;
import java.util.BitSet;
import java.util.List;

/**
 * Other ways than the greedy one, for where there are too many to try all: by room, by choices of
 * domains, without each zone, by exchanges, and by choices of floors. That none of them finds
 * anything proves nothing.
 */
final class HeuristicSearch {
  /** Exchanges are tried in so many choices of domains or cliques. */
  private static final int MOST_EXCHANGED = 8;

  /** Of the counts that choices of floors lead to, so many are proven. */
  private static final int MOST_FLOORS = 32;

  private final PlacementTrial trial;
  private final CliqueFill fill;
  private final LossSurvival survival;
  private final ZoneSets zoneSets;
  private final ExchangeSearch exchange;

  HeuristicSearch(
      PlacementTrial trial,
      CliqueFill fill,
      LossSurvival survival,
      ZoneSets zoneSets,
      ExchangeSearch exchange) {
    this.trial = trial;
    this.fill = fill;
    this.survival = survival;
    this.zoneSets = zoneSets;
    this.exchange = exchange;
  }

  /** Places so many more replicas, with moves, in the first way that does; false when none does. */
  boolean place(int replicas) {
    if (fill.placeByRoom(replicas)) {
      return true;
    }
    List<BitSet> choices = DomainChoices.of(trial);
    return zoneSets.best(choices, () -> eitherWay(replicas))
        || withoutOne(replicas)
        || exchanged(replicas, choices)
        || withFloors(replicas, choices);
  }

  private boolean eitherWay(int replicas) {
    trial.planState.steps.count();
    return PlacementBound.allows(trial, replicas)
        && (fill.place(replicas) || fill.placeByRoom(replicas));
  }

  /** The greedy way without one of the zones, each in turn. */
  private boolean withoutOne(int replicas) {
    boolean placed = false;
    for (int z = 0; z < trial.planState.topology.known && !placed; z++) {
      if (trial.may[z] && !trial.planState.steps.spent()) {
        trial.planState.steps.count();
        trial.close(z);
        placed = fill.place(replicas);
        trial.open(z);
      }
    }
    return placed;
  }

  /** Exchanges replicas within the first of the choices of domains, or of the cliques. */
  private boolean exchanged(int replicas, List<BitSet> choices) {
    RoundTripGraph graph = trial.request().graph(trial.compiled());
    List<BitSet> sets = choices;
    if (sets.isEmpty() && graph != null) {
      sets = fill.cliques(graph).list;
    }
    return sets.isEmpty()
        ? exchanged(replicas)
        : zoneSets.first(
            sets,
            MOST_EXCHANGED,
            () -> PlacementBound.allows(trial, replicas) && exchanged(replicas));
  }

  private boolean exchanged(int replicas) {
    return exchange.descend(replicas) && holds();
  }

  /** Counts of a choice of floors, within the first of the choices of domains. */
  private boolean withFloors(int replicas, List<BitSet> choices) {
    return choices.isEmpty()
        ? withFloors(replicas)
        : zoneSets.first(
            choices,
            MOST_EXCHANGED,
            () -> PlacementBound.allows(trial, replicas) && withFloors(replicas));
  }

  private boolean withFloors(int replicas) {
    if (trial.planState.steps.spent()) {
      return false;
    }
    for (int[] counts : FloorChoices.with(trial, replicas, MOST_FLOORS)) {
      trial.planState.steps.count();
      trial.set(counts);
      if (holds()) {
        return true;
      }
      if (trial.planState.steps.spent()) {
        return false;
      }
    }
    return false;
  }

  /** Whether the counts that are tried meet all that is asked, with moves. */
  private boolean holds() {
    return Constraints.admit(trial) && survival.cover(RecoveryEffort.Exact) >= 0;
  }
}
