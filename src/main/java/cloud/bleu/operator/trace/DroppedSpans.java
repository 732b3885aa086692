package cloud.bleu.operator.trace;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Spans that no collector gets, counted from zero. */
public final class DroppedSpans {

  private final LongAdder failed = new LongAdder();
  private final LongAdder broken = new LongAdder();
  private volatile LongSupplier full = () -> 0;

  /** Registers a counter for each reason. */
  public DroppedSpans(MeterRegistry registry) {
    register(registry, "full", () -> full.getAsLong());
    register(registry, "failed", failed::sum);
    register(registry, "broken", broken::sum);
  }

  private void register(MeterRegistry registry, String why, LongSupplier count) {
    FunctionCounter.builder("bleu.traces.spans.dropped", this, all -> count.getAsLong())
        .description(
            "Spans that no collector gets, by why: full, more than the queue holds wait to be sent;"
                + " failed, the collector did not take them; broken, tracing itself failed. 0 while"
                + " traces are off.")
        .tag("why", why)
        .register(registry);
  }

  /** Where those are counted that found the queue full. */
  void full(LongSupplier count) {
    full = count;
  }

  /** One could not be made, or not be ended. */
  void broken() {
    broken.increment();
  }

  /** So many could not be sent. */
  void failed(int spans) {
    failed.add(spans);
  }
}
