package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import cloud.bleu.api.v1alpha1.ClusterIdentity;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.time.InstantText;
import cloud.bleu.translate.pod.PodRequests;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a zone in another cluster had when that was seen last, on its nodes or by the word of an
 * engine. It counts for that cluster alone.
 *
 * @param room as measured, or as the status of the zone has it
 * @param target by which the cluster was reached
 * @param cluster uid of its namespace kube-system; null: not known
 */
public record SeenRoom(Capacity room, Target target, @Nullable String cluster) {

  /** Of what the status says: the percentage was taken before, and of what is not known. */
  private static final int WHOLE = 100;

  /**
   * What is to be remembered of a zone; null: nothing was seen, or it is declared.
   *
   * @param zone what was made of it
   * @param contact with its cluster; null: none
   */
  public static @Nullable SeenRoom of(
      AvailabilityZone object, Zone zone, @Nullable ClusterContact contact) {
    Target target = measuredElsewhere(object);
    if (target == null || zone.capacity().total().equals(Quantities.NONE)) {
      return null;
    }
    String reached = contact == null ? null : contact.cluster();
    return new SeenRoom(zone.capacity(), target, reached == null ? known(object) : reached);
  }

  /** Whether the status of a zone that nobody declares has recorded what was seen of it. */
  public static boolean isRecorded(AvailabilityZone object) {
    return recorded(object) != null;
  }

  /**
   * What the status of a zone has recorded; null: nothing, it is declared, or somebody else has
   * seen it than who sees it now.
   */
  static @Nullable SeenRoom recorded(AvailabilityZone object) {
    Target target = measuredElsewhere(object);
    if (target == null
        || object.getStatus() == null
        || object.getStatus().capacity().isEmpty()
        || !origin(target).name().equals(recordedOrigin(object, target))) {
      return null;
    }
    TreeMap<String, Quantity> amounts = new TreeMap<>();
    object
        .getStatus()
        .capacity()
        .forEach((resource, amount) -> amounts.put(resource, new Quantity(amount)));
    return new SeenRoom(
        new Capacity.Reported(
            PodRequests.typed(amounts),
            origin(target),
            InstantText.parse(object.getStatus().capacitySeen()),
            WHOLE),
        target,
        known(object));
  }

  /**
   * Whether it is that of a cluster.
   *
   * @param now by which the cluster is reached
   * @param reached its uid; null: it does not answer
   */
  boolean isOf(Target now, @Nullable String reached) {
    return reached == null || cluster == null
        ? target.equals(now)
        : ClusterIdentity.isSame(reached, cluster);
  }

  /** The room with this percentage usable, where the whole is known. */
  Capacity usable(int percent) {
    return room instanceof Capacity.Measured measured
        ? new Capacity.Measured(measured.nodes(), percent)
        : room instanceof Capacity.Reported told && told.usablePercent() != WHOLE
            ? new Capacity.Reported(told.total(), told.origin(), told.seen(), percent)
            : room;
  }

  /** Who sees what a zone has that nobody declared. */
  private static Capacity.Origin origin(Target target) {
    if (target.karmada() != null) {
      return Capacity.Origin.Karmada;
    }
    return target.openClusterManagement() == null
        ? Capacity.Origin.Nodes
        : Capacity.Origin.ManagedCluster;
  }

  /** Before engines were asked, nothing was seen but nodes, and nobody wrote down whose it is. */
  private static String recordedOrigin(AvailabilityZone object, Target target) {
    String recorded = object.getStatus().capacityOrigin();
    return recorded == null && target.reachedDirectly()
        ? Capacity.Origin.Nodes.name()
        : String.valueOf(recorded);
  }

  private static @Nullable String known(AvailabilityZone object) {
    return object.getStatus() == null ? null : object.getStatus().clusterUid();
  }

  private static @Nullable Target measuredElsewhere(AvailabilityZone object) {
    Target target = object.getSpec() == null ? null : object.getSpec().target();
    return target == null || !target.elsewhere() || object.getSpec().capacity() != null
        ? null
        : target;
  }
}
