package cloud.bleu.delivery.ocm;

import cloud.bleu.delivery.member.Reach;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is seen of Open Cluster Management, by caches. */
public interface WorkObjects {

  /** Uid of the namespace kube-system of the hub; null while it is not known. */
  @Nullable String home();

  /** Whether the word of a managed cluster counts. */
  Reach reach(String cluster);

  /** Whether works may be written in the namespace of a managed cluster. */
  boolean serves(String cluster);

  /** By which a ManagedCluster is known; null while there is none. */
  @Nullable String uid(String cluster);

  /** A ManifestWork of this hub; null where there is none. */
  @Nullable GenericKubernetesResource work(String cluster, String name);

  /** The ManifestWorks of this hub for a workload in one managed cluster. */
  List<GenericKubernetesResource> works(String cluster, String namespace, String workload);
}
