package cloud.bleu.cli.assess;

import cloud.bleu.assess.Assessor;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.draft.DraftBasis;
import cloud.bleu.assess.draft.RehearsalDraft;
import cloud.bleu.assess.draft.WorkloadDraft;
import cloud.bleu.assess.draft.WorkloadDrafts;
import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.manifest.ManifestReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a rehearsal: what runs today as copies, and the drafts of these, which are made as
 * those of production are.
 *
 * @param texts by the path of the file
 * @param drafts of the copies
 * @param left what is not rehearsed, and why
 */
record RehearsalFiles(Map<String, String> texts, List<WorkloadDraft> drafts, List<String> left) {

  private static final String DIRECTORY = "rehearsal/";

  /** No object has such a name, so no draft has such a file. They come before the drafts. */
  private static final String NAMESPACE = "/_namespace.yaml";

  private static final String TODAY = "/_today.yaml";

  /** A rehearsal has no real data, whatever production has. */
  private static final List<String> DATA = List.of("Ordinary");

  RehearsalFiles {
    texts = Map.copyOf(texts);
    drafts = List.copyOf(drafts);
    left = List.copyOf(left);
  }

  /** The path of the file of a draft. */
  static String file(WorkloadDraft draft) {
    return DIRECTORY + draft.file();
  }

  /**
   * Makes them.
   *
   * @param rehearsal what is copied
   * @param hasPolicy whether the estate has a policy for rehearsals, or nothing to ask one of
   */
  static RehearsalFiles of(
      RehearsalDraft rehearsal, MigrationTarget target, DraftBasis basis, boolean hasPolicy) {
    Map<String, String> texts = new LinkedHashMap<>();
    List<String> left = new ArrayList<>(rehearsal.left());
    List<Manifest> kept = new ArrayList<>();
    Assessor assessor = new Assessor(FindingCatalogue.shipped(), target);
    for (String namespace : rehearsal.namespaces()) {
      String file = DIRECTORY + namespace + TODAY;
      String today = rehearsal.today(namespace);
      texts.put(DIRECTORY + namespace + NAMESPACE, RehearsalDraft.namespace(namespace));
      texts.put(file, today);
      ManifestReader.read(file, today, assessor.keeping(kept));
    }
    assessor.end();
    WorkloadDrafts.Result drafted =
        WorkloadDrafts.of(
            kept,
            assessor.inventory(),
            assessor.dependencies(),
            new DraftBasis(
                basis.provider(), DATA, basis.offered(), basis.isElsewhere(), basis.today()));
    drafted.drafts().forEach(d -> texts.put(file(d), d.yaml()));
    left.addAll(drafted.left());
    if (!hasPolicy && !drafted.drafts().isEmpty()) {
      texts.put(DIRECTORY + "policy.yaml", RehearsalDraft.policy());
    }
    return new RehearsalFiles(texts, drafted.drafts(), left);
  }
}
