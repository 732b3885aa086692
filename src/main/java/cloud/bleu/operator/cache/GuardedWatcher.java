package cloud.bleu.operator.cache;

import cloud.bleu.operator.log.ObjectNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an error with one object from stopping a watch. A change is reported once only, so after an
 * error everything is looked at again.
 */
public final class GuardedWatcher implements Caches.Watcher {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedWatcher.class);

  private final Caches.Watcher watcher;
  private final Consumer<HasMetadata> lookAgain;
  private final Consumer<Throwable> fatal;
  private final Counter failures;

  /**
   * @param lookAgain asks for a pass over everything, and whoever the object may concern to look
   * @param fatal told of what this process cannot go on after
   */
  public GuardedWatcher(
      Caches.Watcher watcher,
      Consumer<HasMetadata> lookAgain,
      Consumer<Throwable> fatal,
      MeterRegistry registry) {
    this.watcher = watcher;
    this.lookAgain = lookAgain;
    this.fatal = fatal;
    failures =
        Counter.builder("bleu.watch.failures")
            .description("Changes of objects whose handling failed: a defect of Bleu, in the log.")
            .register(registry);
  }

  @Override
  public void changed(@Nullable HasMetadata before, @Nullable HasMetadata after) {
    try {
      watcher.changed(before, after);
    } catch (OutOfMemoryError e) {
      // Not thrown on: Fabric8 would keep the change from whoever else hears of it.
      fatal.accept(e);
    } catch (RuntimeException | Error e) {
      failures.increment();
      HasMetadata object = after != null ? after : before;
      LOG.error(
          "a change of {} was not handled, everything is looked at again",
          object == null ? "nothing" : object.getKind() + " " + ObjectNames.text(object),
          e);
      if (object != null) {
        lookAgain.accept(object);
      }
    }
  }
}
