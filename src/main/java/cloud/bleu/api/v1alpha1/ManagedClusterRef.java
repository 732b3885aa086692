package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A cluster that an agent of Open Cluster Management fetches its orders for. */
public record ManagedClusterRef(
    @JsonPropertyDescription(
            "Name of the ManagedCluster (cluster.open-cluster-management.io). No two zones name"
                + " one.")
        @Required
        @Pattern(Format.LABEL)
        @Size(min = 1, max = 63)
        String managedCluster)
    implements ObjectPart {

  /** What begins the id of each: no Secret and its key have two slashes. */
  private static final String KIND = "managedcluster/of/";

  /** By which delivery knows a cluster: {@code managedcluster/of/} and its name. */
  public static String id(String managedCluster) {
    return KIND + managedCluster;
  }

  /** The name of the cluster with such an id. */
  public static String name(String id) {
    return id.substring(KIND.length());
  }

  /** Whether an id of a cluster is one of these. */
  public static boolean isOne(String id) {
    return id.startsWith(KIND);
  }
}
