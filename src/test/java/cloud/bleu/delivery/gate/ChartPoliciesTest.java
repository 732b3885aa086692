package cloud.bleu.delivery.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What has to be there so that decisions are kept. */
class ChartPoliciesTest {

  @Test
  void nothingIsMissingWhereAllPoliciesFailClosedAndDeny() {
    assertEquals(
        Set.of(),
        ChartPolicies.missing(
            ChartPolicies.ALL, policies("Fail"), bindings("Deny", "Audit").toList()));
  }

  @Test
  void withoutTheChartAllIsMissing() {
    assertEquals(42, ChartPolicies.missing(ChartPolicies.ALL, List.of(), List.of()).size());
  }

  /**
   * Those that ask the gate of a namespace keep what is decided; the others keep what it rests on.
   */
  @Test
  void nothingIsKeptOnlyWhereNoneOfThoseOfTheGatesRefuses() {
    SortedSet<String> missing = ChartPolicies.missing(ChartPolicies.ALL, List.of(), List.of());
    assertTrue(ChartPolicies.isNothingKept(missing));
    missing.removeIf(name -> !name.startsWith("ValidatingAdmissionPolicyBinding enforce."));
    assertTrue(ChartPolicies.isNothingKept(missing));
    for (String one : missing) {
      SortedSet<String> others = new TreeSet<>(missing);
      others.remove(one);
      assertFalse(ChartPolicies.isNothingKept(others), one);
    }
    assertFalse(ChartPolicies.isNothingKept(Set.of()));
  }

  @Test
  void policyThatFailsOpenOrBindingThatWarnsIsAsGoodAsNone() {
    assertEquals(
        ChartPolicies.missing(ChartPolicies.ALL, List.of(), bindings("Deny").toList()),
        ChartPolicies.missing(ChartPolicies.ALL, policies("Ignore"), bindings("Deny").toList()));
    assertEquals(
        ChartPolicies.missing(ChartPolicies.ALL, policies("Fail"), List.of()),
        ChartPolicies.missing(
            ChartPolicies.ALL, policies("Fail"), bindings("Warn", "Audit").toList()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachPolicyAndBindingIsMissed(ChartPolicies.Bound bound) {
    assertEquals(
        Set.of("ValidatingAdmissionPolicy " + bound.policy()),
        ChartPolicies.missing(
            ChartPolicies.ALL,
            policies("Fail").stream()
                .filter(p -> !p.getMetadata().getName().equals(bound.policy()))
                .toList(),
            bindings("Deny").toList()));
    assertEquals(
        Set.of("ValidatingAdmissionPolicyBinding " + bound.binding()),
        ChartPolicies.missing(
            ChartPolicies.ALL,
            policies("Fail"),
            bindings("Deny")
                .filter(b -> !b.getMetadata().getName().equals(bound.binding()))
                .toList()));
  }

  /** A binding of that name that binds something else. */
  @ParameterizedTest
  @MethodSource("all")
  void bindingOfAnotherPolicyIsNone(ChartPolicies.Bound bound) {
    List<ValidatingAdmissionPolicyBinding> bindings = bindings("Deny").toList();
    bindings.stream()
        .filter(b -> b.getMetadata().getName().equals(bound.binding()))
        .forEach(b -> b.getSpec().setPolicyName("other"));
    assertEquals(
        Set.of("ValidatingAdmissionPolicyBinding " + bound.binding()),
        ChartPolicies.missing(ChartPolicies.ALL, policies("Fail"), bindings));
  }

  /** The later of the two instants, and none while one of them is missing. */
  @Test
  void refusesSinceBothAreThere() {
    List<ValidatingAdmissionPolicy> policies = policies("Fail");
    List<ValidatingAdmissionPolicyBinding> bindings = bindings("Deny").toList();
    policies.forEach(p -> p.getMetadata().setCreationTimestamp("2026-11-24T12:00:00Z"));
    bindings.forEach(b -> b.getMetadata().setCreationTimestamp("2026-11-24T12:00:05Z"));
    assertEquals(
        Instant.parse("2026-11-24T12:00:05Z"),
        ChartPolicies.since(ChartPolicies.BREAK_GLASS, policies, bindings));
    assertNull(ChartPolicies.since(ChartPolicies.BREAK_GLASS, policies, List.of()));
    assertNull(ChartPolicies.since(ChartPolicies.BREAK_GLASS, List.of(), bindings));
    assertNull(
        ChartPolicies.since(ChartPolicies.BREAK_GLASS, policies, bindings("Audit").toList()));
  }

  static Stream<ChartPolicies.Bound> all() {
    return ChartPolicies.ALL.stream();
  }

  private static List<ValidatingAdmissionPolicy> policies(String failurePolicy) {
    return all()
        .map(ChartPolicies.Bound::policy)
        .distinct()
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

  private static Stream<ValidatingAdmissionPolicyBinding> bindings(String... actions) {
    return all()
        .map(
            bound ->
                new ValidatingAdmissionPolicyBindingBuilder()
                    .withNewMetadata()
                    .withName(bound.binding())
                    .endMetadata()
                    .withNewSpec()
                    .withPolicyName(bound.policy())
                    .withValidationActions(actions)
                    .endSpec()
                    .build());
  }
}
