package cloud.bleu.operator.cache;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the cluster has a kind that others define, and in which version: told when it comes and
 * when it goes, at any time. That this account may not know is said once, and tried again each
 * minute.
 */
public final class ServedKind implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServedKind.class);

  /** Nobody tells that a right was given. */
  private static final Duration FORBIDDEN = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final Duration retry;
  private final AtomicBoolean isTriedAgain = new AtomicBoolean();
  private final String name;
  private final Predicate<String> versions;
  private final @Nullable String ifForbidden;
  private final Consumer<@Nullable String> there;
  private @Nullable SharedIndexInformer<CustomResourceDefinition> informer;
  private boolean closed;
  private volatile boolean isSaid;

  /**
   * @param name of the CRD
   * @param versions that will do
   * @param ifForbidden what does not happen when this account may not look, for people; null:
   *     somebody else tells
   * @param there told a version once it is served, null once none is any more; may be told the same
   *     twice
   */
  public ServedKind(
      KubernetesClient client,
      String name,
      Predicate<String> versions,
      @Nullable String ifForbidden,
      Consumer<@Nullable String> there) {
    this(client, name, versions, ifForbidden, there, FORBIDDEN);
  }

  /**
   * @param retry until it looks again after it might not
   */
  ServedKind(
      KubernetesClient client,
      String name,
      Predicate<String> versions,
      @Nullable String ifForbidden,
      Consumer<@Nullable String> there,
      Duration retry) {
    this.client = client;
    this.retry = retry;
    this.name = name;
    this.versions = versions;
    this.ifForbidden = ifForbidden;
    this.there = there;
  }

  /**
   * Starts to watch, after one look: a watch that may not is loud. What there is has been told when
   * this returns.
   */
  public void start() {
    look(false);
  }

  /**
   * @param again whether it has gone while nobody could see, if it is not there
   */
  private void look(boolean again) {
    if (isClosed()) {
      return;
    }
    try {
      List<CustomResourceDefinition> found =
          client
              .apiextensions()
              .v1()
              .customResourceDefinitions()
              .withField("metadata.name", name)
              .list()
              .getItems();
      isSaid = false;
      if (again && found.isEmpty()) {
        there.accept(null);
      }
      found.forEach(crd -> there.accept(served(crd)));
      watch();
    } catch (KubernetesClientException e) {
      if (goOn(e)) {
        watch();
      }
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void watch() {
    if (closed) {
      return;
    }
    if (informer != null) {
      informer.stop();
    }
    SharedIndexInformer<CustomResourceDefinition> watch =
        client.apiextensions().v1().customResourceDefinitions().withName(name).runnableInformer(0);
    watch.exceptionHandler((started, problem) -> goOn(problem));
    watch.addEventHandler(
        new ResourceEventHandler<CustomResourceDefinition>() {
          @Override
          public void onAdd(CustomResourceDefinition crd) {
            there.accept(served(crd));
          }

          @Override
          public void onUpdate(CustomResourceDefinition before, CustomResourceDefinition crd) {
            there.accept(served(crd));
          }

          @Override
          public void onDelete(CustomResourceDefinition crd, boolean unknown) {
            there.accept(null);
          }
        });
    informer = watch;
    watch.start();
  }

  private boolean goOn(Throwable problem) {
    if (isForbidden(problem)) {
      if (ifForbidden != null && !isSaid) {
        isSaid = true;
        LOG.info("{}: this account may not see whether the cluster has {}", ifForbidden, name);
      }
      if (isTriedAgain.compareAndSet(false, true)) {
        CompletableFuture.delayedExecutor(retry.toMillis(), TimeUnit.MILLISECONDS)
            .execute(
                () -> {
                  isTriedAgain.set(false);
                  look(true);
                });
      }
      return false;
    }
    LOG.debug("cannot watch {}, trying again: {}", name, problem.toString());
    return true;
  }

  /** Whether the account may not do that, whatever the answer is wrapped in. */
  public static boolean isForbidden(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException e && e.getCode() == 403) {
        return true;
      }
    }
    return false;
  }

  /** The version to ask for; null while there is none. One that was just made has no conditions. */
  private @Nullable String served(CustomResourceDefinition crd) {
    CustomResourceDefinitionStatus status = crd.getStatus();
    boolean established =
        crd.getMetadata().getDeletionTimestamp() == null
            && status != null
            && status.getConditions() != null
            && status.getConditions().stream()
                .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
    return established
        ? crd.getSpec().getVersions().stream()
            .filter(v -> Boolean.TRUE.equals(v.getServed()))
            .map(CustomResourceDefinitionVersion::getName)
            .filter(versions)
            .findFirst()
            .orElse(null)
        : null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (informer != null) {
      informer.stop();
    }
  }
}
