package cloud.bleu.api.v1alpha1;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import org.jspecify.annotations.Nullable;

/**
 * How the Deployment of each zone rolls out: what the source of the workload states of it, be that
 * a template of its own or a Deployment that it refers to.
 *
 * @param minReadySeconds null: left to the API server, as are the next two
 * @param paused whether a new template is to reach no zone
 */
public record RolloutSettings(
    Replacement replacement,
    @Nullable Integer minReadySeconds,
    @Nullable Integer progressDeadlineSeconds,
    @Nullable Integer revisionHistoryLimit,
    boolean paused) {

  /** Where nothing is stated. */
  public static final RolloutSettings USUAL =
      new RolloutSettings(Replacement.NEW_FIRST, null, null, null, false);

  /** Which pods of a zone come and go first. */
  public enum Replacement {
    /** One new pod starts before an old one ends. */
    NEW_FIRST,
    /** One old pod ends before a new one starts. */
    OLD_FIRST,
    /** All old pods end before a new one starts, and no more pods run than are decided. */
    RECREATE;

    /** Whether a rollout needs room for one pod more in a zone. */
    public boolean surges() {
      return this == NEW_FIRST;
    }
  }

  /** Of a template of the workload itself. */
  public static RolloutSettings of(WorkloadSource.DeploymentSource source) {
    return new RolloutSettings(
        replacement(source.strategy() == null ? null : source.strategy().type(), null),
        source.minReadySeconds(),
        source.progressDeadlineSeconds(),
        null,
        false);
  }

  /**
   * Of a Deployment. It replaces one pod at a time, which is within whatever numbers it states:
   * without a surge where it allows none, else without a pod that is missing.
   */
  public static RolloutSettings of(Deployment deployment) {
    DeploymentSpec spec =
        deployment.getSpec() == null ? new DeploymentSpec() : deployment.getSpec();
    DeploymentStrategy strategy = spec.getStrategy();
    return new RolloutSettings(
        strategy == null
            ? Replacement.NEW_FIRST
            : replacement(
                strategy.getType(),
                strategy.getRollingUpdate() == null
                    ? null
                    : strategy.getRollingUpdate().getMaxSurge()),
        spec.getMinReadySeconds(),
        spec.getProgressDeadlineSeconds(),
        spec.getRevisionHistoryLimit(),
        Boolean.TRUE.equals(spec.getPaused()));
  }

  /**
   * Of a workload.
   *
   * @param reference the Deployment that it refers to, null when there is none
   */
  public static RolloutSettings of(WorkloadSource source, @Nullable Deployment reference) {
    if (source.deployment() != null) {
      return of(source.deployment());
    }
    return reference == null || source.deploymentRef() == null ? USUAL : of(reference);
  }

  private static Replacement replacement(@Nullable String type, @Nullable IntOrString maxSurge) {
    if ("Recreate".equals(type)) {
      return Replacement.RECREATE;
    }
    return isNone(maxSurge) ? Replacement.OLD_FIRST : Replacement.NEW_FIRST;
  }

  private static boolean isNone(@Nullable IntOrString amount) {
    return amount != null && ("0%".equals(amount.getStrVal()) || isZero(amount.getIntVal()));
  }

  private static boolean isZero(@Nullable Integer amount) {
    return amount != null && amount == 0;
  }
}
