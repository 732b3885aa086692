package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the cluster of a context is reached. The client asks for it anew once a minute and after a
 * 401, as a credential may be another one by then. By itself it would take that of a variable, or
 * of another context where this one is gone.
 */
final class ContextConfig extends Config {

  /**
   * So long it is not read again where the client finds no token in it: then it asks before each
   * request, and the files would be parsed each time.
   */
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
   * What the files say by now, or said less than {@link #FRESH} ago if there is no token in that;
   * this one where they cannot be read.
   */
  @Override
  public synchronized Config refresh() {
    if (last == null || hasToken(last) || nanos.getAsLong() - read >= FRESH.toNanos()) {
      last = readAnew();
      read = nanos.getAsLong();
    }
    return last;
  }

  private static boolean hasToken(Config config) {
    return config.getOauthToken() != null
        || config.getAutoOAuthToken() != null
        || config.getAuthProvider() != null;
  }

  private Config readAnew() {
    try {
      return anew.get();
    } catch (BadInputException e) {
      return this;
    }
  }
}
