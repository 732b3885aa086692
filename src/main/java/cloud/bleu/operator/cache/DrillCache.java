package cloud.bleu.operator.cache;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The drills of the cluster. A live drill that moves replicas is a part of what is decided on, so
 * decisions wait until the drills are known. Where their kind is not served yet, as after an
 * upgrade without its CRDs, there are none until it is.
 */
public final class DrillCache implements AutoCloseable {

  private static final String KIND = HasMetadata.getFullResourceName(ResilienceDrill.class);

  private final KindWatch<ResilienceDrill> watch;

  /**
   * @param informers that find the same faults
   */
  DrillCache(KubernetesClient client, Informers informers) {
    watch =
        informers.of(
            WatchSubject.of(
                KIND,
                "no drill runs",
                "everything else works. Install the CRDs and the chart of this version, with"
                    + " `crds.enabled` of the chart or with `kubectl apply --server-side -f crds --force-conflicts`;"
                    + " no restart is needed"),
            ResilienceDrill.class,
            client.resources(ResilienceDrill.class));
  }

  /** Starts to watch. */
  void start() {
    watch.start();
  }

  /**
   * Completes when it is known which there are: they are listed, or their kind is not served. An
   * operator without the right runs none either, and has begun none.
   */
  CompletableFuture<Void> known() {
    return watch.known();
  }

  /** Their full name, until it is known which there are. */
  Stream<String> missing() {
    return known().isDone() ? Stream.of() : Stream.of(KIND);
  }

  /** The cache of them. */
  SharedIndexInformer<ResilienceDrill> informer() {
    return watch.informer();
  }

  /** All that are there. */
  public List<ResilienceDrill> list() {
    return watch.list();
  }

  /** Their names. */
  public Collection<String> names() {
    return watch.informer().getIndexer().listKeys();
  }

  @Override
  public void close() {
    watch.close();
  }
}
