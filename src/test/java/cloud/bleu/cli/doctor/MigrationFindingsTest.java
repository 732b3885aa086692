package cloud.bleu.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which gates of migrations are kept. That they are listed is seen by WaveAdmissionPlaneTest. */
class MigrationFindingsTest {

  /** What a plan says, the policy that there is, how it fails, what its binding does. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gate: Refuse | waves       | Fail   | Deny |
          gate: Refuse | waves       | Ignore | Deny | GateNotKept
          gate: Refuse | waves       | Fail   | Warn | GateNotKept
          gate: Refuse | audit.waves | Fail   | Deny | GateNotKept
          gate: Warn   | audit.waves | Ignore | Warn |
          gate: Warn   | audit.waves | Ignore | Audit | GateNotKept
          gate: Warn   | waves       | Fail   | Deny | GateNotKept
          x: y         | waves       | Fail   | Deny | GateNotKept
          gate: Ignore | none        | Fail   | Deny |
          """)
  void aGateIsKeptByThePolicyForIt(
      String gate, String policy, String fails, String does, String codes) {
    String spec = gate.equals("x: y") ? "" : ", " + gate;
    String name = policy + ".placement.bleu.cloud";
    MigrationPlan plan =
        Serialization.unmarshal(
            "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: MigrationPlan, metadata: {name: m},"
                + " spec: {target: bleu, namespaces: [shop]"
                + spec
                + "}}",
            MigrationPlan.class);
    ValidatingAdmissionPolicy there =
        Serialization.unmarshal(
            "---\n{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy,"
                + " metadata: {name: %s}, spec: {failurePolicy: %s}}".formatted(name, fails),
            ValidatingAdmissionPolicy.class);
    ValidatingAdmissionPolicyBinding binding =
        Serialization.unmarshal(
            "---\n{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding,"
                + " metadata: {name: %1$s}, spec: {policyName: %1$s, validationActions: [%2$s]}}"
                    .formatted(name, does),
            ValidatingAdmissionPolicyBinding.class);
    assertEquals(
        codes == null ? "" : codes,
        Stream.of("shop", "other")
            .flatMap(
                n ->
                    MigrationFindings.of(List.of(plan), List.of(there), List.of(binding), n)
                        .stream())
            .map(Diagnosis.Finding::code)
            .collect(Collectors.joining(", ")));
  }
}
