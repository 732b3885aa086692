package cloud.bleu.assess.wave;

import cloud.bleu.assess.draft.WorkloadDrafts;
import cloud.bleu.translate.manifest.Manifest;
import java.util.List;

/**
 * What comes to a target.
 *
 * @param source the manifests that the drafts were made from
 * @param record of what came while it was its turn
 */
public record Arrival(
    TargetEstate estate, List<Manifest> source, WorkloadDrafts.Result drafts, WaveRecord record) {
  public Arrival {
    source = List.copyOf(source);
  }
}
