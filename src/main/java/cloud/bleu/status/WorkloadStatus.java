package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus.Evacuation;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Decision.Outcome;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.HubLoss;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.status.evacuation.LastEvacuation;
import cloud.bleu.status.served.UnservedNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status of a BleuWorkload: a pure function of {@link WorkloadFacts}. */
public final class WorkloadStatus {

  private static final Pattern ONE_ZONE = Pattern.compile("([^=, ]+)=([0-9]{1,9})");

  /** The type of the condition that says how a break-glass stands; absent where there is none. */
  public static final String BREAK_GLASS = "BreakGlass";

  private WorkloadStatus() {}

  /** The status as it should stand now. */
  public static BleuWorkloadStatus of(WorkloadFacts facts) {
    BleuWorkloadStatus before = facts.workload().getStatus();
    Cause placed =
        facts.served()
            ? WorkloadConditions.placed(facts)
            : Cause.no(UnservedNamespace.REASON, notServed(facts));
    Cause available = WorkloadConditions.available(facts);
    Cause ready =
        !placed.holds()
            ? placed
            : available.holds() ? available.because("PlacedAndAvailable") : available;
    List<DesiredCondition> wanted =
        new ArrayList<>(
            Conditions.summary(
                ready,
                facts.served()
                    ? WorkloadConditions.stalled(facts)
                    : Cause.yes(UnservedNamespace.REASON, notServed(facts))));
    wanted.add(placed.as("Placed"));
    wanted.add(PolicySatisfaction.of(facts).as("PolicySatisfied"));
    wanted.add(resilient(facts).as("Resilient"));
    wanted.add(available.as("Available"));
    DesiredCondition egress = WorkloadConditions.egress(facts.observed().egress());
    if (egress != null) {
      wanted.add(egress);
    }
    DesiredCondition objectives = WorkloadConditions.objectives(facts.objectives());
    if (objectives != null) {
      wanted.add(objectives);
    }
    DesiredCondition lapse = LapseCondition.of(facts.lapse(), facts.now());
    if (lapse != null) {
      wanted.add(lapse);
    }
    BreakGlassStatus glass = facts.breakGlass();
    if (glass != null) {
      wanted.add(
          new DesiredCondition(
              BREAK_GLASS,
              glass.inForce() ? "True" : "False",
              glass.state().code(),
              glass.inForce() ? glass.message() + held(facts) : glass.message()));
    }
    return status(
        facts,
        placed,
        Conditions.next(
            before == null ? List.of() : before.conditions(),
            wanted,
            facts.generation(),
            facts.now()));
  }

  /** What is asked holds by the decision alone; losses that take the operator are named besides. */
  private static Cause resilient(WorkloadFacts facts) {
    Cause asked = WorkloadConditions.resilient(facts);
    Estate estate = facts.estate();
    Decision decision = facts.decision();
    if (estate == null || decision == null || facts.decided() == 0) {
      return asked;
    }
    HubLoss hub = HubLoss.declared(estate);
    List<Contingency.Event> events = hub.events(decision);
    return events.isEmpty()
        ? asked
        : asked.adding(
            hub.reason().code()
                + " with "
                + events.stream().map(Object::toString).collect(Collectors.joining(", "))
                + ": "
                + hub.reason().message());
  }

  /** Why nothing moves though policies are set aside; empty when it may. */
  private static String held(WorkloadFacts facts) {
    if (!facts.served()) {
      return "; nothing moves for it: "
          + UnservedNamespace.sentence(facts.workload().getMetadata().getNamespace());
    }
    return Boolean.TRUE.equals(facts.workload().getSpec().suspend())
        ? "; nothing moves for it while spec.suspend is true: take that out"
        : "";
  }

  /** Whether a workload says that nobody checked who wrote its break-glass. */
  public static boolean isUncheckedBreakGlass(BleuWorkload workload) {
    Condition told =
        workload.getStatus() == null
            ? null
            : Conditions.find(workload.getStatus().conditions(), BREAK_GLASS);
    return told != null && BreakGlassState.Unchecked.code().equals(told.getReason());
  }

  private static String notServed(WorkloadFacts facts) {
    return UnservedNamespace.ofWorkload(facts.workload().getMetadata().getNamespace());
  }

  private static BleuWorkloadStatus status(
      WorkloadFacts facts, Cause placed, List<Condition> conditions) {
    BleuWorkloadStatus before = facts.workload().getStatus();
    ObservedChildren observed = facts.observed();
    boolean external = observed.external();
    Decision decision = facts.decision();
    int missing =
        decision == null
            ? Math.max(0, facts.workload().getSpec().replicas() - facts.decided())
            : decision.outcome() instanceof Outcome.Unplaceable
                ? facts.workload().getSpec().replicas()
                : decision.missing();
    return new BleuWorkloadStatus(
        facts.generation(),
        conditions,
        external ? facts.decided() : observed.replicas(),
        external ? 0 : observed.ready(),
        missing,
        observed.others() == null || observed.others().waiting() == 0
            ? null
            : (Integer) observed.others().waiting(),
        facts.selector(),
        facts.caughtUp() ? zones(facts.assignments()) : before == null ? null : before.zones(),
        decision == null ? null : tolerates(decision),
        facts.published() || !facts.assignments().isEmpty()
            ? facts.workload().getMetadata().getName()
            : null,
        lastEvacuation(before, facts, placed.holds()));
  }

  /**
   * Of what is realised elsewhere nobody counts what is Ready: nothing is said of it. That
   * something may run on in a zone that was left is no part of it. Nor is anything said before the
   * estate has the loss: the zones of the status stay as long, by which it is seen what left.
   */
  private static @Nullable Evacuation lastEvacuation(
      @Nullable BleuWorkloadStatus before, WorkloadFacts facts, boolean placed) {
    Evacuation last = before == null ? null : before.lastEvacuation();
    Estate estate = facts.estate();
    return facts.observed().external() || !facts.caughtUp()
        ? last
        : LastEvacuation.next(
            last,
            new LastEvacuation.Look(
                replicas(before == null ? null : before.zones()),
                facts.assignments(),
                zone -> estate == null ? null : estate.zone(zone),
                facts.workload().getSpec().resilience().failover().after(),
                placed && facts.observed().isReady(facts.assignments()),
                facts.now()));
  }

  /** {@code bleu-fc-1=3, bleu-fc-2=3}; null for nowhere. */
  static @Nullable String zones(List<Assignment> assignments) {
    String zones = Assignment.text(assignments);
    return zones.isEmpty() ? null : zones;
  }

  /** What {@link #zones} says, by zone. */
  static SortedMap<String, Integer> replicas(@Nullable String zones) {
    SortedMap<String, Integer> replicas = new TreeMap<>();
    Matcher one = ONE_ZONE.matcher(zones == null ? "" : zones);
    while (one.find()) {
      replicas.put(one.group(1), Integer.parseInt(one.group(2)));
    }
    return replicas;
  }

  /** {@code 1 Site, 1 Region (assumed)}; null for no loss at all. */
  static @Nullable String tolerates(Decision decision) {
    List<String> parts = new ArrayList<>();
    for (Decision.Tolerance t : decision.tolerates()) {
      if (t.count() > 0) {
        parts.add(t.count() + " " + t.scope().name() + (t.assumed() ? " (assumed)" : ""));
      }
    }
    return parts.isEmpty() ? null : String.join(", ", parts);
  }
}
