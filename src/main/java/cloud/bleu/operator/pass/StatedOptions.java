package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.zone.ObservedState;
import java.util.List;

/** What the options of this operator add to what a pass has read. */
@FunctionalInterface
public interface StatedOptions {

  /**
   * The translation with what the options say.
   *
   * @param zones as they were read
   * @param observed from when on what is seen counts
   */
  Translation in(Translation read, List<AvailabilityZone> zones, ObservedState observed);
}
