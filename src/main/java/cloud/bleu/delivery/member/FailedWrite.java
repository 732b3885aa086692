package cloud.bleu.delivery.member;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.ServerPause;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;

/** A write in another cluster that was not carried out, or of which that is not known. */
final class FailedWrite {

  private static final DeliveryProblem UNREACHABLE =
      DeliveryProblem.unreachable(
          "there is no answer to what was to be written in the cluster of the zone");

  /** What a workload says where the write itself went wrong here. */
  static final DeliveryProblem DEFECT =
      DeliveryProblem.forPerson(
          DeliveryProblem.REFUSED, "a defect of Bleu: report it with the lines of the log");

  private FailedWrite() {}

  /**
   * What a workload says of it.
   *
   * @param reached whether the server answers otherwise
   */
  static DeliveryProblem problem(KubernetesClientException e, boolean reached) {
    return Refusal.isAnswered(e) || reached && Refusal.unanswered(e) != null
        ? DeliveryProblem.passing(DeliveryProblem.REFUSED, words(e))
        : UNREACHABLE;
  }

  /**
   * How long to wait before it is sent again.
   *
   * @param asked for how long the server asks to be left alone; zero: it does not
   */
  static Duration pause(KubernetesClientException e, Duration asked) {
    return ServerPause.isPutOff(e.getCode()) && !asked.isZero() ? asked : MemberQueue.AGAIN;
  }

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
