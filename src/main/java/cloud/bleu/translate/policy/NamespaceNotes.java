package cloud.bleu.translate.policy;

import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is to be said of the namespaces of workloads, once for each. */
public final class NamespaceNotes {

  private final SortedSet<String> unknown = new TreeSet<>();
  private final SortedSet<String> shut = new TreeSet<>();

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
    for (String namespace : shut) {
      notes.add(
          note(
              namespace,
              "is one in which the operator may not change objects, so nothing is decided there",
              "add it to rbac.namespaces of the chart"));
    }
    return notes;
  }

  private static Problem note(String namespace, String what, String remedy) {
    return new Problem(new ObjectRef("Namespace", null, namespace), false, "", what, null, remedy);
  }
}
