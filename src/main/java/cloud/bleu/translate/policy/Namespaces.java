package cloud.bleu.translate.policy;

import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the namespaces say about governance and data. */
public final class Namespaces {
  public static final List<String> KNOWN_CLASSES =
      List.of(
          "Ordinary", "Sensitive", "Health", "SrenArt31", "II901Sensitive", "DiffusionRestreinte");

  /** {@code Audit} or {@code Enforce}. */
  static final String GOVERNED = GovernedNamespaces.LABEL;

  /** Classes that every workload of the namespace has at least, separated by commas. */
  static final String DATA_CLASSES = "placement.bleu.cloud/data-classes";

  private static final String NAME = "kubernetes.io/metadata.name";

  private final Map<String, Map<String, String>> labels = new HashMap<>();
  private final Map<String, List<String>> dataClasses = new HashMap<>();

  /**
   * Reads the labels and data classes of a namespace.
   *
   * @param findings takes what is wrong with them
   */
  public void add(Namespace object, Findings findings) {
    String name = object.getMetadata().getName();
    Map<String, String> own = new TreeMap<>();
    if (object.getMetadata().getLabels() != null) {
      own.putAll(object.getMetadata().getLabels());
    }
    own.put(NAME, name);
    findings.oneOf(
        FieldPath.child("metadata.labels", GOVERNED), own.get(GOVERNED), GovernedNamespaces.LEVELS);
    labels.put(name, own);
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    String classes = annotations == null ? null : annotations.get(DATA_CLASSES);
    if (classes != null) {
      List<String> listed =
          Arrays.stream(classes.split(",", -1))
              .map(String::strip)
              .filter(c -> !c.isEmpty())
              .toList();
      String path = FieldPath.child("metadata.annotations", DATA_CLASSES);
      listed.forEach(c -> findings.oneOf(path, c, KNOWN_CLASSES));
      dataClasses.put(name, listed);
    }
  }

  /** Whether a namespace of that name was added. */
  public boolean isKnown(String namespace) {
    return labels.containsKey(namespace);
  }

  /** Labels of a namespace; of one that nobody described, its name. */
  public Map<String, String> labels(String namespace) {
    return labels.getOrDefault(namespace, Map.of(NAME, namespace));
  }

  /** Whether admission lets nothing in there but what is decided. */
  public boolean isEnforced(String namespace) {
    return "Enforce".equals(labels(namespace).get(GOVERNED));
  }

  /** Whether policies without a selector hold there. */
  boolean isGoverned(String namespace) {
    return labels(namespace).containsKey(GOVERNED);
  }

  /** The classes that a namespace gives to all of its workloads. */
  public List<String> dataClasses(String namespace) {
    return dataClasses.getOrDefault(namespace, List.of());
  }
}
