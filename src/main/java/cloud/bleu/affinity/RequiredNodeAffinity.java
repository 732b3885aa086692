package cloud.bleu.affinity;

import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a pod can be bound to by its node selector and the required terms of its node
 * affinity, as kube-scheduler reads them: all of the selector, and one of the terms. What is only
 * preferred is not in it.
 *
 * @param selector requirements of {@code nodeSelector}
 * @param terms of {@code requiredDuringSchedulingIgnoredDuringExecution}; empty: none are stated. A
 *     term without requirements matches no node
 */
public record RequiredNodeAffinity(
    List<NodeRequirement> selector, List<List<NodeRequirement>> terms) {

  /** Any node will do. */
  public static final RequiredNodeAffinity ANY = new RequiredNodeAffinity(List.of(), List.of());

  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

  public RequiredNodeAffinity {
    selector = List.copyOf(selector);
    terms = terms.stream().map(List::copyOf).toList();
  }

  /** That of a pod or template that the API server has accepted. */
  public static RequiredNodeAffinity of(@Nullable PodSpec pod) {
    if (pod == null) {
      return ANY;
    }
    List<List<NodeRequirement>> terms = new ArrayList<>();
    if (pod.getAffinity() != null
        && pod.getAffinity().getNodeAffinity() != null
        && pod.getAffinity().getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution()
            != null) {
      for (NodeSelectorTerm term :
          present(
              pod.getAffinity()
                  .getNodeAffinity()
                  .getRequiredDuringSchedulingIgnoredDuringExecution()
                  .getNodeSelectorTerms())) {
        List<NodeRequirement> all = new ArrayList<>();
        present(term.getMatchExpressions()).forEach(r -> all.add(requirement(r, false)));
        present(term.getMatchFields()).forEach(r -> all.add(requirement(r, true)));
        terms.add(all);
      }
    }
    Map<String, String> selector = pod.getNodeSelector();
    return new RequiredNodeAffinity(selector(selector == null ? Map.of() : selector), terms);
  }

  /** That of a template as somebody wrote it: what has another form than expected is left out. */
  public static RequiredNodeAffinity of(@Nullable Map<?, ?> pod) {
    List<List<NodeRequirement>> terms = new ArrayList<>();
    Object required = child(child(child(pod, "affinity"), "nodeAffinity"), REQUIRED);
    for (Object term : list(required, "nodeSelectorTerms")) {
      List<NodeRequirement> all = new ArrayList<>();
      list(term, "matchExpressions").forEach(r -> all.add(requirement(r, false)));
      list(term, "matchFields").forEach(r -> all.add(requirement(r, true)));
      terms.add(all);
    }
    return new RequiredNodeAffinity(
        selector(child(pod, "nodeSelector") instanceof Map<?, ?> map ? map : Map.of()), terms);
  }

  /**
   * Why no node of a zone will do, as {@code node selector asks for disk=ssd, which no node of the
   * zone has}. Null when one may: what is not known of a zone never excludes it.
   */
  public @Nullable String contradiction(ZoneLabels zone) {
    for (NodeRequirement each : selector) {
      String contradiction = each.contradiction(zone);
      if (contradiction != null) {
        return "node selector asks for " + contradiction;
      }
    }
    Set<String> contradictions = new LinkedHashSet<>();
    for (List<NodeRequirement> term : terms) {
      String contradiction = contradiction(term, zone);
      if (contradiction == null) {
        return null;
      }
      contradictions.add(contradiction);
    }
    return contradictions.isEmpty()
        ? null
        : "required node affinity asks for " + String.join("; or for ", contradictions);
  }

  /**
   * What is left of it in a replica that the operator writes for a zone: there the zone's own node
   * selector replaces the same keys of this one.
   */
  public RequiredNodeAffinity replacedBy(ZoneLabels zone) {
    return new RequiredNodeAffinity(
        selector.stream().filter(r -> !zone.selector().contains(r.key())).toList(), terms);
  }

  /**
   * What of it says where a node is, as {@code nodeSelector asks for a place with
   * topology.kubernetes.io/zone}; null when it leaves the place open. The chart's admission policy
   * of BleuWorkloads refuses the same.
   */
  public @Nullable String place() {
    for (NodeRequirement each : selector) {
      if (each.asksForPlace()) {
        return "nodeSelector asks for a place with " + each.key();
      }
    }
    for (List<NodeRequirement> term : terms) {
      for (NodeRequirement each : term) {
        if (each.asksForPlace()) {
          return "required node affinity asks for a place with " + each.key();
        }
      }
    }
    return null;
  }

  private static @Nullable String contradiction(List<NodeRequirement> term, ZoneLabels zone) {
    for (NodeRequirement each : term) {
      String contradiction = each.contradiction(zone);
      if (contradiction != null) {
        return contradiction;
      }
    }
    return term.isEmpty() ? "nothing in a term, which no node meets" : null;
  }

  private static List<NodeRequirement> selector(Map<?, ?> labels) {
    List<NodeRequirement> selector = new ArrayList<>();
    TreeMap<String, String> sorted = new TreeMap<>();
    labels.forEach((k, v) -> sorted.put(String.valueOf(k), String.valueOf(v)));
    sorted.forEach((k, v) -> selector.add(new NodeRequirement(k, "In", List.of(v), false)));
    return selector;
  }

  private static NodeRequirement requirement(NodeSelectorRequirement r, boolean field) {
    return new NodeRequirement(
        String.valueOf(r.getKey()), String.valueOf(r.getOperator()), present(r.getValues()), field);
  }

  private static NodeRequirement requirement(@Nullable Object r, boolean field) {
    return new NodeRequirement(
        String.valueOf(child(r, "key")),
        String.valueOf(child(r, "operator")),
        list(r, "values").stream().map(String::valueOf).toList(),
        field);
  }

  private static @Nullable Object child(@Nullable Object node, String key) {
    return node instanceof Map<?, ?> map ? map.get(key) : null;
  }

  private static List<?> list(@Nullable Object node, String key) {
    return child(node, key) instanceof List<?> items ? items : List.of();
  }

  private static <T> List<T> present(@Nullable List<T> items) {
    return items == null ? List.of() : items.stream().filter(i -> i != null).toList();
  }
}
