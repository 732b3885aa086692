package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the cluster has the kind Report of OpenReports: told when it comes and when it goes, at
 * any time. An account that may not know is told so once, and no Report is written.
 */
final class ReportKind implements AutoCloseable {
  static final String GROUP = "openreports.io";
  static final String VERSION = "v1alpha1";

  /** Name of the CRD. */
  static final String NAME = "reports." + GROUP;

  private static final Logger LOG = LoggerFactory.getLogger(ReportKind.class);

  private final KubernetesClient client;
  private final Consumer<Boolean> there;
  private @Nullable SharedIndexInformer<CustomResourceDefinition> informer;
  private boolean closed;

  /**
   * @param there told true once the kind is served, false once it is not any more; may be told the
   *     same twice
   */
  ReportKind(KubernetesClient client, Consumer<Boolean> there) {
    this.client = client;
    this.there = there;
  }

  /** Starts to watch, after one look whether this account may: a watch that may not is loud. */
  void start() {
    if (mayLook()) {
      watch();
    }
  }

  private boolean mayLook() {
    try {
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withField("metadata.name", NAME)
          .list();
      return true;
    } catch (KubernetesClientException e) {
      return goOn(e);
    }
  }

  private synchronized void watch() {
    if (closed) {
      return;
    }
    SharedIndexInformer<CustomResourceDefinition> watch =
        client.apiextensions().v1().customResourceDefinitions().withName(NAME).runnableInformer(0);
    watch.exceptionHandler((started, problem) -> goOn(problem));
    watch.addEventHandler(
        new ResourceEventHandler<CustomResourceDefinition>() {
          @Override
          public void onAdd(CustomResourceDefinition crd) {
            there.accept(isServed(crd));
          }

          @Override
          public void onUpdate(CustomResourceDefinition before, CustomResourceDefinition crd) {
            there.accept(isServed(crd));
          }

          @Override
          public void onDelete(CustomResourceDefinition crd, boolean unknown) {
            there.accept(false);
          }
        });
    informer = watch;
    watch.start();
  }

  private static boolean goOn(Throwable problem) {
    if (isForbidden(problem)) {
      LOG.info(
          "no Report is written: this account may not see whether the cluster has {}; the chart's value"
              + " openReports.enabled grants it",
          NAME);
      return false;
    }
    LOG.debug("cannot watch {}, trying again: {}", NAME, problem.toString());
    return true;
  }

  /** Whether the account may not do that, whatever the answer is wrapped in. */
  static boolean isForbidden(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException e && e.getCode() == 403) {
        return true;
      }
    }
    return false;
  }

  /** One that was just made has no conditions yet. */
  private static boolean isServed(CustomResourceDefinition crd) {
    CustomResourceDefinitionStatus status = crd.getStatus();
    return crd.getMetadata().getDeletionTimestamp() == null
        && crd.getSpec().getVersions().stream()
            .anyMatch(v -> VERSION.equals(v.getName()) && Boolean.TRUE.equals(v.getServed()))
        && status != null
        && status.getConditions() != null
        && status.getConditions().stream()
            .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (informer != null) {
      informer.stop();
    }
  }
}
