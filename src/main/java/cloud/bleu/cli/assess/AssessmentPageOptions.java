package cloud.bleu.cli.assess;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.cli.assess.page.AssessmentPage;
import cloud.bleu.cli.option.Language;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ReviewFormat;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the page of an assessment is wanted. */
public final class AssessmentPageOptions {

  @Option(
      names = "--lang",
      paramLabel = "LANGUAGE",
      converter = Language.Typed.class,
      completionCandidates = Language.Names.class,
      description =
          "With -o html: the language of the page: ${COMPLETION-CANDIDATES}. Default: en.")
  private @Nullable Language language;

  @Option(
      names = "--marking",
      paramLabel = "TEXT",
      description =
          "With -o html: what stands at the head and foot of the page, such as DIFFUSION RESTREINTE.")
  private @Nullable String marking;

  /** Refuses them for what is no page. */
  public void refuse(ReviewFormat format) {
    if (format != ReviewFormat.HTML && (language != null || marking != null)) {
      throw new BadInputException("--lang and --marking are for -o html; leave them out");
    }
  }

  /** The page. */
  public String of(Assessment assessment, DependencyGraph graph, Instant at) {
    return AssessmentPage.of(assessment, graph, at, language == Language.FR, marking);
  }
}
