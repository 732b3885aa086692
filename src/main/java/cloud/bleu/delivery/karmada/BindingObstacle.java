package cloud.bleu.delivery.karmada;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadSource.BindingOf;
import cloud.bleu.delivery.zone.Problem;
import org.jspecify.annotations.Nullable;

/** Why the ResourceBinding of a workload is not this operator's to write. */
final class BindingObstacle {

  private BindingObstacle() {}

  /** Why a binding is not written; null when it may be. */
  static @Nullable Problem of(BleuWorkload workload, @Nullable Binding binding) {
    if (binding == null || binding.object().getMetadata().getDeletionTimestamp() != null) {
      return missing(workload);
    }
    if (!binding.scheduler().equals(Binding.SCHEDULER)) {
      return new Problem(
          "BindingOfAnotherScheduler",
          "ResourceBinding "
              + binding.name()
              + " is of the scheduler "
              + binding.scheduler()
              + " and is not touched: set spec.schedulerName of the policy that propagates it to "
              + Binding.SCHEDULER
              + ", or delete the BleuWorkload",
          true);
    }
    return binding.isSuspended()
        ? new Problem(
            "BindingSuspended",
            "scheduling of ResourceBinding "
                + binding.name()
                + " is suspended, so it stays as it is: take suspension out of the policy that"
                + " propagates it",
            true)
        : null;
  }

  /** There is none. */
  static Problem missing(BleuWorkload workload) {
    BindingOf of = workload.getSpec().workload().karmada().bindingOf();
    return new Problem(
        "BindingMissing",
        "Karmada has no ResourceBinding for "
            + of.kind()
            + " "
            + of.name()
            + ": write a PropagationPolicy that selects it, with schedulerName "
            + Binding.SCHEDULER,
        true);
  }
}
