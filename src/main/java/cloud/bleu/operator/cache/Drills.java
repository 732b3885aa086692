package cloud.bleu.operator.cache;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drills of the cluster. A live one that moves replicas is a part of what is decided on, so
 * decisions wait until it is known which there are. Where their kind is not served yet, as after an
 * upgrade without its CRDs, there are none until it is.
 */
public final class Drills implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Drills.class);
  private static final String KIND = HasMetadata.getFullResourceName(ResilienceDrill.class);

  private final SharedIndexInformer<ResilienceDrill> informer;
  private final BiPredicate<Class<? extends HasMetadata>, Throwable> others;
  private final CompletableFuture<Void> listed = new CompletableFuture<>();
  private final CompletableFuture<Void> known = new CompletableFuture<>();
  private volatile boolean missing;

  /**
   * @param others tells of what other watches find as well, and whether to go on
   */
  Drills(
      KubernetesClient client,
      ItemStores stores,
      Caches.Watcher watcher,
      BiPredicate<Class<? extends HasMetadata>, Throwable> others) {
    this.others = others;
    informer = client.resources(ResilienceDrill.class).runnableInformer(0);
    informer.itemStore(stores.cache(ResilienceDrill.class));
    informer.exceptionHandler((started, problem) -> goesOn(problem));
    informer.addEventHandler(new Informers.Handler<>(watcher));
    informer.addEventHandler(new Lists());
  }

  /**
   * Starts to watch. While that fails the client asks again, after growing pauses of at most half a
   * minute.
   */
  void start() {
    informer.start();
  }

  /** Completes when they are listed for the first time, however late that is. */
  public CompletionStage<Void> listed() {
    return listed;
  }

  /** Completes when it is known which there are: they are listed, or their kind is not served. */
  CompletableFuture<Void> known() {
    return known;
  }

  /** All that are there. */
  public List<ResilienceDrill> list() {
    return informer.getIndexer().list();
  }

  /** Their names. */
  public Collection<String> names() {
    return informer.getIndexer().listKeys();
  }

  /** Told of every list that the API server answers, the first one and those after a failure. */
  private final class Lists implements ResourceEventHandler<ResilienceDrill> {
    @Override
    public void onList(String resourceVersion, boolean remainedEmpty) {
      if (missing) {
        missing = false;
        LOG.info("the cluster serves {} now: drills run", KIND);
      }
      listed.complete(null);
      known.complete(null);
    }

    @Override
    public void onAdd(ResilienceDrill drill) {}

    @Override
    public void onUpdate(ResilienceDrill before, ResilienceDrill drill) {}

    @Override
    public void onDelete(ResilienceDrill drill, boolean unknown) {}
  }

  private boolean goesOn(Throwable problem) {
    if (!isNotServed(problem)) {
      if (isForbidden(problem)) {
        known.complete(null);
      }
      return others.test(ResilienceDrill.class, problem);
    }
    if (!missing) {
      missing = true;
      LOG.warn(
          "the cluster does not serve {}: no drill runs. Everything else does. Install the CRDs of"
              + " this version, with `crds.enabled` of the chart or with `kubectl apply"
              + " --server-side -f crds`; no restart is needed",
          KIND);
    }
    known.complete(null);
    return true;
  }

  private static boolean isNotServed(@Nullable Throwable problem) {
    return is(problem, HttpURLConnection.HTTP_NOT_FOUND);
  }

  /** An operator without the right runs none either, and has begun none. */
  private static boolean isForbidden(@Nullable Throwable problem) {
    return is(problem, HttpURLConnection.HTTP_FORBIDDEN);
  }

  private static boolean is(@Nullable Throwable problem, int code) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException e && e.getCode() == code) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    informer.stop();
  }
}
