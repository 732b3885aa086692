package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in one line that a reconciliation failed, and leaves the retry to the SDK. What the API
 * server answers is no fault of the program's and has no stack trace; anything else has.
 */
interface LoggedFailures<P extends HasMetadata> extends Reconciler<P> {

  @Override
  default ErrorStatusUpdateControl<P> updateErrorStatus(
      P resource, Context<P> context, Exception failure) {
    Logger log = LoggerFactory.getLogger(getClass());
    String which = resource.getKind() + " " + Names.text(resource);
    if (Thread.currentThread().isInterrupted()) {
      // The operator ends: nobody tries again, and nothing is wrong.
      log.debug("{}: given up", which, failure);
    } else if (failure instanceof KubernetesClientException e) {
      log.warn("{}: trying again: {}", which, e.getMessage());
      log.debug("{}: failed", which, e);
    } else {
      log.error("{}: failed, trying again", which, failure);
    }
    return ErrorStatusUpdateControl.defaultErrorProcessing();
  }
}
