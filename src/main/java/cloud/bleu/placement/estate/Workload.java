package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.UnknownWhenEmpty;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What to run and what it requires.
 *
 * @param uid of the BleuWorkload object, null when it was never in a cluster
 * @param requests Kubernetes' effective request of one replica, {@code pods: 1} included for what
 *     runs as pods
 * @param surges whether a rollout needs room for one replica more in a zone (Deployments do)
 * @param dataBound whether replicas have volumes of their own
 * @param layers on which it relies; empty when not known
 * @param rules everything that must hold for a zone: those of the workload itself and those of the
 *     policies that govern it
 * @param replication null when the application does not replicate its data
 * @param formerVolumes by zone, the most replicas that had their volumes there before, as somebody
 *     states it; it counts while no placement is in force
 * @param abandonVolumesIn zones whose volumes of it somebody gave up: what was there may start
 *     empty
 * @param failoverAfter how long a zone must be out of service before it counts as lost; null: only
 *     an order makes a zone lost
 * @param silenceAfter how long a zone must be silent before it is said of replicas that stay there
 *     until somebody reports the loss; null: from the first moment
 * @param returnAfter how long a zone must be back before replicas go home
 * @param perZoneMax null: unbounded
 * @param weights by zone; empty: none
 */
public record Workload(
    WorkloadId id,
    @Nullable String uid,
    int replicas,
    Quantities requests,
    boolean surges,
    boolean dataBound,
    @UnknownWhenEmpty List<String> layers,
    List<String> services,
    List<String> dataClasses,
    Closure closure,
    List<BoundRule> rules,
    List<Spread> spread,
    List<Tolerate> tolerate,
    @Nullable Replication replication,
    Map<String, Integer> formerVolumes,
    List<String> abandonVolumesIn,
    boolean quorum,
    @Nullable Duration failoverAfter,
    @Nullable Duration silenceAfter,
    Duration returnAfter,
    int perZoneMin,
    @Nullable Integer perZoneMax,
    SortedMap<String, Integer> weights,
    List<Affinity> affinity,
    List<Affinity> antiAffinity,
    Priority priority,
    Objective objective,
    Rebalance rebalance,
    boolean suspended) {

  public Workload {
    layers = List.copyOf(layers);
    services = List.copyOf(services);
    dataClasses = List.copyOf(dataClasses);
    rules = List.copyOf(rules);
    spread = List.copyOf(spread);
    tolerate = List.copyOf(tolerate);
    // Who recorded it before these could be stated recorded none.
    formerVolumes =
        formerVolumes == null || formerVolumes.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(formerVolumes));
    abandonVolumesIn = abandonVolumesIn == null ? List.of() : List.copyOf(abandonVolumesIn);
    affinity = List.copyOf(affinity);
    antiAffinity = List.copyOf(antiAffinity);
    weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
  }

  /**
   * By zone, the most replicas that may have volumes there: what a decision says, and only without
   * one what somebody states.
   *
   * @param inForce null for none
   */
  public Map<String, Integer> volumes(@Nullable Placement inForce) {
    return inForce == null ? formerVolumes : inForce.volumes();
  }

  /** A copy with this number of replicas; what {@code keep} says is not resolved again. */
  public Workload withReplicas(int other) {
    EditableWorkload changed = new EditableWorkload(this);
    changed.replicas = other;
    return changed.build();
  }

  /** A copy under these rules. */
  public Workload withRules(List<BoundRule> others) {
    EditableWorkload changed = new EditableWorkload(this);
    changed.rules.clear();
    changed.rules.addAll(others);
    return changed.build();
  }

  /** A copy that uses these layers and services. */
  public Workload relyingOn(List<String> otherLayers, List<String> otherServices) {
    EditableWorkload changed = new EditableWorkload(this);
    changed.layers = otherLayers;
    changed.services = otherServices;
    return changed.build();
  }

  /** A copy that is frozen: it keeps what it has. */
  public Workload frozen() {
    EditableWorkload changed = new EditableWorkload(this);
    changed.suspended = true;
    return changed.build();
  }

  /**
   * Whether a zone is out of service for so long that it counts as lost for this one, though nobody
   * has said so.
   */
  public boolean countsAsLost(Zone zone, Instant now) {
    Instant since = zone.unhealthySince();
    return since != null
        && failoverAfter != null
        && !since.plus(zone.health().patience(failoverAfter)).isAfter(now);
  }

  /**
   * Whether silence alone never moves it: what has volumes or a quorum must be fenced first, and
   * only a person can say that it is.
   */
  public boolean movesOnlyWhenTold() {
    return dataBound || quorum;
  }

  /** {@code max} null: unbounded. {@code hard}: {@code DoNotPlace}; else {@code PlaceAnyway}. */
  public record Spread(Scope over, int min, @Nullable Integer max, int maxSkew, boolean hard) {}

  /**
   * A loss to survive.
   *
   * @param keep replicas that must stay outside the event with nothing re-created, already resolved
   *     against {@code replicas}
   */
  public record Tolerate(Scope of, int keep, Recover recover, DataCopy copy, boolean hard) {
    /** As a record does it by itself, but in code that the first compiler of the JVM inlines. */
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || other instanceof Tolerate that
              && keep == that.keep
              && hard == that.hard
              && Objects.equals(of, that.of)
              && Objects.equals(recover, that.recover)
              && Objects.equals(copy, that.copy);
    }

    @Override
    public int hashCode() {
      return 31
              * (31 * (31 * (31 * Objects.hashCode(of) + keep) + Objects.hashCode(recover))
                  + Objects.hashCode(copy))
          + Boolean.hashCode(hard);
    }
  }

  /** What happens to the replicas of a lost place. */
  public enum Recover {
    /** Re-created elsewhere, with room kept. */
    Reserved,
    /** Re-created if there is room then. */
    BestEffort,
    /** Stays down. */
    None
  }

  /** How the data gets to the recovery zone. */
  public enum DataCopy {
    Unspecified,
    Synchronous,
    Asynchronous
  }

  /** The application replicates its data itself, within these bounds. Null: not bounded. */
  public record Replication(@Nullable Long maxRoundTripMicros, @Nullable Long minDistanceMetres) {}

  /**
   * A relation to another workload of the namespace. {@code topology}: Zone, Site, Region or
   * Provider.
   */
  public record Affinity(String with, Scope topology, boolean required) {}

  /** Of the PriorityClass; {@code preempts} false for {@code preemptionPolicy: Never}. */
  public record Priority(int value, boolean preempts) {
    public static final Priority DEFAULT = new Priority(0, true);
  }

  /** What to optimise once sovereignty and survival hold. */
  public enum Objective {
    Stability,
    Cost,
    Carbon
  }

  /** How running replicas may move for a better state. */
  public record Rebalance(Mode mode, int maxMovesPerHour) {
    /** When. */
    public enum Mode {
      Never,
      WhenNeeded,
      Continuous
    }
  }
}
