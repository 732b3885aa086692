package cloud.bleu.operator;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether something stands still: seen the same for a time, and in so many looks. Time alone says
 * nothing on a machine that stood still itself; each look should ask the API server, so that it
 * counts only if that one is alive as well.
 */
public final class Stillness {

  private final Duration least;
  private final int looks;
  private @Nullable Object last;
  private int same;
  private long since;

  /**
   * @param least how long it has to be the same
   * @param looks in how many looks, the first one not counted
   */
  public Stillness(Duration least, int looks) {
    this.least = least;
    this.looks = looks;
  }

  /** Takes note of what is seen now. */
  public boolean still(Object seen) {
    if (Objects.equals(seen, last)) {
      same++;
    } else {
      same = 0;
      since = System.nanoTime();
    }
    last = seen;
    return same >= looks && System.nanoTime() - since >= least.toNanos();
  }
}
