package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the cluster that a zone is in is reached, by its own API server or by an engine.
 *
 * @param reached null: not known yet
 * @param reason UpperCamelCase and stable
 * @param message what was seen, and what to do
 * @param enforcement whether that cluster keeps its pods to the decisions
 * @param version of Kubernetes that it said last, null: none is known
 * @param undeclared what it runs of this hub though the hub does not have the workload
 */
public record TargetReach(
    @Nullable Boolean reached,
    String reason,
    String message,
    Enforcement enforcement,
    @Nullable String version,
    UndeclaredObjects undeclared) {

  /** The condition of a zone. */
  public static final String TYPE = "TargetReachable";

  /**
   * Whether the cluster keeps its pods to the decisions.
   *
   * @param kept null: not known
   * @param reason UpperCamelCase and stable
   * @param message what was seen, and what to do
   */
  public record Enforcement(@Nullable Boolean kept, String reason, String message) {

    /** The condition of a zone. */
    public static final String TYPE = "EnforcedElsewhere";

    /** Of a zone of Karmada, where this operator neither reads nor writes. */
    public static final Enforcement OF_KARMADA =
        new Enforcement(
            null,
            "CarriedOutByKarmada",
            "Karmada brings the workloads there, and this operator has no way into the cluster: who"
                + " may create pods there is up to the policies of that cluster");

    /** Of a ManagedCluster, where an agent carries out orders and gates are no part of them. */
    public static final Enforcement OF_AGENT =
        new Enforcement(
            null,
            "CarriedOutByAgent",
            "an agent of Open Cluster Management brings the workloads there, and gates do not go"
                + " along: who may create pods there is up to the policies of that cluster");

    private boolean isOfEngine() {
      return equals(OF_KARMADA) || equals(OF_AGENT);
    }

    private DesiredCondition condition() {
      if (kept == null) {
        return DesiredCondition.unknown(TYPE, reason, message);
      }
      return kept
          ? DesiredCondition.yes(TYPE, reason, message)
          : DesiredCondition.no(TYPE, reason, message);
    }
  }

  /** Reasons for which the zone may be lost; the others are about the way to it. */
  private static final Set<String> SILENT =
      Set.of("NoAnswer", "ConnectionRefused", "NotReached", "ServerFails");

  /** Of a cluster of an engine: nothing is inferred from it. */
  private static final String NOT_READY = "ClusterNotReady";

  private static final String REPORT =
      "set the annotation placement.bleu.cloud/incident to Lost if the zone is lost";

  /** Whether a reason for which a cluster is not reached says something of the zone itself. */
  public static boolean isSilence(String reason) {
    return SILENT.contains(reason);
  }

  /**
   * The version to record of the cluster of a zone: what is known of one that does not answer this
   * operator is what it said last. An engine answers for its clusters, whose zones may be known by
   * the cluster that they were in before.
   *
   * @param clusterUid the cluster that the zone is known by
   */
  static @Nullable String version(
      @Nullable TargetReach reach,
      @Nullable AvailabilityZoneStatus before,
      @Nullable String clusterUid) {
    if (reach == null || reach.version != null) {
      return reach == null ? null : reach.version;
    }
    return before != null
            && clusterUid != null
            && clusterUid.equals(before.clusterUid())
            && !reach.enforcement.isOfEngine()
        ? before.clusterVersion()
        : null;
  }

  private String ending() {
    if (isSilence(reason)) {
      return ". What stands there is not known. What has a new place moves after failover.after; "
          + REPORT;
    }
    return reason.equals(NOT_READY)
        ? ". What stands there is not known. Nothing moves for it; " + REPORT
        : "";
  }

  List<DesiredCondition> conditions() {
    List<DesiredCondition> all = new ArrayList<>(List.of(condition(), enforcement.condition()));
    DesiredCondition left = undeclared.condition();
    if (left != null) {
      all.add(left);
    }
    return all;
  }

  private DesiredCondition condition() {
    if (reached == null) {
      return DesiredCondition.unknown(TYPE, reason, message);
    }
    return reached
        ? DesiredCondition.yes(TYPE, reason, message)
        : DesiredCondition.no(TYPE, reason, message + ending());
  }
}
