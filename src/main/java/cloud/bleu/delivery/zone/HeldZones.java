package cloud.bleu.delivery.zone;

import cloud.bleu.api.v1alpha1.ClusterIdentity;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where something of a workload may stand outside of its own cluster, as its finalizers say: one
 * for each zone, with the cluster that the zone was in when something was first written there. A
 * workload gets the finalizer before that write, and loses it only when that cluster says that
 * nothing is left.
 *
 * <p>A cluster is known by the uid of its namespace {@code kube-system}, a managed cluster by its
 * {@link ClusterIdentity}: a Secret, a server or a zone may lead to another cluster later.
 */
public final class HeldZones {

  /** Begins the key of the finalizer, after the uid; the name of the zone is the rest of it. */
  private static final String DOMAIN = "elsewhere.placement.bleu.cloud/";

  private HeldZones() {}

  /**
   * The clusters by zone. A cluster is empty where it is not known: its finalizer does not say it,
   * or two of them say two.
   */
  public static SortedMap<String, String> of(HasMetadata workload) {
    SortedMap<String, String> held = new TreeMap<>();
    for (String finalizer : workload.getMetadata().getFinalizers()) {
      int at = finalizer.indexOf(DOMAIN);
      if (isOne(finalizer)) {
        held.merge(
            finalizer.substring(at + DOMAIN.length()),
            at == 0 ? "" : finalizer.substring(0, at - 1),
            (one, other) -> one.equals(other) ? one : "");
      }
    }
    return held;
  }

  /** Whether a finalizer is one of these. */
  public static boolean isOne(String finalizer) {
    int at = finalizer.indexOf(DOMAIN);
    return at == 0 || (at > 0 && finalizer.charAt(at - 1) == '.');
  }

  /** Whether a finalizer is about one of some zones. */
  public static boolean isAbout(String finalizer, Map<String, String> zones) {
    return isOne(finalizer)
        && zones.containsKey(finalizer.substring(finalizer.indexOf(DOMAIN) + DOMAIN.length()));
  }

  /**
   * The finalizer for a zone.
   *
   * @param cluster by which it is known
   */
  public static String finalizer(String zone, String cluster) {
    return cluster.isEmpty() ? DOMAIN + zone : cluster + "." + DOMAIN + zone;
  }
}
