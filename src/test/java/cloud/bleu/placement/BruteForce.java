package cloud.bleu.placement;

import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Geography;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tries every assignment and every evacuation plan of one workload, beside others that stand as
 * they are, and says whether one meets every hard requirement. Where the semantics can be read in
 * two ways it takes the narrower: what it finds is a placement by any reading. A second definition
 * of the semantics, written from the text and from nothing else; for small estates only.
 */
public final class BruteForce {
  final Estate estate;
  final List<Zone> zones;
  final int size;
  final Workload w;
  final int[] had;
  final List<Neighbour> others;
  final List<Set<Integer>> allEvents;
  final List<BruteForceEvents.Event> own;
  final BruteForceEvents events;
  private final BruteForceRoom room;
  final BruteForceSpread spread;

  /** Another workload as it stands: its counts and its evacuation plan. */
  public record Neighbour(
      Workload workload, int[] counts, List<Contingency> contingency, boolean uses) {}

  /** A placement that was found. */
  public record Found(int[] counts, Map<Set<Integer>, List<int[]>> moves) {}

  public BruteForce(Estate estate, Workload w, int[] had, List<Neighbour> others) {
    this.estate = estate;
    this.zones = estate.zones();
    this.size = zones.size();
    this.w = w;
    this.had = had;
    this.others = others;
    this.events = new BruteForceEvents(zones);
    this.own = events.of(w);
    this.room = new BruteForceRoom(this);
    this.spread = new BruteForceSpread(this);
    Set<Set<Integer>> all = new LinkedHashSet<>();
    estate.workloads().forEach(o -> events.of(o).forEach(e -> all.add(e.zones())));
    this.allEvents = List.copyOf(all);
  }

  /** Counts by zone of a decision or a placement. */
  public static int[] counts(Estate estate, List<Assignment> assignments) {
    int[] counts = new int[estate.zones().size()];
    for (Assignment a : assignments) {
      for (int z = 0; z < counts.length; z++) {
        counts[z] += estate.zones().get(z).name().equals(a.zone()) ? a.replicas() : 0;
      }
    }
    return counts;
  }

  /** Some valid placement of so many replicas that moves none that run, null if there is none. */
  public @Nullable Found find(int replicas) {
    return search(replicas, 0, new int[size]);
  }

  private @Nullable Found search(int left, int zone, int[] x) {
    if (zone == size) {
      return left == 0 ? judge(x.clone()) : null;
    }
    for (int k = had[zone]; k <= left; k++) {
      x[zone] = k;
      Found found = search(left - k, zone + 1, x);
      if (found != null) {
        return found;
      }
    }
    x[zone] = 0;
    return null;
  }

  /** Completes the assignment with an evacuation plan, null if it is not valid. */
  @Nullable Found judge(int[] x) {
    // The cheap questions first.
    if (!zonesTake(x) || !quorumAndKeep(x) || !near(x, x) || !room.fits(x, Map.of(), null)) {
      return null;
    }
    if (!spread.holds(had, x, null) || !relationsHold(x)) {
      return null;
    }
    Map<Set<Integer>, List<int[]>> moves = new java.util.HashMap<>();
    for (BruteForceEvents.Event e : own) {
      if (BruteForceEvents.sum(x, e.zones()) == 0) {
        continue;
      }
      boolean reserved =
          e.entries().stream().anyMatch(t -> t.recover() == Workload.Recover.Reserved && t.hard());
      if (!reserved) {
        moves.put(e.zones(), List.of());
        if (!relationsAfter(x, e, List.of())) {
          return null;
        }
        continue;
      }
      if (w.dataBound() && w.replication() == null) {
        return null;
      }
      List<int[]> plan = evacuate(x, e, new ArrayList<>(e.zones()), 0, new ArrayList<>());
      if (plan == null) {
        return null;
      }
      moves.put(e.zones(), plan);
    }
    return othersHold(x, moves) && room.fits(x, moves, null) ? new Found(x, moves) : null;
  }

  private boolean zonesTake(int[] x) {
    for (int z = 0; z < size; z++) {
      if (x[z] > had[z]
          && (!open(z)
              || w.perZoneMax() != null && x[z] > w.perZoneMax()
              || x[z] < w.perZoneMin())) {
        return false;
      }
    }
    return true;
  }

  boolean open(int z) {
    Zone zone = zones.get(z);
    boolean out = zone.unhealthySince() != null;
    boolean weighted = w.weights().isEmpty() || w.weights().getOrDefault(zone.name(), 0) > 0;
    return zone.state() == ZoneState.Active && !out && weighted && allowed(z);
  }

