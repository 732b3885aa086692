package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;

/** What a release of the chart gives its service account, as the API server knows it. */
public final class ReleasedRights {
  private ReleasedRights() {}

  /**
   * Waits until the server has taken note of the roles of a release that was just installed, in the
   * cluster and where the lease is: it sees them a moment after they are written, and an operator
   * that begins before has no right to begin.
   *
   * @param admin asks, so that the account itself asks for nothing that it has no use for
   */
  public static void awaitKnown(KubernetesClient admin, String namespace, String account) {
    List<ResourceAttributes> asked =
        List.of(
            new ResourceAttributesBuilder().withResource("pods").withVerb("list").build(),
            new ResourceAttributesBuilder()
                .withNamespace(namespace)
                .withGroup("coordination.k8s.io")
                .withResource("leases")
                .withVerb("create")
                .build());
    await("the rights of the release")
        .atMost(Scene.SOON)
        .pollDelay(Duration.ZERO)
        .until(
            () ->
                asked.stream()
                    .allMatch(
                        right ->
                            may(
                                admin,
                                "system:serviceaccount:" + namespace + ":" + account,
                                right)));
  }

  private static boolean may(KubernetesClient admin, String user, ResourceAttributes right) {
    return admin
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user)
                .withResourceAttributes(right)
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }
}
