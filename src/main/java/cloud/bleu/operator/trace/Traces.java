package cloud.bleu.operator.trace;

import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The stages on the way from a change of an object to what is written for it. They never wait for a
 * collector, and nothing depends on them.
 */
public interface Traces extends AutoCloseable {

  /** Nothing is traced: no thread, no memory, and no class of OpenTelemetry. */
  Traces NONE = new NoTraces();

  /**
   * A watch tells of a change.
   *
   * @param routing carries it to whom it concerns, on this thread
   */
  void change(@Nullable HasMetadata before, @Nullable HasMetadata after, Runnable routing);

  /** The change that this thread carries wakes the placement loop: the next pass takes it in. */
  void wakes();

  /**
   * A pass begins, on this thread, and takes in the changes that woke it. Where it fails, the next
   * one takes them in as well.
   */
  TraceSpan pass();

  /** A stage of the pass of this thread. */
  <T, E extends Exception> T stage(PassStage stage, PassStage.Work<T, E> work) throws E;

  /** The gate of a namespace is written for the pass that goes on, on any thread. */
  TraceSpan gate(String namespace);

  /** A decision of the pass that goes on is committed: what comes of it is followed. */
  void decided(ProposedDecision change);

  /**
   * A target whose writes are traced for the decisions that are followed.
   *
   * @param cluster of the zones, null where their names say it
   * @param kind that is written for each zone, null where the target says it
   */
  ZoneTarget over(@Nullable String cluster, @Nullable String kind, ZoneTarget target);

  /** While this is open the lines that this thread logs carry the trace of the last decision. */
  TraceSpan logs(WorkloadId workload);

  /** An instant to give to {@link #ready}: before the decision is read, in nanoseconds. */
  default long now() {
    return System.nanoTime();
  }

  /**
   * All that was decided is written and available, and the status of the workload says so.
   *
   * @param looked when the decision was read: one that was taken since is still followed
   */
  void ready(WorkloadId workload, long looked);

  /** Sends what is traced and not sent, for two seconds at most. */
  @Override
  void close();
}
