package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import cloud.bleu.placement.model.DeliveryWay;
import cloud.bleu.placement.model.Zone;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How what is decided gets to zones, and whether their clusters keep to it. */
final class ZoneDelivery {

  /** What the status of a zone records of what its cluster binds. */
  private static final String ENFORCED = "EnforcedElsewhere";

  /** What the status of a zone records of the way there. */
  private static final String REACHED = "TargetReachable";

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
    return of(zone, target).unreachable(unreachable(zone));
  }

  /** Whether nobody asks clusters, and nobody has recorded whether that of the zone is reached. */
  boolean isUnasked(AvailabilityZone zone) {
    Target target = zone.getSpec() == null ? null : zone.getSpec().target();
    return target != null
        && target.elsewhere()
        && contacts.isEmpty()
        && last.isEmpty()
        && recorded(zone, REACHED) == null;
  }

  private Zone.Delivery of(AvailabilityZone zone, Target target) {
    if (target.karmada() != null) {
      return new Zone.Delivery(DeliveryWay.Karmada, null);
    }
    if (target.openClusterManagement() != null) {
      return new Zone.Delivery(DeliveryWay.ManifestWork, null);
    }
    return new Zone.Delivery(DeliveryWay.Cluster, gated(zone));
  }

  /**
   * As who asks its target says now; while that has not said it, as it was seen last or as somebody
   * has recorded it: a start makes no zone reachable, and none unreachable.
   */
  private @Nullable String unreachable(AvailabilityZone zone) {
    String name = zone.getMetadata().getName();
    ClusterContact contact = contacts.get(name);
    Boolean reached = contact == null ? null : contact.reached();
    if (contact != null && reached != null) {
      return reached ? null : contact.reason();
    }
    Zone before = last.get(name);
    if (before != null && before.delivery().way() != DeliveryWay.Nodes) {
      return before.delivery().unreachable();
    }
    Condition recorded = recorded(zone, REACHED);
    if (recorded != null) {
      return "True".equals(recorded.getStatus())
          ? null
          : Objects.requireNonNullElse(recorded.getReason(), ClusterContact.NOT_REACHED);
    }
    return contact == null ? null : contact.reason();
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
    Condition recorded = recorded(zone, ENFORCED);
    return switch (recorded == null ? "" : String.valueOf(recorded.getStatus())) {
      case "True" -> Boolean.TRUE;
      case "False" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static @Nullable Condition recorded(AvailabilityZone zone, String type) {
    return zone.getStatus() == null
        ? null
        : zone.getStatus().conditions().stream()
            .filter(condition -> type.equals(condition.getType()))
            .findFirst()
            .orElse(null);
  }
}
