package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.operator.pass.LossRecords;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Writes the status of a zone, and once it is written records what is new in it as Events. */
public final class ZoneStatusWriter {

  private final StatusWriter writer;
  private final StatusEvents events;
  private final LossRecords records;
  private final Consumer<Duration> recorded;

  /**
   * @param records knows whether zones have a field for what was taken of them by observation
   * @param recorded told of each status that the server has taken, and how long that took
   */
  public ZoneStatusWriter(
      StatusWriter writer, StatusEvents events, LossRecords records, Consumer<Duration> recorded) {
    this.recorded = recorded;
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
    long began = System.nanoTime();
    AvailabilityZoneStatus fits = records.isRefused() ? status.withoutLosses() : status;
    StatusWriter.Outcome outcome = writer.write(zone, fits, AvailabilityZone::new, context);
    if (outcome.refusal() != null && records.refused(outcome.refusal())) {
      fits = status.withoutLosses();
      outcome = writer.write(zone, fits, AvailabilityZone::new, context);
    }
    if (outcome.written()) {
      recorded.accept(Duration.ofNanos(System.nanoTime() - began));
      events.zone(
          zone,
          zone.getStatus() == null ? List.of() : zone.getStatus().conditions(),
          fits.conditions());
    }
    return outcome;
  }
}
