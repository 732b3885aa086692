package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.ledger.DecisionInForce;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import org.jspecify.annotations.Nullable;

/**
 * Holds a workload back from deletion by the finalizers of the operator: for the Deployment that is
 * its template, and for what stands in other clusters.
 */
public final class DeletionHold {

  private final TemplateHold templates;
  private final ElsewhereHold elsewhere;

  /**
   * @param templates holds for the Deployment that is the template
   * @param elsewhere holds for what stands in other clusters
   */
  public DeletionHold(TemplateHold templates, ElsewhereHold elsewhere) {
    this.templates = templates;
    this.elsewhere = elsewhere;
  }

  /**
   * Holds it before anything of it is delivered.
   *
   * @param inForce the decision, null: there is none
   * @param valid whether it has no errors; what has some is delivered nowhere, so it scales no
   *     Deployment down
   */
  HoldOutcome hold(
      BleuWorkload workload,
      @Nullable DecisionInForce inForce,
      boolean valid,
      Context<BleuWorkload> context) {
    HoldOutcome template = valid ? templates.hold(workload, context) : HoldOutcome.NONE;
    return template.and(() -> elsewhere.hold(workload, inForce, context));
  }

  /** Leaves one that is being deleted as it is, where nothing may be changed. */
  UpdateControl<BleuWorkload> stay(BleuWorkload workload, Context<BleuWorkload> context) {
    return elsewhere.stay(workload, context);
  }

  /** Gives the template of one that is being deleted its replicas back, then lets it go. */
  UpdateControl<BleuWorkload> restore(BleuWorkload workload) {
    return templates.release(workload);
  }

  /** Ends what stands of one that is being deleted, then lets it go. */
  UpdateControl<BleuWorkload> remove(BleuWorkload workload, Context<BleuWorkload> context) {
    return elsewhere.release(workload, context);
  }
}
