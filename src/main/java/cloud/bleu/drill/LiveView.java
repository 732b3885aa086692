package cloud.bleu.drill;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is seen of a cluster at an instant, as far as a live drill depends on it. */
public final class LiveView {

  private final Instant now;
  private final boolean seen;
  private final Estate estate;
  private final Set<WorkloadId> uncommitted;
  private final Set<WorkloadId> awaiting;
  private final Map<WorkloadId, Running> running;
  private final @Nullable String other;
  private final Map<WorkloadId, Placement> placements = new HashMap<>();
  private final Map<WorkloadId, Workload> workloads = new HashMap<>();

  /**
   * What runs of a workload.
   *
   * @param ready replicas, wherever they are
   * @param byZone ready replicas by zone
   * @param rto how long a recovery may take; null: not asked
   */
  public record Running(int ready, Map<String, Integer> byZone, @Nullable Duration rto) {

    /** Nothing is known to run. */
    static final Running NOTHING = new Running(0, Map.of(), null);

    public Running {
      byZone = Map.copyOf(byZone);
    }
  }

  /**
   * A view.
   *
   * @param seen whether the newest pass has read the drill as it stands
   * @param estate of the newest pass, with the decisions in force
   * @param uncommitted workloads of which another decision waits to be committed
   * @param awaiting workloads that lack replicas because nobody is evicted for a drill
   * @param running what runs, by workload; one of which not all is seen is left out
   * @param other the live drill that is under way beside this one; of one that has begun, only
   *     another that began before it; null: none
   */
  public LiveView(
      Instant now,
      boolean seen,
      Estate estate,
      Set<WorkloadId> uncommitted,
      Set<WorkloadId> awaiting,
      Map<WorkloadId, Running> running,
      @Nullable String other) {
    this.now = now;
    this.seen = seen;
    this.estate = estate;
    this.uncommitted = Set.copyOf(uncommitted);
    this.awaiting = Set.copyOf(awaiting);
    this.running = Map.copyOf(running);
    this.other = other;
    estate.placements().forEach(p -> placements.put(p.id(), p));
    estate.workloads().forEach(w -> workloads.put(w.id(), w));
  }

  Instant now() {
    return now;
  }

  /** Whether the newest pass has read the drill as it stands. */
  boolean seen() {
    return seen;
  }

  Estate estate() {
    return estate;
  }

  /** The live drill that is under way beside this one; null: none. */
  @Nullable String other() {
    return other;
  }

  /** Why nothing is moved for a drill now: a loss is told, seen, or in doubt; null: nothing is. */
  @Nullable String incident() {
    return PartitionDetection.incident(estate.zones());
  }

  /**
   * The first workload that replicas of others give way to when zones are left, as a sentence; null
   * when there is none. Of its evacuation plan in force the entries count that the engine may
   * follow: others decide as well which of these it is.
   */
  @Nullable String evicts(Collection<String> zones) {
    for (WorkloadId id : in(zones)) {
      for (Contingency entry : followed(id, zones)) {
        if (!entry.evicts().isEmpty()) {
          Contingency.Eviction victim = entry.evicts().get(0);
          return "%s counts on the eviction of %s replicas of %s in zone %s"
              .formatted(id, victim.replicas(), victim.workload(), victim.zone());
        }
      }
    }
    return null;
  }

  /**
   * Entries around all that a workload has in zones, but those of which a smaller one takes all
   * that is out of service once the zones are left: nothing larger happened then.
   */
  private List<Contingency> followed(WorkloadId id, Collection<String> zones) {
    List<Zone> left =
        assignments(id).stream()
            .filter(a -> a.replicas() > 0 && zones.contains(a.zone()))
            .map(a -> estate.zone(a.zone()))
            .filter(Objects::nonNull)
            .toList();
    List<Contingency> around =
        contingency(id).stream()
            .filter(entry -> !entry.moves().isEmpty() || !entry.evicts().isEmpty())
            .filter(entry -> left.stream().allMatch(zone -> holds(entry, zone)))
            .toList();
    return around.stream()
        .filter(entry -> around.stream().noneMatch(other -> isEnough(other, entry, zones)))
        .toList();
  }

