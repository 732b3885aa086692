package cloud.bleu.ledger;

import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Whether nothing can be created because the namespace is missing. */
public final class NamespaceGone {

  private NamespaceGone() {}

  /**
   * Whether an answer says that the namespace is gone or on its way out. A 404 alone does not: a
   * server answers so for a kind too that it does not serve.
   */
  public static boolean says(KubernetesClientException e) {
    StatusDetails details = e.getStatus() == null ? null : e.getStatus().getDetails();
    return (e.getCode() == 404 && details != null && "namespaces".equals(details.getKind()))
        || (e.getCode() == 403
            && e.getMessage() != null
            && e.getMessage().contains("because it is being terminated"));
  }
}
