package cloud.bleu.assess.draft;

import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.manifest.Inventory;
import cloud.bleu.assess.manifest.References;
import cloud.bleu.assess.manifest.SeenObject;
import cloud.bleu.translate.manifest.PortableYaml;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What goes along with a workload to another cluster: what its template mentions, and the Services
 * that select its pods.
 *
 * <p>An entry that somebody has to agree to first is a comment: unknown means no. That is each one
 * where the zones are in this cluster, for nothing is copied there, and whoever applies the draft
 * is asked for the right to create each kind that it names.
 */
final class CompanionDraft {

  private static final String CONFIG_MAP = "ConfigMap";
  private static final String SECRET = "Secret";
  private static final String CLAIM = "PersistentVolumeClaim";
  private static final String SERVICE = "Service";

  /** In this order, and what is to be known of each kind. */
  private static final Map<String, String> KINDS =
      kinds(
          "ConfigMap",
          "the template mentions it; look for addresses of today in it",
          "ServiceAccount",
          "the template mentions it; name its Roles and RoleBindings too where it has any",
          SERVICE,
          "it selects these pods, and other programs there call them by its name",
          CLAIM,
          "it goes along empty: copy its data first, then take the # away, or the pods begin"
              + " with an empty volume",
          SECRET,
          "a Secret goes along only where somebody names it; confirm that its value may stand"
              + " in the other cluster, then take the # away");

  /** Kinds that nobody may have copied without having said so. */
  private static final Set<String> TO_CONFIRM = Set.of(SECRET, CLAIM);

  /** Where a template says that it does without a ConfigMap. */
  private static final List<String> OPTIONAL =
      List.of(
          "$container.envFrom.*.configMapRef",
          "$container.env.*.valueFrom.configMapKeyRef",
          "$pod.volumes.*.configMap",
          "$pod.volumes.*.projected.sources.*.configMap");

  private final Inventory inventory;
  private final DependencyGraph graph;
  private final boolean isElsewhere;

  /**
   * @param isElsewhere whether zones of the target are in another cluster
   */
  CompanionDraft(Inventory inventory, DependencyGraph graph, boolean isElsewhere) {
    this.inventory = inventory;
    this.graph = graph;
    this.isElsewhere = isElsewhere;
  }

  private static Map<String, String> kinds(String... all) {
    Map<String, String> kinds = new LinkedHashMap<>();
    for (int i = 0; i < all.length; i += 2) {
      kinds.put(all[i], all[i + 1]);
    }
    return kinds;
  }

  /** Writes the list below {@code spec.workload}; nothing where nothing would go along. */
  void write(DraftText text, SeenObject object, Inventory.Workload workload) {
    Map<String, Set<String>> names = new TreeMap<>();
    Set<String> others = new TreeSet<>();
    Set<String> optional = optional(object, workload);
    for (References.Reference reference : References.of(object)) {
      add(reference.key(), optional, names, others);
    }
    for (String related : inventory.related(workload)) {
      if (kind(related).equals(SERVICE)) {
        add(related, Set.of(), names, others);
      }
    }
    if (!names.isEmpty()) {
      text.comment(
          4,
          isElsewhere
              ? "These are copied to the cluster of the zone, and kept equal."
              : "Nothing is copied while the zones are in this cluster. Where they are in another"
                  + " one, take the # away.");
      boolean any = isElsewhere && names.keySet().stream().anyMatch(k -> !TO_CONFIRM.contains(k));
      text.line(4, "companions:", !any);
      KINDS.forEach(
          (kind, says) -> {
            for (String name : names.getOrDefault(kind, Set.of())) {
              entry(text, workload, kind, name, says);
            }
          });
    }
    if (!others.isEmpty()) {
      text.guess(
          4, String.join(", ", others) + " cannot go along; create it in the other cluster too");
    }
  }

  private void entry(
      DraftText text, Inventory.Workload workload, String kind, String name, String says) {
    String key = References.key(kind, workload.namespace(), name);
    boolean isOpen = kind.equals(SERVICE) && isEntrance(workload, key);
    text.guess(
        4,
        (isOpen
                ? "it opens an address outside in the other cluster too; take the # away on the"
                    + " day of the cutover"
                : says)
            + (inventory.notSeen(workload).contains(key) && !kind.equals(SECRET)
                ? "; the input does not have it"
                : ""));
    boolean isCommented = !isElsewhere || isOpen || TO_CONFIRM.contains(kind);
    text.line(4, "- kind: " + kind, isCommented);
    text.line(4, "  " + PortableYaml.write(Map.of("name", name)).strip(), isCommented);
  }

  private boolean isEntrance(Inventory.Workload workload, String key) {
    return graph.entrances().stream()
        .anyMatch(e -> e.workload().equals(workload.place().object()) && e.name().endsWith(key));
  }

  private static void add(
      String key, Set<String> optional, Map<String, Set<String>> names, Set<String> others) {
    String kind = kind(key);
    String name = key.substring(Math.max(key.lastIndexOf('/'), key.lastIndexOf(' ')) + 1);
    if (!WorkloadDraft.isNamed("default", name)) {
      // No server has an object of such a name, so nothing of the kind goes along.
      return;
    }
    if (!KINDS.containsKey(kind)) {
      others.add(kind + " " + name);
    } else if (!optional.contains(key)) {
      names.computeIfAbsent(kind, k -> new LinkedHashSet<>()).add(name);
    }
  }

  /** What pods start without, and the input lacks: a companion that is nowhere is in the way. */
  private Set<String> optional(SeenObject object, Inventory.Workload workload) {
    Set<String> keys = new TreeSet<>();
    for (String path : OPTIONAL) {
      object.select(path).stream()
          .filter(leaf -> leaf.node().path("optional").asBoolean())
          .map(leaf -> leaf.node().path("name").asText())
          .forEach(name -> keys.add(References.key(CONFIG_MAP, object.namespace(), name)));
    }
    keys.retainAll(inventory.notSeen(workload));
    return keys;
  }

  private static String kind(String key) {
    return key.substring(0, key.indexOf(' '));
  }
}
