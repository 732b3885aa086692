package cloud.bleu.operator.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts spans that the collector does not accept, and logs once when that begins and once when it
 * ends.
 */
final class CountedExporter implements SpanExporter {

  private static final Logger LOG = LoggerFactory.getLogger(CountedExporter.class);

  private final SpanExporter exporter;
  private final String collector;
  private final DroppedSpans dropped;
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * @param collector as the log names it
   */
  CountedExporter(SpanExporter exporter, String collector, DroppedSpans dropped) {
    this.exporter = exporter;
    this.collector = collector;
    this.dropped = dropped;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(
        () -> {
          if (result.isSuccess()) {
            taken();
          } else {
            refused(count, result.getFailureThrowable());
          }
        });
  }

  private void taken() {
    if (failing.compareAndSet(true, false)) {
      LOG.info("{} takes traces again", collector);
    }
  }

  private void refused(int count, @Nullable Throwable why) {
    // The line first: whoever sees that the count rises finds the reason in the log.
    if (failing.compareAndSet(false, true)) {
      LOG.warn(
          "{} takes no traces: {}. They are dropped, and counted in"
              + " bleu_traces_spans_dropped_total; decisions do not wait for them. Check that it"
              + " listens for OTLP over HTTP and that a NetworkPolicy lets this pod reach it",
          collector,
          reason(why));
    }
    dropped.failed(count);
  }

  /**
   * What lies at the bottom of it; an answer that is an error has no cause and no message. Only the
   * network is quoted: others quote headers, which may be credentials.
   */
  private static String reason(@Nullable Throwable why) {
    Throwable root = why;
    while (root != null && root.getCause() != null && !(root instanceof ConnectException)) {
      root = root.getCause();
    }
    if (root == null || (root == why && root.getMessage() == null)) {
      return "it answers with an error";
    }
    String message = root.getMessage();
    if (message == null && root instanceof ConnectException) {
      return "it cannot be connected to";
    }
    return message == null || !(root instanceof IOException)
        ? root.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
