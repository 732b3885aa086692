package cloud.bleu.placement.capacity;

import org.jspecify.annotations.Nullable;

/**
 * Replicas of one workload that are elsewhere while a question is asked: closed, they are where
 * they were. Homes and moves are as they were all the time. The workload must be out of the room.
 */
public final class Supposition implements AutoCloseable {
  private final Standing standing;

  /** Where replicas were; null if but one is elsewhere. */
  private final int @Nullable [] stood;

  /** The zone that has one fewer, and the one that has one more, -1 for none. */
  private final int from;

  private final int to;

  /** Of other counts. */
  Supposition(Standing standing, int[] counts) {
    this.standing = standing;
    stood = standing.counts().clone();
    from = -1;
    to = -1;
    standing.place(counts);
  }

  /** Of one replica that is not in a zone but in another, -1 for nowhere. */
  Supposition(Standing standing, int from, int to) {
    this.standing = standing;
    this.from = from;
    this.to = to;
    stood = null;
    standing.change(from, -1);
    if (to >= 0) {
      standing.change(to, 1);
    }
  }

  @Override
  public void close() {
    if (stood != null) {
      standing.place(stood);
      return;
    }
    standing.change(from, 1);
    if (to >= 0) {
      standing.change(to, -1);
    }
  }
}
