package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the cluster of a context is reached. The client asks for it anew after a 401 and once a
 * minute, as a credential may be another one by then; before each request, where the credential is
 * a certificate. By itself it would take that of a variable, or of another context where this one
 * is gone.
 */
final class ContextConfig extends Config {

  /** So long what was read last is given again: files are parsed, and a plugin is a process. */
  static final Duration FRESH = Duration.ofSeconds(10);

  private final Supplier<Config> anew;
  private final LongSupplier nanos;
  private @Nullable Config last;
  private long read;

  /**
   * @param anew reads the same context from the same files
   */
  ContextConfig(Supplier<Config> anew) {
    this(anew, System::nanoTime);
  }

  /**
   * @param nanos a clock that never goes back
   */
  ContextConfig(Supplier<Config> anew, LongSupplier nanos) {
    super(false);
    this.anew = anew;
    this.nanos = nanos;
  }

  /**
   * What the files say by now; this one where they cannot be read. Whoever asks meanwhile waits.
   */
  @Override
  public synchronized Config refresh() {
    if (last == null || nanos.getAsLong() - read >= FRESH.toNanos()) {
      last = readAnew();
      read = nanos.getAsLong();
    }
    return last;
  }

  private Config readAnew() {
    try {
      return anew.get();
    } catch (BadInputException e) {
      return this;
    }
  }
}
