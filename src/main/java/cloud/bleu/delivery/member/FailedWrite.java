package cloud.bleu.delivery.member;

import cloud.bleu.apiserver.Refusal;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** A write in another cluster that was not carried out, or of which that is not known. */
final class FailedWrite {

  private FailedWrite() {}

  /**
   * Why, and what to do, without a full stop: in the words of the server wherever it has answered,
   * whether it refuses the write or asks to come again.
   */
  static String words(KubernetesClientException e) {
    Refusal refusal = Refusal.of(e);
    if (refusal == null) {
      refusal = Refusal.unanswered(e);
    }
    if (refusal != null) {
      return refusal.sentence();
    }
    return Refusal.isAnswered(e)
        ? "the API server does not carry it out: "
            + Refusal.words(e)
            + " ("
            + e.getCode()
            + "); it is tried again by itself"
        : "its API server does not answer; it is tried again by itself";
  }
}
