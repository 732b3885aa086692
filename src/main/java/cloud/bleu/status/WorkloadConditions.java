package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Decision.Outcome;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.explain.RefusalText;
import cloud.bleu.placement.objective.ObjectiveAnswer;
import cloud.bleu.status.fault.PodFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The single conditions of a BleuWorkload. Messages are stable: sorted, no clock, no counter. */
final class WorkloadConditions {

  static final Cause NOT_YET =
      Cause.unknown("NotYetDecided", "no decision was taken on this generation yet");

  private WorkloadConditions() {}

  static Cause placed(WorkloadFacts facts) {
    if (!facts.errors().isEmpty()) {
      return Cause.no("InvalidSpec", String.join("; ", facts.errors()));
    }
    Decision decision = facts.decision();
    if (decision == null) {
      return NOT_YET;
    }
    Outcome outcome = decision.outcome();
    if (outcome instanceof Outcome.Unplaceable u) {
      Cause why = Cause.no(u.reason().code(), RefusalText.of(decision, u.reason()));
      return facts.mistakes().isEmpty() ? why : why.adding(joined(facts.mistakes()));
    }
    if (outcome instanceof Outcome.PartlyPlaced p) {
      return Cause.no(
          p.reason().code(), RefusalText.of(decision, p.reason()) + decision.awaitedMoves());
    }
    if (outcome instanceof Outcome.Kept k) {
      return Cause.no(k.reason().code(), k.reason().message());
    }
    if (outcome instanceof Outcome.Suspended) {
      return facts.decided() >= facts.workload().getSpec().replicas()
          ? Cause.yes("Suspended", "the placement is frozen by spec.suspend")
          : Cause.no(
              "Suspended", "spec.suspend freezes decisions: set it to false to place all replicas");
    }
    if (!facts.published()) {
      List<ObservedChildren.Obstacle> obstacles = facts.observed().obstacles();
      return obstacles.isEmpty()
          ? Cause.unknown("Committing", "the decision is being written")
          : Cause.no(obstacles.get(0).code(), obstacles(obstacles));
    }
    String placed = facts.decided() == 0 ? "no replicas are asked for" : "every replica has a zone";
    return Cause.yes("Placed", placed + decision.awaitedMoves());
  }

  static Cause available(WorkloadFacts facts) {
    ObservedChildren observed = facts.observed();
    boolean waiting = observed.others() != null && observed.others().waiting() > 0;
    if (facts.decided() == 0 && !waiting) {
      return facts.workload().getSpec().replicas() == 0
          ? nothingToRun(observed)
          : Cause.no("NotPlaced", "no replica has a zone");
    }
    if (observed.external()) {
      return Cause.yes(
          "RealisedElsewhere",
          "another controller realises this "
              + facts.workload().getSpec().workload().external().kind()
              + "; nothing of it is observed");
    }
    Set<String> decided =
        facts.assignments().stream()
            .filter(a -> a.replicas() > 0)
            .map(Assignment::zone)
            .collect(Collectors.toSet());
    List<ObservedChildren.Obstacle> obstacles = observed.obstacles(decided);
    if (!obstacles.isEmpty()) {
      return Cause.no(obstacles.get(0).code(), obstacles(obstacles));
    }
    return observed.others() != null
        ? OthersAvailability.of(observed, observed.others(), facts.assignments())
        : available(facts, observed, observed.behind(decided));
  }

  private static Cause available(
      WorkloadFacts facts, ObservedChildren observed, SortedSet<String> behind) {
    TreeSet<String> waiting = new TreeSet<>();
    TreeSet<String> overdue = new TreeSet<>();
    TreeSet<String> onTheirWay = new TreeSet<>();
    boolean rolling = !observed.complete();
    for (Assignment a : facts.assignments()) {
      ObservedChildren.InZone zone = observed.zones().get(a.zone());
      if (a.replicas() == 0) {
        continue;
      }
      if (zone == null || zone.ready() < a.replicas()) {
        waiting.add(a.zone());
      }
      if (zone != null && zone.progress() == ObservedChildren.Progress.DeadlineExceeded) {
        overdue.add(a.zone());
      }
      if (zone != null && zone.progress() != ObservedChildren.Progress.Done) {
        rolling = true;
        onTheirWay.add(a.zone());
      }
    }
    if (!overdue.isEmpty()) {
      SortedMap<String, PodFault> faults = observed.faults(overdue);
      return Cause.no(
          "ProgressDeadlineExceeded",
          "no progress within "
              + (facts.workload().getSpec().workload().deployment() == null
                  ? "600 seconds"
                  : "progressDeadlineSeconds")
              + " in "
              + String.join(", ", overdue)
              + (faults.isEmpty()
                  ? ": see why its pods are not ready with kubectl describe"
                  : "; " + ReplicaReadiness.told(faults) + "; correct that")
              + ", or undo the change of the template");
    }
    TreeSet<String> silent = new TreeSet<>(waiting);
    silent.removeIf(zone -> !silent(facts, zone));
    if (!silent.isEmpty()) {
      return Cause.no(
          ReasonCode.ZoneSilent.name(),
          "replicas are in "
              + String.join(", ", silent)
              + ", where no node is ready; see the zone's status and its nodes");
    }
    if (!waiting.isEmpty()) {
      return ReplicaReadiness.notReady(waiting, observed.faults(waiting));
    }
    if (rolling) {
      return ReplicaReadiness.rollingOut(observed.faults(onTheirWay));
    }
    return Cause.yes(
        observed.paused().isEmpty() ? "ReplicasReady" : "RolloutPaused",
        "every replica is ready"
            + ReplicaReadiness.paused(facts.workload(), observed.paused())
            + (observed.budgetWithdrawn()
                ? "; another PodDisruptionBudget covers the pods, so there is none of ours"
                : "")
            + unseen(behind));
  }

