package cloud.bleu.cli.assess.page;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.report.html.StaticPage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An assessment as one file of HTML without a script, that asks nothing of anybody. The same
 * assessment gives the same bytes.
 */
public final class AssessmentPage {

  /** The sentences of the page in English. */
  public static final MessageBundle ENGLISH = MessageBundle.of(AssessmentPage.class, "assessment");

  /** The sentences of the page in French. */
  public static final MessageBundle FRENCH =
      MessageBundle.of(AssessmentPage.class, "assessment_fr");

  private AssessmentPage() {}

  /**
   * The text of the file.
   *
   * @param at the instant of the assessment
   * @param isFrench in which language; what the catalogue says is in English in both
   * @param marking what stands at its head and foot; null: nothing
   */
  public static String of(
      Assessment assessment,
      DependencyGraph graph,
      Instant at,
      boolean isFrench,
      @Nullable String marking) {
    return StaticPage.text(
        "assessment.jte",
        new AssessmentView(
            assessment, graph, at, isFrench ? FRENCH : ENGLISH, isFrench ? "fr" : "en", marking));
  }
}
