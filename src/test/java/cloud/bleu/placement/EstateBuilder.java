package cloud.bleu.placement;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.MoveBudget;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An estate, bit by bit. */
public final class EstateBuilder {
  private Instant now = Estates.NOW;
  private @Nullable MoveBudget budget;
  private @Nullable LossBudget losses;
  private final List<Provider> providers = new ArrayList<>();
  private final List<Zone> zones = new ArrayList<>();
  private final List<Workload> workloads = new ArrayList<>();
  private final List<Placement> placements = new ArrayList<>();
  private final List<Estate.RoundTrip> roundTrips = new ArrayList<>();

  EstateBuilder now(Instant now) {
    this.now = now;
    return this;
  }

  EstateBuilder provider(Provider provider) {
    providers.add(provider);
    return this;
  }

  public EstateBuilder zone(ZoneBuilder... builders) {
    Arrays.stream(builders).map(ZoneBuilder::build).forEach(zones::add);
    return this;
  }

  /** Plain zones with room for so many cpus. */
  public EstateBuilder zones(long cpus, String... names) {
    Arrays.stream(names).map(n -> Estates.zone(n).cpu(cpus).build()).forEach(zones::add);
    return this;
  }

  public EstateBuilder workload(WorkloadBuilder... builders) {
    Arrays.stream(builders).map(WorkloadBuilder::build).forEach(workloads::add);
    return this;
  }

  public EstateBuilder placement(Placement... these) {
    placements.addAll(Arrays.asList(these));
    return this;
  }

  public EstateBuilder running(String name, Object... zonesAndCounts) {
    return placement(Estates.running(name, zonesAndCounts));
  }

  /** All workloads together may move so many in an hour. */
  public EstateBuilder moving(int perHour, @Nullable Instant nextFree) {
    budget = new MoveBudget(perHour, nextFree);
    return this;
  }

  /** Losses of zones are taken by observation within that bound. */
  public EstateBuilder losses(@Nullable LossBudget bound) {
    losses = bound;
    return this;
  }

  public EstateBuilder roundTrip(String from, String to, long micros) {
    roundTrips.add(new Estate.RoundTrip(from, to, micros));
    return this;
  }

  public Estate build() {
    return new Estate(now, providers, zones, workloads, placements, roundTrips)
        .withMoveBudget(budget)
        .withLossBudget(losses);
  }
}
