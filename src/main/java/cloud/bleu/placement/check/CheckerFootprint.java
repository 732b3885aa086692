package cloud.bleu.placement.check;

import cloud.bleu.placement.model.Quantities;
import java.util.Map;

/**
 * What one workload adds to the room by its decision.
 *
 * @param fixed whether nothing is decided for it
 * @param zones that replicas are in, by number
 * @param replicas by the same index
 * @param roomZones where room is held for replicas
 * @param roomEvents for which loss, by the same index
 * @param roomReplicas for how many, by the same index
 */
record CheckerFootprint(
    Quantities requests,
    boolean surges,
    boolean fixed,
    int[] zones,
    int[] replicas,
    int[] roomZones,
    int[] roomEvents,
    int[] roomReplicas) {

  /** Replicas in a zone, and those that go there at all the losses together. */
  long in(int zone) {
    long in = 0;
    for (int i = 0; i < zones.length; i++) {
      in += zones[i] == zone ? replicas[i] : 0;
    }
    for (int i = 0; i < roomZones.length; i++) {
      in += roomZones[i] == zone ? roomReplicas[i] : 0;
    }
    return in;
  }

  /** Whether it uses or holds anything in zones that are asked. */
  boolean isIn(boolean[] asked) {
    boolean in = false;
    for (int zone : zones) {
      in |= asked[zone];
    }
    for (int zone : roomZones) {
      in |= asked[zone];
    }
    return in;
  }

  /**
   * Of a workload that was looked at.
   *
   * @param room replicas by {@code event × zones + zone}
   */
  static CheckerFootprint of(CheckerWorkload w, Map<Long, Integer> room) {
    int used = 0;
    for (int z = 0; z < w.places.zones; z++) {
      used += w.has[z] > 0 ? 1 : 0;
    }
    int[] zones = new int[used];
    int[] replicas = new int[used];
    int next = 0;
    for (int z = 0; z < w.places.zones; z++) {
      if (w.has[z] > 0) {
        zones[next] = z;
        replicas[next++] = w.has[z];
      }
    }
    int[] roomZones = new int[room.size()];
    int[] roomEvents = new int[room.size()];
    int[] roomReplicas = new int[room.size()];
    int held = 0;
    for (Map.Entry<Long, Integer> entry : room.entrySet()) {
      roomZones[held] = (int) (entry.getKey() % w.places.zones);
      roomEvents[held] = (int) (entry.getKey() / w.places.zones);
      roomReplicas[held++] = entry.getValue();
    }
    return new CheckerFootprint(
        w.spec.requests(),
        w.spec.surges(),
        w.fixed(),
        zones,
        replicas,
        roomZones,
        roomEvents,
        roomReplicas);
  }
}
