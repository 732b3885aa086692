package cloud.bleu.operator.snapshot;

import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.zone.ObservedState;
import org.jspecify.annotations.Nullable;

/** The objects that the newest pass read, for those who plan beside that pass. For any thread. */
public final class LastRead {

  private volatile @Nullable Objects objects;

  /**
   * What a pass read.
   *
   * @param observed from when on it trusted what it saw
   */
  public record Objects(ApiObjects objects, ObservedState observed) {}

  /** Keeps what a pass read, in place of what one before did. */
  public void keep(ApiObjects read, ObservedState observed) {
    objects = new Objects(read, observed);
  }

  /** What the newest pass read; null before the first one. */
  public @Nullable Objects get() {
    return objects;
  }
}
