package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.Companion;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the API server refuses of companions; here for objects that it has not seen. */
final class CompanionRules {

  private static final String PATH = "spec.workload.companions";

  /** Objects that every namespace of every cluster has of its own. */
  private static final Set<Companion> OWN =
      Set.of(
          new Companion("ServiceAccount", "default"),
          new Companion("ConfigMap", "kube-root-ca.crt"));

  private CompanionRules() {}

  static void check(@Nullable WorkloadSource source, Findings findings) {
    if (source == null) {
      return;
    }
    if (!source.companions().isEmpty()
        && source.deployment() == null
        && source.statefulSet() == null
        && source.deploymentRef() == null) {
      findings.block(
          PATH,
          "companions go along with deployment, statefulSet and deploymentRef only",
          null,
          "take them out; for Karmada set propagateDeps in its policy");
    }
    int i = 0;
    for (Companion companion : source.companions()) {
      String path = FieldPath.item(PATH, i++);
      if (OWN.contains(companion)) {
        findings.block(
            path + ".name",
            "every namespace of every cluster has its own " + companion.kind() + " of this name",
            null,
            "name another object");
      }
    }
  }
}
