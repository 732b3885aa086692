package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A set of changes that together make the workload placeable. */
public record Relaxation(
    @JsonPropertyDescription("The changes; all of them are needed.")
        @Size(max = 3)
        @Schema(keys = "path")
        List<Change> changes)
    implements ObjectPart {
  public Relaxation {
    changes = UnmodifiableCopies.list(changes);
  }

  /** One change of a field of the BleuWorkload. */
  public record Change(
      @JsonPropertyDescription("The field of the BleuWorkload.") @Required @Size(max = 253)
          String path,
      @JsonPropertyDescription("What the field says now.") @Size(max = 1024) String from,
      @JsonPropertyDescription("The least change that works.") @Size(max = 1024) String to)
      implements ObjectPart {}
}
