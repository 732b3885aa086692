package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What has to be there so that decisions are kept. */
class AdmissionTest {

  @Test
  void nothingIsMissingWhereAllPoliciesFailClosedAndDeny() {
    assertEquals(Set.of(), Admission.missing(policies("Fail"), bindings("Deny")));
  }

  @Test
  void policyThatFailsOpenOrBindingThatWarnsIsAsGoodAsNone() {
    assertEquals(5, Admission.missing(policies("Ignore"), bindings("Deny")).size());
    assertEquals(
        Set.of(
            "ValidatingAdmissionPolicyBinding enforce.bindings.placement.bleu.cloud",
            "ValidatingAdmissionPolicyBinding enforce.children.placement.bleu.cloud",
            "ValidatingAdmissionPolicyBinding enforce.claims.placement.bleu.cloud",
            "ValidatingAdmissionPolicyBinding enforce.images.placement.bleu.cloud",
            "ValidatingAdmissionPolicyBinding enforce.pods.placement.bleu.cloud"),
        Admission.missing(policies("Fail"), bindings("Warn")));
    assertEquals(10, Admission.missing(List.of(), List.of()).size());
  }

  private static List<ValidatingAdmissionPolicy> policies(String failurePolicy) {
    return Admission.POLICIES.stream()
        .map(
            name ->
                new ValidatingAdmissionPolicyBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .endMetadata()
                    .withNewSpec()
                    .withFailurePolicy(failurePolicy)
                    .endSpec()
                    .build())
        .toList();
  }

  private static List<ValidatingAdmissionPolicyBinding> bindings(String action) {
    return Admission.POLICIES.stream()
        .map(
            name ->
                new ValidatingAdmissionPolicyBindingBuilder()
                    .withNewMetadata()
                    .withName("enforce." + name)
                    .endMetadata()
                    .withNewSpec()
                    .withPolicyName(name)
                    .withValidationActions(action)
                    .endSpec()
                    .build())
        .toList();
  }
}
