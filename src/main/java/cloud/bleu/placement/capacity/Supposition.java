package cloud.bleu.placement.capacity;

import org.jspecify.annotations.Nullable;

/**
 * Supposes replicas of one workload elsewhere while a question is asked; {@link #close} puts them
 * back. Homes and moves do not change. The workload must be out of the room.
 */
public final class Supposition implements AutoCloseable {
  private final ReplicaPlaces places;

  /** Where replicas were; null if but one is elsewhere. */
  private final int @Nullable [] stood;

  /** The zone that has one fewer, and the one that has one more, -1 for none. */
  private final int from;

  private final int to;

  /** Of other counts. */
  Supposition(ReplicaPlaces places, int[] counts) {
    this.places = places;
    stood = places.counts().clone();
    from = -1;
    to = -1;
    places.place(counts);
  }

  /** Supposes one replica in another zone than it is in, -1 for nowhere. */
  Supposition(ReplicaPlaces places, int from, int to) {
    this.places = places;
    this.from = from;
    this.to = to;
    stood = null;
    places.change(from, -1);
    if (to >= 0) {
      places.change(to, 1);
    }
  }

  @Override
  public void close() {
    if (stood != null) {
      places.place(stood);
      return;
    }
    places.change(from, 1);
    if (to >= 0) {
      places.change(to, -1);
    }
  }
}
