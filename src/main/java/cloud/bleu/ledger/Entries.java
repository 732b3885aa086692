package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.evidence.Chain;
import cloud.bleu.placement.Decision;
import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.client.utils.Serialization;
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

  /** The hash of an entry: what the next one names as {@code previous}. */
  public static String hash(Entry entry) {
    Map<String, Object> content =
        new TreeMap<>(Serialization.jsonMapper().convertValue(entry, TREE));
    content.remove("sequence");
    content.remove("previous");
    return Chain.hash(
        entry.sequence(), entry.previous() == null ? Chain.GENESIS : entry.previous(), content);
  }

  /** The WorkloadPlacement that an entry decides. */
  public static WorkloadPlacementSpec spec(Entry entry) {
    return new WorkloadPlacementSpec(
        new WorkloadPlacementSpec.WorkloadRef(entry.workload().name(), entry.workload().uid()),
        entry.assignments(),
        entry.contingency(),
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

  /** The sequence of the decision in a WorkloadPlacement, 0 when it carries none. */
  static long sequence(@Nullable WorkloadPlacementSpec spec) {
    return spec == null || spec.decision() == null || spec.decision().sequence() == null
        ? 0
        : spec.decision().sequence();
  }
}
