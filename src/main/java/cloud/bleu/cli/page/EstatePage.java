package cloud.bleu.cli.page;

import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.option.Language;
import cloud.bleu.cli.option.PageOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.assessment.DrillProof;
import cloud.bleu.evidence.chain.KnownEnd;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.report.french.FrenchSentences;
import cloud.bleu.report.page.ChainInput;
import cloud.bleu.report.page.EnglishSentences;
import cloud.bleu.report.page.Page;
import cloud.bleu.report.page.PageAssembly;
import cloud.bleu.report.page.PageInput;
import cloud.bleu.report.page.PageInput.StandingWaiver;
import cloud.bleu.report.page.PageSentences;
import cloud.bleu.standing.RecordedReach;
import cloud.bleu.standing.ReportedWaivers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of an estate as a person asks for it.
 *
 * @param namespace the only one whose workloads it tells of, null for all
 * @param export the directory of the chain of decisions, null for none
 * @param redact whether names and free text are left out
 * @param marking what stands at its head and foot, null for nothing
 */
public record EstatePage(
    Language language,
    @Nullable String namespace,
    @Nullable Path export,
    boolean redact,
    @Nullable String marking) {

  /** The page that options ask for. */
  public static EstatePage of(PageOptions options, @Nullable Path export) {
    return new EstatePage(
        options.languageOrEnglish(),
        options.namespaces.one(),
        export,
        options.redact,
        options.marking);
  }

  /** The sentences of its language. */
  public PageSentences sentences() {
    return language == Language.FR ? new FrenchSentences() : new EnglishSentences();
  }

  /** The waivers that were read, in its language. */
  List<StandingWaiver> waivers(Input.Read read) {
    return ReportedWaivers.of(
        read.objects().waivers(),
        read.translation().waivers(),
        language == Language.FR ? MessageBundle.FRENCH : MessageBundle.ENGLISH);
  }

  /** Whether it tells of a workload. */
  public boolean isWanted(WorkloadId id) {
    return namespace == null || id.namespace().equals(namespace);
  }

  /**
   * The page of what was read.
   *
   * @param assessment of the workloads that it tells of
   * @param end of the chain of which the input knows; null: it knows of none
   * @throws BadInputException if the chain of decisions cannot be read
   */
  public Page of(
      Input.Read read,
      List<Decision> decisions,
      List<DrillProof> drills,
      Assessment assessment,
      @Nullable KnownEnd end) {
    PageInput of =
        new PageInput(
            read.translation().estate(),
            decisions,
            RecordedReach.of(read.objects().zones(), read.objects().placements()),
            this::isWanted,
            waivers(read),
            read.translation().breakGlass(),
            drills,
            export == null ? null : new ChainInput.Export(export, end),
            assessment,
            redact,
            marking);
    try {
      return PageAssembly.of(of, sentences());
    } catch (IOException e) {
      throw new BadInputException(export + ": cannot be read: " + e.getMessage());
    }
  }
}
