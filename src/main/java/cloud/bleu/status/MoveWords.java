package cloud.bleu.status;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.status.loss.LossWords;
import org.jspecify.annotations.Nullable;

/**
 * When what runs in a zone that is out of service moves away from it.
 *
 * @param zone with the times that its spec states
 * @param doubt whether nothing is inferred now, from any silence
 * @param bound the condition that says why its loss is not taken; null: it is
 */
record MoveWords(Zone zone, boolean doubt, @Nullable String bound) {

  static MoveWords of(Zone zone, Estate estate) {
    LossWords losses = new LossWords(estate, zone.name());
    String unrecorded = losses.unrecorded() == null ? null : ZoneStatus.LOSS_NOT_RECORDED;
    return new MoveWords(
        losses.asStated(zone),
        PartitionDetection.doubt(estate.zones()) != null,
        losses.beyond() == null ? unrecorded : ZoneStatus.TOO_MANY_LOSSES);
  }

  /** Of a zone of which nothing is heard, as a clause; empty where a person told what it is. */
  String ofSilence() {
    return bound != null && !doubt && !isTold() ? held(bound) : of("what has a new place");
  }

  /** Of a zone of which a part is out of service, as a clause. */
  String ofDegradation() {
    return of("what no longer fits");
  }

  private String of(String what) {
    if (isTold()) {
      return "";
    }
    return doubt
        ? held(ZoneStatus.VIEW_IN_DOUBT)
        : "; " + what + " moves after failover.after" + patience();
  }

  private boolean isTold() {
    return zone.state() == ZoneState.Lost || zone.state() == ZoneState.Drained;
  }

  private static String held(String condition) {
    return "; nothing moves for it while " + condition + " is True";
  }

  /** That nothing moves earlier, as part of a sentence; empty where the zone does not say so. */
  private String patience() {
    Health health = zone.health();
    return health.since() == null || health.after().isZero()
        ? ""
        : ", and not before " + health.since().plus(health.after()) + " by spec.health";
  }
}
