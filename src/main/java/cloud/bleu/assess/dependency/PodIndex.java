package cloud.bleu.assess.dependency;

import cloud.bleu.assess.manifest.Inventory;
import cloud.bleu.assess.manifest.References;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Workloads by their namespace, for who selects their pods by labels. */
final class PodIndex {

  private final TreeMap<String, List<Inventory.Workload>> byNamespace = new TreeMap<>();

  PodIndex(Inventory inventory) {
    inventory
        .workloads()
        .forEach(w -> byNamespace.computeIfAbsent(w.namespace(), n -> new ArrayList<>()).add(w));
  }

  /** The workloads of one namespace that a selector selects, as they are shown. */
  List<String> selected(String namespace, JsonNode selector) {
    return byNamespace.getOrDefault(namespace, List.of()).stream()
        .filter(w -> References.selects(selector, w.labels()))
        .map(w -> w.place().object())
        .toList();
  }

  /**
   * The workloads that a selector selects in every namespace that is asked for, as they are shown.
   */
  List<String> selected(Predicate<String> namespace, JsonNode selector) {
    return byNamespace.keySet().stream()
        .filter(namespace)
        .flatMap(n -> selected(n, selector).stream())
        .toList();
  }
}
