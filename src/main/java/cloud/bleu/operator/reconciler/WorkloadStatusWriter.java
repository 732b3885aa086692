package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** Writes the status of a workload, and once it is written records what is new in it as Events. */
public final class WorkloadStatusWriter {

  private final StatusWriter writer;
  private final StatusEvents events;

  /**
   * @param events records what is new, after the write
   */
  public WorkloadStatusWriter(StatusWriter writer, StatusEvents events) {
    this.writer = writer;
    this.events = events;
  }

  /** Writes the status of one that is there to stay. */
  StatusWriter.Outcome write(
      BleuWorkload workload, BleuWorkloadStatus status, Context<BleuWorkload> context) {
    StatusWriter.Outcome outcome = unrecorded(workload, status, context);
    if (outcome.written()) {
      events.of(workload, status);
    }
    return outcome;
  }

  /** Writes the status of one that is being deleted, and waits for what is left of it. */
  StatusWriter.Outcome ending(
      BleuWorkload workload, BleuWorkloadStatus status, Context<BleuWorkload> context) {
    StatusWriter.Outcome outcome = unrecorded(workload, status, context);
    if (outcome.written()) {
      events.ending(workload, status);
    }
    return outcome;
  }

  /** Writes a status without an Event: nothing but the status may be written in its namespace. */
  StatusWriter.Outcome unrecorded(
      BleuWorkload workload, BleuWorkloadStatus status, Context<BleuWorkload> context) {
    return writer.write(workload, status, BleuWorkload::new, context);
  }
}
