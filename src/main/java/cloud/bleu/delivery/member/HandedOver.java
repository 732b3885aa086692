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

  /** What the cluster had answered by when it was handed over. */
  private final Contacts before;

  /** Whether the same was sent by a user that the server did not know, the last time. */
  private final boolean unknownBefore;

  /** Whether it failed as the cluster was not reached: nobody there has judged it. */
  private boolean unreached;

  /** Whether the server does not know the user (401). */
  private boolean unknown;

  /**
   * How often a cluster has answered who asks whether it does.
   *
   * @param reached after it did not, the first time counted
   * @param confirmed whether it had answered before or not
   */
  record Contacts(int reached, int confirmed) {}

  /**
   * @param at by the clock of the queue, in nanoseconds
   * @param now what the cluster has answered by now
   * @param last the same as it was handed over before; null: it was not
   * @param problem that refused the same before; null: none
   */
  HandedOver(
      Object ask,
      long at,
      Contacts now,
      @Nullable HandedOver last,
      @Nullable DeliveryProblem problem) {
    this.ask = ask;
    this.at = at;
    before = now;
    unknownBefore = last != null && last.unknown;
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
    unknown = e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
    unreached = unknown || !Refusal.isAnswered(e);
  }

  /**
   * Whether the same is not asked again yet: it was refused lately, and the cluster has not
   * answered since where that was the fault.
   *
   * @param now by the clock of the queue, in nanoseconds
   * @param by what the cluster has answered by now
   */
  boolean isPaused(long now, Contacts by) {
    return !handedBack && now - answered < pause.toNanos() && !isMended(by);
  }

  /**
   * Whether what made it fail is over: the cluster was not reached and is again, or a user that the
   * server did not know asks whether it answers, and is known. Of the second one word counts: where
   * the same is refused once more, it is this write that the server does not take.
   */
  boolean isMended(Contacts by) {
    return !running
        && (unreached && before.reached() != by.reached()
            || unknown && !unknownBefore && before.confirmed() != by.confirmed());
  }
}
