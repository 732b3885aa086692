package cloud.bleu.decision;

import cloud.bleu.api.v1alpha1.OrdinalBlock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a StatefulSet may have volumes that none of its replicas uses, as a decision records it.
 */
public final class FormerVolumes {

  private FormerVolumes() {}

  /**
   * By zone, the most replicas that may have volumes there; the zones left last at the end.
   *
   * @param former the ordinals that are not used now
   */
  public static Map<String, Integer> of(Collection<OrdinalBlock> former) {
    Map<String, Integer> volumes = new LinkedHashMap<>();
    for (OrdinalBlock block : former) {
      if (block.zone() != null && ordinals(block) > 0) {
        volumes.merge(block.zone(), ordinals(block), Math::max);
      }
    }
    return volumes;
  }

  /** How many ordinals of a block may have volumes: none where that is not recorded. */
  public static int ordinals(OrdinalBlock block) {
    return block.ordinals() == null ? 0 : Math.max(0, block.ordinals());
  }
}
