package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelaxableItem.Group;
import cloud.bleu.placement.constraint.RelaxableItem.Step;
import cloud.bleu.placement.estate.EditableWorkload;
import cloud.bleu.placement.estate.Geography;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.RoundTripGraph;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** {@code resilience.replication.maxRoundTrip}: zones in use lie within it of each other. */
final class RoundTripConstraint implements Constraint {
  static final RoundTripConstraint INSTANCE = new RoundTripConstraint();

  private RoundTripConstraint() {}

  @Override
  public Effort effort() {
    return Effort.Distances;
  }

  @Override
  public boolean admit(PlacementTrial trial) {
    RoundTripGraph graph = trial.compiled().graph;
    if (graph == null) {
      return true;
    }
    BitSet used = trial.used();
    for (int z = 0; z < trial.x.length; z++) {
      if (trial.x[z] != trial.fixed[z] && !graph.within(z, used)) {
        return false;
      }
    }
    return true;
  }

  /** Pairs of zones in use that are too far apart. */
  @Override
  public int count(PlanState planState, WorkloadState workloadState) {
    CompiledWorkload compiled = workloadState.compiled;
    int[] x = workloadState.counts();
    int far = 0;
    for (int a = 0; a < x.length && compiled.graph != null; a++) {
      for (int b = a + 1; b < x.length && x[a] > 0; b++) {
        far += x[b] > 0 && !compiled.withinRoundTrip(a, b) ? 1 : 0;
      }
    }
    return far;
  }

  @Override
  public void explain(PlanState planState, WorkloadState workloadState, Shortfalls told) {
    CompiledWorkload compiled = workloadState.compiled;
    String[] names = planState.topology.names;
    int[] x = workloadState.counts();
    for (int a = 0; a < x.length && compiled.graph != null; a++) {
      for (int b = a + 1; b < x.length && x[a] > 0; b++) {
        if (x[b] > 0 && !compiled.withinRoundTrip(a, b)) {
          told.ofZone(
              a,
              ReasonCode.RoundTripExceeded,
              Message.of("why.tooFar", "zone", names[a], "other", names[b]),
              Message.of("do.giveCoordinates"));
        }
      }
    }
    if (workloadState.notes().cliquesCut()) {
      told.add(
          ReasonCode.RoundTripSearchCut.because(
              Message.of("why.setsNotTried"), Message.of("do.narrowResidency")));
    }
  }

  @Override
  public List<StatedRequirement> asked(Workload workload) {
    Workload.Replication replication = workload.replication();
    if (replication == null) {
      return List.of();
    }
    List<Message> figures = new ArrayList<>();
    Long micros = replication.maxRoundTripMicros();
    if (micros != null) {
      figures.add(Message.of("asked.roundTrip", "micros", micros));
    }
    Long metres = replication.minDistanceMetres();
    if (metres != null) {
      figures.add(Message.of("asked.distance", "km", metres / 1000));
    }
    return figures.isEmpty()
        ? List.of()
        : List.of(new StatedRequirement("resilience.replication", figures));
  }

  /** Tried at the round trips that there are between zones. */
  @Override
  public void relax(RelaxableItems items) {
    Workload.Replication replication = items.workload().replication();
    Long bound = replication == null ? null : replication.maxRoundTripMicros();
    if (bound == null) {
      return;
    }
    List<Step> steps =
        items
            .pairs((a, b) -> Geography.roundTripMicros(items.estate(), a, b))
            .map(micros -> (micros + 99) / 100 * 100)
            .filter(micros -> micros > bound)
            .distinct()
            .sorted()
            .map(micros -> new Step(millis(micros), d -> roundTrip(d, micros)))
            .toList();
    items.add(Group.Resilience, "spec.resilience.replication.maxRoundTrip", millis(bound), steps);
  }

  private static void roundTrip(EditableWorkload changed, long micros) {
    Workload.Replication now = changed.replication;
    changed.replication =
        new Workload.Replication(micros, now == null ? null : now.minDistanceMetres());
  }

  /** {@code 2ms}, {@code 1.5ms}. */
  private static String millis(long micros) {
    return BigDecimal.valueOf(micros, 3).stripTrailingZeros().toPlainString() + "ms";
  }
}
