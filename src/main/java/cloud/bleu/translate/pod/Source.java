package cloud.bleu.translate.pod;

import cloud.bleu.affinity.RequiredNodeAffinity;
import cloud.bleu.api.v1alpha1.RolloutSettings.Replacement;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Quantities;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One replica of what a workload runs.
 *
 * @param replacement which pods come and go first in a rollout; where others roll out, as if an old
 *     one ended first: no room is kept for that
 * @param path of the pod spec
 * @param priorityClassName of the pod template, null if it names none
 * @param labels of the pod template
 * @param nodes those that the pod template leaves
 * @param contents what the template brings along
 * @param known what of that is known at all
 */
public record Source(
    Quantities requests,
    Replacement replacement,
    boolean dataBound,
    String path,
    @Nullable String priorityClassName,
    Map<String, String> labels,
    RequiredNodeAffinity nodes,
    PodContents contents,
    Closure.Content known) {

  /** Where the pod template is, for people. */
  public String template() {
    return path.endsWith(".spec")
        ? path.substring(0, path.length() - ".spec".length())
        : "the Deployment";
  }
}
