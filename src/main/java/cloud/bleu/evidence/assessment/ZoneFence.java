package cloud.bleu.evidence.assessment;

import cloud.bleu.placement.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * What the operator wrote down of a zone where it is not seen what stands there of a workload, or
 * that is lost or silent.
 *
 * @param fenced {@code Confirmed}: somebody reported the loss; {@code Unconfirmed}: nobody knows
 *     whether it runs on; null: the zone is heard of
 * @param unknownSince since when its cluster is not reached, as it is written; null: it is
 */
public record ZoneFence(String zone, @Nullable String fenced, @Nullable String unknownSince) {

  /** The code of what may run on where nobody knows. */
  public static final String CODE = "FenceUnconfirmed";

  private static final String UNCONFIRMED = "Unconfirmed";

  /** That what the workload had there may run on, and what to do; null where somebody knows. */
  public @Nullable Message mayRunOn() {
    return UNCONFIRMED.equals(fenced)
        ? Message.of("silence.mayRunOn", "zone", zone, "since", unknownSince)
        : null;
  }
}
