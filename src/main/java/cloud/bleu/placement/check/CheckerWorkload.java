package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one workload had, what is decided for it, and what its zones may be used for. */
final class CheckerWorkload {
  final CheckerEstate places;
  final Workload spec;
  final Decision decision;
  final @Nullable Placement before;
  final CheckerEvents events;

  /** Replicas by place, before and decided, and the home counts. */
  final int[] had;

  final int[] has;
  final int[] hadHome;
  final int[] hasHome;

  /** Contingency decided, by its zones. */
  final Map<BitSet, Contingency> after = new HashMap<>();

  /** Own priority, or that of the highest workload that requires this one near it. */
  int priority;

  /** Whether it, or the one it inherits the priority from, may preempt. */
  boolean preempts;

  /** Places that replicas are in, were in or are sent to at a loss: rules are asked themselves. */
  private final BitSet inUse = new BitSet();

  private final byte[] allowed;
  private final byte[] allowedWhateverState;
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
    if (before != null) {
      fill(before.assignments(), had, hadHome);
    }
    fill(decision.assignments(), has, hasHome);
    for (Contingency c : decision.contingency()) {
      after.putIfAbsent(places.zonesOf(c.event()), c);
      for (Contingency.Move m : c.moves()) {
        int to = places.find(m.to());
        if (to >= 0) {
          inUse.set(to);
        }
      }
    }
    allowed = new byte[places.zones];
    allowedWhateverState = new byte[places.zones];
    priority = spec.priority().value();
    preempts = spec.priority().preempts();
  }

  private void fill(List<Assignment> assignments, int[] replicas, int[] home) {
    for (Assignment a : assignments) {
      inUse.set(places.find(a.zone()));
      replicas[places.find(a.zone())] += a.replicas();
      home[places.find(a.zone())] += a.home();
    }
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

  int movedTotal() {
    return decision.moves().stream().mapToInt(Contingency.Move::replicas).sum();
  }

  /** Whether there are replicas now that were nowhere before: these are what requirements gate. */
  boolean grows() {
    return addedTotal() > movedTotal();
  }

  /** Whether every enforced rule lets something new into the zone. */
  boolean rulesAllow(int zone) {
    if (allowed[zone] == 0) {
      allowed[zone] = (byte) (allowsNow(zone) ? 1 : 2);
    }
    return allowed[zone] == 1;
  }

  /** What a statement answers about a zone as it is. */
  Verdict verdict(BoundRule rule, int zone) {
    return inUse.get(zone)
        ? rule.evaluate(spec, places.zone(zone), places.estate)
        : places.rules().verdict(rule, spec, zone);
  }

  private boolean allowsNow(int zone) {
    for (BoundRule rule : spec.rules()) {
      if (rule.action() == BoundRule.Action.Enforce && verdict(rule, zone).failing()) {
        return false;
      }
    }
    return true;
  }

  private boolean allows(Zone zone) {
    for (BoundRule rule : spec.rules()) {
      if (rule.action() == BoundRule.Action.Enforce
          && rule.evaluate(spec, zone, places.estate).failing()) {
        return false;
      }
    }
    return true;
  }

  /** The same, as if the zone were Active and healthy. */
  boolean rulesAllowWhateverState(int zone) {
    if (allowedWhateverState[zone] == 0) {
      Zone z = places.zone(zone);
      boolean yes =
          z.state() == ZoneState.Active && z.unhealthySince() == null
              ? rulesAllow(zone)
              : allows(z.withState(ZoneState.Active, null, null));
      allowedWhateverState[zone] = (byte) (yes ? 1 : 2);
    }
    return allowedWhateverState[zone] == 1;
  }

  /** Whether the zone may be counted on: it exists, is Active, not lost, and allowed. */
  boolean open(int place) {
    return places.exists(place)
        && places.zone(place).state() == ZoneState.Active
        && places.zone(place).health().signal() != Health.Signal.NodesUnknown
        && !lost(place)
        && rulesAllow(place);
  }

  /** Whether somebody reported the loss of the zone. */
  boolean toldLost(int place) {
    return places.exists(place) && places.zone(place).state() == ZoneState.Lost;
  }

  /** Whether what runs in the zone may be moved because the zone is silent. */
  boolean leavesSilence(int place) {
    return lost(place) && !toldLost(place) && movesByInference();
  }

  private boolean movesByInference() {
    return !places.inDoubt() && !spec.dataBound() && !spec.quorum();
  }

  /** Whether what runs in the zone may be moved because a part of its nodes is out of service. */
  boolean leavesDegradation(int place) {
    if (!places.exists(place) || spec.failoverAfter() == null || !movesByInference()) {
      return false;
    }
    Instant since = places.zone(place).health().degradedSince();
    return since != null
        && !since.plus(spec.failoverAfter()).isAfter(places.estate.now())
        && places.overrunBefore(place);
  }

  /** Whether the zone has taken new replicas for as long as the workload waits. */
  boolean isBack(int place) {
    Zone zone = places.zone(place);
    return zone.unhealthySince() == null && waited(zone.stateSince());
  }

  /** Whether besides its nodes have been as they are for as long as the workload waits. */
  boolean isCalm(int place) {
    return isBack(place) && waited(places.zone(place).health().since());
  }

  /** Whether silence alone must not move what may run in the zone. */
  boolean staysInSilence(int place) {
    return places.exists(place)
        && places.zone(place).unhealthySince() != null
        && !toldLost(place)
        && !drained(place)
        && !mustLeave(place)
        && !leavesSilence(place);
  }

  private boolean waited(@Nullable Instant since) {
    return since == null || !since.plus(spec.returnAfter()).isAfter(places.estate.now());
  }

  /** Whether the zone counts as lost for this workload. */
  boolean lost(int place) {
    if (!places.exists(place)) {
      return false;
    }
    Zone zone = places.zone(place);
    if (zone.state() == ZoneState.Lost) {
      return true;
    }
    return zone.unhealthySince() != null
        && spec.failoverAfter() != null
        && !zone.unhealthySince().plus(spec.failoverAfter()).isAfter(places.estate.now());
  }

  boolean drained(int place) {
    return places.exists(place) && places.zone(place).state() == ZoneState.Drained;
  }

  /** Whether a rule that moves at once rejects what runs there. */
  boolean mustLeave(int place) {
    return rejectedBy(place, BoundRule.OnViolation.MoveNow);
  }

  boolean rejectedBy(int place, BoundRule.OnViolation consequence) {
    if (!places.exists(place)) {
      return false;
    }
    for (BoundRule rule : spec.rules()) {
      if (rule.onViolation() == consequence
          && rule.action() == BoundRule.Action.Enforce
          && rule.evaluate(spec, places.zone(place), places.estate).result()
              == Verdict.Result.Reject) {
        return true;
      }
    }
    return false;
  }

  /** Whether a zone that it uses or may use is lost, drained or out of service. */
  boolean incident() {
    if (incident == null) {
      incident = false;
      for (int z = 0; z < places.zones && !incident; z++) {
        boolean down = lost(z) || drained(z) || places.zone(z).unhealthySince() != null;
        incident = down && (had[z] + has[z] + hadHome[z] > 0 || rulesAllowWhateverState(z));
      }
    }
    return incident;
  }

  /** Whether hard {@code tolerate} entries must hold in this decision. */
  boolean mustSurvive() {
    return grows() && !incident();
  }

  /** Whether replicas may not leave their volumes. */
  boolean bound() {
    return spec.dataBound() && spec.replication() == null;
  }

  int inside(BitSet zones) {
    return inside(zones, has);
  }

  int insideBefore(BitSet zones) {
    return inside(zones, had);
  }

  private static int inside(BitSet zones, int[] counts) {
    int sum = 0;
    for (int z = zones.nextSetBit(0); z >= 0; z = zones.nextSetBit(z + 1)) {
      sum += counts[z];
    }
    return sum;
  }

  /** Moves when these zones are lost, with {@code answering} the event whose moves are made. */
  List<Contingency.Move> movesFor(BitSet zones, CheckerEvents.@Nullable Protected answering) {
    if (answering == null) {
      return List.of();
    }
    Contingency c = after.get(answering.zones());
    if (c == null) {
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

  CheckerEvents.@Nullable Protected answering(BitSet zones) {
    int i = events.answering(zones);
    return i < 0 ? null : events.all.get(i);
  }

  /** Survivors of the loss plus what the moves re-create. */
  int[] afterLoss(BitSet zones, List<Contingency.Move> moves) {
    int[] y = has.clone();
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

  /** Replicas that the contingency in force sends to each place in this decision. */
  int[] sentByContingency() {
    int[] sent = new int[places.places()];
    BitSet down = new BitSet();
    for (int z = 0; z < places.zones; z++) {
      if (had[z] > 0 && (lost(z) || drained(z))) {
        down.set(z);
      }
    }
    if (down.isEmpty() || before == null) {
      return sent;
    }
    Contingency inForce = null;
    int size = Integer.MAX_VALUE;
    for (Contingency c : before.contingency()) {
      BitSet zones = places.zonesOf(c.event());
      BitSet outside = (BitSet) down.clone();
      outside.andNot(zones);
      if (outside.isEmpty() && zones.cardinality() < size) {
        inForce = c;
        size = zones.cardinality();
      }
    }
    if (inForce != null) {
      for (Contingency.Move m : inForce.moves()) {
        int from = places.find(m.from());
        int to = places.find(m.to());
        if (from >= 0 && to >= 0 && down.get(from)) {
          sent[to] += m.replicas();
        }
      }
    }
    return sent;
  }

  static int sum(int[] counts) {
    int sum = 0;
    for (int c : counts) {
      sum += c;
    }
    return sum;
  }
}
