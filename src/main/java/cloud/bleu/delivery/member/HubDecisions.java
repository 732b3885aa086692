package cloud.bleu.delivery.member;

import cloud.bleu.delivery.gate.GatePlan;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the gates in another cluster are made from, and who is told of them. */
public interface HubDecisions {
  /** Whether this way into the cluster is the one that serves: of two, one writes. */
  boolean isServing();

  /** What the gates are to say; null before anything was decided. */
  @Nullable GatePlan plan();

  /**
   * Node selectors by zone, of the zones that something may stand in, in a cluster.
   *
   * @param cluster uid of its namespace kube-system
   */
  Map<String, Map<String, String>> zones(String cluster);

  /** The namespaces of workloads of which something may stand in a cluster. */
  Set<String> namespaces(String cluster);

  /** Whether a namespace of that cluster is enforced if that of the hub is. */
  boolean isEnforced(String namespace, @Nullable Namespace there);

  /** Has {@link MemberGates#turn} called soon, on the thread of the gates. */
  void wakeUp();

  /** A workload is let in, or there is another reason than before why it is not. */
  void changed(String namespace, String workload);

  /** Takes note of whether a cluster keeps the decisions. */
  void enforcement(String cluster, GateEnforcement now);
}
