package cloud.bleu.placement.search;

import cloud.bleu.placement.capacity.MoveList;
import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.constraint.RelatedZones;
import cloud.bleu.placement.constraint.TrialRequest;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;

/**
 * Where the replicas of a lost place go: for one event, moves to zones outside it, such that room
 * is kept in every event that they answer for, and that the result obeys rules, bounds by zone,
 * round trip, relations and spread. Greedy first; where that covers less than everything, an exact
 * search of bounded length.
 */
final class RecoverySearch {
  private static final int EXACT_STEPS = 20_000;

  /** A search that may call itself more often within itself is not begun: the stack has an end. */
  private static final int DEEPEST = 2_000;

  /** So many looks at a target are a step of the search. */
  private static final int STEP = 64;

  private final PlacementTrial trial;
  private final RecoveryRoom room;
  private final RecoveryCounts counts;
  private final int[] limit;
  private final int[] targets;
  private int targetCount;
  private CompiledWorkload compiled;
  private ProtectedEvent protectedEvent;
  private ProtectedEvent around;

  RecoverySearch(PlacementTrial trial, RecoveryRoom room) {
    this.trial = trial;
    this.room = room;
    this.counts = new RecoveryCounts(trial);
    this.limit = new int[trial.x.length];
    this.targets = new int[trial.x.length];
    this.compiled = trial.compiled();
    this.protectedEvent = ProtectedEvent.NONE;
    this.around = ProtectedEvent.NONE;
  }

  /**
   * Finds moves for one protected event of the trial's workload, given its counts.
   *
   * @return replicas that no move covers, 0 when the loss is survived
   */
  int recover(int number, MoveList moves, RecoveryEffort effort) {
    moves.clear();
    turnTo(number);
    int lost = protectedEvent.reserved() ? protectedEvent.count(trial.x) : 0;
    if (lost == 0 || compiled.dataBound() || makesWay()) {
      return lost;
    }
    start();
    trial.planState.steps.count(1 + (long) lost * targetCount / STEP);
    int uncovered = greedy(moves);
    if (!counts.settled()) {
      moves.clear();
      uncovered = lost;
    }
    if (uncovered == 0
        || effort == RecoveryEffort.Greedy
        || lost > spare()
        || lost > spreadable()) {
      return uncovered;
    }
    return searched(moves) ? 0 : uncovered;
  }

  /**
   * What moves in force leave uncovered, room left out of account; -1 when they no longer do what
   * is required of them.
   */
  int lacks(int number, Moves held) {
    turnTo(number);
    int inside = protectedEvent.count(trial.x);
    if (!protectedEvent.reserved() || inside == 0 || compiled.dataBound()) {
      return held.size() > 0 ? -1 : protectedEvent.reserved() ? inside : 0;
    }
    int lacks = 0;
    for (int z : protectedEvent.members) {
      int left = trial.x[z] - held.leaving(z);
      if (left < 0) {
        return -1;
      }
      lacks += left;
    }
    return replays(held) ? lacks : -1;
  }

  private boolean makesWay() {
    return trial.request().related(compiled) && RelatedZones.makesWay(trial.planState, compiled);
  }

  private void turnTo(int number) {
    compiled = trial.compiled();
    protectedEvent = compiled.protectedEvents.list[number];
  }

  /** Whether moves may be made one after the other, and their result is spread as asked. */
  private boolean replays(Moves held) {
    counts.start(protectedEvent);
    for (int i = 0; i < held.size(); i++) {
      int from = held.from(i);
      int to = held.to(i);
      if (!protectedEvent.holds(from)
          || protectedEvent.holds(to)
          || !compiled.allowed.counted[to]
          || !counts.reachable(to)
          || !admits(from, to)
          || counts.in(to) + held.count(i) > trial.request().perZoneMax(compiled)) {
        return false;
      }
      counts.add(to, held.count(i));
    }
    return counts.settled();
  }

  private void start() {
    room.start(protectedEvent);
    counts.start(protectedEvent);
    targetCount = 0;
    for (int z : trial.area()) {
      if (!protectedEvent.holds(z) && room.opens(z) && counts.reachable(z)) {
        limit[z] = room.limit(z);
        if (limit[z] > counts.in(z)) {
          targets[targetCount++] = z;
        }
      }
    }
  }

  /** How many replicas all targets take besides those that they have. */
  private int spare() {
    long spare = 0;
    for (int t = 0; t < targetCount; t++) {
      spare += limit[targets[t]] - counts.survivors(targets[t]);
    }
    return (int) Math.min(Integer.MAX_VALUE, spare);
  }

