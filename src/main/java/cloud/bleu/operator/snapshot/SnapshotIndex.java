package cloud.bleu.operator.snapshot;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.objective.LossInference;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was read in a pass, by object, so that each reader looks up its own object alone. */
public final class SnapshotIndex {

  private final Map<WorkloadId, Workload> workloads = new HashMap<>();
  private final Map<ObjectRef, List<Problem>> problems;
  private final Map<ObjectRef, List<Problem>> notes;
  private final List<String> asking;

  SnapshotIndex(Translation translation) {
    translation.estate().workloads().forEach(w -> workloads.put(w.id(), w));
    problems = byObject(translation.problems());
    notes = byObject(translation.notes());
    asking = new LossInference(translation.estate()).asking();
  }

  /** The zones whose silence asks for a loss, in their order; empty while there is no bound. */
  List<String> asking() {
    return asking;
  }

  @Nullable Workload workload(WorkloadId id) {
    return workloads.get(id);
  }

  /** What is wrong with an object, in the order of the translation. */
  List<Problem> problems(ObjectRef object) {
    return problems.getOrDefault(object, List.of());
  }

  /** What is legal in an object and still worth knowing, in the order of the translation. */
  List<Problem> notes(ObjectRef object) {
    return notes.getOrDefault(object, List.of());
  }

  private static Map<ObjectRef, List<Problem>> byObject(List<Problem> all) {
    Map<ObjectRef, List<Problem>> byObject = new HashMap<>();
    all.forEach(p -> byObject.computeIfAbsent(p.object(), o -> new ArrayList<>()).add(p));
    return byObject;
  }
}
