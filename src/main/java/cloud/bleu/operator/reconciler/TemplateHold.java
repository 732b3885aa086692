package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.operator.status.RefusedWrites;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds a workload back from deletion while a Deployment is its template: that Deployment was
 * scaled down, and gets its replicas back first.
 */
public final class TemplateHold {

  private final Caches caches;
  private final Delivery delivery;
  private final Predicate<String> served;
  private final Finalizers finalizers;
  private final RefusedWrites refused;

  /**
   * @param served whether objects may be changed in a namespace; in any other nothing is held
   */
  public TemplateHold(
      Caches caches,
      Delivery delivery,
      Predicate<String> served,
      Finalizers finalizers,
      RefusedWrites refused) {
    this.caches = caches;
    this.delivery = delivery;
    this.served = served;
    this.finalizers = finalizers;
    this.refused = refused;
  }

  /** Holds the workload back, if a Deployment is its template. */
  HoldOutcome hold(BleuWorkload workload, Context<BleuWorkload> context) {
    if (workload.getSpec().workload().deploymentRef() == null
        || !served.test(workload.getMetadata().getNamespace())) {
      return HoldOutcome.NONE;
    }
    try {
      return HoldOutcome.written(finalizers.add(workload, Finalizers.RESTORE, context));
    } catch (KubernetesClientException e) {
      return HoldOutcome.refused(
          DeliveryProblem.passing(
              RefusedWrites.Write.Finalizer.reason,
              "without its finalizer the Deployment could not get its replicas back, so nothing is"
                  + " delivered: "
                  + refusal(e).sentence()));
    }
  }

  /** Gives the template its replicas back, then lets the object go; says when to try again. */
  UpdateControl<BleuWorkload> release(BleuWorkload workload) {
    Duration again = restore(workload);
    return again == null ? letGo(workload) : after(again);
  }

  private static UpdateControl<BleuWorkload> after(Duration again) {
    return UpdateControl.<BleuWorkload>noUpdate().rescheduleAfter(again);
  }

  private @Nullable Duration restore(BleuWorkload workload) {
    ObjectReference regarding = EventRecorder.reference(workload);
    var ref = workload.getSpec().workload().deploymentRef();
    Deployment reference =
        ref == null ? null : caches.deployment(workload.getMetadata().getNamespace(), ref.name());
    try {
      if (reference != null && !isTakenOver(workload)) {
        List<DeliveryProblem> left = delivery.vacate(workload, reference);
        if (!left.isEmpty()) {
          return waitFor(regarding, left);
        }
        if (!delivery.restore(reference)) {
          return Requeue.AGAIN;
        }
      }
      refused.over(RefusedWrites.Write.Child, regarding);
      return null;
    } catch (KubernetesClientException e) {
      Refusal refusal = refusal(e);
      refused.refused(
          RefusedWrites.Write.Child,
          regarding,
          "it is being deleted, and its Deployment cannot get its replicas back: "
              + refusal.sentence(),
          refusal.source());
      return Requeue.ofRefusal(refused.lasts(RefusedWrites.Write.Child, regarding)).after();
    }
  }

  /** Tells what refuses to let its zones end, if anything does. */
  private @Nullable Duration waitFor(ObjectReference regarding, List<DeliveryProblem> left) {
    DeliveryProblem refusal =
        left.stream()
            .filter(problem -> !problem.code().equals(DeliveryProblem.REMOVING))
            .findFirst()
            .orElse(null);
    if (refusal == null) {
      return Requeue.AGAIN;
    }
    refused.refused(
        RefusedWrites.Write.Child,
        regarding,
        "it is being deleted, and its zones have to end before its Deployment gets its replicas"
            + " back: "
            + refusal.message(),
        null);
    return Requeue.ofRefusal(refused.lasts(RefusedWrites.Write.Child, regarding)).after();
  }

  /** Whether another workload that stays has scaled the same Deployment down. */
  private boolean isTakenOver(BleuWorkload workload) {
    String namespace = workload.getMetadata().getNamespace();
    return caches.workloads(namespace).stream()
        .map(caches::workload)
        .filter(Objects::nonNull)
        .anyMatch(
            other ->
                !other.getMetadata().getUid().equals(workload.getMetadata().getUid())
                    && other.getMetadata().getDeletionTimestamp() == null
                    && Finalizers.has(other, Finalizers.RESTORE)
                    && Objects.equals(
                        other.getSpec().workload().template(),
                        workload.getSpec().workload().template()));
  }

  private UpdateControl<BleuWorkload> letGo(BleuWorkload workload) {
    try {
      return finalizers.remove(workload, Finalizers.RESTORE).control();
    } catch (KubernetesClientException e) {
      // It is told where it is written.
      refusal(e);
      return after(Requeue.REFUSED);
    }
  }

  /**
   * @throws KubernetesClientException this one, when it is no refusal
   */
  private static Refusal refusal(KubernetesClientException e) {
    Refusal refusal = Refusal.of(e);
    if (refusal == null) {
      throw e;
    }
    return refusal;
  }
}
