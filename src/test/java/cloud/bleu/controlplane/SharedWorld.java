package cloud.bleu.controlplane;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Whether the world that tests of a class share is as each of them expects it. A test may fail and
 * make way for the next one all the same; where what comes before or after it fails, nobody knows
 * what is left, and the tests that follow fail at once and say why.
 */
final class SharedWorld {

  private int failuresOfTest;
  private @Nullable String spoiltBy;

  static SharedWorld of(ExtensionContext.Store store) {
    return store.getOrComputeIfAbsent(
        SharedWorld.class, key -> new SharedWorld(), SharedWorld.class);
  }

  /**
   * @throws AssertionError when a test before left it otherwise
   */
  void requireSound() {
    if (spoiltBy != null) {
      throw new AssertionError(
          spoiltBy + " left the world as it should not be: see how that failed, or run this alone");
    }
  }

  /** A test has run, and has yet to make way. */
  void ran(Optional<Throwable> failed) {
    failuresOfTest = failures(failed);
  }

  /** A test of a name has made way. */
  void cleared(String test, Optional<Throwable> failed) {
    if (failures(failed) > failuresOfTest) {
      spoiltBy = test;
    }
    failuresOfTest = 0;
  }

  /** Failures after the first one are kept with it. */
  private static int failures(Optional<Throwable> failed) {
    return failed.map(first -> 1 + first.getSuppressed().length).orElse(0);
  }
}
