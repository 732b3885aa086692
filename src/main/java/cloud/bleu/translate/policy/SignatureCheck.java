package cloud.bleu.translate.policy;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.model.BreakGlass;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether admission held the names on a break-glass to the users who wrote them. */
@FunctionalInterface
public interface SignatureCheck {

  /** Of who reads files: nobody checked anything, and what reads them says so. */
  SignatureCheck NOT_ASKED = (workload, glass) -> true;

  /** Whether the break-glass of a workload was checked; false also when that is not known. */
  boolean checked(BleuWorkload workload, BreakGlass glass);

  /**
   * That of a cluster. What was written before admission checked cannot be told from what was
   * checked, but for the instant that it names itself: one that begins earlier does not count.
   *
   * @param bound since when admission checks; null when it does not
   */
  static SignatureCheck since(@Nullable Instant bound) {
    return (workload, glass) -> bound != null && !glass.from().isBefore(bound);
  }
}
