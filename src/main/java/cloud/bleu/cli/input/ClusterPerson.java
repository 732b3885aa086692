package cloud.bleu.cli.input;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.Program;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** The person whom the API server takes the user of a kubeconfig for. */
public final class ClusterPerson {

  /** The embedded API server of a sandbox answers so, as it knows no users. */
  private static final int UNPROCESSABLE = 422;

  private ClusterPerson() {}

  /**
   * The name of the user.
   *
   * @param does what only a person does, such as {@code approves}
   * @throws BadInputException if it is a service account, or the cluster names nobody
   */
  public static String of(KubernetesClient client, String does) {
    SelfSubjectReview review = review(client);
    String name =
        review.getStatus() == null || review.getStatus().getUserInfo() == null
            ? null
            : review.getStatus().getUserInfo().getUsername();
    if (name == null || name.isEmpty()) {
      throw new BadInputException(
          "the cluster does not say who you are; use a kubeconfig with a user");
    }
    if (name.startsWith("system:serviceaccount:")) {
      throw new BadInputException(
          name
              + " is a service account, and only a person "
              + does
              + "; use a kubeconfig of your own");
    }
    return name;
  }

  private static SelfSubjectReview review(KubernetesClient client) {
    try {
      return client.resource(new SelfSubjectReview()).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != UNPROCESSABLE && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      throw new BadInputException(
          "this API server cannot say who you are (it answered "
              + e.getCode()
              + " to a SelfSubjectReview), so nobody can sign here; the embedded one of `"
              + Program.name()
              + " sandbox` knows no users: start it with --control-plane real");
    }
  }
}
