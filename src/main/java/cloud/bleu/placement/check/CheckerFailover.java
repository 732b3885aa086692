package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the state and the health of zones mean for one workload: which it has lost, which it must or
 * must not leave, and which it may count on or come back to.
 */
final class CheckerFailover {
  private final CheckerEstate places;
  private final Workload spec;
  private final CheckerEligibility rules;

  CheckerFailover(CheckerEstate places, Workload spec, CheckerEligibility rules) {
    this.places = places;
    this.spec = spec;
    this.rules = rules;
  }

  /** Whether the zone may be counted on: it exists, is Active, not lost, and allowed. */
  boolean open(int place) {
    return places.exists(place)
        && places.zone(place).state() == ZoneState.Active
        && !places.zone(place).isClosed()
        && !lost(place)
        && rules.allows(place);
  }

  /** Whether the zone counts as lost for this workload. */
  boolean lost(int place) {
    return toldLost(place)
        || places.exists(place)
            && waited(
                places.zone(place), places.zone(place).unhealthySince(), spec.failoverAfter());
  }

  /**
   * Whether it is known, as far as anybody waits for that, that what is in the zone runs: of a zone
   * that does not exist nobody knows.
   */
  boolean heard(int place) {
    return places.exists(place)
        && !lost(place)
        && !waited(places.zone(place), places.zone(place).unhealthySince(), spec.silenceAfter());
  }

  /** Whether somebody reported the loss of the zone. */
  boolean toldLost(int place) {
    return places.exists(place) && places.zone(place).state() == ZoneState.Lost;
  }

  boolean drained(int place) {
    return places.exists(place) && places.zone(place).state() == ZoneState.Drained;
  }

  /** Whether what runs in the zone may be moved because the zone is silent. */
  boolean leavesSilence(int place) {
    return lost(place) && !toldLost(place) && movesByInference();
  }

  /** Whether what runs in the zone may be moved because a part of its nodes is out of service. */
  boolean leavesDegradation(int place) {
    return places.exists(place)
        && movesByInference()
        && waited(
            places.zone(place), places.zone(place).health().degradedSince(), spec.failoverAfter())
        && places.overrunBefore(place, spec.requests());
  }

  private boolean movesByInference() {
    return !places.inDoubt() && !spec.dataBound() && !spec.quorum();
  }

  /** Whether silence alone must not move what may run in the zone. */
  boolean staysInSilence(int place) {
    return places.exists(place)
        && places.zone(place).unhealthySince() != null
        && !toldLost(place)
        && !drained(place)
        && !rules.mustLeave(place)
        && !leavesSilence(place);
  }

  /** Whether the zone has taken new replicas for as long as the workload waits. */
  boolean isBack(int place) {
    Zone zone = places.zone(place);
    return zone.unhealthySince() == null && !zone.isClosed() && waitedForReturn(zone.stateSince());
  }

  /** Whether besides its nodes have been as they are for as long as the workload waits. */
  boolean isCalm(int place) {
    return isBack(place) && waitedForReturn(places.zone(place).health().since());
  }

  private boolean waited(Zone zone, @Nullable Instant since, @Nullable Duration patience) {
    Instant now = places.estate.now();
    return since != null
        && patience != null
        && !since.plus(patience).isAfter(now)
        && !since.plus(zone.health().after()).isAfter(now);
  }

  private boolean waitedForReturn(@Nullable Instant since) {
    return since == null || !since.plus(spec.returnAfter()).isAfter(places.estate.now());
  }
}
