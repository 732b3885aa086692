package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelaxableItem.Step;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.EditableWorkload;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code resilience.spread}: over how many domains, and how evenly. */
public final class SpreadConstraint implements Constraint {
  public static final SpreadConstraint INSTANCE = new SpreadConstraint();

  private SpreadConstraint() {}

  @Override
  public Effort effort() {
    return Effort.Domains;
  }

  @Override
  public boolean admit(PlacementTrial trial) {
    SpreadLimit[] limits = trial.compiled().spreads;
    for (int i = 0; i < limits.length; i++) {
      if (trial.asks(limits[i])
          && (limits[i].breach(
                      trial.byDomain(i),
                      trial.fixedByDomain(i),
                      trial.total(),
                      trial.fixedTotal(),
                      trial.basis(i))
                  > 0
              || trial.spreadsWorse(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int count(PlanState planState, WorkloadState workloadState) {
    SpreadLimit[] limits = workloadState.compiled.spreads;
    int breaches = 0;
    for (int i = 0; i < limits.length; i++) {
      breaches += limits[i].hard ? breach(workloadState, i) : 0;
    }
    return breaches;
  }

  private static int breach(WorkloadState workloadState, int entry) {
    CompiledWorkload compiled = workloadState.compiled;
    SpreadLimit limit = compiled.spreads[entry];
    int[] x = workloadState.counts();
    int[] byDomain = new int[limit.domains.count()];
    limit.count(x, byDomain);
    return limit.breach(byDomain, null, workloadState.total(), 0, compiled.basis(entry, x));
  }

  @Override
  public void explain(PlanState planState, WorkloadState workloadState, Shortfalls told) {
    SpreadLimit[] limits = workloadState.compiled.spreads;
    for (int i = 0; i < limits.length; i++) {
      if (breach(workloadState, i) > 0) {
        told.add(
            ReasonCode.SpreadUnsatisfiable,
            Message.of(
                "why.notSpread",
                "scope",
                limits[i].domains.scope.name(),
                "min",
                limits[i].min,
                "max",
                limits[i].max,
                "skew",
                limits[i].maxSkew),
            Message.of("do.rebalanceOrSpreadLess"));
      }
    }
  }

  @Override
  public List<StatedRequirement> asked(Workload workload) {
    List<Message> hard =
        workload.spread().stream()
            .filter(Workload.Spread::hard)
            .map(
                s ->
                    Message.of(
                        "asked.spread",
                        "scope",
                        s.over().name(),
                        "min",
                        s.min(),
                        "max",
                        s.max(),
                        "skew",
                        s.maxSkew()))
            .toList();
    return hard.isEmpty() ? List.of() : List.of(new StatedRequirement("resilience.spread", hard));
  }

  @Override
  public Decision.Reason refusal(PlacementTrial trial, boolean proven) {
    return ReasonCode.SpreadUnsatisfiable.forNow(
        proven ? Message.of("why.noSpread") : Message.of("why.noSpreadFound"),
        Message.of("do.spreadLess"));
  }

  @Override
  public @Nullable Message emptyRoom(PlacementTrial trial, int wanted) {
    return EmptyRoom.of(trial, wanted).inDomains();
  }

  @Override
  public void relax(RelaxableItems items) {
    List<Workload.Spread> entries = items.workload().spread();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).hard()) {
        relax(items, entries, i);
      }
    }
  }

  private static void relax(RelaxableItems items, List<Workload.Spread> entries, int at) {
    Workload.Spread s = entries.get(at);
    long same = entries.stream().filter(b -> b.over().equals(s.over())).count();
    String entry = "spec.resilience.spread[" + (same == 1 ? s.over().name() : at) + "]";
    int replicas = items.workload().replicas();
    items.field(
        entry,
        "min",
        s.min(),
        Step.down(
            s.min(),
            1,
            (d, to) ->
                change(d, at, b -> new Workload.Spread(b.over(), to, b.max(), b.maxSkew(), true))));
    Integer max = s.max();
    if (max != null) {
      items.field(
          entry,
          "max",
          max,
          Step.up(
              max,
              Math.min(domains(items, s.over()), replicas),
              (d, to) ->
                  change(
                      d, at, b -> new Workload.Spread(b.over(), b.min(), to, b.maxSkew(), true))));
    }
    items.field(
        entry,
        "maxSkew",
        s.maxSkew(),
        Step.up(
            s.maxSkew(),
            replicas,
            (d, to) ->
                change(d, at, b -> new Workload.Spread(b.over(), b.min(), b.max(), to, true))));
    items.softens(
        entry,
        d ->
            change(
                d, at, b -> new Workload.Spread(b.over(), b.min(), b.max(), b.maxSkew(), false)));
  }

  private static void change(
      EditableWorkload changed, int at, UnaryOperator<Workload.Spread> change) {
    changed.spread.set(at, change.apply(changed.spread.get(at)));
  }

  /** How many domains the zones that can be gained lie in. */
  private static int domains(RelaxableItems items, Scope over) {
    return (int) items.zones().stream().map(z -> domain(z, over)).distinct().count();
  }

  private static String domain(Zone zone, Scope over) {
    return over.equals(Scope.SITE)
        ? zone.site()
        : over.equals(Scope.REGION)
            ? zone.region()
            : over.equals(Scope.PROVIDER) ? zone.provider() : zone.name();
  }
}
