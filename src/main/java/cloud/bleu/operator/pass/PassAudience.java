package cloud.bleu.operator.pass;

import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.snapshot.Snapshot;
import java.util.Set;

/** Those who show what a pass saw and decided, and deliver nothing of it. */
public final class PassAudience {

  private final OperatorMetrics metrics;
  private final Reports reports;
  private final Runnable inventory;
  private final AdmissionAudit admission;

  /** Who reports on governed namespaces. */
  public interface Reports {
    /** Says what is decided as of now, and which namespaces are governed. */
    void tell(Snapshot snapshot, Set<String> governed);
  }

  /**
   * @param inventory told once decisions are there to be published beside their own kind
   * @param admission looked when the snapshot of the pass was made
   */
  public PassAudience(
      OperatorMetrics metrics, Reports reports, Runnable inventory, AdmissionAudit admission) {
    this.metrics = metrics;
    this.reports = reports;
    this.inventory = inventory;
    this.admission = admission;
  }

  /**
   * Tells them of a pass that is published.
   *
   * @param started when it began, by {@link System#nanoTime}
   */
  void tell(Snapshot snapshot, ReadEstate read, long started) {
    metrics.standing(snapshot);
    reports.tell(snapshot, Gates.governed(read.objects()));
    inventory.run();
    metrics.pass(System.nanoTime() - started, read.estate().workloads().size());
    metrics.podsOutside(admission.podsOutside());
  }

  /** Tells that a pass failed, or what goes before it. */
  void failed() {
    metrics.passFailed();
  }
}
