package cloud.bleu.cli.doctor;

import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.api.model.Node;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Zones and providers as far as the labels of nodes tell of them. */
public final class Draft {
  public static final String ZONE_LABEL = "topology.kubernetes.io/zone";
  private static final String REGION_LABEL = "topology.kubernetes.io/region";
  private static final int LONGEST_NAME = 63;

  private final SortedMap<String, Found> zones = new TreeMap<>();
  private final List<String> left = new ArrayList<>();
  private final LocalDate today;

  private Draft(LocalDate today) {
    this.today = today;
  }

  private static final class Found {
    private final TreeSet<String> regions = new TreeSet<>();
    private final TreeSet<String> providers = new TreeSet<>();
    private int nodes;
  }

  public static Draft of(List<Node> nodes, LocalDate today) {
    Draft draft = new Draft(today);
    int unlabelled = 0;
    for (Node node : nodes) {
      Map<String, String> labels =
          Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
      String zone = labels.get(ZONE_LABEL);
      if (zone == null || zone.isEmpty()) {
        unlabelled++;
        continue;
      }
      Found found = draft.zones.computeIfAbsent(zone, z -> new Found());
      found.nodes++;
      found.regions.add(labels.getOrDefault(REGION_LABEL, zone));
      found.providers.add(provider(node));
    }
    if (unlabelled > 0) {
      draft.left.add(
          unlabelled == 1
              ? "1 node without the label " + ZONE_LABEL + " is left out; label it"
              : unlabelled
                  + " nodes without the label "
                  + ZONE_LABEL
                  + " are left out; label them");
    }
    draft.zones.forEach(
        (zone, found) -> {
          if (found.regions.size() > 1 || found.providers.size() > 1) {
            draft.left.add(
                "zone "
                    + Problem.quote(zone)
                    + " has nodes of several regions or clouds, the first is taken: "
                    + String.join(", ", found.regions)
                    + "; "
                    + String.join(", ", found.providers));
          }
        });
    return draft;
  }

  /** The scheme of a provider id, such as {@code azure} in {@code azure:///subscriptions/...}. */
  private static String provider(Node node) {
    String id = node.getSpec() == null ? null : node.getSpec().getProviderID();
    int colon = id == null ? -1 : id.indexOf(':');
    String scheme = id == null || colon <= 0 ? "" : name(id.substring(0, colon));
    return scheme.isEmpty() ? "unknown" : scheme;
  }

  public boolean isEmpty() {
    return zones.isEmpty();
  }

  /** What could not be drafted. */
  public List<String> left() {
    return left;
  }

  /** As it is to be completed: a document for each object, and what to do with it. */
  public String yaml() {
    StringBuilder text = new StringBuilder();
    text.append("# Drafted by `" + Program.name() + " init` on ")
        .append(today)
        .append(" from the labels of nodes.\n");
    text.append("# Complete what is missing, give each fact its source, and keep it in Git.\n");
    text.append("# Kubelets can set ")
        .append(ZONE_LABEL)
        .append(" on themselves: use a label under\n")
        .append("# node-restriction.kubernetes.io before you rely on it.\n");
    objects().forEach(object -> text.append("---\n").append(Format.YAML.document(object)));
    return text.toString();
  }

  /** As a List, which kubectl applies. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", "v1");
    tree.put("kind", "List");
    tree.put("items", objects());
    return tree;
  }

  /** The zones, for people. */
  public String text(Format format) {
    Table table = new Table("ZONE", "PROVIDER", "REGION", "NODES");
    zones.forEach(
        (zone, found) ->
            table.row(name(zone), found.providers.first(), found.regions.first(), found.nodes));
    return table.text(format);
  }

  private List<Map<String, Object>> objects() {
    List<Map<String, Object>> objects = new ArrayList<>();
    TreeSet<String> providers = new TreeSet<>();
    zones.values().forEach(z -> providers.add(z.providers.first()));
    for (String provider : providers) {
      Map<String, Object> object = object("CloudProvider", provider);
      object.put("spec", Map.of("displayName", provider));
      objects.add(object);
    }
    zones.forEach(
        (zone, found) -> {
          Map<String, Object> object = object("AvailabilityZone", name(zone));
          object.put("spec", spec(zone, found));
          objects.add(object);
        });
    return objects;
  }

  private Map<String, Object> spec(String zone, Found found) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("provider", found.providers.first());
    spec.put("region", found.regions.first());
    spec.put("site", zone);
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("basis", "Assumption");
    provenance.put(
        "source",
        "label " + ZONE_LABEL + " of " + found.nodes + " nodes; one zone is taken as one site");
    provenance.put("asOf", today.toString());
    spec.put("siteProvenance", provenance);
    spec.put("target", Map.of("nodeSelector", Map.of(ZONE_LABEL, zone)));
    return spec;
  }

  /** The beginning of an object of this API: what it is and what it is called. */
  static Map<String, Object> object(String kind, String name) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", "placement.bleu.cloud/v1alpha1");
    object.put("kind", kind);
    object.put("metadata", Map.of("name", name));
    return object;
  }

  /** A label value as the name of an object; empty where nothing of it can be one. */
  static String name(String label) {
    String name =
        label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
  }
}
