package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.LossEvents;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a workload stands while the plan is made: its replicas and homes, the moves held for each
 * of its protected events, and what its turns found. {@link Motion} says what may happen to it;
 * {@link PlanState} decides what of it counts in the room.
 */
public final class WorkloadState {
  public final CompiledWorkload compiled;
  private final ReplicaPlaces places;
  private final WorkloadRoom room;
  private final EvacuationPlan evacuation;
  private final TurnNotes notes = new TurnNotes();
  private final Motion motion;
  private final TurnRole turnRole = new TurnRole();
  private PlacementInForce inForce;

  /** Whether all that is being placed runs already. */
  private boolean moving;

  /** By zone, the most replicas that placing may lead to; null: as many as there is room for. */
  private int @Nullable [] bounds;

  /** Of a workload that has nothing yet. */
  public WorkloadState(CompiledWorkload compiled, int zones) {
    this(compiled, new ReplicaPlaces(zones), new EvacuationPlan(), PlacementInForce.none(0));
  }

  private WorkloadState(
      CompiledWorkload compiled,
      ReplicaPlaces places,
      EvacuationPlan evacuation,
      PlacementInForce inForce) {
    this.compiled = compiled;
    this.places = places;
    this.evacuation = evacuation;
    this.inForce = inForce;
    this.room = new WorkloadRoom(places);
    this.motion = new Motion(places, evacuation, notes);
  }

  /**
   * The state of the same workload in the next plan, in which the same placement is in force: it
   * stands where it stood in this one, to which nothing happened, and is counted in the room. This
   * one is not to be used any more.
   */
  WorkloadState stillStanding(CompiledWorkload same) {
    WorkloadState next = new WorkloadState(same, places, evacuation, inForce);
    next.room.reserve();
    return next;
  }

  /** Another state of it with the same places and homes, now and when the plan began. */
  public WorkloadState changed(CompiledWorkload other) {
    return new WorkloadState(
        other,
        new ReplicaPlaces(places),
        new EvacuationPlan(),
        PlacementInForce.none(inForce.movedInLastHour()));
  }

  /** How many zones there are. */
  public int zones() {
    return places.zones();
  }

  /** Replicas that are in a zone. */
  public int replicas(int zone) {
    return places.replicas(zone);
  }

  /** Replicas that are at home in a zone, wherever they are. */
  public int homes(int zone) {
    return places.homes(zone);
  }

  /** Replicas that were in a zone when the plan began. */
  public int before(int zone) {
    return places.before(zone);
  }

  /** Replicas by zone, live: only to be read; whoever keeps them has to clone them. */
  public int[] counts() {
    return places.counts();
  }

  /** A copy of the replicas by zone, without those of which nobody knows whether they run. */
  public int[] heard() {
    int[] heard = counts().clone();
    for (int z = 0; z < heard.length; z++) {
      heard[z] = compiled.allowed.unheard[z] ? 0 : heard[z];
    }
    return heard;
  }

  /** All replicas, wherever they are. */
  public int total() {
    return places.total();
  }

  /** Where its replicas and homes are and were. */
  public ReplicaPlaces places() {
    return places;
  }

  /** What it does at each loss. */
  public EvacuationPlan evacuation() {
    return evacuation;
  }

  /** Moves that this plan makes, as far as they are known pair by pair. */
  public Moves moved() {
    return motion.moved();
  }

  /** What may happen to its replicas. */
  public Motion motion() {
    return motion;
  }

  /** What its turns found. */
  public TurnNotes notes() {
    return notes;
  }

  /** Its part in the turns of all. */
  public TurnRole turnRole() {
    return turnRole;
  }

  /** The placement in force when the plan began. */
  public PlacementInForce inForce() {
    return inForce;
  }

  /** Whether its reserve is counted in the room. */
  public boolean reserved() {
    return room.reserved();
  }

  /** What the room counts of it beside its replicas. */
  WorkloadRoom room() {
    return room;
  }

  /** Replicas that are to leave a zone because a part of its nodes is out of service. */
  public int overflow(int zone) {
    return room.overflow(zone);
  }

  /** Whether all that is being placed runs already: it moves, and nothing of it is new. */
  public boolean isMoving() {
    return moving;
  }

  /**
   * The most replicas that placing may lead to in a zone, by what is asked now. What a degraded
   * zone has no room for takes no other place there.
   */
  public int bound(int zone) {
    return Math.min(room.most(zone), bounds == null ? CompiledWorkload.UNBOUNDED : bounds[zone]);
  }

  /**
   * While a zone that the workload uses, did use when the plan began, or may use is out of service
   * (one that a person drained is not), survival is PlaceAnyway.
   */
  public boolean incident(int known) {
    for (int z = 0; z < known; z++) {
      if (compiled.down(z)
          && (replicas(z) + before(z) + places.homesBefore(z) > 0 || compiled.allowed.mayUse[z])) {
        return true;
      }
    }
    return false;
  }

  /** Whether some zone holds more of it than when the plan began. */
  public boolean gained() {
    for (int z = 0; z < zones(); z++) {
      if (replicas(z) > before(z)) {
        return true;
      }
    }
    return false;
  }

  /** How many replicas it may have in this plan: as many as it asks for, unless it is held back. */
  public int asked() {
    return turnRole.heldBack()
        ? Math.min(compiled.replicas(), places.totalBefore())
        : compiled.replicas();
  }

  /** Whether it has more replicas than ran when the plan began. */
  public boolean grew() {
    return total() > places.totalBefore();
  }

  /** All of these counts together. */
  public static int sum(int[] counts) {
    int sum = 0;
    for (int c : counts) {
      sum += c;
    }
    return sum;
  }

  /** Replicas in a zone after an event of the estate, by the moves that answer for it. */
  int after(int event, LossEvents events, int zone) {
    int count = events.holds(event, zone) ? 0 : replicas(zone);
    int ownEvent = compiled.protectedEvents.answering(event);
    return ownEvent < 0 ? count : count + evacuation.moves(ownEvent).into(zone, event, events);
  }

  /** Places, while it is known whether all that is placed runs already; what came of it. */
  public <T> T moving(boolean all, Supplier<T> placing) {
    boolean before = moving;
    moving = all;
    try {
      return placing.get();
    } finally {
      moving = before;
    }
  }

  /**
   * Places while a zone that has so many replicas or more takes no other; what came of that.
   *
   * @param most by zone
   */
  public <T> T bounded(int[] most, Supplier<T> placing) {
    bounds = most;
    try {
      return placing.get();
    } finally {
      bounds = null;
    }
  }

  /** The plan begins: what stands now is what it began with, by a placement in force. */
  public void begin(PlacementInForce placement) {
    places.begin();
    inForce = placement;
  }

  /** The plan begins: what stands now is what it began with, by nothing that is in force. */
  public void begin(int movedInLastHour) {
    begin(PlacementInForce.none(movedInLastHour));
  }
}
