package cloud.bleu.placement;

import java.util.Arrays;

/** One workload's turn: shrink, grow, return, rebalance, keep or find its evacuation plan. */
final class Deciding {
  private static final Decision.Reason UNEXPLAINED =
      ReasonCode.RequirementsConflict.because("no place was found", "ask for the reason", true);

  private final World world;
  private final Placing placing;
  private final Taking taking;
  private final Reasons reasons;
  private final Returning returning;
  private final Rebalance rebalance;
  private final boolean explains;

  Deciding(World world, Placing placing) {
    this(world, placing, true);
  }

  /**
   * The same without reasons.
   *
   * @param explains whether the outcome says why what has no zone has none, which takes searches
   */
  Deciding(World world, Placing placing, boolean explains) {
    this.explains = explains;
    this.world = world;
    this.placing = placing;
    this.taking = new Taking(world, placing);
    this.reasons = new Reasons(world, placing);
    this.returning = new Returning(world, placing);
    this.rebalance = new Rebalance(world, placing);
  }

  /** Decides in the standing; the outcome says why what has no zone has none. */
  Decision.Outcome decide(Standing standing) {
    standing.decided = true;
    if (standing.subject.workload.suspended()) {
      return new Decision.Outcome.Suspended();
    }
    world.releaseHomes(standing);
    boolean held = standing.reserved;
    world.release(standing);
    world.room.use(standing, false);
    Decision.Outcome outcome = rearrange(standing, resize(standing));
    rebalance.improve(standing);
    keep(standing, (held || standing.fresh) && !standing.shifted);
    world.room.use(standing, true);
    world.hold(standing);
    world.holdHomes(standing);
    return outcome;
  }

  /**
   * Goes home and mends, move by move. A move may be what growth waits for: what is missing is
   * placed as soon as it can be, before the next one, so that moves are as few as they can be.
   */
  private Decision.Outcome rearrange(Standing standing, Decision.Outcome resized) {
    Decision.Outcome outcome = resized;
    boolean went = returning.goHome(standing);
    while (went || rebalance.mend(standing)) {
      went = false;
      int before = standing.total();
      if (before < standing.subject.replicas() - standing.down) {
        outcome = resize(standing);
        went = standing.total() > before && returning.goHome(standing);
      }
    }
    return outcome;
  }

  /**
   * Takes what is too many, before anybody's turn to grow: those who come first may use the room of
   * what those who come later give up.
   */
  void shrink(Standing standing) {
    int surplus = standing.total() - standing.subject.replicas();
    if (surplus <= 0 || standing.subject.workload.suspended()) {
      return;
    }
    boolean held = standing.reserved;
    world.release(standing);
    world.room.use(standing, false);
    for (int z = world.topology.known - 1; z >= 0; z--) {
      if (leaves(standing.subject, z)) {
        int dropped = Math.min(surplus, standing.x[z]);
        Shrink.takeFrom(world, standing, z, dropped);
        surplus -= dropped;
      }
    }
    Shrink.take(world, standing, surplus);
    world.room.use(standing, true);
    if (held) {
      world.hold(standing);
    }
  }

  private Decision.Outcome resize(Standing standing) {
    Subject subject = standing.subject;
    boolean nothing = standing.total() == 0 && Standing.sum(standing.home) == 0;
    Homes.forget(standing);
    if (subject.dataBound()) {
      backToTheirData(standing);
    }
    int lacking = Math.max(0, subject.replicas() - standing.total());
    standing.down = Math.min(Motion.down(world, standing), lacking);
    int[] displaced = displace(standing);
    int wanted = subject.replicas() - standing.down - standing.total();
    Decision.Outcome outcome = new Decision.Outcome.Placed();
    if (wanted > 0 && !place(standing, wanted)) {
      Decision.Reason reason = explains ? reasons.refusal(standing, wanted) : UNEXPLAINED;
      outcome = new Decision.Outcome.Unplaceable(reason);
      if (!nothing) {
        int leaving = Math.min(wanted, Standing.sum(displaced));
        relocate(standing, displaced, leaving);
        growByWhatFits(standing, wanted - leaving);
        outcome = new Decision.Outcome.PartlyPlaced(reason);
      }
    }
    Homes.settle(world, standing, displaced);
    Homes.forget(standing);
    if (standing.total() >= subject.replicas()) {
      return new Decision.Outcome.Placed();
    }
    return partly(standing, outcome);
  }

  /**
   * Brings replicas that are down back to where their volumes are, as far as that zone takes them.
   */
  private void backToTheirData(Standing standing) {
    for (int z = 0; z < world.topology.known; z++) {
      standing.only = z;
      int away = standing.home[z] - standing.x[z];
      int most = Math.min(away, standing.subject.replicas() - standing.total());
      while (most > 0 && standing.subject.candidate(z) && !place(standing, most)) {
        most--;
      }
    }
    standing.only = -1;
  }

  private static Decision.Outcome partly(Standing standing, Decision.Outcome outcome) {
    Decision.Reason reason =
        ReasonCode.StaysDown.because(
            "replicas stay down: their zone is lost and resilience.tolerate says recover: None, or"
                + " their data is in a zone that is gone or has no place for them",
            "bring the zone back, or make room there",
            true);
    if (outcome instanceof Decision.Outcome.PartlyPlaced p) {
      reason = p.reason();
    } else if (outcome instanceof Decision.Outcome.Unplaceable u) {
      reason = u.reason();
    }
    return standing.total() == 0
        ? new Decision.Outcome.Unplaceable(reason)
        : new Decision.Outcome.PartlyPlaced(reason);
  }

