package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

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
            "Decisions that were committed and are not yet written to their WorkloadPlacements, or not yet exported"
                + " where an export is configured, in the order of the chain. They are removed once they are.")
        @Size(max = MAX_ENTRIES)
        @Schema(atomic = true)
        List<Entry> entries,
    @JsonPropertyDescription(
            "Entries of the chain that decide nothing, such as a heartbeat or the removal of a policy, and are not yet"
                + " exported, in the order of the chain. Without an export there are none.")
        @Size(max = MAX_RECORDS)
        @Schema(atomic = true)
        List<ChainRecord> records)
    implements ObjectPart {

  /** The most entries that wait at once. A writer also keeps the whole object below one MiB. */
  public static final int MAX_ENTRIES = 4096;

  /** The most records that wait at once. */
  public static final int MAX_RECORDS = 1024;

  public DecisionLedgerSpec {
    sequence = UnmodifiableCopies.or(sequence, 0L);
    entries = UnmodifiableCopies.list(entries);
    records = UnmodifiableCopies.list(records);
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
              "The last instant at which a window that was read changed, or the day of an asOf beside a"
                  + " suspension or withdrawal came, RFC 3339.")
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
      @JsonPropertyDescription(
              "What is done for each loss, as early versions wrote it. It is read where there is no other.")
          @Size(max = 2000)
          @Schema(keys = "event")
          List<Contingency> contingency,
      @JsonPropertyDescription(
              "What is done for each loss. Losses that are answered alike are one item.")
          @Size(max = 2000)
          @Schema(atomic = true)
          List<Evacuation> evacuation,
      @JsonPropertyDescription(
              "Ordinals that a StatefulSet of the workload had and does not use now: in zones that it has left, those left"
                  + " last at the end, and in zones where it had more replicas. No other zone gets them, and one"
                  + " that returns has its own again. Replicas with volumes that are added come there first. Beyond"
                  + " 1000 zones, with those of the assignments, the first are forgotten.")
          @Size(max = Format.ZONES)
          @Schema(atomic = true)
          List<OrdinalBlock> formerOrdinals,
      @JsonPropertyDescription("When it was committed, RFC 3339.") @Size(max = 32) String time,
      @JsonPropertyDescription(
              "Digest of everything that the engine decided on, as it is exported. Absent without an export.")
          @Pattern(Format.DIGEST)
          @Size(max = 71)
          String inputs)
      implements ObjectPart {
    public Entry {
      assignments = UnmodifiableCopies.list(assignments);
      contingency = UnmodifiableCopies.list(contingency);
      evacuation = UnmodifiableCopies.list(evacuation);
      formerOrdinals = UnmodifiableCopies.list(formerOrdinals);
    }

    /** The evacuation plan, in whichever form it stands here: the early one counts alone only. */
    public List<Evacuation> plan() {
      return Evacuation.plan(contingency, evacuation);
    }

    /** One as it is written now, of a workload that no StatefulSet has left a zone of. */
    public Entry(
        Long sequence,
        String previous,
        Subject workload,
        String digest,
        String asOf,
        String cause,
        List<Assignment> assignments,
        List<Evacuation> evacuation,
        String time,
        String inputs) {
      this(
          sequence,
          previous,
          workload,
          digest,
          asOf,
          cause,
          assignments,
          List.of(),
          evacuation,
          List.of(),
          time,
          inputs);
    }
  }

  /** An entry that decides nothing. */
  public record ChainRecord(
      @JsonPropertyDescription("Its number in the chain, which it shares with the decisions.")
          @Required
          @Min(1)
          Long sequence,
      @JsonPropertyDescription("The hash of the entry before it. Absent in the first.")
          @Pattern(Format.DIGEST)
          @Size(max = 71)
          String previous,
      @JsonPropertyDescription("What it records, such as Heartbeat, Gap or Violation.")
          @Required
          @Pattern(Format.CODE)
          @Size(max = 63)
          String kind,
      @JsonPropertyDescription("What there is to say about it, by name.") @Size(max = 32)
          Map<String, @Size(max = 1024) String> content,
      @JsonPropertyDescription("When it was committed, RFC 3339.") @Size(max = 32) String time)
      implements ObjectPart {
    public ChainRecord {
      content = UnmodifiableCopies.map(content);
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
      implements ObjectPart {}
}
