package cloud.bleu.operator;

import cloud.bleu.controlplane.OperatorAccount;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/** Somebody's admission policy that denies the operator one kind of write in one namespace. */
public record Denial(List<HasMetadata> objects) {

  private static final String POLICY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: "NAME"}
      spec:
        failurePolicy: Fail
        matchConstraints:
          resourceRules:
          - {apiGroups: ["*"], apiVersions: ["*"], operations: [CREATE, UPDATE, DELETE], resources: ["RESOURCE"]}
        matchConditions:
        - {name: operator, expression: "request.userInfo.username.endsWith(':ACCOUNT')"}
        validations:
        - {expression: "false", message: not in my namespace}
      """;

  private static final String BINDING =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: "NAME"}
      spec:
        policyName: "NAME"
        validationActions: [Deny]
        matchResources:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: "NAMESPACE"}}
      """;

  /**
   * Makes one; it is in force once the server has taken note of it.
   *
   * @param resource plural, of any group, with its subresource
   */
  public static Denial of(KubernetesClient admin, String namespace, String resource) {
    String name = namespace + "-" + resource.replace('/', '-');
    List<HasMetadata> objects =
        List.of(
            object(POLICY, name, namespace, resource), object(BINDING, name, namespace, resource));
    objects.forEach(o -> admin.resource(o).create());
    return new Denial(objects);
  }

  private static HasMetadata object(String yaml, String name, String namespace, String resource) {
    return Serialization.unmarshal(
        yaml.replace("NAMESPACE", namespace)
            .replace("NAME", name)
            .replace("RESOURCE", resource)
            .replace("ACCOUNT", OperatorAccount.RELEASE));
  }

  public void end(KubernetesClient admin) {
    objects.forEach(o -> admin.resource(o).delete());
  }
}
