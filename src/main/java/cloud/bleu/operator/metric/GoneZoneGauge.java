package cloud.bleu.operator.metric;

import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Zone;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many replicas are decided for zones of which there is no AvailabilityZone any more. */
final class GoneZoneGauge {

  private final RowGauge replicas;

  GoneZoneGauge(MeterRegistry registry) {
    replicas =
        new RowGauge(
            registry,
            "bleu.zone.gone.replicas",
            "Replicas that are decided for a zone of which there is no AvailabilityZone any more;"
                + " no series while there are none.",
            "zone");
  }

  /**
   * Shows what a pass came to.
   *
   * @return how many series are left out
   */
  int show(Snapshot snapshot) {
    Set<String> known =
        snapshot.estate().zones().stream().map(Zone::name).collect(Collectors.toSet());
    TreeMap<String, Double> gone = new TreeMap<>();
    for (Decision decision : snapshot.decisions().values()) {
      for (Assignment assigned : decision.assignments()) {
        if (assigned.replicas() > 0 && !known.contains(assigned.zone())) {
          gone.merge(assigned.zone(), (double) assigned.replicas(), Double::sum);
        }
      }
    }
    return replicas.show(gone);
  }
}
