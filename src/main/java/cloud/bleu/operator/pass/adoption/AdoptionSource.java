package cloud.bleu.operator.pass.adoption;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reports which replicas of workloads without a decision run by an engine. */
public interface AdoptionSource {
  /**
   * Returns, by workload and zone, how many replicas run with the template of the workload. A zone
   * has 0 where replicas exist and their template is not known. A workload whose replicas may turn
   * out to run later has no zone.
   *
   * @param undecided workloads for which nothing is decided
   */
  Map<WorkloadId, Map<String, Integer>> running(List<BleuWorkload> undecided);

  /** Returns, by zone, how many replicas of a workload exist, with any template. */
  Map<String, Integer> standing(WorkloadId id);

  /**
   * Returns how much more room an engine would report of a zone if something were decided for some
   * workloads.
   */
  Quantities gain(String zone, Set<WorkloadId> decided);

  /** Returns the workloads of which it is not known yet what runs. They wait for their decision. */
  Set<WorkloadId> awaited(List<BleuWorkload> undecided);

  /** Whether it is not known yet what runs in a zone. */
  boolean isUnseen(String zone);
}