  /** Of no replicas, with what is there yet of those that were asked for before. */
  private static Cause nothingToRun(ObservedChildren observed) {
    List<ObservedChildren.Obstacle> obstacles = observed.obstacles(Set.of());
    if (!obstacles.isEmpty()) {
      return Cause.no(obstacles.get(0).code(), obstacles(obstacles));
    }
    SortedSet<String> standing = observed.standing();
    return Cause.yes(
        "NothingToRun",
        "no replicas are asked for"
            + (standing.isEmpty() ? "" : ", and some still run in " + String.join(", ", standing))
            + unseen(observed.behind(Set.of())));
  }

  private static String unseen(SortedSet<String> behind) {
    return behind.isEmpty()
        ? ""
        : "; replicas that were moved away may still run in "
            + String.join(", ", behind)
            + ", of which nothing is seen";
  }

  private static boolean silent(WorkloadFacts facts, String zone) {
    Decision decision = facts.decision();
    return decision != null
        && decision.rejected().getOrDefault(zone, List.of()).stream()
            .anyMatch(v -> v.code().equals(ReasonCode.ZoneSilent.name()));
  }

  static Cause resilient(WorkloadFacts facts) {
    Decision decision = facts.decision();
    if (decision == null) {
      return NOT_YET;
    }
    List<Decision.Reason> unmet =
        decision.shortfalls().stream().filter(s -> !s.isAwaitedMove()).toList();
    if (!unmet.isEmpty()) {
      List<String> messages = new ArrayList<>();
      unmet.forEach(r -> messages.add(r.message()));
      return Cause.no(unmet.get(0).code(), joined(messages));
    }
    if (facts.decided() == 0) {
      return Cause.unknown("NothingRuns", "nothing runs that a loss could hit");
    }
    if (decision.outcome() instanceof Outcome.Kept k) {
      return Cause.unknown(k.reason().code(), "not known while nothing new is decided; see Placed");
    }
    var resilience = facts.workload().getSpec().resilience();
    return resilience.tolerate().isEmpty() && resilience.spread().isEmpty()
        ? Cause.yes("NothingAsked", "spec.resilience asks for no loss to be survived")
        : Cause.yes("AsAsked", "spread and losses to survive are as asked");
  }

  /** Whether a person must act. Lack of room or health is not that; nor is a lapse of what runs. */
  static Cause stalled(WorkloadFacts facts) {
    if (!facts.errors().isEmpty()) {
      return Cause.yes("InvalidSpec", String.join("; ", facts.errors()));
    }
    Decision decision = facts.decision();
    if (decision != null
        && facts.decided() == 0
        && decision.outcome() instanceof Outcome.Unplaceable u
        && !u.reason().canPassByItself()) {
      return Cause.yes(u.reason().code(), RefusalText.of(decision, u.reason()));
    }
    if (decision != null && facts.decided() == 0 && decision.outcome() instanceof Outcome.Kept k) {
      return Cause.yes(k.reason().code(), k.reason().message());
    }
    for (ObservedChildren.Obstacle o : facts.observed().obstacles()) {
      if (!o.canPassByItself()) {
        return Cause.yes(o.code(), obstacles(facts.observed().obstacles()));
      }
    }
    return Cause.no("", "");
  }

  /** Whether what it states adds up to its recovery objectives; null where it asks for none. */
  static @Nullable DesiredCondition objectives(List<ObjectiveAnswer> answers) {
    ObjectiveAnswer worst = ObjectiveAnswer.worst(answers);
    if (worst == null) {
      return null;
    }
    String message = answers.stream().map(ObjectiveAnswer::text).collect(Collectors.joining("; "));
    return switch (worst.state()) {
      case Broken -> DesiredCondition.no("ObjectivesMet", worst.code(), message);
      case Unknown -> DesiredCondition.unknown("ObjectivesMet", worst.code(), message);
      case Holds -> DesiredCondition.yes("ObjectivesMet", worst.code(), message);
    };
  }

  /**
   * Whether its NetworkPolicy says all of the egress that it states; null where it states none. It
   * never makes anything Stalled or not Ready.
   */
  static @Nullable DesiredCondition egress(ObservedChildren.@Nullable Egress egress) {
    if (egress == null) {
      return null;
    }
    String others =
        egress.others().isEmpty()
            ? ""
            : "; other NetworkPolicies allow its pods more, because policies add up: "
                + String.join(", ", egress.others());
    if (egress.gaps().isEmpty()) {
      return DesiredCondition.yes(
          "EgressDelivered",
          "AsStated",
          "the NetworkPolicy allows what is stated; it holds where the network plugin enforces it"
              + others);
    }
    TreeSet<String> messages = new TreeSet<>();
    TreeSet<String> codes = new TreeSet<>();
    for (ObservedChildren.Obstacle gap : egress.gaps()) {
      messages.add(gap.message());
      codes.add(gap.code());
    }
    return Cause.no(codes.first(), String.join("; ", messages) + others).as("EgressDelivered");
  }

  private static String obstacles(List<ObservedChildren.Obstacle> obstacles) {
    return joined(obstacles.stream().map(ObservedChildren.Obstacle::message).toList());
  }

  private static String joined(List<String> messages) {
    return String.join("; ", new TreeSet<>(messages));
  }
}
