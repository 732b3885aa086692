package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What one workload had, and what is decided for it, in numbers by place. */
final class CheckerWorkload {
  final CheckerEstate places;
  final Workload spec;
  final Decision decision;
  final @Nullable Placement before;
  final CheckerEvents events;
  final CheckerEligibility rules;
  final CheckerFailover failover;
  final CheckerRecovery recovery;

  /** Replicas by place, before and decided, and the home counts. */
  final int[] had;

  final int[] has;
  final int[] hadHome;
  final int[] hasHome;

  /** By place: volumes of replicas that it had there, without those that are given up. */
  final int[] volumes;

  /** The places that have such volumes, the one that was left last first. */
  final Deque<Integer> latest = new ArrayDeque<>();

  /** Own priority, or that of the highest workload that requires this one near it. */
  int priority;

  /** Whether it may preempt; if it inherits its priority, whether one with that priority may. */
  boolean preempts;

  /** By the zones of a loss, what others evict of it then, by place. */
  private final Map<BitSet, int[]> promised = new HashMap<>();

  private @Nullable Boolean incident;

  CheckerWorkload(
      CheckerEstate places,
      Workload spec,
      Decision decision,
      @Nullable Placement before,
      CheckerEvents events) {
    this.places = places;
    this.spec = spec;
    this.decision = decision;
    this.before = before;
    this.events = events;
    had = new int[places.places()];
    has = new int[places.places()];
    hadHome = new int[places.places()];
    hasHome = new int[places.places()];
    volumes = new int[places.places()];
    if (before != null) {
      fill(before.assignments(), had, hadHome);
    }
    Map<String, Integer> known = before == null ? spec.formerVolumes() : before.volumes();
    known.forEach(
        (zone, most) -> {
          volumes[places.find(zone)] = most;
          latest.addFirst(places.find(zone));
        });
    spec.abandonVolumesIn().stream().filter(known::containsKey).forEach(this::abandon);
    fill(decision.assignments(), has, hasHome);
    rules = new CheckerEligibility(places, spec, inUse());
    failover = new CheckerFailover(places, spec, rules);
    recovery = new CheckerRecovery(this);
    priority = spec.priority().value();
    preempts = spec.priority().preempts();
  }

  /** Takes over what comes of one that requires this one near it; whether that is news. */
  boolean inherit(CheckerWorkload dependent) {
    if (dependent.priority <= spec.priority().value() || dependent.priority < priority) {
      return false;
    }
    boolean may = dependent.preempts || dependent.priority == priority && preempts;
    boolean news = dependent.priority > priority || may != preempts;
    priority = dependent.priority;
    preempts = may;
    return news;
  }

  private void abandon(String zone) {
    volumes[places.find(zone)] = 0;
  }

  private void fill(List<Assignment> assignments, int[] replicas, int[] home) {
    for (Assignment a : assignments) {
      int place = places.find(a.zone());
      replicas[place] += a.replicas();
      home[place] += a.home();
    }
  }

  /** Places that replicas are in, were in or are sent to at a loss. */
  private BitSet inUse() {
    BitSet inUse = new BitSet();
    if (before != null) {
      before.assignments().forEach(a -> inUse.set(places.find(a.zone())));
    }
    decision.assignments().forEach(a -> inUse.set(places.find(a.zone())));
    for (Contingency c : decision.contingency()) {
      for (Contingency.Move m : c.moves()) {
        int to = places.find(m.to());
        if (to >= 0) {
          inUse.set(to);
        }
      }
    }
    return inUse;
  }

  /** Whether nothing new may be decided for it. */
  boolean fixed() {
    return spec.suspended() || decision.outcome() instanceof Decision.Outcome.Kept;
  }

  int total() {
    return sum(has);
  }

  int totalBefore() {
    return sum(had);
  }

  int added(int place) {
    return Math.max(0, has[place] - had[place]);
  }

