package cloud.bleu.cli.doctor;

import cloud.bleu.cli.input.ClusterInventory.Listed;
import cloud.bleu.cli.input.ClusterInventory.Statement;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Zones as far as inventories of clusters tell of them: proposals, which count once a person has
 * applied them. What an inventory says is an observation at best, and never a qualification.
 */
public final class InventoryDraft {

  /** By which names inventories say a fact; the first that is said counts. */
  private enum Fact {
    PROVIDER("provider", "platform.open-cluster-management.io", "spec.provider"),
    REGION(
        "topology.kubernetes.io/region",
        "region",
        "region.open-cluster-management.io",
        "spec.region"),
    SITE("topology.kubernetes.io/zone", "zone", "spec.zones", "spec.zone"),
    COUNTRY("country");

    private final List<String> names;

    Fact(String... names) {
      this.names = List.of(names);
    }

    @Nullable Statement in(List<Statement> said) {
      for (String name : names) {
        for (Statement one : said) {
          if (one.name().equals(name) && is(one.value())) {
            return one;
          }
        }
      }
      return null;
    }

    private boolean is(String value) {
      return this == COUNTRY ? ISO.matcher(value).matches() : !Draft.name(value).isEmpty();
    }
  }

  private static final Pattern ISO = Pattern.compile("[A-Z]{2}");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T.*");
  private static final int DAY_LENGTH = 10;
  private static final int LONGEST_VALUE = 200;

  private final Map<String, Listed> zones = new LinkedHashMap<>();
  private final List<String> left = new ArrayList<>();
  private final LocalDate today;

  private InventoryDraft(LocalDate today) {
    this.today = today;
  }

  /** A zone for each cluster; of two with one name the first. */
  public static InventoryDraft of(List<Listed> clusters, LocalDate today) {
    InventoryDraft draft = new InventoryDraft(today);
    for (Listed cluster : clusters) {
      String name = Draft.name(cluster.name());
      Listed other = draft.zones.putIfAbsent(name, cluster);
      if (other != null) {
        draft.left.add(
            cluster.object() + " is left out: zone " + name + " is drafted from " + other.object());
      }
    }
    return draft;
  }

  public boolean isEmpty() {
    return zones.isEmpty();
  }

  /** What could not be drafted. */
  public List<String> left() {
    return left;
  }

  /** As it is to be completed: a document for each object, and what else is said of each zone. */
  public String yaml() {
    StringBuilder text = new StringBuilder();
    text.append("# Drafted by `" + Program.name() + " init --clusters` on ")
        .append(today)
        .append(" from inventories of clusters.\n");
    text.append(
        "# Complete what is missing, compare each fact with its source, and keep it in Git.\n");
    providers().forEach(object -> text.append("---\n").append(Format.YAML.document(object)));
    zones.forEach(
        (name, cluster) -> {
          text.append("---\n");
          others(cluster).forEach(said -> text.append("# ").append(said).append('\n'));
          text.append(Format.YAML.document(zone(name, cluster)));
        });
    return text.toString();
  }

  /** As a List, which kubectl applies. */
  public Map<String, Object> tree() {
    List<Map<String, Object>> items = new ArrayList<>(providers());
    zones.forEach((name, cluster) -> items.add(zone(name, cluster)));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", "v1");
    tree.put("kind", "List");
    tree.put("items", items);
    return tree;
  }

  /** The zones, for people. */
  public String text(Format format) {
    Table table = new Table("ZONE", "PROVIDER", "REGION", "FROM");
    zones.forEach(
        (name, cluster) ->
            table.row(name, provider(cluster), region(name, cluster), cluster.object()));
    return table.text(format);
  }

  private List<Map<String, Object>> providers() {
    TreeSet<String> names = new TreeSet<>();
    zones.values().forEach(cluster -> names.add(provider(cluster)));
    List<Map<String, Object>> objects = new ArrayList<>();
    for (String name : names) {
      Map<String, Object> object = Draft.object("CloudProvider", name);
      object.put("spec", Map.of("displayName", name));
      objects.add(object);
    }
    return objects;
  }

  private Map<String, Object> zone(String name, Listed cluster) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("provider", provider(cluster));
    spec.put("region", region(name, cluster));
    Statement site = Fact.SITE.in(cluster.said());
    spec.put("site", site == null ? name : Draft.name(site.value()));
    spec.put(
        "siteProvenance",
        site == null
            ? provenance(
                "Assumption",
                "the name of " + cluster.object() + "; one cluster is taken as one site",
                null)
            : observed(cluster, site));
    Statement country = Fact.COUNTRY.in(cluster.said());
    if (country != null) {
      Map<String, Object> location = new LinkedHashMap<>();
      location.put("country", country.value());
      location.put("provenance", observed(cluster, country));
      spec.put("location", location);
    }
    spec.put("target", cluster.target());
    Map<String, Object> object = Draft.object("AvailabilityZone", name);
    object.put("spec", spec);
    return object;
  }

  private static String provider(Listed cluster) {
    Statement said = Fact.PROVIDER.in(cluster.said());
    return said == null ? "unknown" : Draft.name(said.value());
  }

  private static String region(String name, Listed cluster) {
    Statement said = Fact.REGION.in(cluster.said());
    return said == null ? name : Draft.name(said.value());
  }

  private Map<String, Object> observed(Listed cluster, Statement said) {
    return provenance("Observation", cluster.object() + ", " + said.source(), said.seen());
  }

  private Map<String, Object> provenance(String basis, String source, @Nullable String seen) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("basis", basis);
    provenance.put("source", source);
    provenance.put(
        "asOf",
        seen != null && DAY.matcher(seen).matches()
            ? seen.substring(0, DAY_LENGTH)
            : today.toString());
    return provenance;
  }

  /** What is said of a cluster that no field of its zone has, each on one line. */
  private static List<String> others(Listed cluster) {
    List<Statement> others = new ArrayList<>(cluster.said());
    for (Fact fact : Fact.values()) {
      others.remove(fact.in(cluster.said()));
    }
    return others.stream()
        .map(
            said ->
                line(cluster.object() + " says besides, by " + said.source() + ": " + said.value()))
        .toList();
  }

  /** Nothing that an inventory says ends the comment. */
  private static String line(String text) {
    String line = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ");
    return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "...";
  }
}
