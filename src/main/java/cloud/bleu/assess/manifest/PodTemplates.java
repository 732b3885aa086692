package cloud.bleu.assess.manifest;

import cloud.bleu.translate.finding.FieldPath;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pods that an object describes, wherever in it: at its known place, or in a custom resource.
 */
final class PodTemplates {

  private static final int DEEPEST = 12;

  private static final Map<String, List<String>> PLACES =
      Map.of(
          "Pod", List.of("spec"),
          "PodTemplate", List.of("template", "spec"),
          "Deployment", List.of("spec", "template", "spec"),
          "StatefulSet", List.of("spec", "template", "spec"),
          "DaemonSet", List.of("spec", "template", "spec"),
          "ReplicaSet", List.of("spec", "template", "spec"),
          "ReplicationController", List.of("spec", "template", "spec"),
          "Job", List.of("spec", "template", "spec"),
          "CronJob", List.of("spec", "jobTemplate", "spec", "template", "spec"));

  /** Kinds whose texts may look like pods and are none. */
  private static final Set<String> NO_PODS =
      Set.of("ConfigMap", "Secret", "CustomResourceDefinition");

  private final List<ObjectField> pods = new ArrayList<>();
  private final List<ObjectField> metadata = new ArrayList<>();

  PodTemplates(String kind, ObjectField root) {
    metadata.add(PathSelector.child(root, "metadata"));
    List<String> place = PLACES.get(kind);
    if (place != null) {
      ObjectField holder = root;
      for (String name : place.subList(0, place.size() - 1)) {
        holder = PathSelector.child(holder, name);
      }
      add(holder, "spec");
    } else if (!NO_PODS.contains(kind)) {
      search(root, 0);
    }
    metadata.removeIf(m -> !m.node().isObject());
  }

  private void add(ObjectField holder, String field) {
    ObjectField pod = PathSelector.child(holder, field);
    if (pod.node().isObject()) {
      pods.add(pod);
      if (!holder.path().isEmpty()) {
        metadata.add(PathSelector.child(holder, "metadata"));
      }
    }
  }

  private void search(ObjectField at, int depth) {
    if (depth > DEEPEST || at.key().equals("status")) {
      return;
    }
    for (ObjectField child : PathSelector.children(at)) {
      if (isPod(child.node())) {
        add(at, child.key());
      } else if (child.node().isContainerNode()) {
        search(child, depth + 1);
      }
    }
  }

  private static boolean isPod(JsonNode node) {
    JsonNode first = node.path("containers").path(0);
    return first.isObject() && (first.has("image") || first.has("name"));
  }

  List<ObjectField> pods() {
    return pods;
  }

  /** Of the object and of each template. */
  List<ObjectField> metadata() {
    return metadata;
  }

  /** All containers, those of the start and those of debugging too. */
  List<ObjectField> containers() {
    List<ObjectField> containers = new ArrayList<>();
    for (ObjectField pod : pods) {
      for (String field : List.of("containers", "initContainers", "ephemeralContainers")) {
        ObjectField list = PathSelector.child(pod, field);
        if (list.node().isArray()) {
          containers.addAll(PathSelector.children(list));
        }
      }
    }
    return containers;
  }

  /** Variables that have a value, by their name. */
  List<ObjectField> variables() {
    List<ObjectField> variables = new ArrayList<>();
    for (ObjectField container : containers()) {
      for (ObjectField one : PathSelector.children(PathSelector.child(container, "env"))) {
        if (one.node().path("value").isValueNode()) {
          variables.add(
              new ObjectField(
                  FieldPath.child(one.path(), "value"),
                  one.node().path("name").asText(),
                  one.node().path("value")));
        }
      }
    }
    return variables;
  }
}
