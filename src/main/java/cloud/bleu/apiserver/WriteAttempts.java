package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts at one write, as long as somebody else writes the same object. Another thread of this
 * operator writes its status, so that alone is no reason to wait.
 */
public final class WriteAttempts {

  private static final Logger LOG = LoggerFactory.getLogger(WriteAttempts.class);
  private static final int MOST = 4;

  private WriteAttempts() {}

  /** One way to write something. */
  public interface Attempt {
    /**
     * @param number from 1
     * @return why it is not sent; null when it is written, or there is nothing to write
     */
    @Nullable Refusal run(int number);
  }

  /**
   * Makes attempts until one is no conflict.
   *
   * @param kind of the object
   * @return what refuses the write, null when nothing does
   * @throws KubernetesClientException when nobody knows whether it is written
   */
  public static @Nullable Refusal of(String kind, Attempt attempt) {
    for (int number = 1; ; number++) {
      try {
        return attempt.run(number);
      } catch (KubernetesClientException e) {
        Refusal refusal = Refusal.of(e);
        if (refusal != null) {
          return refusal;
        }
        if (e.getCode() != 409 && e.getCode() != 404) {
          throw e;
        }
        if (number == MOST) {
          return Refusal.conflict(e);
        }
      } catch (RuntimeException e) {
        Refusal refusal = Refusal.defect(e);
        if (refusal == null) {
          throw e;
        }
        // Of this object, whatever it is: the others are written.
        LOG.error("a {} was not written", kind, e);
        return refusal;
      }
    }
  }
}
