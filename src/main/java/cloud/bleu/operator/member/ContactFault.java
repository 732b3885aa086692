package cloud.bleu.operator.member;

import cloud.bleu.apiserver.ConnectionFault;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.operator.log.Faults;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Collection;

/**
 * Why a cluster is not reached.
 *
 * @param reason UpperCamelCase and stable
 * @param words what was seen, and what to do
 * @param certain whether one such answer is enough; otherwise it is asked for again
 * @param refused whether the cluster itself answered, and refused: it was there, so what its
 *     watches have seen counts on
 */
record ContactFault(String reason, String words, boolean certain, boolean refused) {

  /** Of a cluster that was not there, or may be another one. */
  ContactFault(String reason, String words, boolean certain) {
    this(reason, words, certain, false);
  }

  /** The server does not know the credential. */
  static final String UNAUTHORIZED = "Unauthorized";

  /**
   * That it says the uid of other clusters, and nothing vouches that it is one of them.
   *
   * @param others by which zones name them: Secret and key, as in {@code name/key}, or the profile
   */
  static ContactFault ofSameIdentity(Collection<String> others) {
    return new ContactFault(
        DeliveryProblem.SAME_IDENTITY,
        "another zone leads to a cluster with the same uid, another server and another authority: "
            + String.join(", ", others)
            + "; nothing is changed in either. Where both lead into one cluster, write the same"
            + " certificate-authority-data into both. Where one is a copy of the other, build it"
            + " anew, or take the zones of it out",
        true);
  }

  /** That it is the cluster of the operator. */
  static ContactFault ofOwnCluster() {
    return new ContactFault(
        DeliveryProblem.SAME_CLUSTER,
        "it leads into the cluster of the operator: take cluster or clusterProfile out of"
            + " spec.target",
        true);
  }

  /**
   * That what leads there has expired, so that requests go without it.
   *
   * @param e of such a request
   */
  static ContactFault ofExpired(KubernetesClientException e) {
    return new ContactFault(
        "CredentialExpired",
        "its credential has expired, and there is no newer one yet: see what the credential plugin"
            + " of its ClusterProfile says in the log of the operator",
        true,
        of(e).refused());
  }

  /** What it means that no answer came. */
  static ContactFault of(KubernetesClientException e) {
    switch (e.getCode()) {
      case HttpURLConnection.HTTP_UNAUTHORIZED -> {
        return new ContactFault(
            UNAUTHORIZED,
            "its API server does not know the user (401): write a kubeconfig that is valid into the"
                + " Secret, or see what the credential plugin of its ClusterProfile answers",
            true,
            true);
      }
      case HttpURLConnection.HTTP_FORBIDDEN -> {
        return new ContactFault(
            "Forbidden",
            "its API server refuses the user (403): grant it the role that"
                + " docs/clusters.md shows",
            true,
            true);
      }
      default -> {}
    }
    if (Refusal.isAnswered(e)) {
      boolean fails = e.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR;
      return new ContactFault(
          fails ? "ServerFails" : "ServerRefuses",
          "its API server answers " + e.getCode() + ": " + Refusal.words(e),
          false,
          !fails);
    }
    return ofSilence(e);
  }

  /**
   * The fault of a request without an answer. Where this operator cannot ask, that says nothing of
   * the cluster.
   *
   * @param e of a request that has no answer
   */
  private static ContactFault ofSilence(KubernetesClientException e) {
    return switch (ConnectionFault.of(e)) {
      case NameNotFound ->
          new ContactFault(
              "NameNotFound",
              "the name of its API server is not found: see the server in the kubeconfig or the"
                  + " ClusterProfile, and the name server that the operator asks",
              false);
      case TlsFailed ->
          new ContactFault(
              "TlsFailed",
              "TLS with its API server fails: "
                  + Faults.line(e)
                  + "; see certificate-authority-data in the kubeconfig, the certificate of the"
                  + " server and whether a proxy stands between",
              false);
      case ConnectionTimedOut, NoAnswer ->
          new ContactFault("NoAnswer", "its API server does not answer in time", false);
      case ConnectionRefused ->
          new ContactFault("ConnectionRefused", "its API server takes no connections", false);
      case HandshakeEnded, Other ->
          new ContactFault("NotReached", "its API server is not reached: " + Faults.line(e), false);
    };
  }
}
