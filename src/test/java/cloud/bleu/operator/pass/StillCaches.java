package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.cache.Caches;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.impl.cache.CacheImpl;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Caches without a server: they have what a test puts into them. */
final class StillCaches implements AutoCloseable {

  /** Nobody answers it. */
  final KubernetesClient nobody = OperatorUnderTest.clientOf(9);

  final Caches caches = new Caches(nobody, (before, after) -> {});

  /** Puts objects into them, each a document. */
  StillCaches with(String yaml) {
    for (String document : yaml.split("---\n")) {
      if (document.contains("kind: BleuWorkload\n")) {
        put(caches.workloads, document, BleuWorkload.class);
      } else if (document.contains("kind: AvailabilityZone\n")) {
        put(caches.zones, document, AvailabilityZone.class);
      } else if (document.contains("kind: WorkloadPlacement\n")) {
        put(caches.placements, document, WorkloadPlacement.class);
      } else if (document.contains("kind: Namespace\n")) {
        put(caches.namespaces, document, Namespace.class);
      } else if (document.contains("kind: Node\n")) {
        put(caches.nodes, document, Node.class);
      } else if (document.contains("kind: Deployment\n")) {
        put(caches.deployments, document, Deployment.class);
      } else if (document.contains("kind: StatefulSet\n")) {
        put(caches.statefulSets, document, StatefulSet.class);
      } else if (document.contains("kind: Pod\n")) {
        put(caches.pods, document, Pod.class);
      }
    }
    return this;
  }

  private static <T extends HasMetadata> void put(
      SharedIndexInformer<T> cache, String document, Class<T> kind) {
    ((CacheImpl<T>) cache.getIndexer()).put(Serialization.unmarshal("---\n" + document, kind));
  }

  @Override
  public void close() {
    caches.close();
    nobody.close();
  }
}
