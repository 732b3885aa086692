package cloud.bleu.operator.status;

import cloud.bleu.api.v1alpha1.ConditionedStatus;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.operator.log.ObjectNames;
import cloud.bleu.operator.metric.OperatorMetrics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the status of objects, where it differs and as soon as {@link StatusPace} says.
 *
 * <p>Each write names the version that was read: a process that no longer leads, or that read
 * something stale, overwrites nothing. It is no failure if the object is gone or newer by then. A
 * newer object is looked at again soon: if it is newer by a write of this process, no event
 * follows.
 */
public final class StatusWriter {

  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);

  /** Nothing tells when the server would take what it refused. */
  private static final Duration REFUSED = Duration.ofSeconds(20);

  /** Until the cache has what is newer than was read. */
  public static final Duration OUTDATED = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final OperatorMetrics metrics;
  private final RefusedWrites refused;
  private final StatusPace pace;
  private final OwnWrites own = new OwnWrites();

  /**
   * @param committing how many decisions wait to be committed
   */
  public StatusWriter(
      KubernetesClient client,
      OperatorMetrics metrics,
      RefusedWrites refused,
      IntSupplier committing) {
    this.pace = new StatusPace(System::nanoTime, committing);
    this.client = client;
    this.metrics = metrics;
    this.refused = refused;
  }

  /** Whether an object is as this writer left it: then its controller has nothing to look at. */
  public boolean isOwn(HasMetadata object) {
    return own.contains(object);
  }

  /**
   * What became of a status.
   *
   * @param written whether the server has it now and had another one before
   * @param due when to come again with it, null when there is no need
   * @param refusal why the server does not take it, null when it does not refuse it
   */
  public record Outcome(boolean written, @Nullable Duration due, @Nullable Refusal refusal) {
    private static final Outcome NOTHING = new Outcome(false, null, null);
    private static final Outcome WRITTEN = new Outcome(true, null, null);

    /** For the end of a reconciliation. */
    public <P extends HasMetadata> UpdateControl<P> control() {
      UpdateControl<P> control = UpdateControl.noUpdate();
      return due == null ? control : control.rescheduleAfter(due);
    }
  }

  /**
   * Writes a status, unless the object has it.
   *
   * @param object as it was read
   * @param empty makes an object of the same kind
   */
  public <S extends ConditionedStatus, P extends CustomResource<?, S>> Outcome write(
      P object, S status, Supplier<P> empty, Context<P> context) {
    return write(
        object,
        status,
        empty,
        context.getControllerConfiguration().fieldManager(),
        updated -> remember(object, updated, context));
  }

  /**
   * Writes a status that no controller has, unless the object has it.
   *
   * @param object as it was read
   * @param empty makes an object of the same kind
   * @param manager of the fields
   */
  public <S extends ConditionedStatus, P extends CustomResource<?, S>> Outcome write(
      P object, S status, Supplier<P> empty, String manager) {
    return write(object, status, empty, manager, updated -> {});
  }

  private <S extends ConditionedStatus, P extends CustomResource<?, S>> Outcome write(
      P object, S status, Supplier<P> empty, String manager, Consumer<P> written) {
    if (status.equals(object.getStatus())) {
      refused.over(RefusedWrites.Write.Status, EventRecorder.reference(object));
      return Outcome.NOTHING;
    }
    String uid = object.getMetadata().getUid();
    Duration left = pace.left(uid, object.getStatus(), status);
    if (!left.isZero()) {
      return new Outcome(false, left.plusMillis(1), null);
    }
    P patch = empty.get();
    patch.setMetadata(ObjectNames.only(object));
    patch.getMetadata().setResourceVersion(object.getMetadata().getResourceVersion());
    patch.setStatus(status);
    try {
      P updated =
          client
              .resource(patch)
              .subresource("status")
              .patch(
                  new PatchContext.Builder()
                      .withPatchType(PatchType.SERVER_SIDE_APPLY)
                      .withFieldManager(manager)
                      .withForce(true)
                      .build());
      pace.written(uid);
      own.add(updated);
      metrics.statusWritten();
      refused.over(RefusedWrites.Write.Status, EventRecorder.reference(object));
      written.accept(updated);
      return Outcome.WRITTEN;
    } catch (KubernetesClientException e) {
      Refusal refusal = Refusal.of(e);
      if (refusal != null) {
        refused.refused(
            RefusedWrites.Write.Status,
            EventRecorder.reference(object),
            "its status cannot be written and is not as things stand: " + refusal.sentence());
        return new Outcome(false, REFUSED, refusal);
      }
      if (e.getCode() != 404 && e.getCode() != 409) {
        throw e;
      }
      LOG.debug(
          "{} {} is gone or newer than read: its status is not written",
          object.getKind(),
          ObjectNames.text(object));
      return e.getCode() == 404 ? Outcome.NOTHING : new Outcome(false, OUTDATED, null);
    }
  }

  /** So that the next look, which may come before the watch tells of this write, sees it. */
  private static <P extends HasMetadata> void remember(P object, P updated, Context<P> context) {
    updated.getMetadata().setManagedFields(null);
    context
        .eventSourceRetriever()
        .getControllerEventSource()
        .handleRecentResourceUpdate(ResourceID.fromResource(object), updated, object);
  }
}
