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

  /** Whether two may be of one cluster; that which is empty is of none that is known. */
  public static boolean isSame(@Nullable String one, @Nullable String other) {
    return one != null
        && other != null
        && (one.equals(other) || isPart(one, other) || isPart(other, one));
  }

  /** The first, or the second where that is the same and says more. */
  public static String precise(String one, @Nullable String other) {
    return other != null && isPart(one, other) ? other : one;
  }

  private static boolean isPart(String part, String whole) {
    return !part.isEmpty() && whole.startsWith(part + ".");
  }
}
