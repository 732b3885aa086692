package cloud.bleu.status.fault;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Comparator;

/**
 * Why pods of a workload are not there or not ready in a zone, by who says so: a controller, the
 * scheduler, a kubelet.
 *
 * @param stage that the pods do not get beyond
 * @param code a reason of Kubernetes, or one of ours where it has none: it becomes a condition's
 * @param message stable text: without numbers of attempts, times, and names that controllers draw
 */
public record PodFault(Stage stage, String code, String message) implements Comparable<PodFault> {

  /** Of several faults the first one is told. */
  private static final Comparator<PodFault> ORDER =
      Comparator.comparing(PodFault::stage)
          .thenComparing(PodFault::code)
          .thenComparing(PodFault::message);

  /** The stages of a pod, the first one first. */
  public enum Stage {
    Creation,
    Scheduling,
    Start,
    Readiness
  }

  /**
   * The same fault of a pod of an earlier template that its StatefulSet waits for. Such a pod has a
   * name that stays.
   *
   * @param where it is, as the end of a sentence; empty: in this cluster
   */
  PodFault ofEarlierTemplate(ObjectMeta pod, String where) {
    return new PodFault(
        stage,
        "EarlierTemplate",
        message
            + "; pod "
            + pod.getName()
            + " is of an earlier template, and its StatefulSet starts no other one before it is"
            + " ready: to start the present template, use kubectl delete pod "
            + pod.getName()
            + " -n "
            + pod.getNamespace()
            + where);
  }

  @Override
  public int compareTo(PodFault other) {
    return ORDER.compare(this, other);
  }
}
