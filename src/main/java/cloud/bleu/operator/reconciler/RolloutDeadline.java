package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.status.ObservedChildren.Progress;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a rollout is overdue. A Deployment controller reports that, as long as it runs and the
 * Deployment is not paused; nobody else does, so the operator measures as well.
 *
 * @param after how long a rollout may go on without progress
 * @param now by the clock of the operator
 */
record RolloutDeadline(Duration after, Instant now) {

  /** The deadline of a Deployment that states none, and of any other workload. */
  private static final Duration USUAL = Duration.ofSeconds(600);

  /** The deadline of the children of a workload. */
  static RolloutDeadline of(BleuWorkload workload, Instant now) {
    WorkloadSource.DeploymentSource deployment = workload.getSpec().workload().deployment();
    return new RolloutDeadline(
        deployment == null ? USUAL : Duration.ofSeconds(deployment.progressDeadlineSeconds()), now);
  }

  /** The deadline of any Deployment, as it states it. */
  static RolloutDeadline of(Deployment deployment, Instant now) {
    Integer stated = deployment.getSpec().getProgressDeadlineSeconds();
    return new RolloutDeadline(stated == null ? USUAL : Duration.ofSeconds(stated), now);
  }

  /** Whether it is over, of what progressed last at an instant. */
  boolean isOver(Instant progressed) {
    return !now.isBefore(progressed.plus(after));
  }

  /** How far a child is. */
  Progress progress(ZoneObservation child) {
    if (child.settled()) {
      return Progress.Done;
    }
    return child.overdue() || (child.progressed() != null && isOver(child.progressed()))
        ? Progress.DeadlineExceeded
        : Progress.OnItsWay;
  }

  /** When the next of some children is overdue unless it progresses; null: none will be. */
  @Nullable Instant next(Collection<ZoneObservation> children) {
    return children.stream()
        .filter(child -> progress(child) == Progress.OnItsWay)
        .map(this::end)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private @Nullable Instant end(ZoneObservation child) {
    return child.progressed() == null ? null : child.progressed().plus(after);
  }
}