  boolean allowed(int z) {
    return w.rules().stream().noneMatch(r -> r.evaluate(w, zones.get(z), estate).excludes());
  }

  /** Every zone used in one is within the round trip of every zone used in the other. */
  boolean near(int[] these, int[] those) {
    if (w.replication() == null || w.replication().maxRoundTripMicros() == null) {
      return true;
    }
    for (int a = 0; a < size; a++) {
      for (int b = 0; b < size; b++) {
        if (these[a] > 0 && those[b] > 0 && a != b) {
          Long micros = Geography.roundTripMicros(estate, zones.get(a), zones.get(b));
          if (micros == null || micros > w.replication().maxRoundTripMicros()) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean quorumAndKeep(int[] x) {
    int n = w.replicas();
    for (BruteForceEvents.Event e : own) {
      int inside = BruteForceEvents.sum(x, e.zones());
      int outside = Arrays.stream(x).sum() - inside;
      for (Workload.Tolerate t : e.entries()) {
        if (inside > 0 && t.hard() && outside < t.keep()) {
          return false;
        }
      }
      // Narrow: any entry but one that is Asynchronous asks for it.
      boolean asked =
          e.entries().stream().anyMatch(t -> t.copy() != Workload.DataCopy.Asynchronous);
      if (w.quorum() && asked && inside > 0 && n - inside < n / 2 + 1) {
        return false;
      }
    }
    for (int z = 0; z < size && w.quorum(); z++) {
      if (n % 2 == 0 || x[z] > 0 && n - x[z] < n / 2 + 1) {
        return false;
      }
    }
    return true;
  }

  /** Distributes what stands in the event over the zones outside it, source by source. */
  private @Nullable List<int[]> evacuate(
      int[] x, BruteForceEvents.Event e, List<Integer> sources, int i, List<int[]> moves) {
    if (i == sources.size()) {
      return evacuationHolds(x, e, moves) ? List.copyOf(moves) : null;
    }
    return distribute(x, e, sources, i, moves, 0, x[sources.get(i)]);
  }

  private @Nullable List<int[]> distribute(
      int[] x,
      BruteForceEvents.Event e,
      List<Integer> sources,
      int i,
      List<int[]> moves,
      int to,
      int left) {
    if (left == 0) {
      return evacuate(x, e, sources, i + 1, moves);
    }
    if (to == size) {
      return null;
    }
    int from = sources.get(i);
    boolean possible = !e.zones().contains(to) && open(to) && far(e, from, to);
    for (int k = possible ? left : 0; k >= 0; k--) {
      if (k > 0) {
        moves.add(new int[] {from, to, k});
      }
      List<int[]> found = distribute(x, e, sources, i, moves, to + 1, left - k);
      if (k > 0) {
        moves.remove(moves.size() - 1);
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  boolean far(BruteForceEvents.Event e, int from, int to) {
    boolean asked =
        e.entries().stream().anyMatch(t -> t.copy() == Workload.DataCopy.Asynchronous)
            && w.replication() != null
            && w.replication().minDistanceMetres() != null;
    Long metres = asked ? Geography.metres(zones.get(from), zones.get(to)) : null;
    return !asked || metres != null && metres >= w.replication().minDistanceMetres();
  }

  private boolean evacuationHolds(int[] x, BruteForceEvents.Event e, List<int[]> moves) {
    int[] survivors = x.clone();
    e.zones().forEach(z -> survivors[z] = 0);
    int[] y = survivors.clone();
    int[] arrived = new int[size];
    moves.forEach(m -> arrived[m[1]] += m[2]);
    for (int z = 0; z < size; z++) {
      y[z] += arrived[z];
      if (arrived[z] > 0 && w.perZoneMax() != null && y[z] > w.perZoneMax()) {
        return false;
      }
    }
    boolean synchronous =
        e.entries().stream().anyMatch(t -> t.copy() != Workload.DataCopy.Asynchronous);
    return near(y, y)
        && (!synchronous || near(arrived, x))
        && spread.holds(survivors, y, e.zones())
        && relationsAfter(x, e, moves)
        && room.fits(x, Map.of(e.zones(), moves), e);
  }

  private boolean relationsHold(int[] x) {
    for (Workload.Affinity a : w.affinity()) {
      Neighbour b = a.required() ? standing(a.with()) : null;
      if (a.required() && (b == null || !together(a.topology(), x, b.counts))) {
        return false;
      }
    }
    return apart(x, Neighbour::counts);
  }

  private boolean apart(int[] mine, java.util.function.Function<Neighbour, int[]> theirs) {
    for (Neighbour o : others) {
      if (!o.workload.id().namespace().equals(w.id().namespace())) {
        continue;
      }
      for (Workload.Affinity a : w.antiAffinity()) {
        if (a.required()
            && a.with().equals(o.workload.id().name())
            && shared(a.topology(), mine, theirs.apply(o))) {
          return false;
        }
      }
      for (Workload.Affinity a : o.workload.antiAffinity()) {
        if (a.required()
            && a.with().equals(w.id().name())
            && shared(a.topology(), mine, theirs.apply(o))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean relationsAfter(int[] x, BruteForceEvents.Event e, List<int[]> moves) {
    int[] y = x.clone();
    e.zones().forEach(z -> y[z] = 0);
    moves.forEach(m -> y[m[1]] += m[2]);
    for (Workload.Affinity a : w.affinity()) {
      Neighbour b = a.required() ? standing(a.with()) : null;
      if (b != null
          && (!together(a.topology(), y, after(b, e.zones(), true))
              || !together(a.topology(), y, after(b, e.zones(), false)))) {
        return false;
      }
    }
    return apart(y, o -> after(o, e.zones(), true)) && apart(y, o -> after(o, e.zones(), false));
  }

  /** In the events that only others are protected against, too. */
  private boolean othersHold(int[] x, Map<Set<Integer>, List<int[]>> moves) {
    for (Neighbour o : others) {
      for (BruteForceEvents.Event e : events.of(o.workload)) {
        if (BruteForceEvents.sum(o.counts, e.zones()) == 0) {
          continue;
        }
        int[] survivors = x.clone();
        e.zones().forEach(z -> survivors[z] = 0);
        int[] y = survivors.clone();
        int[] arrived = room.arrivals(x, e.zones(), moves);
        for (int z = 0; z < size; z++) {
          y[z] += arrived[z];
        }
        for (int[] mine : List.of(survivors, y)) {
          if (!apart(mine, b -> after(b, e.zones(), true))
              || !apart(mine, b -> after(b, e.zones(), false))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  int[] after(Neighbour b, Set<Integer> e, boolean withMoves) {
    boolean itsOwn = events.of(b.workload).stream().anyMatch(f -> f.zones().equals(e));
    int[] y = b.counts.clone();
    e.forEach(z -> y[z] = 0);
    if (withMoves || itsOwn) {
      int[] arrived = room.arrivals(b, e);
      for (int z = 0; z < size; z++) {
        y[z] += arrived[z];
      }
    }
    return y;
  }

  private boolean together(Scope topology, int[] a, int[] b) {
    for (int z = 0; z < size; z++) {
      if (a[z] > 0 && events.count(topology, events.value(topology, z), b) == 0) {
        return false;
      }
    }
    return true;
  }

  private boolean shared(Scope topology, int[] a, int[] b) {
    for (int z = 0; z < size; z++) {
      if (a[z] > 0 && events.count(topology, events.value(topology, z), b) > 0) {
        return true;
      }
    }
    return false;
  }

  @Nullable Neighbour standing(String name) {
    for (Neighbour o : others) {
      if (o.workload.id().equals(new WorkloadId(w.id().namespace(), name))) {
        return o;
      }
    }
    return null;
  }

  /** The draft of a decision that says what was found. */
  Plans.Draft draft(Found found) {
    Plans.Draft draft = Plans.decided(w.id().name());
    for (int z = 0; z < size; z++) {
      if (found.counts[z] > 0) {
        draft.in(zones.get(z).name(), found.counts[z]);
      }
    }
    for (BruteForceEvents.Event e : own) {
      if (BruteForceEvents.sum(found.counts, e.zones()) == 0) {
        continue;
      }
      int first = e.zones().iterator().next();
      Scope scope = Scope.ZONE;
      for (Workload.Tolerate t : w.tolerate()) {
        if (events.value(t.of(), first) != null
            && events
                .zonesOf(new Contingency.Event(t.of(), events.value(t.of(), first)))
                .equals(e.zones())) {
          scope = t.of();
          break;
        }
      }
      draft.loss(
          scope,
          events.value(scope, first),
          found.moves.get(e.zones()).stream()
              .map(m -> Plans.move(zones.get(m[0]).name(), zones.get(m[1]).name(), m[2]))
              .toArray(Contingency.Move[]::new));
    }
    return draft;
  }
}
