package cloud.bleu.operator.profile;

import java.util.ArrayList;
import java.util.List;

/**
 * The readers of earlier runs that wait for the end of a stream which a process in the background
 * holds open. Each is a thread, so their number is bounded.
 */
final class AbandonedReaders {

  /** So many of one plugin for one cluster. */
  static final int MOST = 3;

  private final List<BoundedText> readers = new ArrayList<>();

  /** One more, for as long as it has not ended. */
  void add(BoundedText reader) {
    readers.add(reader);
  }

  /** Whether there are as many as there may be. */
  boolean isFull() {
    readers.removeIf(BoundedText::isEnded);
    return readers.size() >= MOST;
  }
}