  int removed(int place) {
    return Math.max(0, had[place] - has[place]);
  }

  int addedTotal() {
    int sum = 0;
    for (int z = 0; z < has.length; z++) {
      sum += added(z);
    }
    return sum;
  }

  /** Whether anything came of it, or its moves for a loss are others than before. */
  boolean takes() {
    List<Contingency> inForce = before == null ? List.of() : before.contingency();
    return addedTotal() > 0 || !decision.contingency().equals(inForce);
  }

  int movedTotal() {
    return decision.moves().stream().mapToInt(Contingency.Move::replicas).sum();
  }

  /** Whether there are replicas now that were nowhere before: these are what requirements gate. */
  boolean grows() {
    return addedTotal() > movedTotal();
  }

  /** Whether a zone that it uses or may use is lost, out of service, or left for a live drill. */
  boolean incident() {
    if (incident == null) {
      incident = false;
      for (int z = 0; z < places.zones && !incident; z++) {
        Zone zone = places.zone(z);
        boolean down = failover.lost(z) || zone.unhealthySince() != null || zone.drill() != null;
        incident = down && (had[z] + has[z] + hadHome[z] > 0 || rules.allowsWhateverState(z));
      }
    }
    return incident;
  }

  /** Answers something as if no zone were lost, silent, or left for a live drill. */
  int asWithoutLoss(IntSupplier question) {
    Boolean now = incident;
    incident = false;
    try {
      return question.getAsInt();
    } finally {
      incident = now;
    }
  }

  /** Replicas that left zones that they have to leave, where a drained one is among these. */
  int leftWithDrained() {
    boolean drained = false;
    int left = 0;
    for (int z = 0; z < had.length; z++) {
      drained |= had[z] > 0 && failover.drained(z);
      left += CheckerMotion.forced(this, z) ? removed(z) : 0;
    }
    return drained && !bound() ? left : 0;
  }

  /** Whether hard {@code tolerate} entries must hold in this decision. */
  boolean mustSurvive() {
    return grows() && !incident();
  }

  /** Whether replicas may not leave their volumes. */
  boolean bound() {
    return spec.dataBound() && spec.replication() == null;
  }

  /** Whether somebody gave up its volumes in a place. */
  boolean abandoned(int place) {
    return spec.abandonVolumesIn().contains(places.name(place));
  }

  int inside(BitSet zones) {
    return inside(zones, has);
  }

  /** Replicas by place, without those of which nobody knows whether they run. */
  int[] heard() {
    int[] heard = has.clone();
    for (int z = 0; z < heard.length; z++) {
      heard[z] = failover.heard(z) ? heard[z] : 0;
    }
    return heard;
  }

  /** Takes note that the moves of another evict so many of it in a place when these are lost. */
  void promise(BitSet zones, int place, int replicas) {
    promised.computeIfAbsent(zones, z -> new int[has.length])[place] += Math.max(0, replicas);
  }

  /** How many of these, by place, others evict when these zones are lost. */
  int evicted(BitSet zones, int[] counts) {
    return sum(evictedAt(zones, counts));
  }

  /** By place, how many of these others evict when these zones are lost. */
  int[] evictedAt(BitSet zones, int[] counts) {
    int[] by = promised.get(zones);
    int[] evicted = new int[counts.length];
    for (int z = 0; by != null && z < counts.length; z++) {
      evicted[z] = zones.get(z) ? 0 : Math.min(by[z], counts[z]);
    }
    return evicted;
  }

  int insideBefore(BitSet zones) {
    return inside(zones, had);
  }

  static int inside(BitSet zones, int[] counts) {
    int sum = 0;
    for (int z = zones.nextSetBit(0); z >= 0; z = zones.nextSetBit(z + 1)) {
      sum += counts[z];
    }
    return sum;
  }

  static int sum(int[] counts) {
    int sum = 0;
    for (int c : counts) {
      sum += c;
    }
    return sum;
  }
}
