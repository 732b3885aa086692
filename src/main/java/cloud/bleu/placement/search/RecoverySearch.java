package cloud.bleu.placement.search;

import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.constraint.RelationConstraint;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.RoundTripGraph;
import cloud.bleu.placement.problem.SpreadLimit;
import cloud.bleu.placement.state.Moves;
import java.util.Arrays;
import java.util.BitSet;

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
  private final int[] after;
  private final int[] limit;
  private final int[] targets;
  private int targetCount;
  private CompiledWorkload compiled;
  private ProtectedEvent protectedEvent;
  private ProtectedEvent around;
  private int[][] byDomain = {};
  private int[][] survivors = {};
  private int[] floors = {};
  private int[] usedDomains = {};
  private SpreadLimit.Basis[] bases = {};
  private BitSet used = new BitSet();
  private BitSet usedAfter = new BitSet();
  private int survivorTotal;
  private int afterTotal;

  RecoverySearch(PlacementTrial trial) {
    this.trial = trial;
    this.after = new int[trial.x.length];
    this.limit = new int[trial.x.length];
    this.targets = new int[trial.x.length];
    this.compiled = trial.compiled;
    this.protectedEvent = ProtectedEvent.NONE;
    this.around = ProtectedEvent.NONE;
  }

  /**
   * Finds moves for one guard of the trial's workload, given its counts.
   *
   * @param exact whether to search on where the greedy way covers less than everything
   * @return replicas that no move covers, 0 when the loss is survived
   */
  int recover(int number, Moves moves, boolean exact) {
    moves.clear();
    compiled = trial.compiled;
    protectedEvent = compiled.protectedEvents.list[number];
    if (!protectedEvent.reserved()) {
      return 0;
    }
    int lost = protectedEvent.count(trial.x);
    if (lost == 0) {
      return 0;
    }
    if (compiled.dataBound()) {
      return lost;
    }
    start();
    trial.planState.steps.count(1 + (long) lost * targetCount / STEP);
    int uncovered = greedy(moves);
    if (!settled()) {
      moves.clear();
      uncovered = lost;
    }
    if (uncovered == 0 || !exact || lost > spare()) {
      return uncovered;
    }
    Moves found = new Moves();
    boolean shallow = depth() <= DEEPEST;
    trial.planState.steps.start(shallow ? EXACT_STEPS : 0);
    start();
    if (search(0, -1, 0, found)) {
      moves.copy(found);
      return 0;
    }
    return uncovered;
  }

  /**
   * What moves in force leave uncovered, room left out of account; -1 when they no longer do what
   * is required of them.
   */
  int lacks(int number, Moves held) {
    compiled = trial.compiled;
    protectedEvent = compiled.protectedEvents.list[number];
    int inside = protectedEvent.count(trial.x);
    if (!protectedEvent.reserved() || inside == 0 || compiled.dataBound()) {
      return held.size() > 0 ? -1 : protectedEvent.reserved() ? inside : 0;
    }
    startCounts();
    startDomains();
    Moves replayed = new Moves();
    int lacks = 0;
    for (int z : protectedEvent.members) {
      lacks += trial.x[z] - held.leaving(z);
      if (held.leaving(z) > trial.x[z]) {
        return -1;
      }
    }
    for (int i = 0; i < held.size(); i++) {
      int from = held.from(i);
      int to = held.to(i);
      if (!protectedEvent.holds(from)
          || protectedEvent.holds(to)
          || !compiled.allowed.counted[to]
          || !reachable(to)) {
        return -1;
      }
      limit[to] = compiled.perZoneMax;
      if (!admits(from, to) || after[to] + held.count(i) > limit[to]) {
        return -1;
      }
      move(from, to, held.count(i), replayed);
    }
    return settled() ? lacks : -1;
  }

  /** Whether moves lead only where there is room for them, and where replicas may be sent. */
  boolean hasRoom(int number, Moves held) {
    compiled = trial.compiled;
    protectedEvent = compiled.protectedEvents.list[number];
    for (int i = 0; i < held.size(); i++) {
      int to = held.to(i);
      int then = held.into(to) + (protectedEvent.holds(to) ? 0 : trial.x[to]);
      if (!opens(to) || then > limit(to) || !fitsOthers(held.from(i), to, held)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the moves have their room in the events of others that this guard answers for. */
  private boolean fitsOthers(int from, int to, Moves held) {
    for (int i = 1; i < protectedEvent.charged.length; i++) {
      int event = protectedEvent.charged[i];
      if (trial.planState.events.holds(event, from)
          && trial.x[to] + held.into(to, event, trial.planState.events)
              > trial.headroom.fit(event, to, trial.x[to] > 0)) {
        return false;
      }
    }
    return true;
  }

  private void start() {
    startCounts();
    for (int z : trial.area) {
      if (!protectedEvent.holds(z) && opens(z) && reachable(z)) {
        limit[z] = limit(z);
        if (limit[z] > after[z]) {
          targets[targetCount++] = z;
        }
      }
    }
    startDomains();
  }

  private void startCounts() {
    survivorTotal = 0;
    Arrays.fill(after, 0);
    for (int z : trial.area) {
      after[z] = protectedEvent.holds(z) ? 0 : trial.x[z];
      survivorTotal += after[z];
    }
    afterTotal = survivorTotal;
    targetCount = 0;
    if (compiled.graph != null) {
      used = trial.used();
      usedAfter = new BitSet(after.length);
      for (int z = 0; z < after.length; z++) {
        usedAfter.set(z, after[z] > 0);
      }
    }
  }

  private boolean opens(int zone) {
    return compiled.allowed.open[zone] && (!trial.onlyBack || compiled.allowed.back[zone]);
  }

  private int limit(int zone) {
    boolean inUse = trial.x[zone] > 0;
    if (trial.headroom.fit(zone) < trial.x[zone]) {
      return trial.x[zone];
    }
    int fit =
        trial.evicting && trial.asksRecovery(protectedEvent)
            ? trial.headroom.fitEvicting(protectedEvent.event, zone, inUse)
            : trial.headroom.fit(protectedEvent.event, zone, inUse);
    return Math.min(compiled.perZoneMax, fit);
  }

  private boolean reachable(int zone) {
    RoundTripGraph graph = compiled.graph;
    return graph == null
        || protectedEvent.copy == Workload.DataCopy.Asynchronous
        || graph.within(zone, used);
  }

  private void startDomains() {
    int count = compiled.spreads.length;
    if (byDomain.length < count) {
      byDomain = new int[count][];
      survivors = new int[count][];
      Arrays.setAll(byDomain, i -> new int[0]);
      Arrays.setAll(survivors, i -> new int[0]);
      floors = new int[count];
      usedDomains = new int[count];
      bases = new SpreadLimit.Basis[count];
    }
    for (int i = 0; i < count; i++) {
      int size = compiled.spreads[i].domains.count();
      if (byDomain[i].length < size) {
        byDomain[i] = new int[size];
        survivors[i] = new int[size];
      }
      compiled.spreads[i].count(after, trial.area, byDomain[i]);
      System.arraycopy(byDomain[i], 0, survivors[i], 0, size);
    }
    for (int i = 0; i < count; i++) {
      bases[i] = compiled.basis(i, after, byDomain, protectedEvent);
    }
    measure();
  }

  /** The floors that the next move is measured against. */
  private void measure() {
    for (int i = 0; i < compiled.spreads.length; i++) {
      if (trial.asks(compiled.spreads[i])) {
        SpreadLimit limit = compiled.spreads[i];
        floors[i] = limit.floor(byDomain[i], bases[i]);
        usedDomains[i] =
            limit.max == null ? 0 : SpreadLimit.used(byDomain[i], limit.domains.count());
      }
    }
  }

  private int spare() {
    long spare = 0;
    for (int t = 0; t < targetCount; t++) {
      spare += limit[targets[t]] - (protectedEvent.holds(targets[t]) ? 0 : trial.x[targets[t]]);
    }
    return (int) Math.min(Integer.MAX_VALUE, spare);
  }

  /** How many calls of the exact search lie within each other at most. */
  private long depth() {
    long depth = 0;
    for (int z : protectedEvent.members) {
      depth += trial.x[z] > 0 ? 1L + targetCount : 1;
    }
    return depth;
  }

  private int greedy(Moves moves) {
    int uncovered = 0;
    for (int from : protectedEvent.members) {
      around = largestAround(from);
      for (int i = 0; i < trial.x[from]; i++) {
        int best = -1;
        for (int t = 0; t < targetCount; t++) {
          int to = targets[t];
          if (takes(from, to, moves) && spreads(to) && (best < 0 || better(to, best))) {
            best = to;
          }
        }
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

  private void move(int from, int to, int replicas, Moves moves) {
    moves.add(from, to, replicas);
    boolean usedBefore = after[to] > 0;
    after[to] += replicas;
    afterTotal += replicas;
    boolean opened = usedBefore != after[to] > 0;
    if (opened && compiled.graph != null) {
      usedAfter.set(to, after[to] > 0);
    }
    for (int i = 0; i < compiled.spreads.length; i++) {
      int domain = compiled.spreads[i].domains.of(to);
      if (domain >= 0) {
        byDomain[i][domain] += replicas;
      }
    }
    for (int i = 0; opened && i < compiled.spreads.length; i++) {
      bases[i] =
          compiled.basisMoves(i) ? compiled.basis(i, after, byDomain, protectedEvent) : bases[i];
    }
    measure();
  }

  /** Whether a replica may go there: all but spread. */
  private boolean takes(int from, int to, Moves moves) {
    return after[to] < limit[to] && holdsForOthers(from, to, moves) && admits(from, to);
  }

  /** Whether the room is there in the events of others that this guard answers for. */
  private boolean holdsForOthers(int from, int to, Moves moves) {
    for (int i = 1; i < protectedEvent.charged.length; i++) {
      int event = protectedEvent.charged[i];
      if (trial.planState.events.holds(event, from)
          && trial.x[to] + moves.into(to, event, trial.planState.events) + 1
              > trial.headroom.fit(event, to, trial.x[to] > 0)) {
        return false;
      }
    }
    return true;
  }

  /** Distance, round trip and relations. */
  private boolean admits(int from, int to) {
    if (protectedEvent.copy == Workload.DataCopy.Asynchronous && !compiled.farEnough(from, to)) {
      return false;
    }
    RoundTripGraph graph = compiled.graph;
    if (graph != null && !graph.within(to, usedAfter)) {
      return false;
    }
    return compiled.relations.length == 0
        || RelationConstraint.admitsAfter(trial.planState, compiled, protectedEvent, from, to);
  }

  private boolean spreads(int to) {
    for (int i = 0; i < compiled.spreads.length; i++) {
      SpreadLimit limit = compiled.spreads[i];
      int domain = limit.domains.of(to);
      if (domain < 0 || !trial.asks(limit)) {
        continue;
      }
      if (byDomain[i][domain] + 1 - floors[i] > limit.maxSkew) {
        return false;
      }
      if (limit.max != null && byDomain[i][domain] == 0 && usedDomains[i] >= limit.max) {
        return false;
      }
    }
    return true;
  }

  private boolean better(int a, int b) {
    for (int i = 0; i < compiled.spreads.length; i++) {
      Domains domains = compiled.spreads[i].domains;
      int difference = count(byDomain[i], domains.of(a)) - count(byDomain[i], domains.of(b));
      if (difference != 0) {
        return difference < 0;
      }
    }
    if (around.holds(a) != around.holds(b)) {
      return around.holds(b);
    }
    int moved = after[a] - (protectedEvent.holds(a) ? 0 : trial.x[a]) + 1;
    int movedThere = after[b] - (protectedEvent.holds(b) ? 0 : trial.x[b]) + 1;
    boolean sharesA = trial.headroom.shares(protectedEvent.event, a, moved);
    boolean sharesB = trial.headroom.shares(protectedEvent.event, b, movedThere);
    if (sharesA != sharesB) {
      return sharesA;
    }
    if (after[a] != after[b]) {
      return after[a] < after[b];
    }
    return compiled.price[a] < compiled.price[b];
  }

  private static int count(int[] counts, int domain) {
    return domain < 0 ? 0 : counts[domain];
  }

  /** Whether what stands after the loss is spread as asked. */
  private boolean settled() {
    for (int i = 0; i < compiled.spreads.length; i++) {
      SpreadLimit limit = compiled.spreads[i];
      if (trial.asks(limit)
          && limit.breach(byDomain[i], survivors[i], afterTotal, survivorTotal, bases[i]) > 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Tries every way to send the replicas of each member, as many as possible to a target at once.
   */
  private boolean search(int member, int sent, int target, Moves found) {
    if (member == protectedEvent.members.length) {
      return settled();
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
      found.pack();
    }
  }
}