  /** At most so many of these leave each spread entry, taken by itself, as asked. */
  private long spreadable() {
    long most = Long.MAX_VALUE;
    for (int i = 0; i < compiled.spreads.length; i++) {
      most = Math.min(most, counts.spreadable(i, limit, targets, targetCount));
    }
    return most;
  }

  private int greedy(MoveList moves) {
    int uncovered = 0;
    for (int from : protectedEvent.members) {
      around = largestAround(from);
      for (int i = 0; i < trial.x[from]; i++) {
        int best = bestTarget(from, moves);
        if (best < 0) {
          uncovered += trial.x[from] - i;
          break;
        }
        move(from, best, 1, moves);
      }
    }
    return uncovered;
  }

  private ProtectedEvent largestAround(int zone) {
    ProtectedEvent largest = protectedEvent;
    for (ProtectedEvent other : compiled.protectedEvents.around(zone)) {
      if (other.members.length > largest.members.length) {
        largest = other;
      }
    }
    return largest;
  }

  /** The target that the next replica of a zone goes to; -1 when none takes it. */
  private int bestTarget(int from, Moves moves) {
    int best = -1;
    for (int t = 0; t < targetCount; t++) {
      int to = targets[t];
      if (takes(from, to, moves) && counts.spreads(to) && (best < 0 || better(to, best))) {
        best = to;
      }
    }
    return best;
  }

  private void move(int from, int to, int replicas, MoveList moves) {
    moves.add(from, to, replicas);
    counts.add(to, replicas);
  }

  /**
   * Whether a replica may go there: all but spread. Moves that are found after the loss would only
   * start anew in the next plan what may not in this one.
   */
  private boolean takes(int from, int to, Moves moves) {
    return counts.in(to) < limit[to]
        && !compiled.strandedIn(from)
        && room.takesForOthers(from, to, moves)
        && admits(from, to);
  }

  /** Distance, round trip and relations. */
  private boolean admits(int from, int to) {
    if (protectedEvent.copy == Workload.DataCopy.Asynchronous && !compiled.farEnough(from, to)) {
      return false;
    }
    return counts.withinRoundTrip(to)
        && (!trial.request().related(compiled)
            || RelatedZones.admitsAfter(trial.planState, compiled, protectedEvent, from, to));
  }

  private boolean better(int a, int b) {
    int domains = counts.compareDomains(a, b);
    if (domains != 0) {
      return domains < 0;
    }
    boolean[] back = compiled.allowed.back;
    if (trial.request().returned() == TrialRequest.Returned.Last && back[a] != back[b]) {
      return back[a];
    }
    if (around.holds(a) != around.holds(b)) {
      return around.holds(b);
    }
    boolean sharesA = room.shares(a, counts.arrived(a) + 1);
    boolean sharesB = room.shares(b, counts.arrived(b) + 1);
    if (sharesA != sharesB) {
      return sharesA;
    }
    if (counts.in(a) != counts.in(b)) {
      return counts.in(a) < counts.in(b);
    }
    return compiled.price[a] < compiled.price[b];
  }

  /**
   * Searches moves that cover everything, from the survivors on; false leaves moves as they are.
   */
  private boolean searched(MoveList moves) {
    MoveList found = new MoveList();
    boolean shallow = depth() <= DEEPEST;
    trial.planState.steps.start(shallow ? EXACT_STEPS : 0);
    start();
    if (!search(0, -1, 0, found)) {
      return false;
    }
    moves.copy(found);
    return true;
  }

  /** How many calls of the exact search lie within each other at most. */
  private long depth() {
    long depth = 0;
    for (int z : protectedEvent.members) {
      depth += trial.x[z] > 0 ? 1L + targetCount : 1;
    }
    return depth;
  }

  /**
   * Tries every way to send the replicas of each member, as many as possible to a target at once.
   */
  private boolean search(int member, int sent, int target, MoveList found) {
    if (member == protectedEvent.members.length) {
      return counts.settled();
    }
    int from = protectedEvent.members[member];
    int left = sent < 0 ? trial.x[from] : sent;
    if (left == 0) {
      return search(member + 1, -1, 0, found);
    }
    if (target == targetCount || !trial.planState.steps.take()) {
      return false;
    }
    int to = targets[target];
    int most = 0;
    while (most < left && takes(from, to, found)) {
      move(from, to, 1, found);
      most++;
    }
    for (int count = most; ; count--) {
      if (search(member, left - count, target + 1, found)) {
        return true;
      }
      if (count == 0) {
        return false;
      }
      move(from, to, -1, found);
      found.packEnd();
    }
  }
}
