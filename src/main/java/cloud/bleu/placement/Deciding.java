package cloud.bleu.placement;

import java.util.List;

/** One workload's turn: shrink, grow, keep or find its evacuation plan. */
final class Deciding {
  private final World world;
  private final Placing placing;
  private final Taking taking;
  private final Reasons reasons;

  Deciding(World world, Placing placing) {
    this.world = world;
    this.placing = placing;
    this.taking = new Taking(world, placing);
    this.reasons = new Reasons(world, placing);
  }

  Composing.Verdictless decide(Standing standing) {
    Subject subject = standing.subject;
    standing.decided = true;
    if (subject.workload.suspended()) {
      return new Composing.Verdictless(
          new Decision.Outcome.Suspended(), Decision.Cause.Unchanged, List.of(), List.of());
    }
    boolean held = standing.reserved;
    world.release(standing);
    world.room.use(standing, false);
    int wanted = subject.replicas() - standing.total();
    Decision.Outcome outcome = new Decision.Outcome.Placed();
    boolean searched = false;
    if (wanted > 0) {
      outcome = grow(standing, wanted);
      searched = !(outcome instanceof Decision.Outcome.Unplaceable) && standing.total() > 0;
    }
    if (!searched) {
      keep(standing, held);
    }
    world.room.use(standing, true);
    world.hold(standing);
    return new Composing.Verdictless(outcome, Decision.Cause.SpecChanged, List.of(), List.of());
  }

  private Decision.Outcome grow(Standing standing, int wanted) {
    if (place(standing, wanted)) {
      return new Decision.Outcome.Placed();
    }
    Decision.Reason reason = reasons.refusal(standing, wanted);
    if (standing.total() == 0 && Standing.sum(standing.home) == 0) {
      return new Decision.Outcome.Unplaceable(reason);
    }
    return new Decision.Outcome.PartlyPlaced(reason);
  }

  private boolean place(Standing standing, int replicas) {
    if (standing.subject.columns.length == 0 || !taking.place(standing, replicas)) {
      return false;
    }
    Trial trial = placing.trial;
    for (int z = 0; z < standing.x.length; z++) {
      int gained = trial.x[z] - standing.x[z];
      world.grown[z] |= gained > 0;
      standing.home[z] += gained;
      standing.x[z] = trial.x[z];
    }
    for (int g = 0; g < standing.moves.length; g++) {
      standing.moves[g].copy(trial.moves[g]);
    }
    return true;
  }

  /** Keeps the evacuation plan in force while it still does what is required, else finds one. */
  private void keep(Standing standing, boolean held) {
    placing.start(standing);
    if (placing.stands(standing) && held) {
      return;
    }
    placing.cover();
    for (int g = 0; g < standing.moves.length; g++) {
      standing.moves[g].copy(placing.trial.moves[g]);
    }
  }
}
