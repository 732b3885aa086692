package cloud.bleu.delivery.member;

import java.time.Instant;
import java.util.Collection;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether another cluster keeps its pods to the decisions of this hub.
 *
 * @param kept null: not known
 * @param reason UpperCamelCase and stable
 * @param message what was seen, and what to do
 */
public record GateEnforcement(@Nullable Boolean kept, String reason, String message) {

  private static final String NOT_OBSERVED = "NotObserved";
  private static final String GUIDE = "docs/how-to/add-a-cluster.md";

  /** Nothing is seen of the cluster. */
  public static final GateEnforcement NOT_SEEN =
      new GateEnforcement(
          null, NOT_OBSERVED, "the cluster of the zone is not seen; see TargetReachable");

  /** The cluster is reached, and was not looked at yet. */
  public static final GateEnforcement NOT_ASKED =
      new GateEnforcement(null, "NotAskedYet", "its cluster was not asked yet; wait a moment");

  static final GateEnforcement NOT_INSTALLED =
      new GateEnforcement(
          null,
          "NotInstalled",
          "its cluster serves no PlacementGate, so nothing of Bleu keeps pods there to the"
              + " decisions: install the chart there with mode=member, see "
              + GUIDE);

  /**
   * It cannot be read.
   *
   * @param words of the API server
   */
  static GateEnforcement notPermitted(String words) {
    return new GateEnforcement(
        null,
        "NotPermitted",
        "whether decisions are kept in its cluster cannot be read: "
            + words
            + "; apply examples/members/rbac.yaml there again");
  }

  /**
   * It could not be read, for another reason.
   *
   * @param why what could not, and the words of the API server
   */
  static GateEnforcement notObserved(String why) {
    return new GateEnforcement(
        null,
        NOT_OBSERVED,
        "whether decisions are kept in its cluster cannot be read by now, it is tried again: "
            + why);
  }

  /** Policies and bindings that are not there, or do not refuse. */
  static GateEnforcement missing(SortedSet<String> missing) {
    return new GateEnforcement(
        false,
        "AdmissionMissing",
        "these are missing in its cluster, or do not refuse: "
            + String.join(", ", missing)
            + "; install the chart there with mode=member, see "
            + GUIDE);
  }

  /** Namespaces that are enforced here and not there. */
  static GateEnforcement open(SortedSet<String> namespaces) {
    return new GateEnforcement(
        false,
        "NotEnforced",
        "nothing stops pods outside the decisions in its cluster in "
            + String.join(", ", namespaces)
            + ": label them there with placement.bleu.cloud/governed=Enforce");
  }

  /** A gate could not be written: not known what it lets in, where nothing has refused it. */
  static GateEnforcement notWritten(String why, boolean open) {
    return new GateEnforcement(open ? null : false, "GateNotWritten", why);
  }

  /** All of it is there. */
  static GateEnforcement kept(Collection<String> namespaces) {
    return new GateEnforcement(
        true,
        "Admission",
        "its cluster serves PlacementGate, its admission policies and bindings refuse, and "
            + (namespaces.isEmpty() ? "no gate is needed there yet" : "the gates are written"));
  }

  /**
   * Whether the cluster was not looked at yet, and may be any moment.
   *
   * @param reach whether it is reached
   */
  public boolean isPending(Reach reach, Instant now) {
    return equals(NOT_ASKED) && reach.isNew(now);
  }

  /** Whether the cluster was looked at: what it said before counts for as long as it was not. */
  public boolean isSeen() {
    return kept != null || !reason.equals(NOT_OBSERVED) && !equals(NOT_ASKED);
  }
}
