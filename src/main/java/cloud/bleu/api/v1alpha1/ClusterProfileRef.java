package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A cluster of an inventory. */
public record ClusterProfileRef(
    @JsonPropertyDescription("Name of the ClusterProfile (multicluster.x-k8s.io/v1alpha1).")
        @Required
        @Pattern(Format.NAME)
        @Size(min = 1, max = 253)
        String name,
    @JsonPropertyDescription("Namespace of the ClusterProfile.")
        @Required
        @Pattern(Format.LABEL)
        @Size(min = 1, max = 63)
        String namespace)
    implements ObjectPart {

  /** What begins the id of each: no Secret and its key have two slashes. */
  private static final String KIND = "clusterprofile/";

  /** By which two zones name one cluster: {@code clusterprofile/}, namespace and name. */
  public String id() {
    return KIND + namespace + "/" + name;
  }
}
