package cloud.bleu.sandbox;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * The service account that a work agent is in its cluster. It may do everything there, or nothing.
 */
final class AgentAccount implements AutoCloseable {

  /** The namespace of the agents, by the manifests of the klusterlet. */
  static final String NAMESPACE = "open-cluster-management-agent";

  private static final String NAME = "work";

  private final FleetMember member;
  private final ClusterRoleBinding everything =
      new ClusterRoleBindingBuilder()
          .withNewMetadata()
          .withName(NAMESPACE)
          .endMetadata()
          .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
          .addNewSubject("", "ServiceAccount", NAME, NAMESPACE)
          .build();

  /** Makes it, with every right. */
  AgentAccount(FleetMember member) {
    this.member = member;
    KubernetesClient admin = member.client();
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(NAME)
                .endMetadata()
                .build())
        .serverSideApply();
    permit();
  }

  /** The text of a kubeconfig for it, which is good for an hour. */
  String kubeconfig() {
    return member.plane().serviceAccountKubeconfig(NAMESPACE, NAME);
  }

  /** From now on each of its requests is answered with 403. What it watches already goes on. */
  void forbid() {
    member.client().resource(everything).delete();
  }

  /** It may do everything. */
  void permit() {
    member.client().resource(everything).serverSideApply();
  }

  @Override
  public void close() {
    forbid();
  }
}
