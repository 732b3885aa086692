package cloud.bleu.operator.trace;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes that woke the placement loop and that no pass has taken in yet. Each has a span from the
 * moment at which the watch reported it until a pass begins. Any thread may add.
 */
final class PendingChanges {

  /** As many links has a span by the default of OpenTelemetry; others are counted. */
  static final int MOST = 128;

  private final Tracer tracer;
  private final List<Span> spans = new ArrayList<>();
  private final Map<WorkloadId, SpanContext> workloads = new HashMap<>();
  private TakenChanges failed = TakenChanges.NONE;
  private long count;

  PendingChanges(Tracer tracer) {
    this.tracer = tracer;
  }

  /** A change of one object; one of both is there. */
  record Change(@Nullable HasMetadata before, @Nullable HasMetadata after) {

    @Nullable HasMetadata object() {
      return after != null ? after : before;
    }

    /** As a watch of Kubernetes names it. */
    String type() {
      return before == null ? "added" : after == null ? "deleted" : "modified";
    }
  }

  /** One that the next pass takes in. */
  synchronized void add(Change change) {
    HasMetadata object = change.object();
    count++;
    if (object == null || failed.all().size() + spans.size() >= MOST) {
      return;
    }
    Span span =
        tracer
            .spanBuilder("change " + object.getKind())
            .setNoParent()
            .setAllAttributes(TraceKeys.object(object).put(TraceKeys.CHANGE, change.type()).build())
            .startSpan();
    spans.add(span);
    if (object instanceof BleuWorkload workload) {
      workloads.put(ObjectRef.workload(workload), span.getSpanContext());
    }
  }

  /** A pass begins: it takes in all of them, and those of the pass before if that failed. */
  synchronized TakenChanges take() {
    List<SpanContext> all = new ArrayList<>(failed.all());
    Map<WorkloadId, SpanContext> last = new HashMap<>(failed.workloads());
    for (Span span : spans) {
      span.end();
      all.add(span.getSpanContext());
    }
    last.putAll(workloads);
    TakenChanges taken = new TakenChanges(all, last, failed.count() + count);
    spans.clear();
    workloads.clear();
    failed = TakenChanges.NONE;
    count = 0;
    return taken;
  }

  /** The pass that took these in has failed: so does the next one. */
  synchronized void again(TakenChanges taken) {
    failed = taken;
  }
}
