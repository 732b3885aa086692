package cloud.bleu.delivery.cluster;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.delivery.manifest.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/** By what an object in a cluster is known to have been brought there by another engine. */
final class EngineMarks {

  /**
   * The owner of what a work agent of Open Cluster Management has applied. The agent adds it in a
   * second write. Source: its ServerSideApply.
   */
  private static final String AGENT = "AppliedManifestWork";

  /** The label that Karmada gives to what it synchronises into a member. */
  private static final String KARMADA_LABEL = "karmada.io/managed";

  /** The annotation by which Karmada knows the Work that an object in a member comes from. */
  private static final String KARMADA_WORK = "work.karmada.io/name";

  private EngineMarks() {}

  /**
   * Whether another engine put an object of a workload there: that engine alone removes it, and
   * would bring it back.
   */
  static boolean areOn(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return object.getMetadata().getOwnerReferences().stream()
            .anyMatch(owner -> AGENT.equals(owner.getKind()))
        || "true".equals(ObjectLabels.get(object, KARMADA_LABEL))
        || (annotations != null
            && (annotations.containsKey(KARMADA_WORK)
                || annotations.containsKey(Labels.CARRIED_BY)));
  }
}
