package cloud.bleu.operator.snapshot;

import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.zone.ObservationTrust;
import org.jspecify.annotations.Nullable;

/** The objects that the newest pass read, for those who plan beside it. For any thread. */
public final class LastRead {

  private volatile @Nullable Objects objects;

  /**
   * What a pass read.
   *
   * @param watch from when on it trusted what it saw
   */
  public record Objects(ApiObjects objects, ObservationTrust watch) {}

  /** Keeps what a pass read, in place of what one before did. */
  public void keep(ApiObjects read, ObservationTrust watch) {
    objects = new Objects(read, watch);
  }

  /** What the newest pass read; null before the first one. */
  public @Nullable Objects get() {
    return objects;
  }
}
