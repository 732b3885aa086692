package cloud.bleu.operator.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A span whose ids are in the lines that its thread logs while it is open, under the names that
 * OpenTelemetry gives them.
 */
class LoggedSpan implements TraceSpan {

  private static final String TRACE = "trace_id";
  private static final String SPAN = "span_id";

  final Span span;
  final SpanFaults faults;
  private final @Nullable String traceBefore = MDC.get(TRACE);
  private final @Nullable String spanBefore = MDC.get(SPAN);
  private boolean ended;

  LoggedSpan(Span span, SpanFaults faults) {
    this.span = span;
    this.faults = faults;
    log(span.getSpanContext());
  }

  /** From now on lines of this thread carry these ids. */
  private static void log(SpanContext context) {
    if (context.isSampled()) {
      MDC.put(TRACE, context.getTraceId());
      MDC.put(SPAN, context.getSpanId());
    }
  }

  /** From now on they carry none. */
  static void forget() {
    MDC.remove(TRACE);
    MDC.remove(SPAN);
  }

  @Override
  public void failed(Throwable fault) {
    if (!ended) {
      ended = true;
      faults.guard(
          () -> {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(TraceKeys.ERROR, fault.getClass().getName());
            span.end();
          });
      afterwards(true);
    }
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      faults.guard(span::end);
      afterwards(false);
    }
  }

  /** After it has ended. */
  void afterwards(boolean failed) {
    restore(TRACE, traceBefore);
    restore(SPAN, spanBefore);
  }

  private static void restore(String key, @Nullable String before) {
    if (before == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, before);
    }
  }
}
