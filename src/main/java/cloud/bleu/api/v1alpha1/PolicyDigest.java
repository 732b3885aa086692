package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A policy as it was read. */
public record PolicyDigest(
    @JsonPropertyDescription("Name of the SovereigntyPolicy.") @Required @Size(max = 253)
        String name,
    @JsonPropertyDescription("Digest of its spec.") @Size(max = 71) String digest)
    implements ObjectPart {}
