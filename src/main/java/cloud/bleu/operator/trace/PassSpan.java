package cloud.bleu.operator.trace;

import cloud.bleu.placement.model.WorkloadId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The span of a pass that is under way. */
final class PassSpan extends LoggedSpan {

  /** Of decisions and of gates: a pass over everything is one trace that can still be read. */
  static final int MOST = 100;

  final Context context;
  final TakenChanges changes;
  private final Scope scope;
  private final BiConsumer<PassSpan, Boolean> over;
  private final AtomicInteger gates = new AtomicInteger();
  private volatile Instant committing = Instant.now();
  private int decisions;

  /**
   * @param changes that it takes in
   * @param over told at its end, and whether it failed
   */
  // The scope is closed when the span ends.
  @SuppressWarnings("MustBeClosedChecker")
  PassSpan(Span span, SpanFaults faults, TakenChanges changes, BiConsumer<PassSpan, Boolean> over) {
    super(span, faults);
    this.changes = changes;
    this.over = over;
    this.context = Context.current().with(span);
    this.scope = context.makeCurrent();
  }

  /** Its decisions are committed from now on. */
  void commits() {
    committing = Instant.now();
  }

  /** When it began to commit. */
  Instant committing() {
    return committing;
  }

  /** Whether one decision more has a span. */
  boolean takesDecision() {
    return ++decisions <= MOST;
  }

  /** Whether one gate more has a span. May be asked by any thread. */
  boolean takesGate() {
    return gates.incrementAndGet() <= MOST;
  }

  /** The change of a workload that it takes in; null when there is none. */
  @Nullable SpanContext change(WorkloadId id) {
    return changes.of(id);
  }

  /** The lines that tell of a fault come after it, so its ids stay until the next pass. */
  @Override
  void afterwards(boolean failed) {
    scope.close();
    over.accept(this, failed);
    if (!failed) {
      super.afterwards(false);
    }
  }

  /** Says of it what is known at its end. */
  void count() {
    span.setAttribute(TraceKeys.DECISIONS, (long) decisions);
    span.setAttribute(TraceKeys.TRACED, (long) Math.min(decisions, MOST));
    if (decisions > MOST) {
      span.addEvent("decisions without a span");
    }
  }

  @Override
  public void failed(Throwable fault) {
    faults.guard(this::count);
    super.failed(fault);
  }

  @Override
  public void close() {
    faults.guard(this::count);
    super.close();
  }
}
