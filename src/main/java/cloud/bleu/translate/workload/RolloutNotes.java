package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.BleuWorkloadSpec;
import cloud.bleu.api.v1alpha1.RolloutSettings;
import cloud.bleu.api.v1alpha1.RolloutSettings.Replacement;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.translate.finding.Findings;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a rollout is not as the author of a Deployment, or of a resilience, may think. */
final class RolloutNotes {
  private static final String PATH = "spec.workload.";

  /** What an API server writes where nothing is stated. */
  private static final String BY_DEFAULT = "25%";

  private static final List<String> AS_ONE = List.of(BY_DEFAULT, "0%");

  private RolloutNotes() {}

  /**
   * Notes them.
   *
   * @param reference the Deployment that it refers to, null where there is none
   */
  static void of(
      BleuWorkloadSpec spec,
      @Nullable Deployment reference,
      TranslatedResilience resilience,
      Findings findings) {
    WorkloadSource source = spec.workload();
    if (source == null) {
      return;
    }
    if (source.deployment() != null) {
      recreation(
          RolloutSettings.of(source.deployment()).replacement(),
          PATH + "deployment.strategy.type",
          spec,
          resilience,
          findings);
    } else if (source.deploymentRef() != null && reference != null) {
      String path = PATH + "deploymentRef.name";
      waiting(spec, source.deploymentRef(), reference, findings);
      RolloutSettings settings = RolloutSettings.of(reference);
      recreation(settings.replacement(), path, spec, resilience, findings);
      pace(settings.replacement(), reference, path, findings);
      if (settings.paused()) {
        findings.note(
            path,
            "the Deployment is paused: zones that have replicas keep the template that they have,"
                + " and a zone that is new gets the present one",
            "resume the Deployment to have its template roll out");
      }
    }
  }

  /** That a Deployment is not taken over, because fewer replicas would take its place. */
  private static void waiting(
      BleuWorkloadSpec spec,
      WorkloadSource.DeploymentRef ref,
      Deployment reference,
      Findings findings) {
    Integer stated = reference.getSpec() == null ? null : reference.getSpec().getReplicas();
    int asked = stated == null ? 1 : stated;
    if (asked > spec.replicas() && ref.scaleDown().equals("OnSuccess")) {
      findings.note(
          "spec.replicas",
          "Deployment "
              + ref.name()
              + " asks for "
              + asked
              + " replicas and the workload for "
              + spec.replicas()
              + ": its take-over waits until the workload asks for as many, and it runs on",
          "set spec.replicas to "
              + asked
              + ", also where an autoscaler scales later, or scale the Deployment down first");
    }
  }

  private static void recreation(
      Replacement replacement,
      String path,
      BleuWorkloadSpec spec,
      TranslatedResilience resilience,
      Findings findings) {
    boolean keeps = resilience.tolerate().stream().anyMatch(t -> t.keep() > 0);
    boolean quorum = Boolean.TRUE.equals(spec.resilience().quorum());
    if (replacement == Replacement.RECREATE && (keeps || quorum)) {
      findings.note(
          path,
          "Recreate ends all replicas of a zone before new ones start: during a rollout or a move"
              + " fewer may run than resilience asks for",
          "use RollingUpdate if replicas may run beside each other");
    }
  }

  private static void pace(
      Replacement replacement, Deployment reference, String path, Findings findings) {
    RollingUpdateDeployment numbers =
        reference.getSpec() == null || reference.getSpec().getStrategy() == null
            ? null
            : reference.getSpec().getStrategy().getRollingUpdate();
    if (replacement == Replacement.RECREATE
        || numbers == null
        || (isAsOne(numbers.getMaxSurge()) && isAsOne(numbers.getMaxUnavailable()))) {
      return;
    }
    findings.note(
        path,
        "a rollout replaces one replica at a time in a zone"
            + (replacement.surges() ? ", and none is missing meanwhile" : "")
            + ": its maxSurge and maxUnavailable allow more than that",
        "nothing is to be done; a rollout takes longer");
  }

  private static boolean isAsOne(@Nullable IntOrString amount) {
    return amount == null
        || (amount.getIntVal() == null
            ? AS_ONE.contains(String.valueOf(amount.getStrVal()))
            : amount.getIntVal() <= 1);
  }
}
