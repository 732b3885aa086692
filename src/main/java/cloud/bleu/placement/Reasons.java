package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why replicas find no zone, and what of a standing workload's requirements is not met. */
final class Reasons {
  private static final int SURVIVAL = 1;
  private static final int SPREAD = 2;
  private static final int QUORUM = 4;

  private static final String NOT_PROVEN = " (not proven: there are too many ways to try all)";

  private final World world;
  private final Placing placing;

  Reasons(World world, Placing placing) {
    this.world = world;
    this.placing = placing;
  }

  /**
   * Why so many more replicas could not be placed, just after that was tried; the workload's own
   * room must be given back.
   */
  Decision.Reason refusal(Standing standing, int replicas) {
    boolean proven = placing.proven();
    Subject subject = standing.subject;
    Workload workload = subject.workload;
    if (workload.requests().amounts().values().stream().allMatch(v -> v == 0)) {
      return ReasonCode.RequestsMissing.because(
          "the workload states no requests, so its room cannot be told",
          "state cpu and memory requests",
          false);
    }
    for (Tie tie : subject.ties) {
      if (tie.kind() == Tie.Kind.Needs && tie.other() < 0) {
        return ReasonCode.AffinityTargetMissing.because(
            "required affinity with " + tie.name() + ", which does not exist",
            "create it, or make the affinity preferred",
            true);
      }
    }
    if (count(subject.allowed.open) == 0) {
      return NoZone.reason(world, subject);
    }
    Decision.Reason contradiction = contradiction(subject);
    if (contradiction != null) {
      return contradiction;
    }
    if (subject.dataBound() && reservedHard(workload) && places(standing, replicas, SURVIVAL)) {
      return ReasonCode.DataBound.because(
          "replicas have volumes of their own and the workload declares no replication, so no loss"
              + " can be recovered from",
          "declare resilience.replication, or do not ask to recover",
          false);
    }
    Decision.Reason dependent = standing.total() == 0 ? Independence.lacking(world, subject) : null;
    return dependent != null ? dependent : bySearch(standing, replicas, proven);
  }

  /** What the numbers of the spec alone rule out. */
  private static Decision.@Nullable Reason contradiction(Subject subject) {
    Workload workload = subject.workload;
    Decision.Reason quorum = Quorum.impossible(workload);
    if (quorum != null) {
      return quorum;
    }
    for (Workload.Tolerate entry : workload.tolerate()) {
      if (entry.hard() && entry.keep() > subject.replicas()) {
        return ReasonCode.SurvivalUnsatisfiable.because(
            "keep "
                + entry.keep()
                + " of "
                + entry.of().name()
                + " is more than the "
                + subject.replicas()
                + " replicas",
            "lower keep or ask for more replicas",
            false);
      }
    }
    return null;
  }

  private static boolean reservedHard(Workload workload) {
    return workload.tolerate().stream()
        .anyMatch(e -> e.hard() && e.recover() == Workload.Recover.Reserved);
  }

  /** Whether so many would be placed without some of the requirements on the whole set. */
  private boolean places(Standing standing, int replicas, int waived) {
    placing.start(standing);
    placing.trial.waiveSurvival = (waived & SURVIVAL) != 0;
    placing.trial.waiveSpread = (waived & SPREAD) != 0;
    placing.trial.waiveQuorum = (waived & QUORUM) != 0;
    boolean placed = placing.place(replicas);
    placing.trial.waiveSurvival = false;
    placing.trial.waiveSpread = false;
    placing.trial.waiveQuorum = false;
    return placed;
  }

