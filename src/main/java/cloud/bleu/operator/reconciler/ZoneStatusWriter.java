package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.operator.pass.LossRecords;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.List;

/** Writes the status of a zone, and once it is written records what is new in it as Events. */
public final class ZoneStatusWriter {

  private final StatusWriter writer;
  private final StatusEvents events;
  private final LossRecords records;

  /**
   * @param records knows whether zones have a field for what was taken of them by observation
   */
  public ZoneStatusWriter(StatusWriter writer, StatusEvents events, LossRecords records) {
    this.writer = writer;
    this.events = events;
    this.records = records;
  }

  /**
   * Writes it unless the zone says the same already. Where the kind is too old for losses it is
   * written without: else the server would refuse the whole of it.
   */
  StatusWriter.Outcome write(
      AvailabilityZone zone, AvailabilityZoneStatus status, Context<AvailabilityZone> context) {
    AvailabilityZoneStatus fits = records.isRefused() ? status.withoutLosses() : status;
    StatusWriter.Outcome outcome = writer.write(zone, fits, AvailabilityZone::new, context);
    if (outcome.refusal() != null && records.refused(outcome.refusal())) {
      fits = status.withoutLosses();
      outcome = writer.write(zone, fits, AvailabilityZone::new, context);
    }
    if (outcome.written()) {
      events.zone(
          zone,
          zone.getStatus() == null ? List.of() : zone.getStatus().conditions(),
          fits.conditions());
    }
    return outcome;
  }
}
