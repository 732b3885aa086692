package cloud.bleu.operator.reconciler;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.operator.log.Faults;
import cloud.bleu.operator.log.ObjectNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reconciler whose failures are logged in one line; the SDK does the retry. An error answer of
 * the API server, or none, is no defect of the program and is logged without a stack trace;
 * anything else has one. A write that was not sent because the lease is not held is no failure: the
 * fence has reported it, the SDK gets none, and the object is looked at again soon. In the metrics
 * of the SDK such a look has succeeded.
 */
interface ResourceReconciler<P extends HasMetadata> extends Reconciler<P> {

  /** Brings an object to what is decided, and writes its status. {@link #reconcile} calls it. */
  UpdateControl<P> reconcileResource(P resource, Context<P> context);

  /**
   * The SDK expects exceptions only: after an error it would take the object for one that is being
   * looked at, and never look at it again.
   */
  @Override
  default UpdateControl<P> reconcile(P resource, Context<P> context) {
    try {
      return reconcileResource(resource, context);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Error e) {
      throw new IllegalStateException("a reconciliation ended with an error", e);
    }
  }

  @Override
  default ErrorStatusUpdateControl<P> updateErrorStatus(
      P resource, Context<P> context, Exception failure) {
    Logger log = LoggerFactory.getLogger(getClass());
    String which = resource.getKind() + " " + ObjectNames.text(resource);
    if (Thread.currentThread().isInterrupted()) {
      // The operator ends: nobody tries again, and nothing is wrong.
      log.debug("{}: given up", which, failure);
    } else if (Faults.isNotLeading(failure)) {
      // Of every write there is: the fence tells of it once. The SDK would, with a stack trace, of
      // each; so it counts the look as done.
      log.debug("{}: looking again: {}", which, Faults.line(failure));
      if (!context.isPrimaryResourceDeleted()) {
        return ErrorStatusUpdateControl.<P>noStatusUpdate().rescheduleAfter(Requeue.AGAIN);
      }
      // The SDK reschedules none that is gone, and retries it.
    } else if (Refusal.defect(failure) == null) {
      log.warn("{}: trying again: {}", which, Faults.line(failure));
      log.debug("{}: failed", which, failure);
    } else {
      log.error("{}: failed, trying again", which, failure);
    }
    return ErrorStatusUpdateControl.defaultErrorProcessing();
  }
}
