package cloud.bleu.operator.trace;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Traces by OpenTelemetry. A pass belongs to the trace of the first change that it takes in, and
 * links to all others. A decision belongs to its pass, and what is written for it to the decision.
 * A span of a decision ends once the decision is passed on, so that it is sent whatever comes of
 * it; later spans still belong to it.
 */
final class OpenTelemetryTraces implements Traces {

  private final Tracer tracer;
  private final Runnable end;
  private final SpanFaults faults;
  private final PendingChanges pending;
  private final FollowedDecisions decisions = new FollowedDecisions();

  /** The change that a thread carries and that has woken nobody yet. */
  private final ThreadLocal<PendingChanges.@Nullable Change> carried = new ThreadLocal<>();

  /** The pass that goes on; there is one at a time. */
  private volatile @Nullable PassSpan pass;

  /**
   * @param dropped counts what tracing itself fails at
   * @param end sends what is left
   */
  OpenTelemetryTraces(Tracer tracer, DroppedSpans dropped, Runnable end) {
    this.tracer = tracer;
    this.end = end;
    this.faults = new SpanFaults(dropped);
    this.pending = new PendingChanges(tracer);
  }

  @Override
  public void change(@Nullable HasMetadata before, @Nullable HasMetadata after, Runnable routing) {
    carried.set(new PendingChanges.Change(before, after));
    try {
      routing.run();
    } finally {
      carried.remove();
    }
  }

  @Override
  public void wakes() {
    PendingChanges.Change change = carried.get();
    if (change != null) {
      carried.remove();
      faults.guard(() -> pending.add(change));
    }
  }

  @Override
  public TraceSpan pass() {
    return faults.or(TraceSpan.NONE, this::begin);
  }

  private TraceSpan begin() {
    TakenChanges changes = pending.take();
    SpanContext first = changes.first();
    SpanBuilder builder =
        tracer
            .spanBuilder("pass")
            .setParent(first == null ? Context.root() : under(first))
            .setAttribute(TraceKeys.CHANGES, changes.count());
    changes.all().stream().skip(1).forEach(builder::addLink);
    LoggedSpan.forget();
    PassSpan begun = new PassSpan(builder.startSpan(), faults, changes, this::over);
    pass = begun;
    return begun;
  }

  private void over(PassSpan ended, boolean failed) {
    pass = null;
    if (failed) {
      pending.again(ended.changes);
    }
  }

  @Override
  public <T, E extends Exception> T stage(PassStage stage, PassStage.Work<T, E> work) throws E {
    PassSpan current = pass;
    if (current == null) {
      return work.done();
    }
    if (stage == PassStage.COMMIT) {
      current.commits();
    }
    Span span = faults.or(Span.getInvalid(), () -> tracer.spanBuilder(stage.text()).startSpan());
    try (Scope scope = span.makeCurrent()) {
      return work.done();
    } finally {
      faults.guard(span::end);
    }
  }

  @Override
  public TraceSpan gate(String namespace) {
    return faults.or(TraceSpan.NONE, () -> begin(namespace));
  }

  private TraceSpan begin(String namespace) {
    PassSpan current = pass;
    if (current == null || !current.takesGate()) {
      return TraceSpan.NONE;
    }
    return new LoggedSpan(
        tracer
            .spanBuilder("apply " + PlacementGate.class.getSimpleName())
            .setParent(current.context)
            .setAllAttributes(
                TraceKeys.object(PlacementGate.class.getSimpleName(), namespace, PlacementGate.NAME)
                    .build())
            .startSpan(),
        faults);
  }

  @Override
  public void decided(ProposedDecision change) {
    faults.guard(() -> follow(change));
  }

  private void follow(ProposedDecision change) {
    PassSpan current = pass;
    WorkloadId id = change.id();
    if (current == null || !current.takesDecision()) {
      // What was decided before is not what is written from now on.
      decisions.forget(id);
      return;
    }
    Instant committing = current.committing();
    List<String> zones = change.assignments().stream().map(Assignment::zone).toList();
    SpanBuilder builder =
        tracer
            .spanBuilder("decision")
            .setParent(current.context)
            .setStartTimestamp(committing)
            .setAttribute(TraceKeys.NAMESPACE, id.namespace())
            .setAttribute(TraceKeys.WORKLOAD, id.name())
            .setAttribute(TraceKeys.CAUSE, change.cause())
            .setAttribute(TraceKeys.ZONES, zones);
    SpanContext own = current.change(id);
    if (own != null && !own.equals(current.changes.first())) {
      builder.addLink(own);
    }
    Span span = builder.startSpan();
    span.end();
    if (DecisionDifference.isWithdrawal(change) || !span.getSpanContext().isSampled()) {
      decisions.forget(id);
    } else {
      decisions.follow(id, span.getSpanContext(), Instant.now());
    }
  }

  @Override
  public ZoneTarget over(@Nullable String cluster, @Nullable String kind, ZoneTarget target) {
    return new TracedTarget(tracer, faults, decisions, cluster, kind, target);
  }

  @Override
  public TraceSpan logs(WorkloadId workload) {
    FollowedDecisions.Followed decision = decisions.of(workload);
    // It has ended: what this is given to ends nothing but the ids in the log.
    return decision == null ? TraceSpan.NONE : new LoggedSpan(Span.wrap(decision.span()), faults);
  }

  @Override
  public void ready(WorkloadId workload, long looked) {
    FollowedDecisions.Followed decision = decisions.end(workload, looked);
    if (decision != null) {
      faults.guard(() -> ready(workload, decision));
    }
  }

  private void ready(WorkloadId workload, FollowedDecisions.Followed decision) {
    tracer
        .spanBuilder("ready")
        .setParent(under(decision.span()))
        .setStartTimestamp(decision.at())
        .setAttribute(TraceKeys.NAMESPACE, workload.namespace())
        .setAttribute(TraceKeys.WORKLOAD, workload.name())
        .setAttribute(TraceKeys.WRITES, decision.writes().longValue())
        .startSpan()
        .end();
  }

  @Override
  public void close() {
    end.run();
  }

  private static Context under(SpanContext parent) {
    return Context.root().with(Span.wrap(parent));
  }
}
