package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision depends on, frozen: the instant, the places, the facts, the workloads with
 * their rules, and what runs. Lists are sorted here, so the order in which they come never matters.
 *
 * @param now the instant the decision is made for; the engine reads no clock
 * @param roundTrips measured round trips; what is missing is estimated from the distance
 * @param operator where the operator itself runs, as somebody states it; null: nobody does. No
 *     decision depends on it: see {@link HubLoss}
 * @param moveBudget what all workloads together may move for a better state; null: no bound
 * @param lossBudget how many losses of zones are taken by observation alone; null: no bound. Zones
 *     that wait for it have that wait in their health: it says why
 */
public record Estate(
    Instant now,
    List<Provider> providers,
    List<Zone> zones,
    List<Workload> workloads,
    List<Placement> placements,
    List<RoundTrip> roundTrips,
    @Nullable OperatorSite operator,
    @Nullable MoveBudget moveBudget,
    @Nullable LossBudget lossBudget) {

  /** An estate of which nobody states where the operator runs, nor any bound. */
  public Estate(
      Instant now,
      List<Provider> providers,
      List<Zone> zones,
      List<Workload> workloads,
      List<Placement> placements,
      List<RoundTrip> roundTrips) {
    this(now, providers, zones, workloads, placements, roundTrips, null, null, null);
  }

  public Estate {
    providers = unique(providers, Comparator.comparing(Provider::name), Provider::name, "provider");
    zones = unique(zones, Comparator.comparing(Zone::name), Zone::name, "zone");
    workloads = unique(workloads, Comparator.comparing(Workload::id), Workload::id, "workload");
    placements =
        unique(placements, Comparator.comparing(Placement::id), Placement::id, "placement");
    roundTrips =
        sorted(roundTrips, Comparator.comparing(RoundTrip::from).thenComparing(RoundTrip::to));
  }

  /** A copy at another instant. */
  public Estate at(Instant instant) {
    return new Estate(
        instant,
        providers,
        zones,
        workloads,
        placements,
        roundTrips,
        operator,
        moveBudget,
        lossBudget);
  }

  /**
   * A copy at a later instant, if nobody writes anything: it is known by then when those facts were
   * stated whose days have come in between.
   */
  public Estate later(Instant instant) {
    LocalDate read = LocalDate.ofInstant(now, ZoneRule.PARIS);
    LocalDate then = LocalDate.ofInstant(instant, ZoneRule.PARIS);
    return new Estate(
        instant,
        providers.stream().map(p -> p.on(then, read)).toList(),
        zones,
        workloads,
        placements,
        roundTrips,
        operator,
        moveBudget,
        lossBudget);
  }

  /** A copy with these workloads. */
  public Estate withWorkloads(List<Workload> others) {
    return new Estate(
        now, providers, zones, others, placements, roundTrips, operator, moveBudget, lossBudget);
  }

  /** A copy with these zones. */
  public Estate withZones(List<Zone> others) {
    return new Estate(
        now,
        providers,
        others,
        workloads,
        placements,
        roundTrips,
        operator,
        moveBudget,
        lossBudget);
  }

  /** A copy with these placements in force. */
  public Estate withPlacements(List<Placement> others) {
    return new Estate(
        now, providers, zones, workloads, others, roundTrips, operator, moveBudget, lossBudget);
  }

  /** A copy with the operator in those zones; empty: nobody says in which. */
  public Estate operatedFrom(Collection<String> names) {
    OperatorSite site = names.isEmpty() ? null : new OperatorSite(List.copyOf(names));
    return new Estate(
        now, providers, zones, workloads, placements, roundTrips, site, moveBudget, lossBudget);
  }

  /** A copy with this bound of what all may move together; null: none. */
  public Estate withMoveBudget(@Nullable MoveBudget budget) {
    return new Estate(
        now, providers, zones, workloads, placements, roundTrips, operator, budget, lossBudget);
  }

  /** A copy with this bound of the losses that are taken by observation; null: none. */
  public Estate withLossBudget(@Nullable LossBudget budget) {
    return new Estate(
        now, providers, zones, workloads, placements, roundTrips, operator, moveBudget, budget);
  }

  /** The zones in which the operator itself runs, by name; empty when nobody states them. */
  public List<String> operatorZones() {
    return operator == null ? List.of() : operator.zones();
  }

  /**
   * An equal estate in which what is equal to something of another estate is that object: whoever
   * keeps the other keeps nothing twice, and compares the two at once.
   */
  public Estate sharing(Estate other) {
    List<Provider> sameProviders = providers.equals(other.providers) ? other.providers : providers;
    List<Zone> sameZones = zones.equals(other.zones) ? other.zones : zones;
    List<Workload> sameWorkloads = SharedObjects.shared(workloads, other.workloads, Workload::id);
    List<Placement> samePlacements =
        SharedObjects.shared(placements, other.placements, Placement::id);
    boolean shared =
        sameProviders != providers
            || sameZones != zones
            || sameWorkloads != workloads
            || samePlacements != placements;
    return shared
        ? new Estate(
            now,
            sameProviders,
            sameZones,
            sameWorkloads,
            samePlacements,
            roundTrips,
            operator,
            moveBudget,
            lossBudget)
        : this;
  }

  /** The workloads that are not objects of another estate, in order. */
  public List<Workload> workloadsBeside(Estate other) {
    return SharedObjects.beside(workloads, other.workloads, Workload::id);
  }

  /** The placements that are not objects of another estate, in order. */
  public List<Placement> placementsBeside(Estate other) {
    return SharedObjects.beside(placements, other.placements, Placement::id);
  }

  /** Whether another estate is equal in everything but the instant. */
  public boolean sameObjects(Estate other) {
    return placements.equals(other.placements)
        && zones.equals(other.zones)
        && providers.equals(other.providers)
        && roundTrips.equals(other.roundTrips)
        && workloads.equals(other.workloads)
        && Objects.equals(operator, other.operator)
        && Objects.equals(moveBudget, other.moveBudget)
        && Objects.equals(lossBudget, other.lossBudget);
  }

  /** The provider of that name, null when there is no such object. */
  public @Nullable Provider provider(String name) {
    for (Provider p : providers) {
      if (p.name().equals(name)) {
        return p;
      }
    }
    return null;
  }

  /** The zone of that name, null when there is no such object. */
  public @Nullable Zone zone(String name) {
    for (Zone z : zones) {
      if (z.name().equals(name)) {
        return z;
      }
    }
    return null;
  }

  /** The workload of that id, null when there is none; they are in the order of their ids. */
  public @Nullable Workload workload(WorkloadId id) {
    int from = 0;
    int to = workloads.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      boolean before = workloads.get(middle).id().compareTo(id) < 0;
      from = before ? middle + 1 : from;
      to = before ? to : middle;
    }
    return from < workloads.size() && workloads.get(from).id().equals(id)
        ? workloads.get(from)
        : null;
  }

  /** A measured round trip between two zones, in microseconds; it holds in both directions. */
  public record RoundTrip(String from, String to, long micros) {}

  private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
    return List.copyOf(isSorted(list, order, 0) ? list : list.stream().sorted(order).toList());
  }

  /** Sorted; those of one name follow one another then. */
  private static <T> List<T> unique(
      List<T> list, Comparator<T> order, Function<T, Object> name, String what) {
    if (isSorted(list, order, -1)) {
      return List.copyOf(list);
    }
    List<T> sorted = sorted(list, order);
    for (int i = 1; i < sorted.size(); i++) {
      if (name.apply(sorted.get(i - 1)).equals(name.apply(sorted.get(i)))) {
        throw new IllegalArgumentException("two of one " + what + ": " + name.apply(sorted.get(i)));
      }
    }
    return sorted;
  }

  /**
   * Whether each comes before the next.
   *
   * @param most -1: strictly; 0: or with it
   */
  private static <T> boolean isSorted(List<T> list, Comparator<T> order, int most) {
    for (int i = 1; i < list.size(); i++) {
      if (order.compare(list.get(i - 1), list.get(i)) > most) {
        return false;
      }
    }
    return true;
  }
}
