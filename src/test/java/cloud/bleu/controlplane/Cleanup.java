package cloud.bleu.controlplane;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * What makes way for the next test. A test that passed does not fail for one request of it that is
 * refused: somebody else has changed or deleted the object meanwhile, or the server was busy.
 */
final class Cleanup {
  /** For a step that takes long as well: it is not interrupted. */
  private static final Duration MOST = Duration.ofSeconds(180);

  private Cleanup() {}

  /**
   * Takes a step, again and again until the server refuses nothing of it.
   *
   * @param step may be taken more than once
   * @throws org.awaitility.core.ConditionTimeoutException if it refuses something for three
   *     minutes; its cause is the last refusal
   */
  static void of(Runnable step) {
    Awaitility.await("cleaning up")
        .atMost(MOST)
        .pollDelay(Duration.ZERO)
        .pollInSameThread()
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(
            () -> {
              step.run();
              return true;
            });
  }
}