  /** Takes out what has to leave its zone; it goes where it fits, and stays where it does not. */
  private int[] displace(Standing standing) {
    int[] displaced = new int[world.zones()];
    Subject subject = standing.subject;
    for (int z = 0; z < world.topology.known; z++) {
      int leaving = leaves(subject, z) ? standing.x[z] : standing.overflow(z);
      displaced[z] = leaving;
      standing.x[z] -= leaving;
    }
    if (Standing.sum(displaced) > 0) {
      standing.displaced = true;
      standing.because(Decision.Cause.ZoneState);
      Motion.trim(standing);
    }
    return displaced;
  }

  /** Whether what runs in a zone has to leave it now. */
  private boolean leaves(Subject subject, int zone) {
    if (subject.dataBound()) {
      return false;
    }
    return subject.allowed.moveNow[zone]
        || Motion.leaves(world, subject, zone)
            && (world.topology.zone(zone).state() == ZoneState.Drained
                || !Motion.staysDown(subject, zone));
  }

  /** Moves as many as fit of those that should leave; the others stay where they are. */
  private void relocate(Standing standing, int[] displaced, int leaving) {
    for (int moved = leaving; moved >= 0; moved--) {
      int[] x = standing.x.clone();
      int[] home = standing.home.clone();
      int[] gone = putBack(standing, displaced, leaving - moved);
      if (moved == 0 || place(standing, moved)) {
        System.arraycopy(gone, 0, displaced, 0, gone.length);
        return;
      }
      System.arraycopy(x, 0, standing.x, 0, x.length);
      System.arraycopy(home, 0, standing.home, 0, home.length);
    }
  }

  /** Returns those that are still displaced. */
  private static int[] putBack(Standing standing, int[] displaced, int replicas) {
    int[] gone = displaced.clone();
    int left = replicas;
    for (int z = 0; z < displaced.length && left > 0; z++) {
      int back = Math.min(left, displaced[z]);
      standing.x[z] += back;
      gone[z] -= back;
      left -= back;
    }
    return gone;
  }

  private void growByWhatFits(Standing standing, int wanted) {
    int fits = 0;
    int fails = wanted;
    // One less is the usual case; from there on by halves, and the last steps one by one.
    while (fails - fits > 1) {
      int tried = fails - fits <= 4 ? fails - 1 : (fits + fails) / 2;
      int[] x = standing.x.clone();
      int[] home = standing.home.clone();
      if (place(standing, tried)) {
        fits = tried;
        if (fails - fits > 1) {
          System.arraycopy(x, 0, standing.x, 0, x.length);
          System.arraycopy(home, 0, standing.home, 0, home.length);
        }
      } else {
        fails = tried;
      }
    }
    if (fits > 0 && standing.total() + fits <= standing.subject.replicas()) {
      place(standing, fits);
    }
  }

  private boolean place(Standing standing, int replicas) {
    if (standing.subject.columns.length == 0) {
      return false;
    }
    int[] before = standing.x.clone();
    if (!taking.place(standing, replicas)) {
      return false;
    }
    standing.fresh = true;
    int homeless = standing.total() + standing.down - Standing.sum(standing.home);
    for (int z = 0; z < before.length; z++) {
      int gained = standing.x[z] - before[z];
      world.grown[z] |= gained > 0;
      int settled = Math.max(0, Math.min(gained, homeless));
      standing.home[z] += settled;
      homeless -= settled;
    }
    return true;
  }

  /**
   * Keeps the evacuation plan in force, guard by guard, while it still does what is required; else
   * searches. Guards charge different events, so one may be searched while the others stay.
   */
  private void keep(Standing standing, boolean held) {
    boolean sound = held || fits(standing);
    // What is kept may be more than a zone has; then nothing new may be held there beside it.
    if (search(standing, sound) && sound && !fits(standing)) {
      search(standing, false);
    }
  }

  /** Searches moves where those in force do not do, or everywhere; whether any was searched. */
  private boolean search(Standing standing, boolean keeps) {
    Guard[] guards = standing.subject.guards.list;
    placing.start(standing);
    placing.trial.incident = true;
    placing.trial.onlyBack = !standing.fresh;
    Moves found = new Moves();
    boolean searched = false;
    for (int g = 0; g < guards.length; g++) {
      if (guards[g].count(standing.x) == 0) {
        standing.moves[g].clear();
        standing.evicts.get(g).clear();
        continue;
      }
      int lacks = keeps ? placing.lacks(g, standing.moves[g]) : -1;
      if (lacks == 0) {
        continue;
      }
      int uncovered = placing.recover(g, found);
      if (lacks < 0 || uncovered < lacks) {
        searched = true;
        standing.moves[g].copy(found);
        standing.evicts.get(g).clear();
      }
    }
    return searched;
  }

  private boolean fits(Standing standing) {
    world.room.use(standing, true);
    world.hold(standing);
    boolean fits = world.fits(standing);
    world.release(standing);
    world.room.use(standing, false);
    return fits;
  }

  /** Whether nothing is different from what the plan began with. */
  static boolean unchanged(Standing standing) {
    return Arrays.equals(standing.x, standing.before)
        && Arrays.equals(standing.home, standing.homeBefore);
  }
}
