package cloud.bleu.assess.manifest;

import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.manifest.Manifest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One object as the catalogue looks at it: its pods, containers, texts, each with its path. */
public final class SeenObject {

  /** What kubectl apply keeps of the object: everything once more, values of Secrets included. */
  static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private static final Map<String, List<String>> SEGMENTS = new ConcurrentHashMap<>();

  private final Manifest manifest;
  private final ObjectField root;
  private final PodTemplates templates;
  private final Map<String, List<ObjectField>> macros = new HashMap<>();

  /** Keeps the manifest and does not change it. */
  public SeenObject(Manifest manifest) {
    this.manifest = manifest;
    root = new ObjectField("", "", manifest.json());
    templates = new PodTemplates(manifest.ref().kind(), root);
  }

  /** The kind without its group, such as {@code Deployment}. */
  public String kind() {
    return manifest.ref().kind();
  }

  /** Group and version as written, such as {@code apps/v1}. */
  public String apiVersion() {
    return manifest.apiVersion();
  }

  /** The group of its API, empty for the core of Kubernetes. */
  public String group() {
    int slash = manifest.apiVersion().indexOf('/');
    return slash < 0 ? "" : manifest.apiVersion().substring(0, slash);
  }

  /** The manifest as it was read, with its place in the file. */
  public Manifest manifest() {
    return manifest;
  }

  /** The tree of the manifest itself, no copy: a caller that changes it copies it first. */
  public ObjectNode json() {
    return manifest.json();
  }

  boolean isSecret() {
    return kind().equals("Secret") && group().isEmpty();
  }

  /** {@code Kind namespace/name}; an object that asks for a name has {@code name-*}. */
  public String name() {
    String name = manifest.ref().name();
    if (!name.isEmpty()) {
      return manifest.ref().toString();
    }
    String generated = json().path("metadata").path("generateName").asText() + "*";
    return new ObjectRef(kind(), manifest.ref().namespace(), generated).toString();
  }

  /** The namespace, {@code default} where none is written. */
  public String namespace() {
    String namespace = manifest.ref().namespace();
    return namespace == null ? "default" : namespace;
  }

  /** Whether a controller made it: what it was made from says the same. */
  public boolean isOwned() {
    for (var owner : json().path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The fields that a path of the catalogue means.
   *
   * @param path a macro, such as {@code $pod}, and what is below it
   */
  public List<ObjectField> select(String path) {
    List<String> segments = SEGMENTS.computeIfAbsent(path, p -> List.of(p.split("\\.")));
    List<ObjectField> roots = macro(segments.get(0));
    if (segments.size() == 1) {
      return roots;
    }
    List<String> below = segments.subList(1, segments.size());
    // What a macro of variables or labels lists has no fields of its own.
    if (segments.get(0).equals("$nodeLabel")) {
      return roots;
    }
    List<ObjectField> found = new ArrayList<>();
    roots.forEach(r -> found.addAll(PathSelector.select(r, below)));
    found.removeIf(l -> l.key().equals(LAST_APPLIED) || (isSecret() && isSecretValue(l.path())));
    return found;
  }

  private List<ObjectField> macro(String name) {
    List<ObjectField> known = macros.get(name);
    if (known == null) {
      // One macro may be made of others.
      known = compute(name);
      macros.put(name, known);
    }
    return known;
  }

  private List<ObjectField> compute(String macro) {
    return switch (macro) {
      case "$object" -> List.of(root);
      case "$pod" -> templates.pods();
      case "$container" -> templates.containers();
      case "$meta" -> templates.metadata();
      case "$env" -> templates.variables();
      case "$nodeLabel" -> new NodeLabels(kind(), root, templates.pods()).all();
      case "$storageClass" -> StorageClassField.in(kind(), root, templates.pods());
      case "$text" -> new ObjectTexts(this, root).all();
      case "$config" -> new ObjectTexts(this, root).settings();
      default -> throw new IllegalStateException("no such macro: " + macro);
    };
  }

  /**
   * The values of a Secret, those in base64 decoded, for those who look whether a known name is
   * among them. Nobody may show one.
   */
  public List<ObjectField> secretValues() {
    List<ObjectField> values = new ArrayList<>();
    if (isSecret()) {
      values.addAll(PathSelector.children(PathSelector.child(root, "stringData")));
      for (ObjectField coded : PathSelector.children(PathSelector.child(root, "data"))) {
        try {
          String text =
              new String(Base64.getMimeDecoder().decode(coded.text()), StandardCharsets.ISO_8859_1);
          values.add(ObjectField.of(coded.path(), coded.key(), text));
        } catch (IllegalArgumentException notCoded) {
          // kubectl would refuse it; there is nothing to look at.
        }
      }
    }
    return values;
  }

  /** Whether a path of a Secret leads to what is secret. */
  static boolean isSecretValue(String path) {
    return path.startsWith("data") || path.startsWith("stringData");
  }
}
