package cloud.bleu.delivery;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The templates that the API server would take, asked once for each by a dry run: before the first
 * child is written, so that a template it refuses reaches no zone.
 */
final class AcceptedTemplates {

  private final ChildWriter writer;

  /** The template that the server took last, by child. */
  private final Map<String, String> accepted = new ConcurrentHashMap<>();

  AcceptedTemplates(ChildWriter writer) {
    this.writer = writer;
  }

  /**
   * Asks about every child that is not as desired yet, if one of those that are due is new.
   *
   * @param owner uid of the workload
   * @param mine what stands there already
   * @return what the server says against one of them, absent when it takes all
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  @Nullable Problem refused(
      String owner, List<Step> due, List<DesiredChild> desired, List<ObservedChild> mine) {
    boolean news =
        due.stream().anyMatch(s -> s instanceof Step.Apply a && !isAccepted(owner, a.child()));
    if (!news) {
      return null;
    }
    for (DesiredChild child : desired) {
      if (isAccepted(owner, child) || stands(child, mine)) {
        continue;
      }
      try {
        writer.dryRun(child.object());
      } catch (KubernetesClientException e) {
        if (!ChildWriter.refused(e)) {
          throw e;
        }
        return new Problem(
            "TemplateRejected",
            "the API server would not take the pod template: " + ChildWriter.words(e),
            e.getCode() == 403);
      }
    }
    desired.forEach(child -> accepted.put(key(owner, child), child.template()));
    return null;
  }

  private static boolean stands(DesiredChild desired, List<ObservedChild> mine) {
    return mine.stream()
        .anyMatch(c -> c.name().equals(desired.name()) && desired.template().equals(c.template()));
  }

  private boolean isAccepted(String owner, DesiredChild child) {
    return child.template().equals(accepted.get(key(owner, child)));
  }

  private static String key(String owner, DesiredChild child) {
    return owner + "/" + child.name();
  }
}
