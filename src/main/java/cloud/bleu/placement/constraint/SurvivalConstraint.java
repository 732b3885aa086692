package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelaxableItem.Group;
import cloud.bleu.placement.constraint.RelaxableItem.Step;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.EditableWorkload;
import cloud.bleu.placement.estate.Geography;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code resilience.tolerate}: so many replicas outlive a loss, and those in it have a place to go.
 * Counts alone cannot tell whether there is room for them: a search answers that.
 */
public final class SurvivalConstraint implements Constraint {
  public static final SurvivalConstraint INSTANCE = new SurvivalConstraint();

  private SurvivalConstraint() {}

  @Override
  public Effort effort() {
    return Effort.Losses;
  }

  @Override
  public boolean admit(PlacementTrial trial) {
    for (ProtectedEvent protectedEvent : trial.compiled().protectedEvents.list) {
      int inside = protectedEvent.count(trial.x);
      if (inside > 0
          && trial.total() - inside < trial.keep(protectedEvent)
          && (trial.grows() || inside > protectedEvent.count(trial.fixed))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int count(PlanState planState, WorkloadState workloadState) {
    int[] x = workloadState.counts();
    int total = workloadState.total();
    int breaches = 0;
    for (ProtectedEvent protectedEvent : workloadState.compiled.protectedEvents.list) {
      breaches += unkept(protectedEvent, x, total);
    }
    return breaches;
  }

  /** Replicas that are missing of what must outlive an event, 0 if nothing is in it. */
  public static int unkept(ProtectedEvent protectedEvent, int[] x, int total) {
    int inside = protectedEvent.count(x);
    return inside == 0 ? 0 : Math.max(0, protectedEvent.hardKeep - (total - inside));
  }

  /** Replicas that are missing in the event that leaves most unmet, 0 if none does. */
  public static int unkept(CompiledWorkload compiled, int[] x) {
    int total = WorkloadState.sum(x);
    int most = 0;
    for (ProtectedEvent protectedEvent : compiled.protectedEvents.list) {
      most = Math.max(most, unkept(protectedEvent, x, total));
    }
    return most;
  }

  /** Whether an event leaves fewer than are to be kept, without those that are evicted at it. */
  private static boolean leavesFewer(
      PlanState planState, WorkloadState workloadState, ProtectedEvent protectedEvent, int[] x) {
    int inside = protectedEvent.count(x);
    int evicted = planState.evictions.evicted(workloadState, x, protectedEvent.ofEstate);
    return inside > 0 && WorkloadState.sum(x) - inside - evicted < protectedEvent.keep;
  }

  @Override
  public void explain(PlanState planState, WorkloadState workloadState, Shortfalls told) {
    CompiledWorkload compiled = workloadState.compiled;
    int[] heard = workloadState.heard();
    boolean bound = false;
    for (int g = 0; g < compiled.protectedEvents.list.length; g++) {
      ProtectedEvent protectedEvent = compiled.protectedEvents.list[g];
      int inside = protectedEvent.count(workloadState.counts());
      if (inside == 0) {
        continue;
      }
      if (leavesFewer(planState, workloadState, protectedEvent, workloadState.counts())
          || leavesFewer(planState, workloadState, protectedEvent, heard)) {
        told.add(
            ReasonCode.SurvivalUnsatisfiable,
            Message.of("why.lossLeavesFewer", "event", Shortfalls.event(protectedEvent.event)),
            Message.of("do.zonesElsewhere"));
      }
      int uncovered = inside;
      for (int z : protectedEvent.members) {
        uncovered -= workloadState.evacuation().moves(g).leaving(z);
      }
      if (protectedEvent.reserved() && uncovered > 0 && compiled.dataBound()) {
        bound = true;
      } else if (protectedEvent.reserved() && compiled.workload.suspended()) {
        told.add(
            ReasonCode.SurvivalUnsatisfiable.because(
                Message.of("why.movesNobody", "event", Shortfalls.event(protectedEvent.event)),
                Message.of("do.endStandstill")));
      } else if (protectedEvent.reserved() && uncovered > 0) {
        told.add(
            ReasonCode.SurvivalUnsatisfiable,
            Message.of("why.noPlaceAfter", "event", Shortfalls.event(protectedEvent.event)),
            Message.of("do.capacityElsewhere"));
      }
    }
    if (bound) {
      told.add(
          ReasonCode.DataBound.because(
              Message.of("why.boundElsewhere"), Message.of("do.declareReplication")));
    }
  }

  /** Why no counts whatsoever keep what hard entries ask, null if some do. */
  public static Decision.@Nullable Reason impossible(CompiledWorkload compiled) {
    for (Workload.Tolerate entry : compiled.workload.tolerate()) {
      if (entry.hard() && entry.keep() > compiled.replicas()) {
        return ReasonCode.SurvivalUnsatisfiable.because(
            Message.of(
                "why.keepsMore",
                "keep",
                entry.keep(),
                "scope",
                entry.of().name(),
                "replicas",
                compiled.replicas()),
            Message.of("do.lowerKeep"));
      }
    }
    return null;
  }

  @Override
  public List<StatedRequirement> asked(Workload workload) {
    List<Message> hard =
        workload.tolerate().stream()
            .filter(Workload.Tolerate::hard)
            .map(
                e ->
                    Message.of(
                        "asked.tolerate",
                        "scope",
                        e.of().name(),
                        "keep",
                        e.keep(),
                        "recover",
                        e.recover().name()))
            .toList();
    return hard.isEmpty() ? List.of() : List.of(new StatedRequirement("resilience.tolerate", hard));
  }

  @Override
  public Decision.Reason refusal(PlacementTrial trial, boolean proven) {
    return ReasonCode.SurvivalUnsatisfiable.forNow(
        proven ? Message.of("why.noSurvival") : Message.of("why.noSurvivalFound"),
        Message.of("do.tolerateLess"));
  }

  @Override
  public @Nullable Message emptyRoom(PlacementTrial trial, int wanted) {
    return EmptyRoom.of(trial, wanted).besideLosses();
  }

  @Override
  public void relax(RelaxableItems items) {
    List<Workload.Tolerate> entries = items.workload().tolerate();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).hard()) {
        relax(items, entries, i);
      }
    }
    relaxDistance(items);
  }

