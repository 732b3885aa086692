package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.Restoration;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.manifest.WriteTimes;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.operator.status.RefusedWrites;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds a workload back from deletion while a Deployment is its template: that Deployment was
 * scaled down, and has its replicas back first.
 */
public final class TemplateHold {

  private final Caches caches;
  private final Delivery delivery;
  private final Predicate<String> served;
  private final Finalizers finalizers;
  private final RefusedWrites refused;
  private final EventRecorder events;
  private final Clock clock;

  /**
   * @param served whether objects may be changed in a namespace; in any other nothing is held
   * @param events takes that a Deployment has its replicas back, or why nobody waits for them
   */
  public TemplateHold(
      Caches caches,
      Delivery delivery,
      Predicate<String> served,
      Finalizers finalizers,
      RefusedWrites refused,
      EventRecorder events,
      Clock clock) {
    this.caches = caches;
    this.delivery = delivery;
    this.served = served;
    this.finalizers = finalizers;
    this.refused = refused;
    this.events = events;
    this.clock = clock;
  }

  /** Holds the workload back, if a Deployment is its template. */
  HoldOutcome hold(BleuWorkload workload, Context<BleuWorkload> context) {
    var ref = workload.getSpec().workload().deploymentRef();
    if (ref == null || !served.test(workload.getMetadata().getNamespace())) {
      return HoldOutcome.NONE;
    }
    try {
      return HoldOutcome.written(
          finalizers.add(workload, Finalizers.RESTORE, record(workload, ref.name()), context));
    } catch (KubernetesClientException e) {
      return HoldOutcome.refused(
          DeliveryProblem.passing(
              RefusedWrites.Write.Finalizer.reason,
              "without its finalizer the Deployment could not get its replicas back, so nothing is"
                  + " delivered: "
                  + refusal(e).sentence()));
    }
  }

  /** What the workload is to say of its template from now on; of an earlier one nothing stays. */
  private Map<String, @Nullable String> record(BleuWorkload workload, String name) {
    Map<String, String> annotations = workload.getMetadata().getAnnotations();
    boolean isHeld = Finalizers.has(workload, Finalizers.RESTORE);
    boolean isRecorded = annotations != null && annotations.containsKey(Labels.TEMPLATE_REPLICAS);
    Deployment reference = caches.deployment(workload.getMetadata().getNamespace(), name);
    if (isHeld && (isRecorded || reference == null)) {
      return Map.of();
    }
    Map<String, @Nullable String> record = new HashMap<>();
    record.put(
        Labels.TEMPLATE_REPLICAS,
        reference == null ? null : String.valueOf(delivery.before(workload, reference)));
    return record;
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
      if (ref != null && !isTakenOver(workload)) {
        Duration again = giveBack(workload, regarding, ref.name(), reference);
        if (again != null) {
          return again;
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

  /**
   * Gives a Deployment its replicas back and waits until they are available, as the take-over waits
   * for those of the zones. It waits for nothing that is not to come.
   *
   * @return when to look again; null: nothing keeps the workload any more
   */
  private @Nullable Duration giveBack(
      BleuWorkload workload,
      ObjectReference regarding,
      String name,
      @Nullable Deployment reference) {
    if (reference == null || reference.getMetadata().getDeletionTimestamp() != null) {
      tell(
          regarding,
          "ReplicasNotRestored",
          "Deployment "
              + name
              + " is gone, so nothing gets replicas back: what runs in zones ends");
      return null;
    }
    List<DeliveryProblem> left = delivery.vacate(workload, reference);
    if (!left.isEmpty()) {
      return waitFor(regarding, left);
    }
    Restoration back = delivery.restore(workload, reference);
    if (back.step() == Restoration.Step.NOTHING) {
      return null;
    }
    if (back.step() == Restoration.Step.LEFT) {
      tell(regarding, "ReplicasNotRestored", Restoration.left(name, back.given()));
      return null;
    }
    if (back.step() == Restoration.Step.GIVEN) {
      tell(
          regarding,
          "ReplicasRestored",
          "Deployment "
              + name
              + " gets "
              + back.given()
              + " replicas back; what is left in zones ends once they are available");
    }
    if (back.step() != Restoration.Step.AWAITED) {
      return Requeue.AGAIN;
    }
    RolloutDeadline deadline = RolloutDeadline.of(reference, clock.instant());
    boolean overdue = !back.serves() && deadline.isOver(progressed(workload, reference));
    if (overdue) {
      tell(
          regarding,
          "ReplicasNotRestored",
          "Deployment "
              + name
              + " has "
              + back.available()
              + " of "
              + back.given()
              + " replicas available and made no progress for "
              + deadline.after().toSeconds()
              + " s, its progressDeadlineSeconds: what runs in zones ends all the same; see why with"
              + " kubectl describe deployment "
              + name);
    }
    boolean ends = back.serves() || overdue || isEnding(workload.getMetadata().getNamespace());
    return ends && delivery.settle(reference) ? null : Requeue.AGAIN;
  }

  /** When it was given replicas or its status changed; the deletion where nobody noted that. */
  private static Instant progressed(BleuWorkload workload, Deployment reference) {
    Instant noted = WriteTimes.progressed(reference);
    return noted == null ? Instant.parse(workload.getMetadata().getDeletionTimestamp()) : noted;
  }

  /** Nobody can write an event where a namespace ends, nor does anybody have to hear of it. */
  private void tell(ObjectReference regarding, String reason, String note) {
    if (!isEnding(regarding.getNamespace())) {
      String type = reason.equals("ReplicasRestored") ? "Normal" : "Warning";
      events.record(regarding, type, reason, "Restore", note);
    }
  }

  private boolean isEnding(String namespace) {
    Namespace object = caches.namespaces.getIndexer().getByKey(namespace);
    return object == null || object.getMetadata().getDeletionTimestamp() != null;
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
