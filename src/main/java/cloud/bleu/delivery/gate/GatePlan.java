package cloud.bleu.delivery.gate;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gates in other clusters are to say, by the decisions of one moment. Two of them are
 * never equal unless they are one and the same.
 */
public interface GatePlan {

  /**
   * The gate of a namespace in one cluster: the decisions on zones of that cluster, and nothing
   * else. Where the operator may change nothing on the hub, it is the gate that stands there.
   *
   * @param selectors node selectors of the zones of that cluster, by zone
   * @param before the gate that stands there, null when there is none
   */
  GateContent gate(
      String namespace,
      Map<String, Map<String, String>> selectors,
      @Nullable PlacementGateSpec before);
}