  /** Whether an entry of fewer zones than a larger one takes all of it that is left then. */
  private boolean isEnough(Contingency entry, Contingency larger, Collection<String> zones) {
    return size(entry) < size(larger)
        && estate.zones().stream()
            .filter(zone -> holds(larger, zone) && isLeft(zone, zones))
            .allMatch(zone -> holds(entry, zone));
  }

  private static boolean isLeft(Zone zone, Collection<String> zones) {
    return zones.contains(zone.name()) || zone.state().compareTo(ZoneState.Drained) >= 0;
  }

  private long size(Contingency entry) {
    return estate.zones().stream().filter(zone -> holds(entry, zone)).count();
  }

  private static boolean holds(Contingency entry, Zone zone) {
    return entry.event().value().equals(entry.event().scope().valueIn(zone));
  }

  /** The workloads of which it is seen what runs. */
  List<WorkloadId> seenWorkloads() {
    return running.keySet().stream().sorted().toList();
  }

  /** Whether the newest pass has taken zones out of service; one that is gone does not count. */
  boolean leaves(Collection<String> zones) {
    return zones.stream()
        .map(estate::zone)
        .allMatch(zone -> zone == null || zone.state().compareTo(ZoneState.Drained) >= 0);
  }

  /** The workloads with replicas in zones, by namespace and name. */
  List<WorkloadId> in(Collection<String> zones) {
    return placements.keySet().stream()
        .filter(id -> workloads.containsKey(id) && decided(id, zones) > 0)
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  @Nullable Workload workload(WorkloadId id) {
    return workloads.get(id);
  }

  /** The first workload that lacks replicas because nobody is evicted for a drill; null: none. */
  @Nullable WorkloadId awaitingEviction() {
    return awaiting.stream().min(Comparator.naturalOrder()).orElse(null);
  }

  boolean isCommitted(WorkloadId id) {
    return !uncommitted.contains(id);
  }

  /** Whether what runs of it is seen: else no number counts, neither for it nor against it. */
  boolean isSeen(WorkloadId id) {
    return running.containsKey(id);
  }

  Running running(WorkloadId id) {
    return running.getOrDefault(id, Running.NOTHING);
  }

  /** Replicas that are decided, over all zones. */
  int decided(WorkloadId id) {
    return assignments(id).stream().mapToInt(Assignment::replicas).sum();
  }

  /** Replicas that are decided for zones. */
  int decided(WorkloadId id, Collection<String> zones) {
    return assignments(id).stream()
        .filter(a -> zones.contains(a.zone()))
        .mapToInt(Assignment::replicas)
        .sum();
  }

  /** Ready replicas in all other zones. */
  int readyBeside(WorkloadId id, Collection<String> zones) {
    return running(id).byZone().entrySet().stream()
        .filter(e -> !zones.contains(e.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /**
   * Whether replicas are to come home to zones still. Who never moves them is not waited for, nor
   * what has its home in a zone that takes nothing new.
   */
  boolean isAway(WorkloadId id, Collection<String> zones) {
    Workload workload = workloads.get(id);
    return workload != null
        && workload.rebalance().mode() != Workload.Rebalance.Mode.Never
        && workload.rebalance().maxMovesPerHour() > 0
        && (estate.moveBudget() == null || estate.moveBudget().perHour() > 0)
        && assignments(id).stream()
            .anyMatch(
                a -> zones.contains(a.zone()) && a.home() > a.replicas() && takesNew(a.zone()));
  }

  private boolean takesNew(String name) {
    Zone zone = estate.zone(name);
    return zone != null && zone.state() == ZoneState.Active && zone.takesNew();
  }

  private List<Contingency> contingency(WorkloadId id) {
    Placement placement = placements.get(id);
    return placement == null ? List.of() : placement.contingency();
  }

  private List<Assignment> assignments(WorkloadId id) {
    Placement placement = placements.get(id);
    return placement == null ? List.of() : placement.assignments();
  }
}
