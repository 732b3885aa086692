package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was decided, in the words of the model. */
final class Composing {
  private final World world;

  Composing(World world) {
    this.world = world;
  }

  Decision decision(Standing standing, Verdictless outcome) {
    Subject subject = standing.subject;
    List<Assignment> assignments = new ArrayList<>();
    List<Verdict> violations = new ArrayList<>();
    List<Verdict> warnings = new ArrayList<>();
    long cost = 0;
    for (int z = 0; z < world.zones(); z++) {
      if (standing.x[z] > 0 || standing.home[z] > 0) {
        assignments.add(new Assignment(world.topology.names[z], standing.x[z], standing.home[z]));
      }
      if (standing.x[z] > 0) {
        violations.addAll(subject.allowed.violations(z));
        warnings.addAll(subject.allowed.warnings(z));
        cost += standing.x[z] * subject.price[z];
      }
    }
    assignments.sort(Comparator.comparing(Assignment::zone));
    int missing = Math.max(0, subject.replicas() - standing.total());
    return new Decision(
        subject.workload.id(),
        outcome.outcome(),
        outcome.cause(),
        missing,
        assignments,
        contingency(standing),
        outcome.moves(),
        Tolerances.of(world, standing),
        subject.allowed.rejected(),
        violations,
        warnings,
        outcome.shortfalls(),
        List.of(),
        false,
        cost);
  }

  /** The outcome of a decision apart from where everything stands. */
  record Verdictless(
      Decision.Outcome outcome,
      Decision.Cause cause,
      List<Contingency.Move> moves,
      List<Decision.Reason> shortfalls) {}

  private List<Contingency> contingency(Standing standing) {
    Guard[] guards = standing.subject.guards.list;
    List<Contingency> list = new ArrayList<>();
    int total = standing.total();
    for (int g = 0; g < guards.length; g++) {
      int inside = guards[g].count(standing.x);
      if (inside == 0) {
        continue;
      }
      list.add(
          new Contingency(
              guards[g].name,
              moves(standing.moves[g]),
              evicts(standing.evicts.get(g)),
              total - inside));
    }
    list.sort(Comparator.comparing(Contingency::event));
    return list;
  }

  List<Contingency.Move> moves(Moves moves) {
    List<Contingency.Move> list = new ArrayList<>();
    for (int i = 0; i < moves.size(); i++) {
      list.add(
          new Contingency.Move(
              world.topology.names[moves.from(i)],
              world.topology.names[moves.to(i)],
              moves.count(i)));
    }
    list.sort(Comparator.comparing(Contingency.Move::from).thenComparing(Contingency.Move::to));
    return list;
  }

  private List<Contingency.Eviction> evicts(List<Standing.Victim> victims) {
    List<Contingency.Eviction> list = new ArrayList<>();
    for (Standing.Victim victim : victims) {
      list.add(
          new Contingency.Eviction(
              world.subjects.get(victim.workload()).workload.id(),
              world.topology.names[victim.zone()],
              victim.replicas()));
    }
    list.sort(
        Comparator.comparing(Contingency.Eviction::workload)
            .thenComparing(Contingency.Eviction::zone));
    return list;
  }
}
