package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.operator.metric.DeliveryTimer;
import cloud.bleu.operator.trace.TraceSpan;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.evacuation.LastEvacuation;
import cloud.bleu.translate.finding.ObjectRef;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Reports how far the delivery of a workload is, to a timer and to traces. */
public final class DeliveryProgress {

  private final DeliveryTimer times;
  private final Traces traces;
  private final Clock clock;

  /**
   * @param clock tells for how long a workload has not been ready
   */
  public DeliveryProgress(DeliveryTimer times, Traces traces, Clock clock) {
    this.times = times;
    this.traces = traces;
    this.clock = clock;
  }

  /** Before the decision is read, by the clocks of both. */
  record Look(long timed, long traced) {}

  Look look() {
    return new Look(times.now(), traces.now());
  }

  /** Nothing is delivered for it any more: it is being deleted. */
  void ended(BleuWorkload workload) {
    times.forget(ObjectRef.workload(workload));
  }

  /** A plan was carried out. */
  void carriedOut(BleuWorkload workload, DeliveryPlan plan, DeliveryReport report, Look look) {
    if (plan.frozen()) {
      times.held(ObjectRef.workload(workload));
    } else if (plan.isDelivered(report)) {
      times.delivered(ObjectRef.workload(workload), look.timed());
    } else if (plan.isUndelivered(report)) {
      times.undelivered(ObjectRef.workload(workload), notReady(workload));
    }
  }

  /** For how long its status says that it is not ready; nothing where it is, or says nothing. */
  private Duration notReady(BleuWorkload workload) {
    Condition ready =
        workload.getStatus() == null
            ? null
            : Conditions.find(workload.getStatus().conditions(), "Ready");
    Instant since =
        ready == null || "True".equals(ready.getStatus()) ? null : Conditions.since(ready);
    Duration age = since == null ? Duration.ZERO : Duration.between(since, clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** Its status is another one than it had. */
  void written(BleuWorkload workload, BleuWorkloadStatus status) {
    times.evacuated(LastEvacuation.ended(workload.getStatus(), status));
  }

  /** It is delivered, and its status says that it is ready. */
  void ready(BleuWorkload workload, Look look) {
    traces.ready(ObjectRef.workload(workload), look.traced());
  }

  /** While this is open what is logged leads to the trace of what was to be delivered. */
  TraceSpan logs(BleuWorkload workload) {
    return traces.logs(ObjectRef.workload(workload));
  }
}
