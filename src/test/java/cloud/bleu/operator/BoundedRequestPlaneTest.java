package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who bounds the requests of workloads, and who does not: as docs/limits.md says. */
@RealControlPlane
class BoundedRequestPlaneTest {

  private static final String EXPRESSION =
      "object.spec.workload.deployment.template.spec.containers.all(c,"
          + " quantity(c.resources.requests.cpu).compareTo(quantity('8')) <= 0)";

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web}
      spec:
        replicas: 1
        dataClasses: [Ordinary]
        workload: {deployment: {template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: CPU}}}]}}}}
      """;

  private static final String OF_PODS =
      """
      apiVersion: v1
      kind: LimitRange
      metadata: {name: small}
      spec: {limits: [{type: Container, max: {cpu: "1"}}]}
      ---
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: small}
      spec: {hard: {requests.cpu: "1"}}
      """;

  private static final String OF_WORKLOADS =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: "NAME"}
      spec:
        matchConstraints:
          resourceRules:
          - {apiGroups: [placement.bleu.cloud], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [bleuworkloads]}
        validations:
        - expression: "EXPRESSION"
          message: at most 8 cpu
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: "NAME"}
      spec:
        policyName: "NAME"
        validationActions: [Deny]
        matchResources:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: "NAME"}}
      """;

  private KubernetesClient client;
  private List<HasMetadata> policies = List.of();

  @AfterEach
  void end() {
    policies.forEach(one -> client.resource(one).delete());
  }

  @Test
  void onlyAPolicyOnWorkloadsBoundsWhatTheyAsk(KubernetesClient client, TestNamespace namespace)
      throws IOException {
    this.client = client;
    objects(OF_PODS).forEach(one -> client.resource(one).create());
    asks("500m", false);
    asks("100", false);
    asks("500m", false);

    policies =
        objects(OF_WORKLOADS.replace("NAME", namespace.name()).replace("EXPRESSION", EXPRESSION));
    policies.forEach(one -> client.resource(one).create());
    await().untilAsserted(() -> assertEquals("at most 8 cpu", refusal("100")));
    asks("8", false);
    assertTrue(
        Files.readString(Path.of("docs/limits.md")).replaceAll("\\s+", " ").contains(EXPRESSION));
  }

  private void asks(String cpu, boolean dry) {
    BleuWorkload workload =
        Serialization.unmarshal(WORKLOAD.replace("CPU", '"' + cpu + '"'), BleuWorkload.class);
    var one = client.resource(workload);
    (dry ? one.dryRun() : one).forceConflicts().serverSideApply();
  }

  private String refusal(String cpu) {
    try {
      asks(cpu, true);
      return "";
    } catch (KubernetesClientException e) {
      String message = e.getStatus().getMessage();
      return message.substring(message.lastIndexOf(": ") + 2);
    }
  }

  private static List<HasMetadata> objects(String yaml) {
    return Stream.of(yaml.split("---\n"))
        .map(one -> (HasMetadata) Serialization.unmarshal(one))
        .toList();
  }
}
