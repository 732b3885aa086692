package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelaxableItem.Group;
import cloud.bleu.placement.constraint.RelaxableItem.Step;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.NameList;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group that decides by majority: its number is odd, and after any single loss more than half of
 * it is left. Members that do not run are not left, whatever is asked for. An asynchronous copy is
 * a recovery after a disaster: no quorum is asked to outlive that.
 */
public final class QuorumConstraint implements Constraint {
  static final QuorumConstraint INSTANCE = new QuorumConstraint();

  private QuorumConstraint() {}

  @Override
  public Effort effort() {
    return Effort.Losses;
  }

  /** Why such a workload is no quorum wherever it runs, null if it can be one. */
  public static Decision.@Nullable Reason impossible(Workload workload) {
    int members = workload.replicas();
    if (!workload.quorum() || members == 0) {
      return null;
    }
    if (members % 2 == 0) {
      return ReasonCode.QuorumUnsatisfiable.because(
          Message.of("why.quorumEven", "members", members), Message.of("do.oneMoreOrLess"));
    }
    return members > 1
        ? null
        : ReasonCode.QuorumUnsatisfiable.because(
            Message.of("why.quorumOfOne"), Message.of("do.threeOrNoQuorum"));
  }

  /**
   * Whether no counts whatsoever are a quorum, so that none need be tried. While a zone is out of
   * service they may be placed without being one.
   */
  public static boolean never(PlacementTrial trial) {
    int members = trial.compiled().replicas();
    return trial.compiled().workload.quorum()
        && members > 0
        && members % 2 == 0
        && trial.request().asks(INSTANCE)
        && !trial.incident();
  }

  /** The least number of members that is more than half. */
  static int majority(int members) {
    return members / 2 + 1;
  }

  /** The most members that one event may take from a group that runs whole. */
  public static int mayLose(int members) {
    return members - majority(members);
  }

  /** Whether so many that a loss leaves are a majority of the members that are configured. */
  static boolean outlives(int members, int left) {
    return members % 2 == 1 && left >= majority(members);
  }

  /**
   * Whether additions put no more into one event than the group may lose once it runs whole. They
   * never lessen what a loss leaves, so a group that is short of members may grow.
   */
  @Override
  public boolean admit(PlacementTrial trial) {
    return !trial.asksQuorum() || holds(trial);
  }

  private static boolean holds(PlacementTrial trial) {
    int members = trial.compiled().replicas();
    if (members == 0) {
      return true;
    }
    if (members % 2 == 0) {
      return false;
    }
    int most = mayLose(members);
    for (int z = 0; z < trial.x.length; z++) {
      if (trial.x[z] > 0 && trial.x[z] > most && gained(trial.x[z], trial.fixed[z], trial)) {
        return false;
      }
    }
    for (ProtectedEvent protectedEvent : trial.compiled().protectedEvents.list) {
      if (!protectedEvent.exemptOfQuorum
          && protectedEvent.count(trial.x) > Math.max(0, most)
          && gained(protectedEvent.count(trial.x), protectedEvent.count(trial.fixed), trial)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int count(PlanState planState, WorkloadState workloadState) {
    return fatal(planState, workloadState, workloadState.counts(), false) != null ? 1 : 0;
  }

  @Override
  public void explain(PlanState planState, WorkloadState workloadState, Shortfalls told) {
    CompiledWorkload compiled = workloadState.compiled;
    Decision.Reason impossible = impossible(compiled.workload);
    if (impossible != null) {
      told.add(impossible);
      return;
    }
    int[] x = workloadState.counts();
    Fatal fatal = fatal(planState, workloadState, x, true);
    if (fatal == null) {
      x = workloadState.heard();
      fatal = fatal(planState, workloadState, x, true);
    }
    if (fatal != null) {
      int members = compiled.replicas();
      int running = WorkloadState.sum(x);
      told.add(
          ReasonCode.QuorumUnsatisfiable,
          Message.of(
              "why.noMajority",
              "event",
              Shortfalls.event(fatal.event()),
              "left",
              fatal.left(),
              "members",
              members,
              "majority",
              majority(members),
              "running",
              running < members ? running : null),
          Message.of("do.moreSitesOrNoQuorum"));
    }
  }

  @Override
  public List<StatedRequirement> asked(Workload workload) {
    int members = workload.replicas();
    return workload.quorum()
        ? List.of(
            new StatedRequirement(
                "resilience.quorum",
                List.of(
                    Message.of("asked.quorum", "majority", majority(members), "members", members))))
        : List.of();
  }

  @Override
  public Decision.Reason refusal(PlacementTrial trial, boolean proven) {
    int members = trial.compiled().replicas();
    return ReasonCode.QuorumUnsatisfiable.forNow(
        Message.of(
            proven ? "why.noQuorum" : "why.noQuorumFound",
            "members",
            members,
            "majority",
            majority(members),
            "most",
            mayLose(members),
            "zones",
            NameList.first(DomainIndependence.zones(trial.planState, trial.compiled()))),
        Message.of("do.otherSitesOrNoQuorum"));
  }

  @Override
  public @Nullable Message emptyRoom(PlacementTrial trial, int wanted) {
    return new MajorityRoom(trial, wanted, mayLose(trial.compiled().replicas())).message();
  }

  @Override
  public void relax(RelaxableItems items) {
    if (items.workload().quorum()) {
      items.add(
          Group.Resilience,
          "spec.resilience.quorum",
          "true",
          List.of(new Step("false", d -> d.quorum = false)));
    }
  }

  /** A loss that members do not outlive, and how many of them it leaves. */
  private record Fatal(Contingency.Event event, int left) {}

  /**
   * The first loss, in order, that members do not outlive; null when there is none, or no quorum is
   * asked for.
   *
   * @param x by zone
   * @param evicting whether members that a higher priority evicts at a loss are not left; no move
   *     of the group changes that
   */
  private static @Nullable Fatal fatal(
      PlanState planState, WorkloadState workloadState, int[] x, boolean evicting) {
    CompiledWorkload compiled = workloadState.compiled;
    if (!compiled.workload.quorum()) {
      return null;
    }
    int members = compiled.replicas();
    int running = WorkloadState.sum(x);
    for (int z = 0; z < x.length; z++) {
      BitSet zone = new BitSet();
      zone.set(z);
      int event = evicting ? planState.events.number(zone) : -1;
      int left = running - x[z] - planState.evictions.evicted(workloadState, x, event);
      if (x[z] > 0 && !outlives(members, left)) {
        return new Fatal(new Contingency.Event(Scope.ZONE, planState.topology.names[z]), left);
      }
    }
    for (ProtectedEvent protectedEvent : compiled.protectedEvents.list) {
      int inside = protectedEvent.count(x);
      int event = evicting ? protectedEvent.ofEstate : -1;
      int left = running - inside - planState.evictions.evicted(workloadState, x, event);
      if (!protectedEvent.exemptOfQuorum && inside > 0 && !outlives(members, left)) {
        return new Fatal(protectedEvent.event, left);
      }
    }
    return null;
  }

  private static boolean gained(int now, int before, PlacementTrial trial) {
    return trial.fixedTotal() == 0 || now > before;
  }
}
