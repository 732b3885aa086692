package cloud.bleu.operator.page;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** Reviews by TokenReview and SubjectAccessReview. */
final class ApiReviews implements ReaderReviews {
  private static final String GROUP = "placement.bleu.cloud";

  private final KubernetesClient client;

  /**
   * Asks with the rights of the operator.
   *
   * @param client that sends these requests whether or not this process leads
   */
  ApiReviews(KubernetesClient client) {
    this.client = client;
  }

  /** Without audiences in the request the API server takes a token for its own only. */
  @Override
  public @Nullable UserInfo user(String token) {
    TokenReview review =
        client
            .tokenReviews()
            .create(new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build());
    return review.getStatus() != null
            && Boolean.TRUE.equals(review.getStatus().getAuthenticated())
            && review.getStatus().getUser() != null
        ? review.getStatus().getUser()
        : null;
  }

  @Override
  public boolean mayList(UserInfo user, String resource, @Nullable String namespace) {
    SubjectAccessReview review =
        client
            .authorization()
            .v1()
            .subjectAccessReview()
            .create(
                new SubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withUser(user.getUsername())
                    .withUid(user.getUid())
                    .withGroups(user.getGroups())
                    .withExtra(user.getExtra())
                    .withNewResourceAttributes()
                    .withGroup(GROUP)
                    .withResource(resource)
                    .withVerb("list")
                    .withNamespace(namespace)
                    .endResourceAttributes()
                    .endSpec()
                    .build());
    return review.getStatus() != null && Boolean.TRUE.equals(review.getStatus().getAllowed());
  }
}
