package cloud.bleu.operator.page;

import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import org.jspecify.annotations.Nullable;

/** The questions to the API server about a reader. */
interface ReaderReviews {

  /**
   * Whose token it is, for the audience of the API server; null: nobody's.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if there is no answer
   */
  @Nullable UserInfo user(String token);

  /**
   * Whether a user may list a kind of this project.
   *
   * @param resource in the plural
   * @param namespace null: in all of them
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if there is no answer
   */
  boolean mayList(UserInfo user, String resource, @Nullable String namespace);
}
