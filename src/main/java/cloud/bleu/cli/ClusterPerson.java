package cloud.bleu.cli;

import cloud.bleu.cli.terminal.BadInputException;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Who the API server takes a kubeconfig for. */
final class ClusterPerson {

  private ClusterPerson() {}

  /**
   * The name of the user.
   *
   * @param does what only a person does, such as {@code approves}
   * @throws BadInputException if it is a service account, or the cluster names nobody
   */
  static String of(KubernetesClient client, String does) {
    SelfSubjectReview review = client.resource(new SelfSubjectReview()).create();
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
}
