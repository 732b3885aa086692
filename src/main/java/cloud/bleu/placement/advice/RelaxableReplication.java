package cloud.bleu.placement.advice;

import cloud.bleu.placement.advice.RelaxableRequirements.Builder;
import cloud.bleu.placement.advice.RelaxableRequirements.Group;
import cloud.bleu.placement.advice.RelaxableRequirements.Step;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Geography;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.WorkloadDraft;
import cloud.bleu.placement.model.Zone;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a workload could ask less of in {@code spec.resilience.replication}: a longer round trip, a
 * shorter distance. Tried at the round trips and distances that there are between zones.
 */
final class RelaxableReplication {
  private final Estate estate;
  private final List<Zone> zones;
  private final Builder items;

  private RelaxableReplication(Estate estate, List<Zone> zones, Builder items) {
    this.estate = estate;
    this.zones = zones;
    this.items = items;
  }

  static void collect(Estate estate, Workload workload, List<Zone> zones, Builder items) {
    Workload.Replication replication = workload.replication();
    if (replication == null) {
      return;
    }
    RelaxableReplication bounds = new RelaxableReplication(estate, zones, items);
    Long trip = replication.maxRoundTripMicros();
    if (trip != null) {
      bounds.roundTrip(trip);
    }
    Long distance = replication.minDistanceMetres();
    if (distance != null) {
      bounds.distance(distance);
    }
  }

  private void roundTrip(long bound) {
    List<Step> steps =
        pairs((a, b) -> Geography.roundTripMicros(estate, a, b))
            .map(micros -> (micros + 99) / 100 * 100)
            .filter(micros -> micros > bound)
            .distinct()
            .sorted()
            .map(micros -> new Step(millis(micros), d -> d.replication = with(d, micros, null)))
            .toList();
    items.add(Group.Resilience, "spec.resilience.replication.maxRoundTrip", millis(bound), steps);
  }

  private void distance(long bound) {
    List<Step> steps =
        pairs(Geography::metres)
            .map(metres -> metres / 1000 * 1000)
            .filter(metres -> metres < bound)
            .distinct()
            .sorted(Comparator.reverseOrder())
            .map(
                metres ->
                    new Step(
                        String.valueOf(metres / 1000), d -> d.replication = with(d, null, metres)))
            .toList();
    items.add(Group.Resilience, "spec.resilience.replication.minDistanceKm", bound / 1000, steps);
  }

  /** The bounds of a draft with another one of them, the one that is given. */
  private static Workload.Replication with(
      WorkloadDraft draft, @Nullable Long micros, @Nullable Long metres) {
    Workload.Replication now = draft.replication;
    return new Workload.Replication(
        micros != null || now == null ? micros : now.maxRoundTripMicros(),
        metres != null || now == null ? metres : now.minDistanceMetres());
  }

  /** What is known of each pair of zones. */
  private Stream<Long> pairs(BiFunction<Zone, Zone, @Nullable Long> measure) {
    List<Long> known = new ArrayList<>();
    for (int a = 0; a < zones.size(); a++) {
      for (int b = a + 1; b < zones.size(); b++) {
        Long value = measure.apply(zones.get(a), zones.get(b));
        if (value != null) {
          known.add(value);
        }
      }
    }
    return known.stream();
  }

  /** {@code 2ms}, {@code 1.5ms}. */
  private static String millis(long micros) {
    return BigDecimal.valueOf(micros, 3).stripTrailingZeros().toPlainString() + "ms";
  }
}
