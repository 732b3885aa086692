package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is done when one event happens: decided beforehand, carried out without a search. */
public record Contingency(
    @JsonPropertyDescription("The event, such as `site idf-1`.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Format.EVENT)
        String event,
    @JsonPropertyDescription("Replicas re-created elsewhere; their room is reserved.")
        @Size(max = Format.ZONES)
        @Schema(atomic = true)
        List<Move> moves,
    @JsonPropertyDescription(
            "Running replicas of lower priority that give way, only if the event happens.")
        @Size(max = Format.ZONES)
        @Schema(atomic = true)
        List<Eviction> evicts,
    @JsonPropertyDescription("Replicas that run on through the event.") @Min(0) @Max(100000)
        Integer keeps)
    implements ObjectPart {

  public Contingency {
    moves = UnmodifiableCopies.list(moves);
    evicts = UnmodifiableCopies.list(evicts);
  }

  /** Replicas re-created in another zone. */
  public record Move(
      @JsonPropertyDescription("The zone that is lost.") @Required @Size(min = 1, max = 63)
          String from,
      @JsonPropertyDescription("The zone that takes over.") @Required @Size(min = 1, max = 63)
          String to,
      @JsonPropertyDescription("How many replicas.") @Required @Min(1) @Max(100000)
          Integer replicas)
      implements ObjectPart {
    /** As a record does it by itself, but in code that the first compiler of the JVM inlines. */
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || other instanceof Move that
              && Objects.equals(from, that.from)
              && Objects.equals(to, that.to)
              && Objects.equals(replicas, that.replicas);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * Objects.hashCode(from) + Objects.hashCode(to)) + Objects.hashCode(replicas);
    }
  }

  /** Replicas of another workload that give way. */
  public record Eviction(
      @JsonPropertyDescription("The namespace of the workload that gives way.")
          @Required
          @Size(max = 63)
          String namespace,
      @JsonPropertyDescription("The workload that gives way.") @Required @Size(max = 63)
          String name,
      @JsonPropertyDescription("The zone in which it gives way.") @Required @Size(max = 63)
          String zone,
      @JsonPropertyDescription("How many of its replicas.") @Required @Min(1) @Max(100000)
          Integer replicas)
      implements ObjectPart {}
}
