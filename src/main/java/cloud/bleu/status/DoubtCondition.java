package cloud.bleu.status;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import org.jspecify.annotations.Nullable;

/** That a zone is silent, and so much else is that nothing is inferred from it. */
final class DoubtCondition {
  private DoubtCondition() {}

  /** Null while it is not so, or where a person told what the zone is. */
  static @Nullable DesiredCondition of(Zone zone, Estate estate) {
    if (zone.state() == ZoneState.Lost || zone.state() == ZoneState.Drained) {
      return null;
    }
    boolean silent = zone.health().silentSince() != null;
    String doubt = silent ? PartitionDetection.doubt(estate.zones(), zone) : null;
    if (doubt == null && zone.health().probing() == Health.Probing.Alone) {
      doubt = PartitionDetection.probesDoubt(estate.zones());
    }
    if (doubt != null) {
      return because("SilentTogether", doubt);
    }
    // Its own silence is not what is doubted: after the doubt it counts from its beginning.
    String ofOthers = silent ? PartitionDetection.doubt(estate.zones()) : null;
    return ofOthers == null ? null : because("OthersSilentTogether", ofOthers);
  }

  private static DesiredCondition because(String reason, String doubt) {
    return DesiredCondition.yes(
        ZoneStatus.VIEW_IN_DOUBT,
        reason,
        doubt
            + ": nothing is moved for it; set the annotation placement.bleu.cloud/incident to Lost"
            + " on the zones that are lost");
  }
}
