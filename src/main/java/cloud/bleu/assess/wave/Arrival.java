package cloud.bleu.assess.wave;

import cloud.bleu.assess.draft.WorkloadDraft;
import cloud.bleu.translate.manifest.Manifest;
import java.util.List;

/**
 * What comes to a target.
 *
 * @param source the manifests that the drafts were made from
 */
public record Arrival(TargetEstate estate, List<Manifest> source, List<WorkloadDraft> drafts) {
  public Arrival {
    source = List.copyOf(source);
    drafts = List.copyOf(drafts);
  }
}
