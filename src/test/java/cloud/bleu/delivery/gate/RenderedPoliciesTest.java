package cloud.bleu.delivery.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.chart.Helm;
import cloud.bleu.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator looks for is what the chart has, all of it. */
@RealControlPlane
class RenderedPoliciesTest {

  @Test
  void allThatTheChartHasIsLookedFor(@TempDir Path folder) {
    areLookedFor(ChartPolicies.CHART, Helm.offline(folder).objects());
  }

  @Test
  void andInAMember(@TempDir Path folder) {
    areLookedFor(ChartPolicies.MEMBER, Helm.offline(folder).objects("--set", "mode=member"));
  }

  private static void areLookedFor(List<ChartPolicies.Bound> looked, List<HasMetadata> objects) {
    List<ValidatingAdmissionPolicy> policies = of(objects, ValidatingAdmissionPolicy.class);
    List<ValidatingAdmissionPolicyBinding> bindings =
        of(objects, ValidatingAdmissionPolicyBinding.class);
    assertEquals(Set.of(), ChartPolicies.missing(looked, policies, bindings));
    assertEquals(
        names(policies),
        looked.stream()
            .map(ChartPolicies.Bound::policy)
            .collect(Collectors.toCollection(TreeSet::new)));
    // Those of namespaces with Audit refuse nothing.
    bindings.removeIf(
        b ->
            b.getMetadata().getName().startsWith("audit.")
                && !b.getMetadata().getName().equals(b.getSpec().getPolicyName()));
    assertEquals(
        names(bindings),
        looked.stream()
            .map(ChartPolicies.Bound::binding)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static <T extends HasMetadata> List<T> of(List<HasMetadata> objects, Class<T> kind) {
    return objects.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .collect(Collectors.toCollection(java.util.ArrayList::new));
  }

  private static TreeSet<String> names(List<? extends HasMetadata> objects) {
    return objects.stream()
        .map(o -> o.getMetadata().getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
