package cloud.bleu.assess.report;

import cloud.bleu.assess.dependency.Dependency;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.dependency.Entrance;
import cloud.bleu.assess.dependency.Evidence;
import cloud.bleu.assess.dependency.HeldVolume;
import cloud.bleu.assess.dependency.OutsideUse;
import cloud.bleu.assess.model.Place;
import cloud.bleu.credential.ShownText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph of dependencies as maps and lists for programs. */
public final class DependencyTree {

  private DependencyTree() {}

  /** The whole graph; sizes are in bytes, absent where nobody states them. */
  public static Map<String, Object> of(DependencyGraph graph) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("workloads", texts(graph.workloads()));
    tree.put(
        "dependencies", graph.dependencies().stream().map(DependencyTree::dependency).toList());
    tree.put("cycles", graph.cycles().stream().map(DependencyTree::texts).toList());
    tree.put("volumes", graph.volumes().stream().map(v -> volume(graph, v)).toList());
    tree.put("leaving", graph.leaving().stream().map(DependencyTree::use).toList());
    tree.put("entrances", graph.entrances().stream().map(DependencyTree::entrance).toList());
    tree.put("notSeen", graph.notSeen().stream().map(DependencyTree::use).toList());
    return tree;
  }

  private static Map<String, Object> dependency(Dependency dependency) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("from", ShownText.visible(dependency.from()));
    tree.put("to", ShownText.visible(dependency.to()));
    tree.put("kind", dependency.kind().name());
    tree.put("evidence", evidence(dependency.evidence()));
    return tree;
  }

  private static Map<String, Object> use(OutsideUse use) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("from", ShownText.visible(use.from()));
    tree.put("to", ShownText.visible(use.name()));
    tree.put("evidence", evidence(use.evidence()));
    return tree;
  }

  private static Map<String, Object> volume(DependencyGraph graph, HeldVolume volume) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("workload", ShownText.visible(volume.workload()));
    tree.put("name", ShownText.visible(volume.name()));
    tree.put("storageClass", ShownText.visible(volume.storageClass()));
    tree.put("count", volume.count());
    if (volume.bytes() != null) {
      tree.put("bytes", volume.bytes());
    }
    tree.put("accessModes", ShownText.visible(volume.accessModes()));
    tree.put("readers", texts(List.copyOf(graph.readers(volume.workload()))));
    place(tree, volume.place());
    return tree;
  }

  private static Map<String, Object> entrance(Entrance entrance) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("workload", ShownText.visible(entrance.workload()));
    tree.put("name", ShownText.visible(entrance.name()));
    place(tree, entrance.place());
    return tree;
  }

  private static List<Map<String, Object>> evidence(List<Evidence> evidence) {
    return evidence.stream()
        .map(
            e -> {
              Map<String, Object> tree = new LinkedHashMap<>();
              place(tree, e.place());
              tree.put("found", ShownText.visible(e.found()));
              return tree;
            })
        .toList();
  }

  private static void place(Map<String, Object> tree, Place place) {
    AssessmentTree.file(tree, place);
    tree.put("object", ShownText.visible(place.object()));
    tree.put("path", ShownText.visible(place.path()));
  }

  private static List<String> texts(List<String> texts) {
    return texts.stream().map(ShownText::visible).toList();
  }
}
