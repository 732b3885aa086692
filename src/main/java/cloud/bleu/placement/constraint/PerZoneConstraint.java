package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelaxableItem.Group;
import cloud.bleu.placement.constraint.RelaxableItem.Step;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code placement.perZone}: the fewest and the most replicas of a zone in use. The most bounds
 * what a zone takes, so no counts are tried that are beyond it.
 */
final class PerZoneConstraint implements Constraint {
  static final PerZoneConstraint INSTANCE = new PerZoneConstraint();

  private PerZoneConstraint() {}

  @Override
  public Effort effort() {
    return Effort.Zones;
  }

  @Override
  public boolean admit(PlacementTrial trial) {
    int min = trial.perZoneMin();
    if (min > 1) {
      for (int z = 0; z < trial.x.length; z++) {
        if (trial.x[z] > trial.fixed[z] && trial.x[z] < min) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public int count(PlanState planState, WorkloadState workloadState) {
    int[] x = workloadState.counts();
    int max = workloadState.compiled.perZoneMax;
    int min = Math.min(workloadState.total(), workloadState.compiled.workload.perZoneMin());
    int breaches = 0;
    for (int replicas : x) {
      if (replicas > 0) {
        breaches += Math.max(0, replicas - max) + (replicas < min ? 1 : 0);
      }
    }
    return breaches;
  }

  @Override
  public void explain(PlanState planState, WorkloadState workloadState, Shortfalls told) {
    int[] x = workloadState.counts();
    for (int z = 0; z < x.length; z++) {
      String zone = planState.topology.names[z];
      if (x[z] > workloadState.compiled.perZoneMax) {
        told.ofZone(
            z,
            ReasonCode.PerZoneExceeded,
            Message.of("why.zoneHoldsMore", "zone", zone),
            Message.of("do.rebalanceOrRaise"));
      }
      if (x[z] > 0 && x[z] < workloadState.compiled.workload.perZoneMin()) {
        told.ofZone(
            z,
            ReasonCode.PerZoneTooFew,
            Message.of("why.zoneHoldsFewer", "zone", zone),
            Message.of("do.rebalanceOrLower"));
      }
    }
  }

  @Override
  public List<StatedRequirement> asked(Workload workload) {
    List<Message> figures = new ArrayList<>();
    if (workload.perZoneMin() > 0) {
      figures.add(Message.of("asked.min", "min", workload.perZoneMin()));
    }
    Integer max = workload.perZoneMax();
    if (max != null) {
      figures.add(Message.of("asked.max", "max", max));
    }
    return figures.isEmpty()
        ? List.of()
        : List.of(new StatedRequirement("placement.perZone", figures));
  }

  @Override
  public void relax(RelaxableItems items) {
    Workload workload = items.workload();
    Integer max = workload.perZoneMax();
    if (max != null) {
      items.add(
          Group.Placement,
          "spec.placement.perZone.max",
          max,
          Step.up(max, workload.replicas(), (d, to) -> d.perZoneMax = to));
    }
    items.add(
        Group.Placement,
        "spec.placement.perZone.min",
        workload.perZoneMin(),
        Step.down(workload.perZoneMin(), 0, (d, to) -> d.perZoneMin = to));
  }
}
