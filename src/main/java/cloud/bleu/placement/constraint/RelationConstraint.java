package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelaxableItem.Group;
import cloud.bleu.placement.constraint.RelaxableItem.Step;
import cloud.bleu.placement.estate.EditableWorkload;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.WorkloadRelation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/**
 * {@code placement.affinity} and {@code placement.antiAffinity}: which workloads a workload has to
 * be near, and which it has to be apart from, before and after every loss.
 */
public final class RelationConstraint implements Constraint {
  static final RelationConstraint INSTANCE = new RelationConstraint();

  private RelationConstraint() {}

  @Override
  public Effort effort() {
    return Effort.Workloads;
  }

  @Override
  public boolean admit(PlacementTrial trial) {
    if (trial.compiled().relations().length == 0) {
      return true;
    }
    int breaches = breachesOfExisting(trial.planState, trial.compiled(), trial.x);
    return breaches == 0
        || trial.fixedTotal() > 0
            && breaches <= breachesOfExisting(trial.planState, trial.compiled(), trial.fixed)
            && (trial.incident()
                || !trial.grows()
                || !RelatedGrowth.isBarred(
                    trial.planState, trial.compiled(), trial.fixed, trial.x));
  }

  @Override
  public int count(PlanState planState, WorkloadState workloadState) {
    return breaches(planState, workloadState.compiled, workloadState.counts());
  }

  @Override
  public void explain(PlanState planState, WorkloadState workloadState, Shortfalls told) {
    for (WorkloadRelation relation : workloadState.compiled.relations()) {
      boolean unmet = false;
      for (int z = 0; z < workloadState.zones(); z++) {
        unmet |=
            workloadState.replicas(z) > 0
                && unmet(planState, workloadState.compiled, workloadState.counts(), relation, z);
      }
      if (unmet) {
        explain(planState, workloadState.compiled, relation, told);
      }
      AbsentTargets.explain(planState, workloadState, relation, told);
    }
  }

  private static void explain(
      PlanState planState, CompiledWorkload compiled, WorkloadRelation relation, Shortfalls told) {
    String name = relation.name();
    String over = relation.over().scope.name();
    switch (relation.kind()) {
      case Needs -> {
        UnplacedNeeds unplaced = UnplacedNeeds.of(planState, compiled, relation);
        if (relation.other() < 0) {
          told.add(
              ReasonCode.AffinityTargetMissing,
              Message.of("why.affinityMissing", "workload", name),
              Message.of("do.createOrPrefer"));
        } else if (!unplaced.ids().isEmpty()) {
          told.add(ReasonCode.AffinityUnsatisfiable, unplaced.why(), unplaced.next());
        } else {
          told.add(
              ReasonCode.AffinityUnsatisfiable,
              Message.of("why.affinityUnmet", "workload", name, "over", over),
              Message.of("do.addWhereBoth"));
        }
      }
      case Apart ->
          told.add(
              ReasonCode.AffinityUnsatisfiable,
              Message.of("why.antiAffinityUnmet", "workload", name, "over", over),
              Message.of("do.addZonesOrPrefer"));
      case Likes, Dislikes ->
          told.add(
              ReasonCode.AffinityPreferenceUnmet,
              Message.of(
                  "why.preferenceUnmet",
                  "near",
                  relation.kind() == WorkloadRelation.Kind.Likes,
                  "workload",
                  name,
                  "over",
                  over),
              Message.of("do.nothingNeeded"));
      case NeededBy -> {}
    }
  }

  @Override
  public List<StatedRequirement> asked(Workload workload) {
    List<StatedRequirement> asked = new ArrayList<>();
    asked("placement.affinity", workload.affinity(), asked);
    asked("placement.antiAffinity", workload.antiAffinity(), asked);
    return asked;
  }

  private static void asked(
      String path, List<Workload.Affinity> relations, List<StatedRequirement> to) {
    List<Message> required =
        relations.stream()
            .filter(Workload.Affinity::required)
            .map(r -> Message.of("asked.relation", "with", r.with(), "scope", r.topology().name()))
            .toList();
    if (!required.isEmpty()) {
      to.add(new StatedRequirement(path, required));
    }
  }

