package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import cloud.bleu.placement.model.DeliveryWay;
import cloud.bleu.placement.model.Zone;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How what is decided gets to zones, and whether their clusters keep to it. */
final class ZoneDelivery {

  /** What the status of a zone records of it. */
  private static final String RECORDED = "EnforcedElsewhere";

  private final Map<String, ClusterContact> contacts;

  /**
   * @param contacts with other clusters, by zone; empty for who asks none
   */
  ZoneDelivery(Map<String, ClusterContact> contacts) {
    this.contacts = contacts;
  }

  Zone.Delivery of(AvailabilityZone zone) {
    Target target = zone.getSpec().target();
    if (target == null || !target.elsewhere()) {
      return Zone.Delivery.HERE;
    }
    if (target.karmada() != null) {
      return new Zone.Delivery(DeliveryWay.Karmada, null);
    }
    if (target.openClusterManagement() != null) {
      return new Zone.Delivery(DeliveryWay.ManifestWork, null);
    }
    return new Zone.Delivery(DeliveryWay.Cluster, gated(zone));
  }

  /** As it is now; for who asks no cluster, as somebody recorded it. */
  private @Nullable Boolean gated(AvailabilityZone zone) {
    if (!contacts.isEmpty()) {
      ClusterContact contact = contacts.get(zone.getMetadata().getName());
      return contact == null ? null : contact.gated();
    }
    if (zone.getStatus() == null) {
      return null;
    }
    for (Condition condition : zone.getStatus().conditions()) {
      if (RECORDED.equals(condition.getType())) {
        return switch (String.valueOf(condition.getStatus())) {
          case "True" -> Boolean.TRUE;
          case "False" -> Boolean.FALSE;
          default -> null;
        };
      }
    }
    return null;
  }
}
