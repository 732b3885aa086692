package cloud.bleu.sandbox;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;

/**
 * The service account that a work agent is in its cluster. It may do everything there, or nothing.
 */
final class AgentAccount implements AutoCloseable {

  /** The namespace of the agents, by the manifests of the klusterlet. */
  static final String NAMESPACE = "open-cluster-management-agent";

  private static final String NAME = "work";

  private final FleetMember member;

  /** With its token, so as its API server answers it. */
  private final KubernetesClient own;

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
    own = member.plane().client(kubeconfig());
    permit();
  }

  /** The text of a kubeconfig for it, which is good for an hour. */
  String kubeconfig() {
    return member.plane().serviceAccountKubeconfig(NAMESPACE, NAME);
  }

  /** Back once its requests are answered with 403. What it watches already goes on. */
  void forbid() {
    member.client().resource(everything).delete();
    until(HttpURLConnection.HTTP_FORBIDDEN);
  }

  /** Back once it may do everything. */
  void permit() {
    member.client().resource(everything).serverSideApply();
    until(HttpURLConnection.HTTP_OK);
  }

  /** Rights are read from a cache of the API server. */
  private void until(int answer) {
    await().atMost(Duration.ofSeconds(60)).until(() -> answer() == answer);
  }

  private int answer() {
    try {
      own.namespaces().withName(NAMESPACE).get();
      return HttpURLConnection.HTTP_OK;
    } catch (KubernetesClientException e) {
      return e.getCode();
    }
  }

  @Override
  public void close() {
    own.close();
    member.client().resource(everything).delete();
  }
}
