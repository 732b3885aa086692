package cloud.bleu.cli.draft;

import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.api.model.Node;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Zones as far as the labels of nodes tell of them. */
final class LabelledZones {
  static final String ZONE_LABEL = "topology.kubernetes.io/zone";
  private static final String REGION_LABEL = "topology.kubernetes.io/region";

  private final SortedMap<String, Found> zones = new TreeMap<>();
  private int unlabelled;

  private static final class Found {
    private final TreeSet<String> regions = new TreeSet<>();
    private final TreeSet<String> providers = new TreeSet<>();
    private int nodes;
  }

  LabelledZones(List<Node> nodes) {
    for (Node node : nodes) {
      Map<String, String> labels =
          Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
      String zone = labels.get(ZONE_LABEL);
      if (zone == null || zone.isEmpty()) {
        unlabelled++;
        continue;
      }
      Found found = zones.computeIfAbsent(zone, z -> new Found());
      found.nodes++;
      found.regions.add(labels.getOrDefault(REGION_LABEL, zone));
      found.providers.add(provider(node));
    }
  }

  /** The scheme of a provider id, such as {@code azure} in {@code azure:///subscriptions/...}. */
  private static String provider(Node node) {
    String id = node.getSpec() == null ? null : node.getSpec().getProviderID();
    int colon = id == null ? -1 : id.indexOf(':');
    String scheme = id == null || colon <= 0 ? "" : DraftedZone.name(id.substring(0, colon));
    return scheme.isEmpty() ? DraftedZone.UNKNOWN : scheme;
  }

  /** What could not be drafted, and why. */
  List<String> left() {
    List<String> left = new ArrayList<>();
    if (unlabelled > 0) {
      left.add(
          unlabelled == 1
              ? "1 node without the label " + ZONE_LABEL + " is left out; label it"
              : unlabelled
                  + " nodes without the label "
                  + ZONE_LABEL
                  + " are left out; label them");
    }
    zones.forEach(
        (zone, found) -> {
          if (found.regions.size() > 1 || found.providers.size() > 1) {
            left.add(
                "zone "
                    + Problem.quote(zone)
                    + " has nodes of several regions or clouds, the first is taken: "
                    + String.join(", ", found.regions)
                    + "; "
                    + String.join(", ", found.providers));
          }
        });
    return left;
  }

  /** The zones, by label. */
  List<DraftedZone> drafted(LocalDate today) {
    List<DraftedZone> drafted = new ArrayList<>();
    zones.forEach(
        (zone, found) ->
            drafted.add(
                new DraftedZone(
                    DraftedZone.name(zone),
                    found.providers.first(),
                    found.regions.first(),
                    zone,
                    DraftedZone.provenance(
                        "Assumption",
                        "label "
                            + ZONE_LABEL
                            + " of "
                            + found.nodes
                            + (found.nodes == 1 ? " node" : " nodes")
                            + "; one zone is taken as one site",
                        today),
                    null,
                    Map.of("nodeSelector", Map.of(ZONE_LABEL, zone)),
                    found.nodes == 1 ? "1 node" : found.nodes + " nodes",
                    List.of())));
    return drafted;
  }
}
