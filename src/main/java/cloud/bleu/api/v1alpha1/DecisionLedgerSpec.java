package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The head of the chain and what is committed but not yet carried out. */
public record DecisionLedgerSpec(
    @JsonPropertyDescription("The number of the last entry of the chain; 0 before the first.")
        @Default("0")
        @Min(0)
        Long sequence,
    @JsonPropertyDescription(
            "The hash of the last entry, as sha256: and 64 digits. Absent before the first.")
        @Pattern(Format.DIGEST)
        @Size(max = 71)
        String headHash,
    @JsonPropertyDescription(
            "Entries that were committed and are not yet written to their WorkloadPlacements, in the order of the"
                + " chain. They are removed once they are.")
        @Size(max = MAX_ENTRIES)
        @Schema(atomic = true)
        List<Entry> entries)
    implements Part {

  /** The most entries that wait at once. A writer also keeps the whole object below one MiB. */
  public static final int MAX_ENTRIES = 4096;

  public DecisionLedgerSpec {
    sequence = Copies.or(sequence, 0L);
    entries = Copies.list(entries);
  }

  /** One decision. */
  public record Entry(
      @JsonPropertyDescription("Its number in the chain, from 1 without gaps.") @Required @Min(1)
          Long sequence,
      @JsonPropertyDescription("The hash of the entry before it. Absent in the first.")
          @Pattern(Format.DIGEST)
          @Size(max = 71)
          String previous,
      @JsonPropertyDescription("The workload that the decision is about.") @Required
          Subject workload,
      @JsonPropertyDescription("Digest of spec, facts, policies and template.")
          @Required
          @Pattern(Format.DIGEST)
          @Size(max = 71)
          String digest,
      @JsonPropertyDescription(
              "The last instant at which a window that was read changed, RFC 3339.")
          @Size(max = 32)
          String asOf,
      @JsonPropertyDescription(
              "Why the decision was taken; Withdrawn: the workload is gone and holds no room.")
          @Required
          @Schema(
              values = {
                "InputChanged",
                "ValidityEnded",
                "ZoneState",
                "Preempted",
                "Rebalanced",
                "CapacityFreed",
                "Returned",
                "Withdrawn"
              })
          String cause,
      @JsonPropertyDescription("Where the replicas run. Empty: nowhere.")
          @Size(max = Format.ZONES)
          @Schema(keys = "zone")
          List<Assignment> assignments,
      @JsonPropertyDescription("What is done for each loss.")
          @Size(max = 2000)
          @Schema(keys = "event")
          List<Contingency> contingency,
      @JsonPropertyDescription("When it was committed, RFC 3339.") @Size(max = 32) String time)
      implements Part {
    public Entry {
      assignments = Copies.list(assignments);
      contingency = Copies.list(contingency);
    }
  }

  /** A BleuWorkload by name and identity. */
  public record Subject(
      @JsonPropertyDescription("Namespace of the workload.") @Required @Size(min = 1, max = 63)
          String namespace,
      @JsonPropertyDescription("Name of the workload.") @Required @Size(min = 1, max = 63)
          String name,
      @JsonPropertyDescription("Uid of the workload.") @Required @Size(min = 1, max = 64)
          String uid)
      implements Part {}
}