  private Decision.Reason bySearch(Standing standing, int replicas, boolean proven) {
    Subject subject = standing.subject;
    placing.start(standing);
    long room = 0;
    long bounded = 0;
    long barred = 0;
    int zones = 0;
    for (int z = 0; z < world.topology.known; z++) {
      if (placing.trial.may[z]) {
        zones++;
        room += Math.max(0, placing.trial.headroom.fit(z) - placing.trial.fixed[z]);
        bounded += Math.max(0, placing.trial.most(z) - placing.trial.fixed[z]);
      } else if (subject.candidate(z) && !Relations.admits(world, subject, z)) {
        barred += Math.max(0, placing.trial.headroom.fit(z) - placing.trial.fixed[z]);
      }
    }
    if (zones == 0) {
      return ReasonCode.AffinityUnsatisfiable.because(
          "no allowed zone meets the required relations to " + related(subject),
          "place those first or allow more zones",
          true);
    }
    if (room < replicas && room + barred >= replicas) {
      return ReasonCode.AffinityUnsatisfiable.because(
          "the zones that the required relations to "
              + related(subject)
              + " leave have too little room for all replicas",
          "make the relation preferred, add capacity in those zones or ask for less",
          true);
    }
    if (room < replicas) {
      return ReasonCode.InsufficientCapacity.because(
          "the zones allowed have too little room for all replicas",
          "add capacity, allow more zones or ask for less",
          true);
    }
    if (bounded < replicas) {
      return ReasonCode.PerZoneUnsatisfiable.because(
          "the zones allowed do not take all replicas within placement.perZone.max "
              + subject.perZoneMax,
          "raise it, allow more zones, add capacity or ask for less",
          true);
    }
    return byRequirement(standing, replicas, proven);
  }

  /**
   * Which requirement on the whole set stands in the way. A search that tried all ways proves it;
   * else no way was found, and the reason says so.
   */
  private Decision.Reason byRequirement(Standing standing, int replicas, boolean proven) {
    if (places(standing, replicas, SURVIVAL)) {
      return ReasonCode.SurvivalUnsatisfiable.because(
          proven
              ? "the replicas fit, but not so that every loss in resilience.tolerate is survived"
              : "the replicas fit, but no way was found in which every loss in resilience.tolerate"
                  + " is survived"
                  + NOT_PROVEN,
          "add capacity or zones, or tolerate less",
          true);
    }
    if (places(standing, replicas, SPREAD)) {
      return ReasonCode.SpreadUnsatisfiable.because(
          proven
              ? "the replicas fit, but not within resilience.spread"
              : "the replicas fit, but no way was found within resilience.spread" + NOT_PROVEN,
          "allow more zones, add capacity, or spread less strictly",
          true);
    }
    if (places(standing, replicas, QUORUM)) {
      return ReasonCode.QuorumUnsatisfiable.because(
          proven
              ? "too few independent domains have room for a majority to outlive every loss"
              : "no way was found in which a majority outlives every loss" + NOT_PROVEN,
          "allow more zones on other sites, add capacity there, or give up the quorum",
          true);
    }
    String asked = String.join(", ", asked(standing.subject.workload));
    return ReasonCode.RequirementsConflict.because(
        proven
            ? "the replicas fit, but not so that all of this holds together: " + asked
            : "the replicas fit, but no way was found in which all of this holds together"
                + NOT_PROVEN
                + ": "
                + asked,
        "relax one of them, or allow more zones",
        true);
  }

  /** The requirements on the whole set that the workload states, as paths of its spec. */
  private static List<String> asked(Workload w) {
    List<String> asked = new ArrayList<>();
    add(asked, !w.spread().isEmpty(), "resilience.spread");
    add(asked, !w.tolerate().isEmpty(), "resilience.tolerate");
    add(asked, w.quorum(), "resilience.quorum");
    add(asked, w.replication() != null, "resilience.replication");
    add(asked, w.perZoneMin() > 0 || w.perZoneMax() != null, "placement.perZone");
    add(asked, !w.affinity().isEmpty(), "placement.affinity");
    add(asked, !w.antiAffinity().isEmpty(), "placement.antiAffinity");
    return asked;
  }

  private static void add(List<String> asked, boolean states, String path) {
    if (states) {
      asked.add(path);
    }
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
