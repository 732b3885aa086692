package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;

import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with a certificate of her own who may write BleuWorkloads in one namespace, and what is
 * granted one by one.
 */
final class GrantedUser implements AutoCloseable {
  private final KubernetesClient admin;
  private final String name;
  private final String namespace;
  private final KubernetesClient client;
  private final List<HasMetadata> ofTheCluster = new ArrayList<>();

  GrantedUser(ControlPlane plane, KubernetesClient admin, String name, String namespace) {
    this.admin = admin;
    this.name = name;
    this.namespace = namespace;
    Config config = Config.fromKubeconfig(plane.kubeconfig(name));
    config.setNamespace(namespace);
    client = SandboxClients.of(config);
    grant(
        "workloads",
        namespace,
        "{apiGroups: [placement.bleu.cloud], resources: [bleuworkloads], verbs: [get, create,"
            + " patch]}");
  }

  KubernetesClient client() {
    return client;
  }

  void tries(String yaml) {
    client.resource((HasMetadata) Serialization.unmarshal(yaml)).dryRun().create();
  }

  /** May from now on create these kinds in the namespace of its workloads. */
  GrantedUser creating(String group, String... resources) {
    List<String> all = List.of(resources);
    grant(
        all.get(0),
        namespace,
        "{apiGroups: ['%s'], resources: [%s], verbs: [create]}"
            .formatted(group, String.join(", ", all)));
    return knows(namespace, group, all.get(0), "create", null);
  }

  /** Returns once the server knows that this user may. */
  GrantedUser knows(
      String where, String group, String resource, String verb, @Nullable String object) {
    await(name + " may " + verb + " " + resource)
        .atMost(Scene.SOON)
        .pollDelay(Duration.ZERO)
        .until(
            () ->
                client
                    .authorization()
                    .v1()
                    .selfSubjectAccessReview()
                    .create(
                        new SelfSubjectAccessReviewBuilder()
                            .withNewSpec()
                            .withNewResourceAttributes()
                            .withNamespace(where)
                            .withGroup(group)
                            .withResource(resource)
                            .withVerb(verb)
                            .withName(object)
                            .endResourceAttributes()
                            .endSpec()
                            .build())
                    .getStatus()
                    .getAllowed());
    return this;
  }

  /**
   * A role with one rule, bound to this user.
   *
   * @param where the namespace; null: of the cluster
   */
  void grant(String role, @Nullable String where, String rule) {
    for (String yaml :
        (where == null ? ROLE.replace("kind: ", "kind: Cluster") : ROLE).split("---\n", -1)) {
      HasMetadata object =
          Serialization.unmarshal(
              yaml.replace("NAME", name + "-" + role).replace("USER", name).replace("RULE", rule));
      object.getMetadata().setNamespace(where);
      HasMetadata granted = admin.resource(object).forceConflicts().serverSideApply();
      if (where == null) {
        ofTheCluster.add(granted);
      }
    }
  }

  private static final String ROLE =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: NAME}
      rules: [RULE]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: NAME}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: NAME}
      subjects: [{apiGroup: rbac.authorization.k8s.io, "kind": User, name: USER}]
      """;

  @Override
  public void close() {
    ofTheCluster.forEach(object -> admin.resource(object).delete());
    client.close();
  }
}
