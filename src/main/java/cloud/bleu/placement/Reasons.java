package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;

/** Why replicas find no zone, and what of a standing workload's requirements is not met. */
final class Reasons {
  private final World world;
  private final Placing placing;

  Reasons(World world, Placing placing) {
    this.world = world;
    this.placing = placing;
  }

  /** Why so many more replicas could not be placed; the workload's own room must be given back. */
  Decision.Reason refusal(Standing standing, int replicas) {
    Subject subject = standing.subject;
    Workload workload = subject.workload;
    if (workload.requests().amounts().values().stream().allMatch(v -> v == 0)) {
      return new Decision.Reason(
          "RequestsMissing",
          "the workload states no requests, so its room cannot be told; state cpu and memory requests",
          false);
    }
    for (Tie tie : subject.ties) {
      if (tie.kind() == Tie.Kind.Needs && tie.other() < 0) {
        return new Decision.Reason(
            "AffinityTargetMissing",
            "required affinity with "
                + tie.name()
                + ", which does not exist; create it, or make the affinity preferred",
            true);
      }
    }
    int open = count(subject.allowed.open);
    if (open == 0) {
      return noZone(subject);
    }
    if (workload.quorum() && subject.replicas() % 2 == 0) {
      return new Decision.Reason(
          "QuorumUnsatisfiable",
          "a quorum needs an odd number of replicas, and "
              + subject.replicas()
              + " is even; ask for one more or one less",
          false);
    }
    if (workload.quorum() && subject.replicas() == 1) {
      return new Decision.Reason(
          "QuorumUnsatisfiable",
          "a quorum of one member outlives no loss; ask for three replicas or more, or give up the"
              + " quorum",
          false);
    }
    for (Workload.Tolerate entry : workload.tolerate()) {
      if (entry.hard() && entry.keep() > subject.replicas()) {
        return new Decision.Reason(
            "SurvivalUnsatisfiable",
            "keep "
                + entry.keep()
                + " of "
                + entry.of().name()
                + " is more than the "
                + subject.replicas()
                + " replicas; lower keep or ask for more replicas",
            false);
      }
    }
    if (subject.dataBound() && reservedHard(workload) && withoutSurvival(standing, replicas)) {
      return new Decision.Reason(
          "DataBound",
          "replicas have volumes of their own and the workload declares no replication, so no loss"
              + " can be recovered from; declare resilience.replication, or do not ask to recover",
          false);
    }
    return bySearch(standing, replicas);
  }

  private static boolean reservedHard(Workload workload) {
    return workload.tolerate().stream()
        .anyMatch(e -> e.hard() && e.recover() == Workload.Recover.Reserved);
  }

  private Decision.Reason noZone(Subject subject) {
    boolean anyEligible = count(subject.allowed.eligible) > 0;
    String weights = "";
    if (anyEligible) {
      return new Decision.Reason(
          "NoZoneAllowed",
          "no zone that the rules allow takes new replicas now; bring one back or allow more zones"
              + weights,
          true);
    }
    return new Decision.Reason(
        "NoZoneAllowed",
        "every zone is excluded by the rules or too small for one replica; see what rejects each of"
            + " them",
        false);
  }

  private boolean withoutSurvival(Standing standing, int replicas) {
    placing.start(standing);
    placing.trial.waiveSurvival = true;
    boolean placed = placing.place(replicas);
    placing.trial.waiveSurvival = false;
    return placed;
  }

  private Decision.Reason bySearch(Standing standing, int replicas) {
    Subject subject = standing.subject;
    placing.start(standing);
    long room = 0;
    int zones = 0;
    for (int z = 0; z < world.topology.known; z++) {
      if (placing.trial.may[z]) {
        zones++;
        room += Math.max(0, placing.trial.most(z) - placing.trial.fixed[z]);
      }
    }
    if (zones == 0) {
      return new Decision.Reason(
          "AffinityUnsatisfiable",
          "no allowed zone meets the required relations to "
              + related(subject)
              + "; place those first or allow more zones",
          true);
    }
    if (room < replicas) {
      return new Decision.Reason(
          "InsufficientCapacity",
          "room for "
              + room
              + " of "
              + replicas
              + " replicas in the zones allowed; add capacity,"
              + " allow more zones or ask for less",
          true);
    }
    if (withoutSurvival(standing, replicas)) {
      return new Decision.Reason(
          "SurvivalUnsatisfiable",
          "the replicas fit, but not so that every loss in resilience.tolerate is survived; add"
              + " capacity or zones, or tolerate less",
          true);
    }
    placing.start(standing);
    placing.trial.waiveSpread = true;
    boolean withoutSpread = placing.place(replicas);
    placing.trial.waiveSpread = false;
    if (withoutSpread) {
      return new Decision.Reason(
          "SpreadUnsatisfiable",
          "the replicas fit, but not within resilience.spread; allow more zones, add capacity, or"
              + " spread less strictly",
          true);
    }
    placing.start(standing);
    placing.trial.waiveQuorum = true;
    boolean withoutQuorum = placing.place(replicas);
    placing.trial.waiveQuorum = false;
    if (withoutQuorum) {
      return new Decision.Reason(
          "QuorumUnsatisfiable",
          "too few independent domains with room for a majority to outlive every loss; allow more"
              + " zones on other sites, or give up the quorum",
          true);
    }
    return new Decision.Reason(
        "RequirementsConflict",
        "the replicas fit, but not so that all requirements hold together; relax one of spread,"
            + " tolerate, perZone, replication and affinity",
        true);
  }

  private static String related(Subject subject) {
    List<String> names = new ArrayList<>();
    for (Tie tie : subject.ties) {
      if (tie.kind() == Tie.Kind.Needs || tie.kind() == Tie.Kind.Apart) {
        names.add(tie.name());
      }
    }
    return String.join(", ", names);
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }
}
