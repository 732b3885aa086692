package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The silence of which only probes tell. It counts once the probes of all other zones had the time
 * to fail as well, and while at least half of the zones that are asked are answered: else it may be
 * the way out of whoever asks. After a doubt it counts from then on only.
 */
final class ProbeSilence {

  /** For the rounds in which probes are asked, on top of what they may take. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private final List<AvailabilityZone> objects;
  private final ObservedState observed;
  private final Instant now;

  ProbeSilence(List<AvailabilityZone> objects, ObservedState observed, Instant now) {
    this.objects = objects;
    this.observed = observed;
    this.now = now;
  }

  /** Has these zones say how long they are to be seen so, by name. */
  void in(Map<String, Zone> zones) {
    boolean doubted = PartitionDetection.probesDoubt(List.copyOf(zones.values())) != null;
    Duration slowest = slowest();
    for (AvailabilityZone object : objects) {
      Zone zone = zones.get(object.getMetadata().getName());
      if (zone == null || zone.state() == ZoneState.Lost || !zone.health().isSilent()) {
        continue;
      }
      Health health = zone.health();
      if (!health.isHeld()) {
        if (RecordedHealth.before(object, observed, now).isHeld()) {
          health = health.from(now);
        }
        if (health.probing() == Health.Probing.Alone) {
          health = doubted ? health.held() : health.after(health.patience(slowest));
        }
        zones.put(zone.name(), zone.withHealth(zone.state(), zone.stateSince(), health));
      }
    }
  }

  /** How long the slowest probe may take to fail. */
  private Duration slowest() {
    Duration slowest = Duration.ZERO;
    for (AvailabilityZone object : objects) {
      if (object.getSpec() == null) {
        continue;
      }
      Findings ignored = new Findings(ObjectRef.of(object), new ArrayList<>(), new ArrayList<>());
      for (StatedProbe probe : StatedProbe.of(object.getSpec().health(), ignored)) {
        Duration own =
            probe.period().multipliedBy(probe.failures()).plus(probe.timeout()).plus(SLACK);
        slowest = own.compareTo(slowest) > 0 ? own : slowest;
      }
    }
    return slowest;
  }
}
