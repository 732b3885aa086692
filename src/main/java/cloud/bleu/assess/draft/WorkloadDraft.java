package cloud.bleu.assess.draft;

import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;

/**
 * A BleuWorkload as far as manifests tell of it.
 *
 * @param of what it is drafted from, as the assessment shows it
 * @param id of the BleuWorkload
 * @param yaml one document with comments
 * @param asks what all of its replicas together ask for, guesses included
 * @param guesses what was guessed and what to check, each also a comment in the document
 */
public record WorkloadDraft(
    String of, WorkloadId id, String yaml, Quantities asks, List<String> guesses) {
  public WorkloadDraft {
    guesses = List.copyOf(guesses);
  }

  /** {@code namespace/name.yaml}. */
  public String file() {
    return id.namespace() + "/" + id.name() + ".yaml";
  }
}
