package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.ZoneStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Decision.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The conditions of a WorkloadPlacement. Messages are stable: sorted, no clock, no counter. */
final class PlacementConditions {

  private PlacementConditions() {}

  /**
   * All of them.
   *
   * @param zones as the status has them
   */
  static List<DesiredCondition> of(PlacementFacts facts, List<ZoneStatus> zones) {
    Cause delivered = delivered(facts.observed());
    Cause available = available(facts, zones);
    List<DesiredCondition> wanted =
        new ArrayList<>(
            Conditions.summary(delivered.holds() ? available : delivered, stalled(facts)));
    wanted.add(delivered.as("Delivered"));
    wanted.add(available.as("Available"));
    return wanted;
  }

  private static Cause delivered(ObservedChildren observed) {
    if (observed.external()) {
      return Cause.yes("RealisedElsewhere", "another controller realises the decision");
    }
    if (!observed.obstacles().isEmpty()) {
      return Cause.no(observed.obstacles().get(0).code(), obstacles(observed));
    }
    return observed.complete()
        ? Cause.yes("Delivered", "every object in the zones is as decided")
        : Cause.no("Delivering", "the objects in the zones are on their way to the decision");
  }

  private static Cause available(PlacementFacts facts, List<ZoneStatus> zones) {
    Decision.Reason undecided = undecided(facts);
    if (undecided != null) {
      return Cause.no(undecided.code(), undecided.message());
    }
    if (facts.observed().external()) {
      return Cause.yes("RealisedElsewhere", "another controller realises the decision");
    }
    if (facts.observed().others() != null) {
      return OthersAvailability.of(
          facts.observed(),
          facts.observed().others(),
          facts.placement().getSpec() == null
              ? List.of()
              : facts.placement().getSpec().assignments());
    }
    TreeSet<String> waiting = new TreeSet<>();
    for (ZoneStatus zone : zones) {
      if (zone.replicas() > 0 && (zone.ready() == null || zone.ready() < zone.replicas())) {
        waiting.add(zone.zone());
      }
    }
    return waiting.isEmpty()
        ? Cause.yes("ReplicasReady", "every decided replica is ready")
        : ReplicaReadiness.notReady(waiting, facts.observed().faults(waiting));
  }

  /** Whether a person must act: room and health come back by themselves. */
  private static Cause stalled(PlacementFacts facts) {
    Decision.Reason undecided = undecided(facts);
    if (undecided != null && !undecided.canPassByItself() && isNowhere(facts)) {
      return Cause.yes(undecided.code(), undecided.message());
    }
    ObservedChildren observed = facts.observed();
    return observed.obstacles().stream()
        .filter(o -> !o.canPassByItself())
        .findFirst()
        .map(o -> Cause.yes(o.code(), obstacles(observed)))
        .orElse(Cause.no("", ""));
  }

  /**
   * Why there is no decision for the workload as it is; null when there is one. What the engine's
   * own check refused leaves the decision before in force, where there is one.
   */
  private static Decision.@Nullable Reason undecided(PlacementFacts facts) {
    Outcome outcome = facts.decision() == null ? null : facts.decision().outcome();
    if (outcome instanceof Outcome.Unplaceable unplaceable) {
      return unplaceable.reason();
    }
    return outcome instanceof Outcome.Kept kept && isNowhere(facts) ? kept.reason() : null;
  }

  private static boolean isNowhere(PlacementFacts facts) {
    return facts.placement().getSpec() == null
        || facts.placement().getSpec().assignments().stream().allMatch(a -> a.replicas() == 0);
  }

  private static String obstacles(ObservedChildren observed) {
    return String.join(
        "; ",
        new TreeSet<>(
            observed.obstacles().stream().map(ObservedChildren.Obstacle::message).toList()));
  }
}
