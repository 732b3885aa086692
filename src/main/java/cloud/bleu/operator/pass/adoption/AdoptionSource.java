package cloud.bleu.operator.pass.adoption;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What runs though nothing is decided. */
public interface AdoptionSource {
  /**
   * By workload and zone how many replicas run that ask what the workload asks; 0 where some are
   * there of which that is not known, no zone for one of which some may turn out to run.
   *
   * @param undecided workloads for which nothing is decided
   */
  Map<WorkloadId, Map<String, Integer>> running(List<BleuWorkload> undecided);

  /** By zone how many replicas of a workload exist, be they as it asks or not. */
  Map<String, Integer> standing(WorkloadId id);

  /** How much more an engine would report of a zone if something were decided for some of them. */
  Quantities gain(String zone, Set<WorkloadId> decided);

  /** Those of which that is not known yet: nothing is decided for them before. */
  Set<WorkloadId> awaited(List<BleuWorkload> undecided);

  /** Whether it is not known yet what runs in a zone. */
  boolean isUnseen(String zone);
}
