package cloud.bleu.delivery.member;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that was handed over for a workload, and what is known of it. */
final class HandedOver {

  /** By which it is known to be the same. */
  final Object ask;

  /** Whether it has no answer yet. */
  boolean running = true;

  /** Whether another thing was asked for meanwhile, or somebody waits for the answer. */
  boolean another;

  /** Whether it was not sent, as it had waited for too long. */
  boolean handedBack;

  /** When it was handed over, by the clock of the queue. */
  final long at;

  /** When it had its answer. */
  long answered;

  /** For how long it is not asked again after its answer, unless it is another thing by then. */
  Duration pause = MemberQueue.AGAIN;

  /** Whether it may have been carried out though it failed. */
  boolean open;

  /** What refuses it, or refused it the last time; null: nothing. */
  @Nullable DeliveryProblem problem;

  /** How often the cluster had been reached again when it was handed over. */
  private final int reaches;

  /** Whether it failed as the cluster was not reached: nobody there has judged it. */
  private boolean unreached;

  /**
   * @param at by the clock of the queue, in nanoseconds
   * @param reaches how often the cluster has been reached again by now
   * @param problem that refused the same before; null: none
   */
  HandedOver(Object ask, long at, int reaches, @Nullable DeliveryProblem problem) {
    this.ask = ask;
    this.at = at;
    this.reaches = reaches;
    this.problem = problem;
  }

  /**
   * It has failed.
   *
   * @param putOff for how long the server asks to be left alone; zero: it does not
   */
  void failed(KubernetesClientException e, Duration putOff) {
    open = Refusal.of(e) == null;
    pause = FailedWrite.pause(e, putOff);
    unreached = !Refusal.isAnswered(e) || e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
  }

  /**
   * Whether the same is not asked again yet: it was refused lately, and the cluster has not been
   * reached again since where that was the fault.
   *
   * @param now by the clock of the queue, in nanoseconds
   * @param reachedBy how often the cluster has been reached again by now
   */
  boolean isPaused(long now, int reachedBy) {
    return !handedBack && now - answered < pause.toNanos() && !isReachedSince(reachedBy);
  }

  /** Whether it failed as the cluster was not reached, which it is again. */
  boolean isReachedSince(int reachedBy) {
    return !running && unreached && reaches != reachedBy;
  }
}
