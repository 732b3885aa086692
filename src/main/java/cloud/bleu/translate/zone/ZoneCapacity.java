package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.load.ReportedRoom;
import cloud.bleu.translate.load.ZoneNodes;
import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a zone has for workloads: as declared, as measured on its nodes, or as an engine reports.
 */
final class ZoneCapacity {

  private final @Nullable ZoneNodes cluster;
  private final List<Node> own;
  private final List<Node> withRoom;
  private final @Nullable ReportedRoom reported;
  private final @Nullable SeenRoom last;

  /**
   * @param cluster the nodes of the cluster that the zone is in, null: not seen
   * @param own those of them that are of the zone
   * @param withRoom those of these that take pods of anybody
   * @param reported what an engine says of its cluster, null: none does
   * @param last what it had when that was seen last, null: it was not
   */
  ZoneCapacity(
      @Nullable ZoneNodes cluster,
      List<Node> own,
      List<Node> withRoom,
      @Nullable ReportedRoom reported,
      @Nullable SeenRoom last) {
    this.cluster = cluster;
    this.own = own;
    this.withRoom = withRoom;
    this.reported = reported;
    this.last = last;
  }

  /** What the zone has for workloads, in the health that it is seen in. */
  Capacity of(AvailabilityZone object, Health seen, Findings findings) {
    AvailabilityZoneSpec spec = object.getSpec();
    int usable = findings.whole("spec.usablePercent", spec.usablePercent(), 1, 100);
    AvailabilityZoneSpec.Capacity declared = spec.capacity();
    if (declared == null) {
      if (cluster != null) {
        return cluster.measured(withRoom, keepsSize(seen), usable);
      }
      return reported == null ? lastSeen(usable) : reported.usable(usable);
    }
    if (cluster == null && last != null && isPart(seen)) {
      // How large the part in service is was seen last, and is not to be seen now.
      return last.usable(usable);
    }
    AvailabilityZoneSpec.NodeSize largest = declared.largestNode();
    Quantities total =
        amounts(
            "spec.capacity",
            declared.cpu(),
            declared.memory(),
            declared.ephemeralStorage(),
            declared.pods(),
            declared.extended(),
            findings);
    if (declared.pods() == null) {
      total = total.plus(Quantities.of(Map.of(Capacity.PODS, Capacity.NOT_STATED)));
    }
    total = cluster == null ? total : cluster.declared(own, total);
    if (isPart(seen)) {
      total = ZoneNodes.readyPart(own, total);
    }
    if (largest == null) {
      return new Capacity.Declared(total, Quantities.NONE, usable);
    }
    return new Capacity.Declared(
        total,
        amounts(
            "spec.capacity.largestNode",
            largest.cpu(),
            largest.memory(),
            largest.ephemeralStorage(),
            largest.pods(),
            largest.extended(),
            findings),
        usable);
  }

  /** A zone that is closed as a whole is not of another size then. */
  private static boolean keepsSize(Health seen) {
    return seen.signal() == Health.Signal.Silent;
  }

  /** Whether less than all of it is in service, and it is not closed for that. */
  private static boolean isPart(Health seen) {
    return seen.degradedSince() != null
        || seen.signal() == Health.Signal.Recovering && seen.mixed();
  }

  /** A cluster that is not seen has not become smaller. */
  private Capacity lastSeen(int usable) {
    return last == null ? new Capacity.Unknown(usable) : last.usable(usable);
  }

  private static Quantities amounts(
      String path,
      @Nullable String cpu,
      @Nullable String memory,
      @Nullable String storage,
      @Nullable String pods,
      Map<String, String> extended,
      Findings findings) {
    TreeMap<String, Long> amounts = new TreeMap<>();
    put(amounts, path + ".cpu", "cpu", cpu, findings);
    put(amounts, path + ".memory", "memory", memory, findings);
    put(amounts, path + ".ephemeral-storage", "ephemeral-storage", storage, findings);
    put(amounts, path + ".pods", "pods", pods, findings);
    extended.forEach(
        (resource, value) ->
            put(amounts, FieldPath.child(path + ".extended", resource), resource, value, findings));
    return new Quantities(amounts);
  }

  private static void put(
      TreeMap<String, Long> amounts,
      String path,
      String resource,
      @Nullable String value,
      Findings findings) {
    if (value != null) {
      amounts.put(resource, findings.quantity(path, resource, value));
    }
  }
}
