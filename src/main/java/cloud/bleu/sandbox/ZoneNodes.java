package cloud.bleu.sandbox;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a sandbox needs so that zones of which only the capacity is declared have
 * something to run on.
 */
public final class ZoneNodes {

  /**
   * A declared zone may stand for thousands of machines; this many carry its whole capacity here.
   */
  private static final int NODES_PER_ZONE = 4;

  private ZoneNodes() {}

  /**
   * Nodes for every zone with a node selector that none of the given nodes matches: together they
   * have the declared capacity, each has at least the declared largest node. Zones without a
   * declared capacity get nodes of the usual size.
   */
  public static List<FakeNode> missing(List<AvailabilityZone> zones, List<Node> given) {
    List<FakeNode> nodes = new ArrayList<>();
    for (AvailabilityZone zone : zones) {
      AvailabilityZoneSpec spec = zone.getSpec();
      if (spec == null || spec.target() == null || spec.target().ownNodes().isEmpty()) {
        continue;
      }
      Map<String, String> selector = spec.target().ownNodes();
      if (given.stream().noneMatch(node -> matches(node, selector))) {
        nodes.addAll(of(zone));
      }
    }
    return nodes;
  }

  /**
   * Nodes for one zone: labelled with its name and its node selector, and with its declared
   * capacity, or the usual one.
   */
  public static List<FakeNode> of(AvailabilityZone zone) {
    AvailabilityZoneSpec spec = zone.getSpec();
    Map<String, String> selector =
        spec == null || spec.target() == null ? Map.of() : spec.target().nodeSelector();
    return IntStream.rangeClosed(1, NODES_PER_ZONE)
        .mapToObj(
            number ->
                node(
                    zone.getMetadata().getName(),
                    number,
                    selector,
                    spec == null ? null : spec.capacity()))
        .toList();
  }

  private static boolean matches(Node node, Map<String, String> selector) {
    Map<String, String> labels = node.getMetadata().getLabels();
    return labels != null && labels.entrySet().containsAll(selector.entrySet());
  }

  private static FakeNode node(
      String zone,
      int number,
      Map<String, String> selector,
      AvailabilityZoneSpec.@Nullable Capacity capacity) {
    FakeNode node = FakeNode.inZone(zone, zone + "-n" + number);
    for (Map.Entry<String, String> label : selector.entrySet()) {
      node = node.withLabel(label.getKey(), label.getValue());
    }
    if (capacity != null) {
      for (Map.Entry<String, String> share : shares(capacity).entrySet()) {
        node = node.withCapacity(share.getKey(), share.getValue());
      }
    }
    return node;
  }

  /**
   * What each of the nodes has: an equal part of the whole, or the largest node's size if that is
   * more.
   */
  private static Map<String, String> shares(AvailabilityZoneSpec.Capacity capacity) {
    Map<String, String> largest = new TreeMap<>();
    AvailabilityZoneSpec.NodeSize size = capacity.largestNode();
    if (size != null) {
      put(largest, "cpu", size.cpu());
      put(largest, "memory", size.memory());
      put(largest, "ephemeral-storage", size.ephemeralStorage());
      put(largest, "pods", size.pods());
      largest.putAll(size.extended());
    }
    Map<String, String> total = new TreeMap<>();
    put(total, "cpu", capacity.cpu());
    put(total, "memory", capacity.memory());
    put(total, "ephemeral-storage", capacity.ephemeralStorage());
    put(total, "pods", capacity.pods());
    total.putAll(capacity.extended());
    total.replaceAll(
        (resource, amount) -> {
          BigDecimal part =
              Quantity.getAmountInBytes(new Quantity(amount))
                  .divide(BigDecimal.valueOf(NODES_PER_ZONE), 0, RoundingMode.UP);
          String one = largest.get(resource);
          return (one == null ? part : part.max(Quantity.getAmountInBytes(new Quantity(one))))
              .setScale(0, RoundingMode.UP)
              .toPlainString();
        });
    return total;
  }

  private static void put(Map<String, String> map, String resource, String amount) {
    if (amount != null) {
      map.put(resource, amount);
    }
  }
}
