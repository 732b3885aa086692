package cloud.bleu.operator.routing;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import cloud.bleu.operator.member.ClusterClaims;
import cloud.bleu.operator.member.Members;
import cloud.bleu.operator.ocm.ManagedClusters;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * By what the clusters of zones are known: the uid of their namespace kube-system, as their own API
 * server says it, as Karmada read it there, or as an agent claims it.
 */
public final class ZoneIdentities implements ClusterClaims.Identities {

  private final Members members;
  private final ManagedClusters managed;
  private final Function<String, @Nullable String> karmada;
  private final Supplier<@Nullable String> hub;

  /**
   * @param members clusters that the operator reaches by itself
   * @param managed clusters whose agents fetch their orders
   * @param karmada by name of a cluster of Karmada what Karmada says that it is; null: nothing
   * @param hub which cluster the hub is; null: not known
   */
  public ZoneIdentities(
      Members members,
      ManagedClusters managed,
      Function<String, @Nullable String> karmada,
      Supplier<@Nullable String> hub) {
    this.members = members;
    this.managed = managed;
    this.karmada = karmada;
    this.hub = hub;
  }

  @Override
  public @Nullable String said(AvailabilityZone zone) {
    Target target = zone.getSpec().target();
    if (target.karmada() != null) {
      return karmada.apply(target.karmada().cluster());
    }
    if (target.openClusterManagement() != null) {
      return managed.claim(target.openClusterManagement().managedCluster());
    }
    return target.reachedDirectly() ? members.reached(zone.getMetadata().getName()) : hub.get();
  }

  @Override
  public @Nullable String held(String zone) {
    return members.isHeld(zone) ? members.recorded(zone) : null;
  }
}
