package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import cloud.bleu.api.v1alpha1.ClusterIdentity;
import cloud.bleu.delivery.manifest.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which zones have nodes of one cluster, by whatever target each names it. One of them sells the
 * room: the nodes of the hub, else a zone in use, else the older, else the first by name. The
 * others take nothing new. A cluster of which nobody has said which it is yet is that of nobody.
 */
public final class ClusterClaims {

  /** Of a uid as sentences have it. */
  private static final int SHORT = 8;

  /** Of a digest: a finalizer takes few letters. */
  private static final int DIGITS = 16;

  private final Supplier<List<AvailabilityZone>> zones;
  private final Identities identities;
  private final Function<String, ? extends Set<String>> alike;
  private final Predicate<String> used;

  /** By what the clusters of zones are known. */
  public interface Identities {

    /**
     * What the cluster of a zone says of itself now: in most the uid of its namespace kube-system.
     *
     * @return null while nobody has said it
     */
    @Nullable String said(AvailabilityZone zone);

    /**
     * The cluster in which something may stand of a zone, as the status of zones records it.
     *
     * @return null when nothing is held of it
     */
    @Nullable String held(String zone);
  }

  /**
   * @param zones that are declared
   * @param alike by cluster that zones name all that are known to lead into the same one
   * @param used whether replicas are decided or may stand in a zone
   */
  public ClusterClaims(
      Supplier<List<AvailabilityZone>> zones,
      Identities identities,
      Function<String, ? extends Set<String>> alike,
      Predicate<String> used) {
    this.zones = zones;
    this.identities = identities;
    this.alike = alike;
    this.used = used;
  }

  /**
   * Why a zone takes nothing new: another one that may have nodes of it comes before it.
   *
   * @param zone null: it is not declared
   * @return null when none does, and while it is not known which cluster it is
   */
  public @Nullable String closed(@Nullable AvailabilityZone zone) {
    Target target = target(zone);
    String cluster = zone == null || target == null || !target.elsewhere() ? null : clusterOf(zone);
    if (zone == null || target == null || cluster == null) {
      return null;
    }
    List<ClusterClaim> others = new ArrayList<>();
    String direct = target.directCluster();
    Set<String> ways = direct == null ? Set.of() : alike.apply(direct);
    for (AvailabilityZone other : zones.get()) {
      Target second = target(other);
      if (second != null
          && !other.getMetadata().getName().equals(zone.getMetadata().getName())
          && comparable(target, second, ways)
          && cluster.equals(clusterOf(other))) {
        others.add(claim(other));
      }
    }
    if (others.isEmpty()) {
      return null;
    }
    ClusterClaim own = claim(zone);
    return others.stream()
        .filter(own::yieldsTo)
        .min(ClusterClaim.ORDER)
        .map(first -> words(zone, own, first))
        .orElse(null);
  }

  /** By which what a cluster says of itself is compared and recorded, whatever text it is. */
  public static String mark(String said) {
    return Fingerprint.text(said).substring(0, DIGITS);
  }

  /**
   * Whether two zones name a cluster by different ways. Two zones of one way are compared before
   * they are placed. Of two ways that the operator goes itself it knows whether both lead into one
   * cluster: the uid alone does not vouch for that.
   *
   * @param ways that lead where the first one does, as far as the operator goes them itself
   */
  private static boolean comparable(Target one, Target other, Set<String> ways) {
    String direct = one.directCluster();
    String second = other.directCluster();
    if (direct != null && second != null) {
      return !direct.equals(second) && ways.contains(second);
    }
    return one.karmada() != null && other.karmada() != null
        ? !one.karmada().equals(other.karmada())
        : one.openClusterManagement() == null
            || !one.openClusterManagement().equals(other.openClusterManagement());
  }

  /**
   * By which the cluster of a zone is compared, whatever says it. While something is held of a zone
   * it is the cluster that has that: the way may lead elsewhere by now, and that is no claim.
   */
  private @Nullable String clusterOf(AvailabilityZone zone) {
    String held = identities.held(zone.getMetadata().getName());
    if (held != null) {
      String recorded = ClusterIdentity.mark(held);
      return recorded == null ? mark(held) : recorded;
    }
    String said = identities.said(zone);
    return said == null ? null : mark(said);
  }

  private ClusterClaim claim(AvailabilityZone zone) {
    return ClusterClaim.of(zone, used.test(zone.getMetadata().getName()));
  }

  private String words(AvailabilityZone zone, ClusterClaim own, ClusterClaim first) {
    String said = identities.said(zone);
    return "it is in the same cluster"
        + (said == null ? "" : " (" + said.substring(0, Math.min(SHORT, said.length())) + ")")
        + " as zone "
        + first.zone()
        + ", by "
        + own.way()
        + " here and "
        + first.way()
        + " there, and both may have the same nodes. What runs here stays, and nothing new comes:"
        + " drain one of both and take it out"
        + (own.splits() && first.splits()
            ? ", or ask in both for another value of one label, in spec.target.nodeSelector"
            : "");
  }

  private static @Nullable Target target(@Nullable AvailabilityZone zone) {
    return zone == null || zone.getSpec() == null ? null : zone.getSpec().target();
  }
}
