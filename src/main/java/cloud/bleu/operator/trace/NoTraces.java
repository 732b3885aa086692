package cloud.bleu.operator.trace;

import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/** Traces that record nothing. */
final class NoTraces implements Traces {

  @Override
  public void change(@Nullable HasMetadata before, @Nullable HasMetadata after, Runnable routing) {
    routing.run();
  }

  @Override
  public void wakes() {}

  @Override
  public TraceSpan pass() {
    return TraceSpan.NONE;
  }

  @Override
  public <T, E extends Exception> T stage(PassStage stage, PassStage.Work<T, E> work) throws E {
    return work.done();
  }

  @Override
  public TraceSpan gate(String namespace) {
    return TraceSpan.NONE;
  }

  @Override
  public void decided(ProposedDecision change) {}

  @Override
  public ZoneTarget over(@Nullable String cluster, @Nullable String kind, ZoneTarget target) {
    return target;
  }

  @Override
  public TraceSpan logs(WorkloadId workload) {
    return TraceSpan.NONE;
  }

  @Override
  public void ready(WorkloadId workload, long looked) {}

  @Override
  public void close() {}
}
