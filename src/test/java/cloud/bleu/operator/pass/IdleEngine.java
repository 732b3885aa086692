package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.operator.pass.adoption.AdoptionSource;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An engine by which nothing runs. */
final class IdleEngine implements AdoptionSource {

  @Override
  public Map<WorkloadId, Map<String, Integer>> running(List<BleuWorkload> undecided) {
    return Map.of();
  }

  @Override
  public Map<String, Integer> standing(WorkloadId id) {
    return Map.of();
  }

  @Override
  public Quantities gain(String zone, Set<WorkloadId> decided) {
    return Quantities.NONE;
  }

  @Override
  public Set<WorkloadId> awaited(List<BleuWorkload> undecided) {
    return Set.of();
  }

  @Override
  public boolean isUnseen(String zone) {
    return false;
  }
}
