package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Occupancy;
import cloud.bleu.placement.WorkloadId;
import cloud.bleu.translate.ObjectRef;
import cloud.bleu.translate.Problem;
import cloud.bleu.translate.Translation;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the last pass of the placement loop saw and decided; frozen, read by every controller.
 *
 * @param decisions one for each workload of the estate
 * @param occupancy by zone, under the decisions in force
 * @param seen workloads by what was read of them
 * @param inputs what each workload was decided on
 * @param policies names of all of them
 */
record Snapshot(
    Translation translation,
    Map<WorkloadId, Decision> decisions,
    SortedMap<String, Occupancy> occupancy,
    Map<WorkloadId, Seen> seen,
    Map<WorkloadId, Inputs> inputs,
    List<String> policies) {

  /** Which version of a workload was read. */
  record Seen(String uid, long generation) {}

  Estate estate() {
    return translation.estate();
  }

  /** Everything that is wrong with an object, as sentences. */
  List<String> errors(String kind, @Nullable String namespace, String name) {
    return translation.problemsOf(new ObjectRef(kind, namespace, name)).stream()
        .map(Problem::text)
        .toList();
  }

  /** What keeps an object from being used as it is written, as sentences. */
  List<String> blocking(String kind, @Nullable String namespace, String name) {
    return translation.problemsOf(new ObjectRef(kind, namespace, name)).stream()
        .filter(Problem::blocking)
        .map(Problem::text)
        .toList();
  }
}
