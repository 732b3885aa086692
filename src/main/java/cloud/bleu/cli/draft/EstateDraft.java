package cloud.bleu.cli.draft;

import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.translate.finding.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Node;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Zones and providers as far as nodes and inventories of clusters tell of them. */
public final class EstateDraft {
  /** The label by which nodes name their zone. */
  public static final String ZONE_LABEL = LabelledZones.ZONE_LABEL;

  private static final Pattern NAMES = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  private final SortedMap<String, DraftedZone> zones = new TreeMap<>();
  private final List<String> left = new ArrayList<>();
  private final LocalDate today;

  private EstateDraft(LocalDate today) {
    this.today = today;
  }

  /**
   * The draft of the cluster's own nodes and of the clusters that its inventories list.
   *
   * @param listed objects of any of {@link ClusterInventory#all}; others are passed over
   */
  public static EstateDraft of(List<Node> nodes, List<JsonNode> listed, LocalDate today) {
    EstateDraft draft = new EstateDraft(today);
    LabelledZones ofNodes = new LabelledZones(nodes);
    draft.left.addAll(ofNodes.left());
    ofNodes.drafted(today).forEach(draft::add);
    for (ClusterInventory inventory : ClusterInventory.all()) {
      listed.stream()
          .filter(inventory::has)
          .map(object -> inventory.cluster(object, today))
          .sorted(Comparator.comparing(ListedCluster::object))
          .forEach(draft::add);
    }
    return draft;
  }

  private void add(ListedCluster cluster) {
    if (!NAMES.matcher(cluster.name()).matches()) {
      left.add(
          "a "
              + cluster.kind()
              + " is left out: "
              + Problem.quote(cluster.name())
              + " is no name of an object");
    } else if (cluster.hub()) {
      left.add(cluster.object() + " is this cluster itself; its zones are those of its nodes");
    } else {
      add(DraftedZone.of(cluster, today));
    }
  }

  private void add(DraftedZone zone) {
    DraftedZone taken = zones.putIfAbsent(zone.name(), zone);
    if (taken != null) {
      left.add(
          zone.from()
              + " is left out: its name is that of the zone of "
              + taken.from()
              + "; if it is another place, add a zone with another name");
    }
  }

  /** Whether nothing tells of any zone. */
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
        .append(" from what nodes and inventories say.\n");
    text.append("# Complete what is missing, give each fact its source, and keep it in Git.\n");
    text.append("# Kubelets can set ")
        .append(ZONE_LABEL)
        .append(" on themselves: use a label under\n")
        .append("# node-restriction.kubernetes.io before you rely on it.\n");
    providers()
        .forEach(
            provider ->
                text.append("---\n").append(Format.YAML.document(providerObject(provider))));
    zones
        .values()
        .forEach(
            zone -> {
              text.append("---\n");
              zone.remarks().forEach(line -> text.append("# ").append(line).append('\n'));
              text.append(Format.YAML.document(zoneObject(zone)));
            });
    return text.toString();
  }

  /** As a List, which kubectl applies. */
  public Map<String, Object> tree() {
    List<Map<String, Object>> objects = new ArrayList<>();
    providers().forEach(provider -> objects.add(providerObject(provider)));
    zones.values().forEach(zone -> objects.add(zoneObject(zone)));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", "v1");
    tree.put("kind", "List");
    tree.put("items", objects);
    return tree;
  }

  /** The zones, for people. */
  public String text(Format format) {
    Table table = new Table("ZONE", "PROVIDER", "REGION", "SITE", "FROM");
    zones
        .values()
        .forEach(
            zone ->
                table.row(zone.name(), zone.provider(), zone.region(), zone.site(), zone.from()));
    return table.text(format);
  }

  private TreeSet<String> providers() {
    TreeSet<String> providers = new TreeSet<>();
    zones.values().forEach(zone -> providers.add(zone.provider()));
    return providers;
  }

  private static Map<String, Object> providerObject(String provider) {
    return object("CloudProvider", provider, Map.of("displayName", provider));
  }

  private static Map<String, Object> zoneObject(DraftedZone zone) {
    return object("AvailabilityZone", zone.name(), zone.spec());
  }

  private static Map<String, Object> object(String kind, String name, Map<String, Object> spec) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", "placement.bleu.cloud/v1alpha1");
    object.put("kind", kind);
    object.put("metadata", Map.of("name", name));
    object.put("spec", spec);
    return object;
  }
}
