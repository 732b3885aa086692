package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;

import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Somebody with a certificate of her own whom RBAC lets write everything that admission is about,
 * with none of the verbs that admission asks for.
 */
public final class OrdinaryUser {
  private OrdinaryUser() {}

  /** A client of this user, its namespace the given one. The caller closes it. */
  public static KubernetesClient of(
      ControlPlane plane, KubernetesClient admin, String user, String namespace) {
    for (String yaml : ROLE.replace("USER", user).split("---\n", -1)) {
      HasMetadata object = Serialization.unmarshal(yaml);
      admin.resource(object).forceConflicts().serverSideApply();
    }
    Config config = Config.fromKubeconfig(plane.kubeconfig(user));
    config.setNamespace(namespace);
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    until(user + " may create providers", () -> may(client, "create", FACTS));
    return client;
  }

  /** As {@link #of}, but for Deployments and what else creates pods. */
  static KubernetesClient withoutDeployments(
      ControlPlane plane, KubernetesClient admin, String user, String namespace) {
    KubernetesClient client = of(plane, admin, user, namespace);
    admin
        .rbac()
        .clusterRoles()
        .withName("ordinary-" + user)
        .edit(
            role -> {
              role.getRules().removeIf(rule -> rule.getApiGroups().contains("apps"));
              return role;
            });
    until(user + " may not create Deployments", () -> !may(client, "create", DEPLOYMENTS));
    return client;
  }

  /** As {@link #of}, and may approve waivers. */
  static KubernetesClient approver(
      ControlPlane plane, KubernetesClient admin, String user, String namespace) {
    return with("approve", plane, admin, user, namespace);
  }

  /** As {@link #of}, with one verb more on the kinds of Bleu. */
  static KubernetesClient with(
      String verb, ControlPlane plane, KubernetesClient admin, String user, String namespace) {
    KubernetesClient client = of(plane, admin, user, namespace);
    admin
        .rbac()
        .clusterRoles()
        .withName("ordinary-" + user)
        .edit(
            role -> {
              role.getRules().stream()
                  .filter(rule -> rule.getApiGroups().contains("placement.bleu.cloud"))
                  .forEach(rule -> rule.getVerbs().add(verb));
              return role;
            });
    until(user + " may " + verb, () -> may(client, verb, FACTS));
    return client;
  }

  /** The server sees what a role says a moment after it is written. */
  private static void until(String what, Callable<Boolean> holds) {
    await("the server knows that " + what).atMost(Scene.SOON).pollDelay(Duration.ZERO).until(holds);
  }

  private static boolean may(KubernetesClient client, String verb, ResourceDefinitionContext kind) {
    SelfSubjectAccessReview asked =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(kind.isNamespaceScoped() ? client.getNamespace() : null)
            .withGroup(kind.getGroup())
            .withResource(kind.getPlural())
            .withVerb(verb)
            .endResourceAttributes()
            .endSpec()
            .build();
    return client
        .authorization()
        .v1()
        .selfSubjectAccessReview()
        .create(asked)
        .getStatus()
        .getAllowed();
  }

  /** A service account that may do everything. */
  static KubernetesClient serviceAccount(ControlPlane plane, String name, String namespace) {
    Config config = Config.fromKubeconfig(plane.adminKubeconfig());
    config.setNamespace(namespace);
    config.setImpersonateUsername("system:serviceaccount:" + namespace + ":" + name);
    config.setImpersonateGroups("system:masters");
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static final ResourceDefinitionContext FACTS =
      new ResourceDefinitionContext.Builder()
          .withGroup("placement.bleu.cloud")
          .withPlural("cloudproviders")
          .build();

  private static final ResourceDefinitionContext DEPLOYMENTS =
      new ResourceDefinitionContext.Builder()
          .withGroup("apps")
          .withPlural("deployments")
          .withNamespaced(true)
          .build();

  private static final String ROLE =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: ordinary-USER}
      rules:
      - apiGroups: [""]
        resources: [namespaces, namespaces/status, pods, pods/status, pods/ephemeralcontainers, pods/resize, pods/binding, bindings, persistentvolumeclaims]
        verbs: [get, list, create, update, patch, delete]
      - apiGroups: [apps]
        resources: [replicasets, deployments, statefulsets, deployments/scale, statefulsets/scale, replicasets/scale]
        verbs: [get, list, create, update, patch, delete]
      - apiGroups: [batch]
        resources: [jobs]
        verbs: [get, list, create, update, patch, delete]
      - apiGroups: [placement.bleu.cloud]
        resources: ["*"]
        verbs: [get, list, create, update, patch, delete, deletecollection]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: ordinary-USER}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ordinary-USER}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: USER}]
      """;
}
