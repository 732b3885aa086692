package cloud.bleu.operator;

import cloud.bleu.controlplane.OperatorAccount;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;

/** Somebody's admission policy that denies the operator one kind of write in one namespace. */
public record Denial(List<HasMetadata> objects) {

  private static final String WORDS = "not in my namespace";

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
        - {expression: "false", message: WORDS}
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
            .replace("WORDS", WORDS)
            .replace("ACCOUNT", OperatorAccount.RELEASE));
  }

  /** Whether an event in a namespace with a reason tells of one, in its words. */
  public static boolean isTold(KubernetesClient admin, String namespace, String reason) {
    return told(admin, namespace, reason).findAny().isPresent();
  }

  /**
   * The same about one object. Events stay for an hour: others of the same name may have theirs
   * there. What is told of an object without a namespace stands in {@code default}.
   */
  public static boolean isTold(KubernetesClient admin, HasMetadata object, String reason) {
    ObjectMeta about = object.getMetadata();
    return told(admin, about.getNamespace() == null ? "default" : about.getNamespace(), reason)
        .anyMatch(event -> about.getUid().equals(event.getRegarding().getUid()));
  }

  private static Stream<Event> told(KubernetesClient admin, String namespace, String reason) {
    return admin.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> reason.equals(event.getReason()) && event.getNote().contains(WORDS));
  }

  public void end(KubernetesClient admin) {
    objects.forEach(o -> admin.resource(o).delete());
  }
}
