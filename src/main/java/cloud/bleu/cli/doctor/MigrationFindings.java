package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.delivery.gate.ChartPolicies;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Plans of migrations whose gate nobody keeps. */
public final class MigrationFindings {

  private static final String KIND = HasMetadata.getKind(MigrationPlan.class);

  private MigrationFindings() {}

  /**
   * Those of a cluster that name a namespace; none where it does not serve the kind, or this user
   * may not list it.
   */
  public static Inspection in(KubernetesClient client, String namespace) {
    List<MigrationPlan> plans =
        Inspection.listed(() -> client.resources(MigrationPlan.class).list().getItems());
    List<MigrationPlan> gated =
        plans == null
            ? List.of()
            : plans.stream().filter(p -> bound(p, namespace) != null).toList();
    if (gated.isEmpty()) {
      return Inspection.NOTHING;
    }
    var api = client.admissionRegistration().v1();
    List<ValidatingAdmissionPolicy> policies =
        Inspection.listed(() -> api.validatingAdmissionPolicies().list().getItems());
    List<ValidatingAdmissionPolicyBinding> bindings =
        Inspection.listed(() -> api.validatingAdmissionPolicyBindings().list().getItems());
    return policies == null || bindings == null
        ? new Inspection(
            List.of(),
            "whether gates of migrations are kept: this account may not list"
                + " validatingadmissionpolicies and validatingadmissionpolicybindings of"
                + " admissionregistration.k8s.io; ask for that right")
        : new Inspection(of(gated, policies, bindings, namespace), null);
  }

  /** Those of some that name a namespace and whose gate none of these policies keeps. */
  static List<Finding> of(
      Collection<MigrationPlan> plans,
      Collection<ValidatingAdmissionPolicy> policies,
      Collection<ValidatingAdmissionPolicyBinding> bindings,
      String namespace) {
    List<Finding> findings = new ArrayList<>();
    for (MigrationPlan plan : plans) {
      ChartPolicies.Bound bound = bound(plan, namespace);
      SortedSet<String> missing =
          bound == null ? null : ChartPolicies.missing(List.of(bound), policies, bindings);
      if (missing != null && !missing.isEmpty()) {
        findings.add(
            finding(
                plan,
                "GateNotKept",
                "its gate is "
                    + plan.getSpec().gate()
                    + ", and nobody keeps it: missing, or not doing its part: "
                    + String.join(", ", missing)
                    + "; upgrade the chart with admission.enabled=true"));
      }
    }
    return findings;
  }

  /** What keeps the gate of a plan; null where it has none, or is for other namespaces. */
  private static ChartPolicies.@Nullable Bound bound(MigrationPlan plan, String namespace) {
    if (plan.getSpec() == null || !plan.getSpec().namespaces().contains(namespace)) {
      return null;
    }
    return switch (plan.getSpec().gate()) {
      case "Refuse" -> ChartPolicies.WAVES;
      case "Ignore" -> null;
      default -> ChartPolicies.WARNED_WAVES;
    };
  }

  private static Finding finding(MigrationPlan plan, String code, String message) {
    return new Finding(KIND, plan.getMetadata().getName(), code, message);
  }
}
