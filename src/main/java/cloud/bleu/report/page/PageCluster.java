package cloud.bleu.report.page;

import org.jspecify.annotations.Nullable;

/**
 * The cluster of a zone that is not in the operator's own.
 *
 * @param reachable whether it answers; null: nothing is recorded
 */
public record PageCluster(Target target, @Nullable Reach reachable) {

  /**
   * Which cluster, and by which way.
   *
   * @param kind the way, as the field of {@code spec.target} is called
   * @param name of the Secret with its kubeconfig, of the cluster in the engine, or namespace and
   *     name of its ClusterProfile
   */
  public record Target(String kind, String name) {}

  /**
   * The condition TargetReachable.
   *
   * @param status {@code True}, {@code False} or {@code Unknown}
   * @param reason UpperCamelCase and stable
   */
  public record Reach(String status, String reason) {}
}
