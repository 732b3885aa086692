package cloud.bleu.assess.wave;

import cloud.bleu.assess.draft.WorkloadDraft;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.simulation.RestState;
import cloud.bleu.translate.Translation;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plans waves as rehearsals: today, each by itself on what the target holds, by the policies that
 * hold for namespaces of rehearsals.
 */
final class RehearsalTrial {

  private final TargetEstate target;
  private final Translation rehearsed;
  private final SortedMap<WorkloadId, List<String>> governed;
  private final List<Placement> placements;

  /**
   * @param rehearsed with all drafts, in namespaces of rehearsals
   * @param governed the policies of each draft in production
   * @param placements of what the target holds today
   */
  RehearsalTrial(
      TargetEstate target,
      Translation rehearsed,
      SortedMap<WorkloadId, List<String>> governed,
      List<Placement> placements) {
    this.target = target;
    this.rehearsed = rehearsed;
    this.governed = governed;
    this.placements = List.copyOf(placements);
  }

  /** The answer for some drafts; null where no policy of the target is for rehearsals of them. */
  @Nullable Rehearsal of(Collection<WorkloadDraft> drafts) {
    TreeSet<String> policies = new TreeSet<>();
    Map<WorkloadId, String> names = new HashMap<>();
    for (WorkloadDraft draft : drafts) {
      names.put(draft.id(), draft.of());
      TreeSet<String> own =
          new TreeSet<>(rehearsed.governedBy().getOrDefault(draft.id(), List.of()));
      own.removeAll(governed.getOrDefault(draft.id(), List.of()));
      policies.addAll(own);
    }
    return policies.isEmpty() ? null : new Rehearsal(List.copyOf(policies), reason(names));
  }

  private String reason(Map<WorkloadId, String> names) {
    List<Workload> there =
        rehearsed.estate().workloads().stream()
            .filter(w -> target.has(w.id()) || names.containsKey(w.id()))
            .toList();
    Estate estate = RestState.with(rehearsed.estate().withWorkloads(there), placements);
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    Planner.decisions(estate).decisions().forEach(d -> decisions.put(d.id(), d));
    return names.keySet().stream()
        .sorted(Comparator.naturalOrder())
        .map(id -> reason(names.getOrDefault(id, ""), decisions.get(id)))
        .filter(r -> !r.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String reason(String name, @Nullable Decision decision) {
    if (decision == null) {
      return name + ": its draft cannot be read";
    }
    Decision.Reason reason = decision.reason();
    if (decision.whole()) {
      return "";
    }
    return name
        + ": "
        + (reason == null
            ? decision.missing() + " replicas have no zone"
            : reason.code() + ": " + reason.message());
  }
}
