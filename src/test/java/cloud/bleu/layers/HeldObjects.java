package cloud.bleu.layers;

import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;

/** What the memory holds still of objects that were made. */
public final class HeldObjects {

  private static final Duration SOON = Duration.ofSeconds(60);

  private HeldObjects() {}

  /** Waits until no more than some are held: one collection may leave what another one takes. */
  public static void awaitAtMost(int most, List<? extends WeakReference<?>> made) {
    await("no more than " + most + " of " + made.size() + " are held")
        .atMost(SOON)
        .until(
            () -> {
              System.gc();
              return made.stream().filter(one -> one.get() != null).count();
            },
            held -> held <= most);
  }
}
