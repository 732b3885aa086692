package cloud.bleu.translate.zone;

import cloud.bleu.translate.load.ClusterNodes;
import cloud.bleu.translate.load.ReportedRoom;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the cluster that a zone is in, by asking its API server or its engine.
 *
 * @param since when that began, by the clock of who asks
 * @param reason UpperCamelCase and stable: that of the condition TargetReachable
 * @param nodes what is seen of its nodes; null where they may not be listed, and while it is not
 *     reached
 * @param room what an engine reports that it has; null where none does, and while its word does not
 *     count
 * @param cluster by which it is known, such as the uid of its namespace kube-system; null: it is
 *     not reached, or nobody asked
 * @param looked whether it was looked at what it binds, so that {@code gated} is its answer
 * @param gated whether it binds nothing outside of the decisions; null: not known
 * @param closed whether nothing new gets to the zone though its cluster is reached
 */
public record ClusterContact(
    State state,
    Instant since,
    String reason,
    @Nullable ClusterNodes nodes,
    @Nullable ReportedRoom room,
    @Nullable String cluster,
    boolean looked,
    @Nullable Boolean gated,
    boolean closed) {

  /** Why nothing gets to a cluster of which nobody says more. */
  static final String NOT_REACHED = "NotReached";

  /** What the answers say of the zone. */
  public enum State {
    /** It answers, and what stands there is seen. */
    Reached,
    /** It is reached again, and what was moved away from it still stands there. */
    Clearing,
    /** It does not answer, or answers with errors. */
    Silent,
    /**
     * It is not seen, for a reason that says nothing of the zone: a Secret, a right, a declaration,
     * or lists that are still being read.
     */
    Unknown,
    /** It was not asked yet. Its answer is a matter of seconds. */
    Pending
  }

  /** With a cluster whose nodes are not seen. */
  public ClusterContact(State state, Instant since) {
    this(state, since, NOT_REACHED, null, null, null, false, null, false);
  }

  /** The same for this reason. */
  public ClusterContact because(String why) {
    return new ClusterContact(state, since, why, nodes, room, cluster, looked, gated, closed);
  }

  /** A copy for a zone that takes nothing new for this reason, though its cluster is reached. */
  public ClusterContact closed(String why) {
    return new ClusterContact(state, since, why, nodes, room, cluster, looked, gated, true);
  }

  /** Whether its cluster is reached, and nothing closes the zone. */
  public boolean isReached() {
    return Boolean.TRUE.equals(reached());
  }

  /** Whether what is decided gets there; null: that was not asked yet. */
  @Nullable Boolean reached() {
    return switch (state) {
      case Reached, Clearing -> !closed;
      case Silent, Unknown -> Boolean.FALSE;
      case Pending -> null;
    };
  }

  /** A copy with the nodes that are seen of the cluster; null: they are not seen. */
  public ClusterContact seeing(@Nullable ClusterNodes seen) {
    return new ClusterContact(state, since, reason, seen, room, cluster, looked, gated, closed);
  }

  /** A copy with the room that an engine reports of the cluster; null: it reports none. */
  public ClusterContact having(@Nullable ReportedRoom reported) {
    return new ClusterContact(
        state, since, reason, nodes, reported, cluster, looked, gated, closed);
  }

  /** A copy with the uid by which the cluster is known; null: it is not known. */
  public ClusterContact in(@Nullable String uid) {
    return new ClusterContact(state, since, reason, nodes, room, uid, looked, gated, closed);
  }

  /**
   * A copy for a cluster that was asked whether it binds by decisions alone; null: nobody can know.
   */
  public ClusterContact gated(@Nullable Boolean known) {
    return new ClusterContact(state, since, reason, nodes, room, cluster, true, known, closed);
  }
}
