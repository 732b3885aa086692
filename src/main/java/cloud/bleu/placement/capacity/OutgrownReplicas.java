package cloud.bleu.placement.capacity;

import java.util.Arrays;

/** Replicas that have outgrown their zones, and the zones that take nothing new beside them. */
final class OutgrownReplicas {
  private final int[] replicas;
  private final boolean[] closed;

  OutgrownReplicas(int zones) {
    replicas = new int[zones];
    closed = new boolean[zones];
  }

  /** Counts so many more in a zone; negative: fewer. */
  void add(int zone, int more) {
    replicas[zone] += more;
  }

  /** Whether there are any in a zone. */
  boolean in(int zone) {
    return replicas[zone] > 0;
  }

  /** Whether there are any. */
  boolean any() {
    return Arrays.stream(replicas).anyMatch(count -> count > 0);
  }

  /** A zone takes nothing new from now on, as long as there are any in it. */
  void close(int zone) {
    closed[zone] = true;
  }

  /** No zone is closed. */
  void open() {
    Arrays.fill(closed, false);
  }

  /** Whether a zone takes nothing new. */
  boolean bar(int zone) {
    return closed[zone] && in(zone);
  }
}
