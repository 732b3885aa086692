package cloud.bleu.translate.pod;

import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.object.PresentItems;
import cloud.bleu.translate.object.Tree;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a pod template passes by the decision: a node of its choice always; a toleration of what
 * closes a zone where nothing is let in that has one. As the chart's admission policies ask of
 * pods.
 */
final class Bypass {

  private static final String NODE = "node.kubernetes.io/";
  private static final Set<String> NEVER = Set.of(NODE + "unschedulable", NODE + "out-of-service");
  private static final Set<String> FOR_A_WHILE = Set.of(NODE + "not-ready", NODE + "unreachable");

  private static final long LONGEST_SECONDS = 3600;

  private static final String NODE_NAME = "passes by the scheduler, and so by the decision";
  private static final String TOLERATION_ADVICE =
      "take it out of the template, or give it tolerationSeconds, 3600 at most, where it is not-ready or unreachable";

  private Bypass() {}

  /**
   * Finds them in a template as somebody wrote it.
   *
   * @param pod the spec, null when there is none
   * @param path of the spec
   * @param enforced whether admission holds in the namespace
   */
  static void check(@Nullable Map<?, ?> pod, String path, boolean enforced, Findings findings) {
    if (isNode(Tree.text(pod, "nodeName"))) {
      findings.block(path + ".nodeName", NODE_NAME, null, "take it out of the template");
    }
    List<?> tolerations = enforced ? Tree.list(pod, "tolerations") : List.of();
    for (int i = 0; i < tolerations.size(); i++) {
      String key = Tree.text(tolerations.get(i), "key");
      boolean forAWhile =
          tolerations.get(i) instanceof Map<?, ?> map
              && map.get("tolerationSeconds") instanceof Number seconds
              && isAWhile(seconds.longValue());
      if (defeats(key, forAWhile)) {
        findings.block(
            FieldPath.item(path + ".tolerations", i), defeating(key), null, TOLERATION_ADVICE);
      }
    }
  }

  /**
   * Finds them in the template of a Deployment.
   *
   * @param path of the field that names it
   * @param enforced whether admission holds in the namespace
   */
  static void check(PodSpec pod, String path, boolean enforced, Findings findings) {
    if (isNode(pod.getNodeName())) {
      findings.block(path, "its nodeName " + NODE_NAME, null, "take it out of the Deployment");
    }
    for (Toleration t :
        enforced ? PresentItems.skip(pod.getTolerations()) : List.<Toleration>of()) {
      Long seconds = t.getTolerationSeconds();
      if (defeats(t.getKey(), seconds != null && isAWhile(seconds))) {
        findings.block(path, "its " + defeating(t.getKey()), null, TOLERATION_ADVICE);
      }
    }
  }

  private static boolean isAWhile(long seconds) {
    return seconds <= LONGEST_SECONDS;
  }

  private static boolean isNode(@Nullable String name) {
    return name != null && !name.isEmpty();
  }

  private static String defeating(@Nullable String key) {
    return "toleration of "
        + (key == null || key.isEmpty() ? "everything" : key)
        + " defeats the state of a zone, and admission refuses its pods here";
  }

  /** Whether a pod that tolerates it may stand where the state of a zone says no. */
  static boolean defeats(@Nullable String key, boolean forAWhile) {
    return key == null
        || key.isEmpty()
        || NEVER.contains(key)
        || (FOR_A_WHILE.contains(key) && !forAWhile);
  }
}
