package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.List;

/** Writes the status of a zone, and once it is written records what is new in it as Events. */
public final class ZoneStatusWriter {

  private final StatusWriter writer;
  private final StatusEvents events;

  public ZoneStatusWriter(StatusWriter writer, StatusEvents events) {
    this.writer = writer;
    this.events = events;
  }

  /** Writes it unless the zone says the same already. */
  StatusWriter.Outcome write(
      AvailabilityZone zone, AvailabilityZoneStatus status, Context<AvailabilityZone> context) {
    StatusWriter.Outcome outcome = writer.write(zone, status, AvailabilityZone::new, context);
    if (outcome.written()) {
      events.zone(
          zone,
          zone.getStatus() == null ? List.of() : zone.getStatus().conditions(),
          status.conditions());
    }
    return outcome;
  }
}
