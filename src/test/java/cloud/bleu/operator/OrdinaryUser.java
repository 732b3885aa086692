package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;

import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Set;

/**
 * Somebody with a certificate of her own whom RBAC lets write everything that admission is about,
 * with none of the verbs that admission asks for.
 */
public final class OrdinaryUser {
  private static final String KINDS = "placement.bleu.cloud";

  /** Verbs that admission asks for. */
  private static final Set<String> ASKED = Set.of("approve", "attest", "break-glass", "override");

  private OrdinaryUser() {}

  /** A client of this user, its namespace the given one. The caller closes it. */
  public static KubernetesClient of(
      ControlPlane plane, KubernetesClient admin, String user, String namespace) {
    return of(plane, admin, user, namespace, Set.of(), true);
  }

  /** Returns once the server knows what this user may, and what no more since a test before. */
  private static KubernetesClient of(
      ControlPlane plane,
      KubernetesClient admin,
      String user,
      String namespace,
      Set<String> verbs,
      boolean deployments) {
    // One write: of two the server may know the first, or what was before both.
    String role = ROLE.replace("USER", user);
    for (String verb : verbs) {
      role = role.replace("deletecollection]", "deletecollection, " + verb + "]");
    }
    if (!deployments) {
      role = role.replace("[apps]", "[none.example]").replace("pods, pods/status", "pods/status");
    }
    for (String yaml : role.split("---\n", -1)) {
      HasMetadata object = Serialization.unmarshal(yaml);
      admin.resource(object).forceConflicts().serverSideApply();
    }
    Config config = Config.fromKubeconfig(plane.kubeconfig(user));
    config.setNamespace(namespace);
    KubernetesClient client = SandboxClients.of(config);
    await("the server knows what " + user + " may")
        .atMost(Scene.SOON)
        .pollDelay(Duration.ZERO)
        .until(
            () ->
                may(client, KINDS, "cloudproviders", "patch")
                    && may(client, "apps", "deployments", "create") == deployments
                    && may(client, "", "pods", "create") == deployments
                    && ASKED.stream()
                        .allMatch(
                            verb ->
                                may(client, KINDS, "cloudproviders", verb)
                                    == verbs.contains(verb)));
    return client;
  }

  /** As {@link #of}, but for pods, Deployments and what else creates pods. */
  static KubernetesClient withoutDeployments(
      ControlPlane plane, KubernetesClient admin, String user, String namespace) {
    return of(plane, admin, user, namespace, Set.of(), false);
  }

  /** As {@link #of}, and may approve waivers. */
  static KubernetesClient approver(
      ControlPlane plane, KubernetesClient admin, String user, String namespace) {
    return with("approve", plane, admin, user, namespace);
  }

  /** As {@link #of}, with one verb more on the kinds of Bleu. */
  static KubernetesClient with(
      String verb, ControlPlane plane, KubernetesClient admin, String user, String namespace) {
    return of(plane, admin, user, namespace, Set.of(verb), true);
  }

  private static boolean may(KubernetesClient client, String group, String resource, String verb) {
    SelfSubjectAccessReview asked =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withGroup(group)
            .withResource(resource)
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
    return SandboxClients.of(config);
  }

  /** A controller of Kubernetes, with the rights that Kubernetes gives it and no others. */
  static KubernetesClient controller(ControlPlane plane, String name, String namespace) {
    Config config = Config.fromKubeconfig(plane.adminKubeconfig());
    config.setNamespace(namespace);
    config.setImpersonateUsername("system:serviceaccount:kube-system:" + name);
    return SandboxClients.of(config);
  }

  private static final String ROLE =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: ordinary-USER}
      rules:
      - apiGroups: [""]
        resources: [namespaces, namespaces/status, pods, pods/status, pods/ephemeralcontainers, pods/resize, pods/eviction, pods/binding, bindings, persistentvolumeclaims]
        verbs: [get, list, create, update, patch, delete]
      - apiGroups: [apps]
        resources: [replicasets, deployments, statefulsets, deployments/scale, statefulsets/scale, replicasets/scale]
        verbs: [get, list, create, update, patch, delete]
      - apiGroups: [policy]
        resources: [poddisruptionbudgets]
        verbs: [get, list, create, update, patch, delete]
      - apiGroups: [networking.k8s.io]
        resources: [networkpolicies]
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
