package cloud.bleu.assess;

import cloud.bleu.assess.acceptance.Baseline;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.model.MigrationTarget;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/** Assessments of texts. */
final class Assessed {
  static final FindingCatalogue CATALOGUE = FindingCatalogue.shipped();

  private Assessed() {}

  static Assessment text(String target, String manifests) {
    Assessor assessor = read(target, manifests);
    return AssessmentAnswer.of(assessor, List.of(), Baseline.NONE, LocalDate.parse("2026-11-28"));
  }

  static DependencyGraph graph(String manifests) {
    return read("bleu", manifests).dependencies();
  }

  private static Assessor read(String target, String manifests) {
    Assessor assessor = new Assessor(CATALOGUE, MigrationTarget.of(target));
    assessor.read(
        List.of("-"), new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)));
    return assessor;
  }
}
