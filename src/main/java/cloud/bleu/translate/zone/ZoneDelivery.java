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
  private final Map<String, Zone> last;

  /**
   * @param contacts with other clusters, by zone; empty for who asks none
   * @param last zones as they were seen last, by name
   */
  ZoneDelivery(Map<String, ClusterContact> contacts, Map<String, Zone> last) {
    this.contacts = contacts;
    this.last = last;
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

  /**
   * As its cluster says now; while that has not said it, as it was seen last or as somebody has
   * recorded it: a silence and a start take no admission policy away.
   */
  private @Nullable Boolean gated(AvailabilityZone zone) {
    String name = zone.getMetadata().getName();
    ClusterContact contact = contacts.get(name);
    if (contact != null && contact.looked()) {
      return contact.gated();
    }
    Zone before = last.get(name);
    if (before != null && before.delivery().way() == DeliveryWay.Cluster) {
      return before.delivery().gated();
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
