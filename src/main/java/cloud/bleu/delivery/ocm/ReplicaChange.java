package cloud.bleu.delivery.ocm;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last change of the number of replicas that a work asks for. The Deployment carries it as an
 * annotation and its agent reports that, so it is known whether a report is of before the change,
 * though as many replicas are asked as then. What was asked in between may have removed some of
 * those that the report counts. The hub keeps it: a restart of the operator forgets nothing.
 *
 * @param generation of the work before the change, by which it differs from every other one
 * @param least the fewest replicas that were asked since what the agent had reported then
 */
record ReplicaChange(long generation, int least) {

  /** On the Deployment in a work, and on the one in the managed cluster. */
  static final String ANNOTATION = "placement.bleu.cloud/replica-change";

  /** Reads the change that a work carries; null where it carries none that can be read. */
  static @Nullable ReplicaChange of(HasMetadata work) {
    HasMetadata child = CarriedObjects.deployment(work);
    Map<String, String> annotations = child == null ? null : child.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(ANNOTATION);
    int colon = text == null ? -1 : text.indexOf(':');
    if (text == null || colon < 0) {
      return null;
    }
    try {
      return new ReplicaChange(
          Long.parseLong(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * The change that a work is to carry when it asks for a number of replicas.
   *
   * @param standing the work as it was seen, which is written over; null: none
   * @return the one that it carries where the number stays; null: there was none
   */
  static @Nullable ReplicaChange to(int replicas, @Nullable HasMetadata standing) {
    if (!(standing instanceof GenericKubernetesResource live)) {
      return null;
    }
    ReplicaChange last = of(live);
    int asked = ManifestWork.replicas(live);
    if (asked == replicas) {
      return last;
    }
    Long generation = live.getMetadata().getGeneration();
    return new ReplicaChange(generation == null ? 0 : generation, Math.min(replicas, leaves(live)));
  }

  /** The most replicas that count as there for certain, whatever is reported of a work. */
  static int leaves(GenericKubernetesResource work) {
    ReplicaChange last = of(work);
    int asked = ManifestWork.replicas(work);
    return last == null || new WorkFeedback(work).isOfReplicas()
        ? asked
        : Math.min(asked, last.least);
  }

  /** Notes it on the Deployment that a work is to carry. */
  void note(HasMetadata child) {
    CarriedObjects.annotate(child, ANNOTATION, toString());
  }

  /** As the annotation says it. */
  @Override
  public String toString() {
    return generation + ":" + least;
  }
}
