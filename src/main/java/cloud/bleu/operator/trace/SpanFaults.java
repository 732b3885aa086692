package cloud.bleu.operator.trace;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults of tracing itself. They are counted, the first one is logged, and what is traced goes on:
 * no pass, write or status depends on a span.
 */
final class SpanFaults {

  private static final Logger LOG = LoggerFactory.getLogger(SpanFaults.class);

  private final DroppedSpans dropped;
  private final AtomicBoolean told = new AtomicBoolean();

  SpanFaults(DroppedSpans dropped) {
    this.dropped = dropped;
  }

  /** What tracing gives; the other where it fails. */
  <T> T or(T other, Supplier<T> tracing) {
    try {
      return tracing.get();
    } catch (RuntimeException | LinkageError e) {
      dropped.broken();
      // Of the text nothing: it may quote what is nobody's business.
      if (told.compareAndSet(false, true)) {
        LOG.warn(
            "a span was not made: {}. Such spans are counted in bleu_traces_spans_dropped_total;"
                + " nothing else depends on them. Please report this as a defect",
            e.getClass().getName());
      }
      return other;
    }
  }

  /** Runs tracing that gives nothing; a fault in it is counted and logged, and never thrown. */
  void guard(Runnable tracing) {
    or(
        false,
        () -> {
          tracing.run();
          return true;
        });
  }
}
