package cloud.bleu.api.v1alpha1;

import org.jspecify.annotations.Nullable;

/**
 * By which another cluster is known, in the status of its zones and in finalizers: one uid, and
 * after a dot a mark of what the cluster says of itself, where it says that. It may begin to, or be
 * silent of it for a while: two that differ by that alone are of one cluster.
 */
public final class ClusterIdentity {

  private ClusterIdentity() {}

  /**
   * The identity of a cluster.
   *
   * @param mark of what it says of itself, null: it says nothing
   */
  public static String of(String uid, @Nullable String mark) {
    return mark == null ? uid : uid + "." + mark;
  }

  /**
   * Whether two may be of one cluster; that which is empty is of none that is known. Where both
   * have a mark it decides: the same cluster may be registered anew, with another uid.
   */
  public static boolean isSame(@Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return false;
    }
    String mark = mark(one);
    String second = mark(other);
    return mark == null || second == null ? uid(one).equals(uid(other)) : mark.equals(second);
  }

  /** The first, or the second where that is of the same cluster and has a mark. */
  public static String precise(String one, @Nullable String other) {
    return other != null && mark(other) != null && isSame(one, other) ? other : one;
  }

  private static String uid(String identity) {
    int dot = identity.indexOf('.');
    return dot < 0 ? identity : identity.substring(0, dot);
  }

  /** The mark of what a cluster says of itself; null: it has said nothing. */
  public static @Nullable String mark(String identity) {
    int dot = identity.indexOf('.');
    return dot < 0 ? null : identity.substring(dot + 1);
  }
}
