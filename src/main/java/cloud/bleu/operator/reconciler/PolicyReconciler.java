package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyPolicyStatus;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.status.PolicyStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

/** Says whom a policy governs and how it is kept. */
public final class PolicyReconciler
    implements Reconciler<SovereigntyPolicy>, ResourceReconciler<SovereigntyPolicy> {

  private final SnapshotBoard board;
  private final Triggers triggers;
  private final StatusWriter writer;
  private final Supplier<SortedMap<String, String>> evidence;
  private final Clock clock;

  /**
   * @param evidence why decisions are not exported or signed, sentences by reason
   */
  public PolicyReconciler(
      SnapshotBoard board,
      Triggers triggers,
      StatusWriter writer,
      Supplier<SortedMap<String, String>> evidence,
      Clock clock) {
    this.evidence = evidence;
    this.board = board;
    this.triggers = triggers;
    this.writer = writer;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, SovereigntyPolicy>> prepareEventSources(
      EventSourceContext<SovereigntyPolicy> context) {
    return List.of(triggers.policies.over(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<SovereigntyPolicy> reconcileResource(
      SovereigntyPolicy policy, Context<SovereigntyPolicy> context) {
    Snapshot snapshot = board.snapshot();
    String name = policy.getMetadata().getName();
    if (snapshot == null || context.isPrimaryResourceDeleted() || !snapshot.read(policy)) {
      return UpdateControl.noUpdate();
    }
    SovereigntyPolicyStatus status =
        PolicyStatus.of(
            policy,
            snapshot.errors("SovereigntyPolicy", null, name),
            snapshot.estate(),
            List.copyOf(snapshot.decisions().values()),
            snapshot.enforcement(),
            evidence.get(),
            clock.instant());
    return writer.write(policy, status, SovereigntyPolicy::new, context).control();
  }
}
