package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Where the contingency of one workload sends replicas: at a loss that may come, and now. */
final class CheckerRecovery {
  private final CheckerWorkload workload;
  private final CheckerEstate places;

  /** Contingency decided, by its zones. */
  private final Map<BitSet, Contingency> decided;

  CheckerRecovery(CheckerWorkload workload) {
    this.workload = workload;
    this.places = workload.places;
    this.decided = byZones(places, workload.decision.contingency());
  }

  /**
   * The items of an evacuation plan that count, by their zones: after an edit of facts several may
   * take the same. An item of a zone does as it did; of others the first counts.
   */
  static Map<BitSet, Contingency> byZones(CheckerEstate places, List<Contingency> items) {
    Map<BitSet, Contingency> byZones = new LinkedHashMap<>();
    for (Contingency item : items) {
      BitSet zones = places.zonesOf(item.event());
      if (item.event().scope().equals(Scope.ZONE)) {
        byZones.put(zones, item);
      } else {
        byZones.putIfAbsent(zones, item);
      }
    }
    return byZones;
  }

  /** What is decided, each set of zones once. */
  Map<BitSet, Contingency> decided() {
    return decided;
  }

  /** What is decided for an event of exactly these zones; null when nothing is. */
  @Nullable Contingency decided(BitSet zones) {
    return decided.get(zones);
  }

  /** The event whose moves are made when these zones are lost; null when none is. */
  CheckerEvents.@Nullable Protected answering(BitSet zones) {
    int i = workload.events.answering(zones);
    return i < 0 ? null : workload.events.all.get(i);
  }

  /** Moves when these zones are lost, with {@code answering} the event whose moves are made. */
  List<Contingency.Move> movesFor(BitSet zones, CheckerEvents.@Nullable Protected answering) {
    Contingency c = answering == null ? null : decided.get(answering.zones());
    if (answering == null || c == null) {
      return List.of();
    }
    if (answering.zones().equals(zones)) {
      return c.moves();
    }
    List<Contingency.Move> inside = new ArrayList<>();
    for (Contingency.Move m : c.moves()) {
      int from = places.find(m.from());
      if (from >= 0 && zones.get(from)) {
        inside.add(m);
      }
    }
    return inside;
  }

  /** Survivors of the loss plus what the moves re-create. */
  int[] afterLoss(BitSet zones, List<Contingency.Move> moves) {
    int[] y = workload.has.clone();
    for (int z = zones.nextSetBit(0); z >= 0; z = zones.nextSetBit(z + 1)) {
      y[z] = 0;
    }
    for (Contingency.Move m : moves) {
      int to = places.find(m.to());
      if (to >= 0) {
        y[to] += m.replicas();
      }
    }
    return y;
  }

  /**
   * How many replicas are new: neither sent to their zone by the contingency in force from one
   * where they are lost, nor out of one that is not lost because they had to leave it or went home.
   */
  int fresh() {
    CheckerFailover failover = workload.failover;
    int[] sent = sent(from -> failover.lost(from) && !failover.staysInSilence(from));
    int came = 0;
    int home = 0;
    int forced = 0;
    int chosen = 0;
    for (int z = 0; z < workload.has.length; z++) {
      int more = Math.max(0, workload.added(z) - sent[z]);
      came += more;
      home += Math.min(more, Math.max(0, workload.hadHome[z] - workload.had[z]));
      int left = failover.lost(z) ? 0 : workload.removed(z);
      boolean must = CheckerMotion.forced(workload, z);
      forced += must ? left : 0;
      chosen += must ? 0 : left;
    }
    return Math.max(0, came - forced - Math.min(chosen, home));
  }

  /**
   * Replicas that the contingency in force sends to each place in this decision: of the events that
   * may be what happened, the most that any sends.
   */
  int[] sent() {
    return sent(from -> true);
  }

  /** Replicas that the contingency in force sends to each place from the given sources. */
  int[] sent(IntPredicate sources) {
    int[] most = new int[places.places()];
    BitSet down = down();
    List<Contingency> around = containing(down);
    for (Contingency c : around) {
      if (!isMoreThanHappened(c, around)) {
        int[] sent = sent(c, down, sources);
        for (int z = 0; z < most.length; z++) {
          most[z] = Math.max(most[z], sent[z]);
        }
      }
    }
    return most;
  }

  /**
   * Whether an event of fewer zones, which counts for the workload now, takes all the zones of this
   * one that are out of service.
   */
  private boolean isMoreThanHappened(Contingency contingency, List<Contingency> around) {
    BitSet zones = places.zonesOf(contingency.event());
    BitSet out = (BitSet) zones.clone();
    for (int z = 0; z < places.zones; z++) {
      Zone zone = places.zone(z);
      out.set(
          z,
          out.get(z)
              && (zone.state().compareTo(ZoneState.Drained) >= 0 || zone.unhealthySince() != null));
    }
    for (Contingency c : around) {
      BitSet smaller = places.zonesOf(c.event());
      BitSet beside = (BitSet) out.clone();
      beside.andNot(smaller);
      if (smaller.cardinality() < zones.cardinality()
          && beside.isEmpty()
          && workload.events.exactly(smaller) != null) {
        return true;
      }
    }
    return false;
  }

  private int[] sent(Contingency contingency, BitSet down, IntPredicate sources) {
    int[] sent = new int[places.places()];
    for (Contingency.Move m : contingency.moves()) {
      int from = places.find(m.from());
      int to = places.find(m.to());
      if (from >= 0 && to >= 0 && down.get(from) && sources.test(from)) {
        sent[to] += m.replicas();
      }
    }
    return sent;
  }

  /** Zones with replicas that have to be left. Silence that moves nothing is no such reason. */
  private BitSet down() {
    CheckerFailover failover = workload.failover;
    BitSet down = new BitSet();
    for (int z = 0; z < places.zones; z++) {
      down.set(
          z,
          workload.had[z] > 0
              && (failover.toldLost(z) || failover.drained(z) || failover.leavesSilence(z)));
    }
    return down;
  }

  /**
   * The contingencies in force of events that contain all zones that are down; none when nothing is
   * down.
   */
  private List<Contingency> containing(BitSet down) {
    Placement before = workload.before;
    if (down.isEmpty() || before == null) {
      return List.of();
    }
    List<Contingency> containing = new ArrayList<>();
    byZones(places, before.contingency())
        .forEach(
            (zones, item) -> {
              BitSet outside = (BitSet) down.clone();
              outside.andNot(zones);
              if (outside.isEmpty()) {
                containing.add(item);
              }
            });
    return containing;
  }
}
