package cloud.bleu.delivery;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.delivery.zone.ZoneManifest;
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

  /**
   * The template that the server took last, by namespace/name of the workload and name of the
   * child.
   */
  private final Map<String, Map<String, String>> accepted = new ConcurrentHashMap<>();

  AcceptedTemplates(ChildWriter writer) {
    this.writer = writer;
  }

  /**
   * Asks about every child that is not as desired yet, if one of those that are due is new.
   *
   * @param workload namespace/name
   * @param mine what stands there already
   * @return what the server says against one of them, absent when it takes all
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  @Nullable Problem refused(
      String workload, List<Step> due, List<ZoneManifest> desired, List<ObservedChild> mine) {
    Map<String, String> known = accepted.computeIfAbsent(workload, w -> new ConcurrentHashMap<>());
    boolean news =
        due.stream().anyMatch(s -> s instanceof Step.Apply a && !isAmong(known, a.child()));
    if (!news) {
      return null;
    }
    for (ZoneManifest child : desired) {
      if (isAmong(known, child) || stands(child, mine)) {
        continue;
      }
      try {
        writer.dryRun(child.object());
      } catch (KubernetesClientException e) {
        Refusal refusal = Refusal.of(e);
        if (refusal == null) {
          throw e;
        }
        return refusal.source() == Refusal.Source.Schema
            ? new Problem(
                Problem.REJECTED,
                "the API server would not take the pod template: " + refusal.words(),
                false)
            : new Problem(Problem.REJECTED, "the pod template: " + refusal.sentence(), true);
      }
    }
    desired.forEach(child -> known.put(child.name(), child.template()));
    return null;
  }

  /** Forgets what was asked for a workload that is gone. */
  void forget(String workload) {
    accepted.remove(workload);
  }

  private static boolean stands(ZoneManifest desired, List<ObservedChild> mine) {
    return mine.stream()
        .anyMatch(c -> c.name().equals(desired.name()) && desired.template().equals(c.template()));
  }

  private static boolean isAmong(Map<String, String> known, ZoneManifest child) {
    return child.template().equals(known.get(child.name()));
  }
}
