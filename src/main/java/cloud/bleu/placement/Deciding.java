package cloud.bleu.placement;

import java.util.Arrays;
import java.util.List;

/** One workload's turn: shrink, grow, return, rebalance, keep or find its evacuation plan. */
final class Deciding {
  private static final Decision.Reason UNEXPLAINED =
      ReasonCode.RequirementsConflict.because("no place was found", "ask for the reason", true);

  private final World world;
  private final Placing placing;
  private final RoomLadder ladder;
  private final Growth growth;
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
    this.ladder = new RoomLadder(world);
    this.growth = new Growth(world, placing, ladder);
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
    Decision.Outcome outcome = world.without(standing, () -> settle(standing, held));
    world.hold(standing);
    world.holdHomes(standing);
    return outcome;
  }

  /**
   * Goes home and mends, move by move. A move may be what growth waits for: what is missing is
   * placed as soon as it can be, before the next one, so that moves are as few as they can be.
   */
  private Decision.Outcome settle(Standing standing, boolean held) {
    Decision.Outcome outcome = resize(standing);
    Snapshot granted = new Snapshot(standing);
    boolean went = returning.goHome(standing);
    while (went || rebalance.mend(standing)) {
      went = false;
      int before = standing.total();
      if (before < standing.subject.replicas() - standing.down) {
        outcome = resize(standing);
        if (standing.total() > before) {
          granted = new Snapshot(standing);
          went = returning.goHome(standing);
        }
      }
    }
    rebalance.improve(standing);
    List<Snapshot> claimants = world.evictions.honour(standing);
    keep(standing, (held || standing.fresh) && !standing.shifted);
    if (standing.shifted && grows(standing) && unreserved(standing)) {
      // No move for a better state costs the reserve that growth was granted with.
      granted.restore();
      world.evictions.promiseAgain(claimants);
    }
    return outcome;
  }

  private static boolean grows(Standing standing) {
    return standing.total() > Standing.sum(standing.before);
  }

  /** Whether a loss that must be survived is not, where nothing is out of service. */
  private boolean unreserved(Standing standing) {
    boolean unreserved = false;
    Guard[] guards = standing.subject.guards.list;
    for (int g = 0; g < guards.length; g++) {
      unreserved |=
          guards[g].hardReserved && standing.moves[g].total() < guards[g].count(standing.x);
    }
    return unreserved && !standing.incident(world.topology.known);
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
    world.without(standing, () -> shrink(standing, surplus));
  }

  private int shrink(Standing standing, int surplus) {
    int left = surplus;
    for (int z = world.topology.known - 1; z >= 0; z--) {
      if (leaves(standing.subject, z)) {
        int dropped = Math.min(left, standing.x[z]);
        Shrink.takeFrom(world, standing, z, dropped);
        left -= dropped;
      }
    }
    Shrink.take(world, standing, left);
    return surplus;
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
        placeSome(standing, displaced, wanted);
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
        || LostZones.leaves(world, subject, zone)
            && (world.topology.zone(zone).state() == ZoneState.Drained
                || !LostZones.staysDown(subject, zone));
  }

  /**
   * Places as many as fit where not all do: those that should leave, which otherwise stay where
   * they are, and those that are missing. Who was evicted from a zone comes back there before
   * others move in, so that nobody leaves for nothing.
   */
  private void placeSome(Standing standing, int[] displaced, int wanted) {
    int leaving = Math.min(wanted, Standing.sum(displaced));
    int more = wanted - leaving;
    int[] back = new int[displaced.length];
    putBack(standing, displaced, back, leaving);
    boolean evicted = standing.cause == Decision.Cause.Preempted;
    int most = leaving == 0 ? more - 1 : more;
    if (evicted) {
      growth.grow(standing, most, replicas -> place(standing, replicas));
    }
    growth.move(
        standing,
        more == 0 ? leaving - 1 : leaving,
        replicas -> move(standing, displaced, back, replicas));
    if (!evicted) {
      growth.grow(standing, most, replicas -> place(standing, replicas));
    }
  }

  private boolean move(Standing standing, int[] displaced, int[] back, int replicas) {
    int[] x = standing.x.clone();
    int[] out = displaced.clone();
    int[] stay = new int[back.length];
    int staying = Standing.sum(back) - replicas;
    for (int z = 0; z < back.length; z++) {
      standing.x[z] -= back[z];
      out[z] += back[z];
    }
    putBack(standing, out, stay, staying);
    if (!place(standing, replicas)) {
      System.arraycopy(x, 0, standing.x, 0, x.length);
      return false;
    }
    System.arraycopy(out, 0, displaced, 0, out.length);
    System.arraycopy(stay, 0, back, 0, stay.length);
    return true;
  }

  /** Puts so many back to where they were, those of the first zones first. */
  private static void putBack(Standing standing, int[] displaced, int[] back, int replicas) {
    int left = replicas;
    for (int z = 0; z < displaced.length && left > 0; z++) {
      int stays = Math.min(left, displaced[z]);
      standing.x[z] += stays;
      displaced[z] -= stays;
      back[z] += stays;
      left -= stays;
    }
  }

  private boolean place(Standing standing, int replicas) {
    if (standing.subject.columns.length == 0) {
      return false;
    }
    int[] before = standing.x.clone();
    if (!ladder.place(placing, standing, replicas)) {
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
    world.enter(standing);
    boolean fits = world.fits(standing);
    world.leave(standing);
    return fits;
  }

  /** Whether nothing is different from what the plan began with. */
  static boolean unchanged(Standing standing) {
    return Arrays.equals(standing.x, standing.before)
        && Arrays.equals(standing.home, standing.homeBefore);
  }
}
