package cloud.bleu.status;

import cloud.bleu.affinity.ObjectLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Deployments and StatefulSets in the cluster of a zone that carry the label of this hub, and whose
 * workload this hub does not have.
 *
 * @param objects in any order
 */
public record UndeclaredObjects(List<HasMetadata> objects) {

  /** The condition of a zone; absent while there are none. */
  public static final String TYPE = "UndeclaredObjects";

  /** There are none. */
  public static final UndeclaredObjects NONE = new UndeclaredObjects(List.of());

  private static final int MOST = 5;

  public UndeclaredObjects {
    objects = List.copyOf(objects);
  }

  /**
   * The condition that names the objects and says how to keep or to delete them; null when there
   * are none.
   */
  @Nullable DesiredCondition condition() {
    if (objects.isEmpty()) {
      return null;
    }
    TreeSet<String> names = new TreeSet<>();
    SortedMap<String, SortedSet<String>> workloads = new TreeMap<>();
    for (HasMetadata object : objects) {
      String namespace = object.getMetadata().getNamespace();
      names.add(object.getKind() + " " + namespace + "/" + object.getMetadata().getName());
      workloads
          .computeIfAbsent(namespace, none -> new TreeSet<>())
          .add(String.valueOf(ObjectLabels.get(object, ObjectLabels.WORKLOAD)));
    }
    return DesiredCondition.yes(
        TYPE,
        "WorkloadNotDeclared",
        "the cluster of the zone runs objects of this hub that no BleuWorkload declares: "
            + some(names, ", ")
            + ". A backup brought them back, or they were left there. They are not removed, and"
            + " their pods take room. To keep one, create the BleuWorkload that its label "
            + ObjectLabels.WORKLOAD
            + " names, in the same namespace. To delete them, run in that cluster: "
            + some(
                workloads.entrySet().stream().map(e -> deletion(e.getKey(), e.getValue())).toList(),
                "; "));
  }

  private String deletion(String namespace, SortedSet<String> workloads) {
    return "kubectl -n "
        + namespace
        + " delete deployments,statefulsets,poddisruptionbudgets,networkpolicies -l '"
        + ObjectLabels.HOME
        + "="
        + ObjectLabels.get(objects.get(0), ObjectLabels.HOME)
        + ","
        + ObjectLabels.WORKLOAD
        + " in ("
        + workloads.stream().limit(MOST).collect(Collectors.joining(","))
        + ")'";
  }

  private static String some(Collection<String> all, String between) {
    return all.stream().limit(MOST).collect(Collectors.joining(between))
        + (all.size() > MOST ? between + "and " + (all.size() - MOST) + " more" : "");
  }
}
