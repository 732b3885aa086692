package cloud.bleu.placement;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Builds estates for tests: {@code
 * estate().zone(zone("z1").cpu(8)).workload(workload("a").replicas(3)) .build()}. Everything that
 * is not said has a harmless default: a zone is Active, alone on its site, with room for 1,000
 * cpus; a workload asks 1 cpu and 1 pod a replica and nothing else.
 */
public final class Estates {
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String NAMESPACE = "default";

  private Estates() {}

  public static EstateBuilder estate() {
    return new EstateBuilder();
  }

  public static ZoneBuilder zone(String name) {
    return new ZoneBuilder(name);
  }

  public static WorkloadBuilder workload(String name) {
    return new WorkloadBuilder(name);
  }

  public static WorkloadId id(String name) {
    return new WorkloadId(NAMESPACE, name);
  }

  /**
   * The current state of a workload of the default namespace, e.g. {@code running("a", "z1", 2)}.
   */
  public static Placement running(String name, Object... zonesAndCounts) {
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < zonesAndCounts.length; i += 2) {
      assignments.add(Assignment.of((String) zonesAndCounts[i], (Integer) zonesAndCounts[i + 1]));
    }
    return new Placement(id(name), null, assignments, List.of(), 0);
  }

  /** The decision of a workload of the default namespace. */
  public static Decision of(Plan plan, String name) {
    return plan.decisions().stream()
        .filter(d -> d.id().equals(id(name)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no decision for " + name));
  }

  /** {@code z1=2, z3=1}: zones with replicas, by name. */
  public static String zones(Decision decision) {
    StringBuilder text = new StringBuilder();
    for (Assignment a : decision.assignments()) {
      if (a.replicas() > 0) {
        text.append(text.isEmpty() ? "" : ", ").append(a.zone()).append('=').append(a.replicas());
      }
    }
    return text.toString();
  }

  /**
   * The current state that the operator would hold after this plan: what the next pass starts from.
   */
  public static List<Placement> inForce(Plan plan) {
    return plan.decisions().stream()
        .filter(d -> !d.assignments().isEmpty())
        .map(d -> new Placement(d.id(), null, d.assignments(), d.contingency(), 0))
        .toList();
  }

  /** The same estate with other placements. */
  public static Estate with(Estate estate, List<Placement> placements) {
    return new Estate(
        estate.now(),
        estate.providers(),
        estate.zones(),
        estate.workloads(),
        placements,
        estate.roundTrips());
  }

  /** An equal estate of which workloads and placements are other objects, as if read anew. */
  static Estate anew(Estate estate) {
    List<Workload> workloads = new ArrayList<>();
    for (Workload workload : estate.workloads()) {
      workloads.add(workload.withReplicas(workload.replicas()));
    }
    List<Placement> placements = new ArrayList<>();
    for (Placement p : estate.placements()) {
      placements.add(
          new Placement(p.id(), p.uid(), p.assignments(), p.contingency(), p.movesInLastHour()));
    }
    return with(estate.withWorkloads(workloads), placements);
  }

  /** An enforced rule that answers Reject for all zones but these. */
  static BoundRule only(String... zones) {
    return bound(
        "only",
        new TestRule(
            "only", Set.copyOf(new TreeSet<>(Arrays.asList(zones))), Verdict.Result.Reject),
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Report);
  }

  /** A rule that answers {@code otherwise} for all zones but these. */
  public static BoundRule rule(
      String name,
      BoundRule.Action action,
      BoundRule.OnViolation onViolation,
      Verdict.Result otherwise,
      String... zones) {
    return bound(name, new TestRule(name, Set.of(zones), otherwise), action, onViolation);
  }

  private static BoundRule bound(
      String name, ZoneRule rule, BoundRule.Action action, BoundRule.OnViolation onViolation) {
    return new BoundRule(rule, name, null, action, onViolation, Parameters.NONE, List.of());
  }

  private record TestRule(String id, Set<String> accepted, Verdict.Result otherwise)
      implements ZoneRule {
    @Override
    public Declaration declaration() {
      return new Declaration(id, "test", List.of(), List.of(), List.of("TestRule"));
    }

    @Override
    public Verdict evaluate(Question question) {
      if (accepted.contains(question.zone().name())) {
        return Verdict.pass(Origin.Declared, Message.recorded("accepted"));
      }
      return new Verdict(
          otherwise,
          "TestRule",
          Origin.Declared,
          "zone " + question.zone().name() + " is not accepted by " + id,
          "",
          null,
          "",
          BoundRule.Action.Enforce,
          List.of());
    }
  }
}
