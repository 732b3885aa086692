package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A cluster that Karmada brings workloads to. */
public record KarmadaCluster(
    @JsonPropertyDescription("Name of the Cluster (cluster.karmada.io). No two zones name one.")
        @Required
        @Pattern(Format.NAME)
        @Size(min = 1, max = 253)
        String cluster)
    implements ObjectPart {}
