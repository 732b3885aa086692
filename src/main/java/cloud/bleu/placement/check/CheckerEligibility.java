package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.BitSet;

/** What the enforced rules of one workload answer about the zones, each asked at most once. */
final class CheckerEligibility {
  private final CheckerEstate places;
  private final Workload spec;

  /** Places that replicas are in, were in or are sent to at a loss: rules are asked themselves. */
  private final BitSet inUse;

  private final byte[] allowed;
  private final byte[] allowedWhateverState;

  CheckerEligibility(CheckerEstate places, Workload spec, BitSet inUse) {
    this.places = places;
    this.spec = spec;
    this.inUse = inUse;
    allowed = new byte[places.zones];
    allowedWhateverState = new byte[places.zones];
  }

  /** What a statement answers about a zone as it is. */
  Verdict verdict(BoundRule rule, int zone) {
    return inUse.get(zone)
        ? rule.evaluate(spec, places.zone(zone), places.estate)
        : places.rules().verdict(rule, spec, zone);
  }

  /** Whether every enforced rule lets something new into the zone. */
  boolean allows(int zone) {
    if (allowed[zone] == 0) {
      allowed[zone] = (byte) (allowsNow(zone) ? 1 : 2);
    }
    return allowed[zone] == 1;
  }

  /**
   * Whether every enforced rule would let something new in, if the zone were Active and healthy.
   */
  boolean allowsWhateverState(int zone) {
    if (allowedWhateverState[zone] == 0) {
      Zone z = places.zone(zone);
      boolean yes =
          z.state() == ZoneState.Active && z.unhealthySince() == null
              ? allows(zone)
              : allows(z.withState(ZoneState.Active, null, null));
      allowedWhateverState[zone] = (byte) (yes ? 1 : 2);
    }
    return allowedWhateverState[zone] == 1;
  }

  private boolean allowsNow(int zone) {
    for (BoundRule rule : spec.rules()) {
      if (rule.action() == BoundRule.Action.Enforce && verdict(rule, zone).failing()) {
        return false;
      }
    }
    return true;
  }

  private boolean allows(Zone zone) {
    for (BoundRule rule : spec.rules()) {
      if (rule.action() == BoundRule.Action.Enforce
          && rule.evaluate(spec, zone, places.estate).failing()) {
        return false;
      }
    }
    return true;
  }

  /** Whether an enforced rule is not set aside for a place without an object, where none holds. */
  boolean failsUnseen(int place) {
    return spec.rules().stream()
        .filter(rule -> rule.action() == BoundRule.Action.Enforce)
        .anyMatch(rule -> rule.waiver(places.name(place), places.estate.now()) == null);
  }

  /** Whether a rule that moves at once rejects what runs there. */
  boolean mustLeave(int place) {
    if (!places.exists(place)) {
      return false;
    }
    for (BoundRule rule : spec.rules()) {
      if (rule.onViolation() == BoundRule.OnViolation.MoveNow
          && rule.action() == BoundRule.Action.Enforce
          && rule.evaluate(spec, places.zone(place), places.estate).result()
              == Verdict.Result.Reject) {
        return true;
      }
    }
    return false;
  }
}
