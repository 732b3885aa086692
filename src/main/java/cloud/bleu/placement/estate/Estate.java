package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision depends on, frozen: the instant, the places, the facts, the workloads with
 * their rules, and what runs. Lists are sorted here, so the order in which they come never matters.
 *
 * @param now the instant the decision is made for; the engine reads no clock
 * @param roundTrips measured round trips; what is missing is estimated from the distance
 */
public record Estate(
    Instant now,
    List<Provider> providers,
    List<Zone> zones,
    List<Workload> workloads,
    List<Placement> placements,
    List<RoundTrip> roundTrips) {

  public Estate {
    providers = sorted(providers, Comparator.comparing(Provider::name));
    zones = sorted(zones, Comparator.comparing(Zone::name));
    workloads = sorted(workloads, Comparator.comparing(Workload::id));
    placements = sorted(placements, Comparator.comparing(Placement::id));
    roundTrips =
        sorted(roundTrips, Comparator.comparing(RoundTrip::from).thenComparing(RoundTrip::to));
    unique(providers, Provider::name, "provider");
    unique(zones, Zone::name, "zone");
    unique(workloads, Workload::id, "workload");
    unique(placements, Placement::id, "placement");
  }

  /** The same objects at another instant. */
  public Estate at(Instant instant) {
    return new Estate(instant, providers, zones, workloads, placements, roundTrips);
  }

  /** The same with other workloads. */
  public Estate withWorkloads(List<Workload> others) {
    return new Estate(now, providers, zones, others, placements, roundTrips);
  }

  /** Whether another estate is equal in everything but the instant. */
  public boolean sameObjects(Estate other) {
    return placements.equals(other.placements)
        && zones.equals(other.zones)
        && providers.equals(other.providers)
        && roundTrips.equals(other.roundTrips)
        && workloads.equals(other.workloads);
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

  /** A measured round trip between two zones, in microseconds; it holds in both directions. */
  public record RoundTrip(String from, String to, long micros) {}

  private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
    for (int i = 1; i < list.size(); i++) {
      if (order.compare(list.get(i - 1), list.get(i)) > 0) {
        return list.stream().sorted(order).toList();
      }
    }
    return List.copyOf(list);
  }

  /** Those of one name follow one another. */
  private static <T> void unique(List<T> sorted, Function<T, Object> name, String what) {
    for (int i = 1; i < sorted.size(); i++) {
      if (name.apply(sorted.get(i - 1)).equals(name.apply(sorted.get(i)))) {
        throw new IllegalArgumentException("two of one " + what + ": " + name.apply(sorted.get(i)));
      }
    }
  }
}
