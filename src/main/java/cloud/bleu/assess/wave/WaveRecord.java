package cloud.bleu.assess.wave;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was written down of waves while they moved. */
public interface WaveRecord {

  /** Nothing was. */
  WaveRecord NONE = (workload, came) -> false;

  /**
   * Whether a workload came while it was its turn.
   *
   * @param came when its BleuWorkload was created; null: it is not there, or nobody knows
   */
  boolean isBeginning(String workload, @Nullable Instant came);
}
