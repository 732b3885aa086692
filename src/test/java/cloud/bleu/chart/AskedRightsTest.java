package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the operator may create in the namespaces of others, admission asks of who has it created: a
 * new kind of child is a red test here.
 */
@RealControlPlane
class AskedRightsTest {

  /** Not on behalf of who writes a workload, with the reason. */
  private static final Map<String, String> ITS_OWN =
      Map.ofEntries(
          Map.entry("placement.bleu.cloud/workloadplacements", "a decision, by the operator alone"),
          Map.entry("placement.bleu.cloud/placementgates", "a decision, by the operator alone"),
          Map.entry("placement.bleu.cloud/decisionledgers", "a decision, by the operator alone"),
          Map.entry("events.k8s.io/events", "what the operator says"),
          Map.entry("openreports.io/reports", "what the operator says"),
          Map.entry("coordination.k8s.io/leases", "in its own namespace"),
          Map.entry("/secrets", "its signing key, in its own namespace"),
          Map.entry("authentication.k8s.io/tokenreviews", "a question"),
          Map.entry("authorization.k8s.io/subjectaccessreviews", "a question"),
          Map.entry(
              "work.open-cluster-management.io/manifestworks",
              "in the namespaces of clusters; of what is in it the writer is asked"),
          Map.entry(
              "multicluster.x-k8s.io/placementdecisions",
              "names clusters, and nothing runs of it"));

  @Test
  void everyKindOfChildIsAskedFor(@TempDir Path folder) {
    List<HasMetadata> objects =
        Helm.offline(folder)
            .objectsOf(
                "bleu",
                "--set",
                "members.enabled=true,members.companions.enabled=true,karmada.enabled=true,"
                    + "openClusterManagement.enabled=true,clusterProfiles.enabled=true,"
                    + "migration.enabled=true,openReports.enabled=true,ui.enabled=true,"
                    + "evidence.enabled=true");
    Set<String> created = new TreeSet<>();
    for (Right right : Right.granted(objects)) {
      String kind = right.group() + "/" + right.resource();
      if (right.verb().equals("create") && !ITS_OWN.containsKey(kind)) {
        created.add(kind);
      }
    }
    assertEquals(
        Set.of(
            "apps/deployments",
            "apps/statefulsets",
            "networking.k8s.io/networkpolicies",
            "policy/poddisruptionbudgets"),
        created);
    List<String> asked = asked(objects);
    created.removeIf(kind -> asked.stream().anyMatch(expression -> asksFor(expression, kind)));
    assertEquals(Set.of(), created, "the operator creates them, and nobody is asked");
  }

  /** What policies on workloads ask the authorizer, with the variables that say for what. */
  private static List<String> asked(List<HasMetadata> objects) {
    List<String> asked = new ArrayList<>();
    for (HasMetadata object : objects) {
      if (object instanceof ValidatingAdmissionPolicy policy
          && policy.getSpec().getMatchConstraints().getResourceRules().stream()
              .anyMatch(rule -> rule.getResources().contains("bleuworkloads"))) {
        for (Validation validation : policy.getSpec().getValidations()) {
          String expression = validation.getExpression();
          for (var variable : policy.getSpec().getVariables()) {
            expression =
                expression.replace("variables." + variable.getName(), variable.getExpression());
          }
          asked.add(expression);
        }
      }
    }
    return asked;
  }

  private static boolean asksFor(String expression, String kind) {
    return expression.contains("authorizer")
        && expression.contains("'create'")
        && List.of(kind.split("/", 2)).stream()
            .allMatch(word -> expression.contains("'" + word + "'"));
  }
}
