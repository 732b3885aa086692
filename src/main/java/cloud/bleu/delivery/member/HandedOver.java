package cloud.bleu.delivery.member;

import cloud.bleu.delivery.zone.DeliveryProblem;
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

  HandedOver(Object ask, long at, @Nullable DeliveryProblem problem) {
    this.ask = ask;
    this.at = at;
    this.problem = problem;
  }
}
