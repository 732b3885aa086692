package cloud.bleu.controlplane;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Made once; what went wrong then goes wrong again, at once. */
final class Once<T> {
  private final Supplier<T> source;
  private @Nullable T value;
  private @Nullable RuntimeException failure;

  Once(Supplier<T> source) {
    this.source = source;
  }

  synchronized T get() {
    if (failure != null) {
      throw failure;
    }
    if (value == null) {
      try {
        value = source.get();
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
    }
    return value;
  }
}
