package cloud.bleu.translate.policy;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is to be said of the namespaces of workloads, once for each. */
public final class NamespaceNotes {

  private final SortedSet<String> unknown = new TreeSet<>();
  private final SortedSet<String> shut = new TreeSet<>();

  /** Workloads whose data is more than ordinary and that no policy governs, by namespace. */
  private final SortedMap<String, SortedSet<String>> ungoverned = new TreeMap<>();

  private static final String ORDINARY = "Ordinary";

  private static final int MOST_NAMED = 5;

  /**
   * Takes note of the namespace of a workload.
   *
   * @param known whether the Namespace itself is in the input
   * @param served whether the operator may change objects in it
   */
  public void of(String namespace, boolean known, boolean served) {
    if (!known) {
      unknown.add(namespace);
    }
    if (!served) {
      shut.add(namespace);
    }
  }

  /**
   * Takes note of a workload of a namespace that is known.
   *
   * @param policies that govern it
   */
  public void of(Workload workload, List<String> policies) {
    if (policies.isEmpty() && workload.dataClasses().stream().anyMatch(c -> !c.equals(ORDINARY))) {
      ungoverned
          .computeIfAbsent(workload.id().namespace(), none -> new TreeSet<>())
          .add(workload.id().name());
    }
  }

  /** None of them blocks anything. */
  public List<Problem> all() {
    List<Problem> notes = new ArrayList<>();
    for (String namespace : unknown) {
      notes.add(
          note(
              namespace,
              "is not in the input, so it counts as not governed and has no labels",
              "add the Namespace to see the policies that hold there"));
    }
    ungoverned.forEach(
        (namespace, workloads) -> {
          if (!unknown.contains(namespace)) {
            notes.add(
                note(
                    namespace,
                    "holds workloads whose data is more than ordinary and that no policy governs: "
                        + named(workloads),
                    "label the Namespace "
                        + Namespaces.GOVERNED
                        + ", and see that a SovereigntyPolicy applies to it and to their dataClasses"));
          }
        });
    for (String namespace : shut) {
      notes.add(
          note(
              namespace,
              "is one in which the operator may not change objects, so nothing is decided there",
              "add it to rbac.namespaces of the chart"));
    }
    return notes;
  }

  private static String named(SortedSet<String> workloads) {
    String some = workloads.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    int others = workloads.size() - MOST_NAMED;
    return others > 0 ? some + " and " + others + " more" : some;
  }

  private static Problem note(String namespace, String what, String remedy) {
    return new Problem(new ObjectRef("Namespace", null, namespace), false, "", what, null, remedy);
  }
}