  private static void relax(RelaxableItems items, List<Workload.Tolerate> entries, int at) {
    Workload.Tolerate t = entries.get(at);
    long same = entries.stream().filter(b -> b.of().equals(t.of())).count();
    String entry = "spec.resilience.tolerate[" + (same == 1 ? t.of().name() : at) + "]";
    items.field(
        entry,
        "keep",
        t.keep(),
        Step.down(
            t.keep(),
            0,
            (d, to) ->
                change(
                    d, at, b -> new Workload.Tolerate(b.of(), to, b.recover(), b.copy(), true))));
    items.field(
        entry,
        "recover",
        t.recover().name(),
        Stream.of(Workload.Recover.values())
            .filter(r -> r.compareTo(t.recover()) > 0)
            .map(r -> recover(at, r))
            .toList());
    items.softens(
        entry,
        d ->
            change(
                d, at, b -> new Workload.Tolerate(b.of(), b.keep(), b.recover(), b.copy(), false)));
  }

  private static Step recover(int at, Workload.Recover recover) {
    return new Step(
        recover.name(),
        d -> change(d, at, b -> new Workload.Tolerate(b.of(), b.keep(), recover, b.copy(), true)));
  }

  private static void change(
      EditableWorkload changed, int at, UnaryOperator<Workload.Tolerate> change) {
    changed.tolerate.set(at, change.apply(changed.tolerate.get(at)));
  }

  /** How far away an asynchronous copy takes over, tried at the distances between zones. */
  private static void relaxDistance(RelaxableItems items) {
    Workload.Replication replication = items.workload().replication();
    Long bound = replication == null ? null : replication.minDistanceMetres();
    if (bound == null) {
      return;
    }
    List<Step> steps =
        items
            .pairs(Geography::metres)
            .map(metres -> metres / 1000 * 1000)
            .filter(metres -> metres < bound)
            .distinct()
            .sorted(Comparator.reverseOrder())
            .map(metres -> new Step(String.valueOf(metres / 1000), d -> distance(d, metres)))
            .toList();
    items.add(Group.Resilience, "spec.resilience.replication.minDistanceKm", bound / 1000, steps);
  }

  private static void distance(EditableWorkload changed, long metres) {
    Workload.Replication now = changed.replication;
    changed.replication =
        new Workload.Replication(now == null ? null : now.maxRoundTripMicros(), metres);
  }
}
