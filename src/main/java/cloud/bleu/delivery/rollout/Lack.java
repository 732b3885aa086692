package cloud.bleu.delivery.rollout;

import java.util.HashMap;
import java.util.Map;

/** Replicas that zones lack of what is decided for them. */
final class Lack {
  private final Map<String, Integer> byZone = new HashMap<>();
  private int covered;

  void add(String zone, int replicas) {
    byZone.put(zone, replicas);
  }

  /** So many are made up for by others that stay. */
  void cover(int replicas) {
    covered += replicas;
  }

  int everywhere() {
    return Math.max(0, byZone.values().stream().mapToInt(n -> n).sum() - covered);
  }

  /** What others lack: only these can make up for what leaves the zone. */
  int outside(String zone) {
    return Math.max(0, everywhere() - byZone.getOrDefault(zone, 0));
  }
}
