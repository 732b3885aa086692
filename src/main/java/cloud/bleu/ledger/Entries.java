package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.ChainRecord;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.WorkloadId;
import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entries of the chain: how they are hashed and what they say. */
public final class Entries {

  /** The cause of an entry that ends a placement. */
  public static final String WITHDRAWN = "Withdrawn";

  /** The cause of an entry that only the end or the begin of a window explains. */
  static final String VALIDITY_ENDED = "ValidityEnded";

  private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

  private Entries() {}

  /** A decision as it stands in the chain, which is how it is hashed and exported. */
  public static ChainLine line(Entry entry) {
    return line(entry, entry.previous());
  }

  /** A record as it stands in the chain. */
  public static ChainLine line(ChainRecord record) {
    return line(record, record.previous());
  }

  private static ChainLine line(Object entry, @Nullable String previous) {
    Map<String, Object> fields =
        new TreeMap<>(Serialization.jsonMapper().convertValue(entry, TREE));
    fields.put("previous", previous == null ? Chain.GENESIS : previous);
    return ChainLine.of(fields);
  }

  /** The WorkloadPlacement that an entry decides, its plan in the present form. */
  public static WorkloadPlacementSpec spec(Entry entry) {
    return new WorkloadPlacementSpec(
        new WorkloadPlacementSpec.WorkloadRef(entry.workload().name(), entry.workload().uid()),
        entry.assignments(),
        List.of(),
        entry.plan(),
        entry.formerOrdinals(),
        new WorkloadPlacementSpec.Decision(entry.sequence(), entry.digest()));
  }

  /** The name that the API has for a cause. */
  static String cause(Decision.Cause cause) {
    return switch (cause) {
      case Unchanged, SpecChanged -> "InputChanged";
      case ZoneState -> "ZoneState";
      case Preempted -> "Preempted";
      case Rebalanced -> "Rebalanced";
      case CapacityFreed -> "CapacityFreed";
      case Returned -> "Returned";
    };
  }

  /** The workload that an entry is about. */
  static WorkloadId id(Entry entry) {
    return new WorkloadId(entry.workload().namespace(), entry.workload().name());
  }

  /** The uid of the workload of a WorkloadPlacement, null when it names none. */
  static @Nullable String uid(@Nullable WorkloadPlacementSpec spec) {
    return spec == null || spec.workloadRef() == null ? null : spec.workloadRef().uid();
  }

  /** The sequence of the decision in a WorkloadPlacement, 0 when it carries none. */
  static long sequence(@Nullable WorkloadPlacementSpec spec) {
    return spec == null || spec.decision() == null || spec.decision().sequence() == null
        ? 0
        : spec.decision().sequence();
  }
}
