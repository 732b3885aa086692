package cloud.bleu.assess.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The texts of an object: all, or those with which people configure programs. */
final class ObjectTexts {

  /** What the cluster writes, not people. */
  private static final Set<String> NOT_WRITTEN =
      Set.of("status", "metadata.managedFields", "metadata.uid", "metadata.resourceVersion");

  private static final Set<String> OURS = Set.of("placement.bleu.cloud");

  private final SeenObject object;
  private final ObjectField root;

  ObjectTexts(SeenObject object, ObjectField root) {
    this.object = object;
    this.root = root;
  }

  List<ObjectField> all() {
    List<ObjectField> texts = new ArrayList<>();
    if (!object.kind().equals("CustomResourceDefinition")) {
      collect(root, texts);
    }
    return texts;
  }

  private void collect(ObjectField at, List<ObjectField> texts) {
    if (NOT_WRITTEN.contains(at.path())
        || at.key().equals(SeenObject.LAST_APPLIED)
        || (object.isSecret() && SeenObject.isSecretValue(at.path()))) {
      return;
    }
    if (at.node().isContainerNode()) {
      PathSelector.children(at).forEach(child -> collect(child, texts));
    } else if (at.node().isTextual()) {
      texts.add(at);
    }
  }

  /**
   * Values of variables, arguments, ConfigMaps and annotations, names of hosts; of a custom
   * resource of others, all of its spec.
   */
  List<ObjectField> settings() {
    List<ObjectField> settings = new ArrayList<>(object.select("$env"));
    for (String path :
        List.of(
            "$container.command.*",
            "$container.args.*",
            "$meta.annotations.*",
            "$pod.hostAliases.*.hostnames.*")) {
      settings.addAll(object.select(path));
    }
    for (String path : paths()) {
      object.select(path).stream().filter(leaf -> !isOfPod(leaf)).forEach(settings::add);
    }
    return settings;
  }

  /** What pods say was looked at by its kind: a name of an image is no setting. */
  private boolean isOfPod(ObjectField leaf) {
    return object.select("$pod").stream().anyMatch(pod -> leaf.path().startsWith(pod.path() + "."));
  }

  private List<String> paths() {
    if (OURS.contains(object.group())) {
      return List.of("$object.spec.residency.egress.**");
    }
    if (!object.manifest().isOfKubernetes()) {
      return object.kind().equals("CustomResourceDefinition")
          ? List.of()
          : List.of("$object.spec.**");
    }
    return switch (object.kind()) {
      case "ConfigMap" -> List.of("$object.data.*");
      case "Service" -> List.of("$object.spec.externalName");
      case "Ingress" -> List.of("$object.spec.rules.*.host");
      case "StorageClass" -> List.of("$object.parameters.*");
      default -> List.of();
    };
  }
}