  /** That a required one is only preferred. */
  @Override
  public void relax(RelaxableItems items) {
    relax(items, "affinity", items.workload().affinity(), d -> d.affinity);
    relax(items, "antiAffinity", items.workload().antiAffinity(), d -> d.antiAffinity);
  }

  private static void relax(
      RelaxableItems items,
      String field,
      List<Workload.Affinity> all,
      Function<EditableWorkload, List<Workload.Affinity>> of) {
    for (int i = 0; i < all.size(); i++) {
      Workload.Affinity a = all.get(i);
      int at = i;
      if (!a.required()) {
        continue;
      }
      boolean once = all.stream().filter(b -> b.with().equals(a.with())).count() == 1;
      String key = once ? a.with() : a.with() + "/" + a.topology().name();
      Workload.Affinity preferred = new Workload.Affinity(a.with(), a.topology(), false);
      items.add(
          Group.Placement,
          "spec.placement." + field + "[" + key + "].required",
          "true",
          List.of(new Step("false", d -> of.apply(d).set(at, preferred))));
    }
  }

  /** Breaches by counts alone: where a workload stands, and where it survives each loss. */
  public static int breaches(PlanState planState, CompiledWorkload compiled, int[] x) {
    return breaches(planState, compiled, x, true);
  }

  /**
   * Breaches of relations with workloads that exist. Where the other workload is missing nothing
   * new comes, and no move improves it.
   */
  static int breachesOfExisting(PlanState planState, CompiledWorkload compiled, int[] x) {
    return breaches(planState, compiled, x, false);
  }

  private static int breaches(
      PlanState planState, CompiledWorkload compiled, int[] x, boolean missing) {
    int breaches = 0;
    for (WorkloadRelation relation : compiled.relations()) {
      if (relation.kind() != WorkloadRelation.Kind.Needs
              && relation.kind() != WorkloadRelation.Kind.Apart
          || relation.other() < 0 && !missing) {
        continue;
      }
      for (int z = 0; z < x.length; z++) {
        if (x[z] > 0) {
          breaches += breach(planState, compiled, x, relation, z);
        }
      }
    }
    return breaches;
  }

  /** By relation and zone, where a workload stands without one that it needs and that exists. */
  public static BitSet alone(PlanState planState, CompiledWorkload compiled) {
    BitSet alone = new BitSet();
    int[] x = planState.workloadStates[compiled.number].counts();
    WorkloadRelation[] relations = compiled.relations();
    for (int r = 0; r < relations.length; r++) {
      WorkloadRelation relation = relations[r];
      boolean needs = relation.kind() == WorkloadRelation.Kind.Needs && relation.other() >= 0;
      for (int z = 0; z < x.length && needs; z++) {
        alone.set(
            r * x.length + z,
            x[z] > 0 && !planState.holds(relation.other(), relation.over(), relation.over().of(z)));
      }
    }
    return alone;
  }

  /** Whether a relation is not met where a workload stands, or would not be after a loss. */
  static boolean unmet(
      PlanState planState,
      CompiledWorkload compiled,
      int[] x,
      WorkloadRelation relation,
      int zone) {
    return switch (relation.kind()) {
      case Needs, Apart -> breach(planState, compiled, x, relation, zone) > 0;
      case Likes, Dislikes -> !RelationPreferences.prefers(planState, relation, zone);
      case NeededBy -> false;
    };
  }

  private static int breach(
      PlanState planState, CompiledWorkload compiled, int[] x, WorkloadRelation relation, int z) {
    int domain = relation.over().of(z);
    boolean needs = relation.kind() == WorkloadRelation.Kind.Needs;
    if (relation.other() < 0 || planState.assumes(relation.other())) {
      return needs && relation.other() < 0 ? 1 : 0;
    }
    if (planState.holds(relation.other(), relation.over(), domain) != needs) {
      return 1;
    }
    for (ProtectedEvent protectedEvent : compiled.protectedEvents.list) {
      if (!protectedEvent.holds(z)
          && protectedEvent.count(x) > 0
          && planState.holdsAfter(
                  relation.other(), protectedEvent.ofEstate, relation.over(), domain)
              != needs) {
        return 1;
      }
    }
    return needs || RelatedZones.isApart(planState, relation, z, domain) ? 0 : 1;
  }
}
