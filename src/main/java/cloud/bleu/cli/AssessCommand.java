package cloud.bleu.cli;

import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.AssessmentAnswer;
import cloud.bleu.assess.Assessor;
import cloud.bleu.assess.FindingOwners;
import cloud.bleu.assess.OwnedFinding;
import cloud.bleu.assess.acceptance.AcceptanceException;
import cloud.bleu.assess.acceptance.Baseline;
import cloud.bleu.assess.acceptance.OwnerRule;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.assess.model.UnreadKind;
import cloud.bleu.assess.report.AssessmentTree;
import cloud.bleu.assess.report.JunitReport;
import cloud.bleu.assess.report.MarkdownReport;
import cloud.bleu.assess.report.SarifLog;
import cloud.bleu.cli.assess.AcceptanceOptions;
import cloud.bleu.cli.assess.AssessedInput;
import cloud.bleu.cli.assess.AssessmentPageOptions;
import cloud.bleu.cli.assess.AssessmentText;
import cloud.bleu.cli.assess.FailureLevel;
import cloud.bleu.cli.assess.MigrationAnswer;
import cloud.bleu.cli.assess.MigrationOptions;
import cloud.bleu.cli.assess.SourceOptions;
import cloud.bleu.cli.option.DayOptions;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.ReviewFormat;
import cloud.bleu.credential.ShownText;
import cloud.bleu.migration.MigrationOrder;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.translate.manifest.ManifestProblem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says of manifests what stands in the way of moving them to a target. */
@Command(
    name = "assess",
    mixinStandardHelpOptions = true,
    description = {
      "Reads manifests, a cluster or a Helm release, and says what stands in the way of moving each"
          + " workload to Bleu, S3NS or another provider, and what to change it to.",
      "Blocks: nothing public stands in its place. Change: it must be changed. Look: somebody must"
          + " look. Fine: nothing to do. NOT SEEN is what a workload names and the input lacks."
          + " There is no score."
    },
    footer = {
      "",
      "Exit codes: 0 nothing that counts is as bad as --fail-on; 1 bad input; 2 something is, or"
          + " with --plan something stands in the way of the next wave; 3 an answer without"
          + " documents or kinds that cannot be read or templates that are not rendered, whatever"
          + " it is."
    })
final class AssessCommand implements Callable<Integer> {

  @Mixin private InputOptions input = new InputOptions();

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(
      names = "--target",
      paramLabel = "bleu|s3ns|PROVIDER",
      defaultValue = "bleu",
      description =
          "Where to: bleu, s3ns, or the name of a CloudProvider in the input. Default:"
              + " ${DEFAULT-VALUE}.")
  private String target = "bleu";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      converter = ReviewFormat.TypedOfAll.class,
      completionCandidates = ReviewFormat.AllNames.class,
      description =
          "How to print: ${COMPLETION-CANDIDATES}; wide has each finding on one line, html is a"
              + " page in one file. Default: ${DEFAULT-VALUE}.")
  private ReviewFormat format = ReviewFormat.TABLE;

  @Mixin private AssessmentPageOptions page = new AssessmentPageOptions();

  @Mixin private AcceptanceOptions accepting = new AcceptanceOptions();

  @Mixin private MigrationOptions migration = new MigrationOptions();

  @Option(
      names = "--fail-on",
      paramLabel = "LEVEL",
      defaultValue = "blocks",
      converter = FailureLevel.Typed.class,
      completionCandidates = FailureLevel.Names.class,
      description =
          "Exit with 2 if a finding is that bad or worse: ${COMPLETION-CANDIDATES}. Default:"
              + " ${DEFAULT-VALUE}.")
  private FailureLevel failOn = FailureLevel.BLOCKS;

  @Option(names = "--list", description = "What is looked for: every code.")
  private boolean list;

  @Mixin private DayOptions at = new DayOptions();

  @Spec private CommandLine.Model.@Nullable CommandSpec spec;

  private final IOStreams streams;

  AssessCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    migration.refuse();
    if (migration.isAsked() && isTyped("--fail-on")) {
      throw new BadInputException(
          "--fail-on is for findings; --graph, --plan and --write do not fail by them, leave it"
              + " out");
    }
    FindingCatalogue catalogue = FindingCatalogue.shipped();
    if (list) {
      streams.out().print(listed(catalogue));
      return ExitCode.OK;
    }
    source.refuse(input);
    page.refuse(format);
    IOStreams then = at.applied(streams);
    LocalDate today = then.clock().instant().atZone(ZoneRule.PARIS).toLocalDate();
    List<AcceptanceException> accepted = new ArrayList<>(accepting.exceptions(catalogue));
    Baseline before = accepting.baseline();
    MigrationOrder order = migration.order(catalogue);
    if (order != null) {
      target = isTyped("--target") ? target : order.target().name();
      accepted.addAll(order.accepted());
    }
    AssessedInput.Read read =
        AssessedInput.read(
            input, source, streams.in(), catalogue, MigrationTarget.of(target), order, migration);
    Assessor assessor = read.assessor();
    Assessment assessment = AssessmentAnswer.of(assessor, accepted, before, today);
    note(assessment, accepted, today);
    if (migration.isAsked()) {
      List<OwnerRule> owners = order == null ? List.of() : order.owners();
      List<OwnedFinding> findings =
          new FindingOwners(assessor.inventory(), owners, accepted, today).of(assessment);
      return new MigrationAnswer(
              migration, format, assessor, assessment, findings, read.manifests(), then, order)
          .give();
    }
    streams.out().print(written(assessment, assessor, catalogue, then));
    if (!assessment.input().isWhole()) {
      return ExitCode.LEFT_OUT;
    }
    return assessment.fails(failOn.severity()) ? ExitCode.FOUND : ExitCode.OK;
  }

  private boolean isTyped(String option) {
    return Optional.ofNullable(spec)
        .map(s -> s.commandLine().getParseResult().hasMatchedOption(option))
        .orElse(false);
  }

  private String listed(FindingCatalogue catalogue) {
    Format every = format.general();
    if (every == null) {
      throw format.refusal("--list", "table, wide, name, json, yaml");
    }
    return every.isTree()
        ? every.write(AssessmentTree.of(catalogue))
        : AssessmentText.of(catalogue, every);
  }

  private String written(
      Assessment assessment, Assessor assessor, FindingCatalogue catalogue, IOStreams then) {
    Format every = format.general();
    if (every != null) {
      return every.isTree()
          ? every.write(AssessmentTree.of(assessment))
          : AssessmentText.of(assessment, every);
    }
    return switch (format) {
      case SARIF -> Format.JSON.write(SarifLog.of(assessment, catalogue, Program.version()));
      case JUNIT -> JunitReport.of(assessment, failOn.severity());
      case MARKDOWN -> MarkdownReport.of(assessment);
      case HTML -> page.of(assessment, assessor.dependencies(), then.clock().instant());
      default ->
          throw format.refusal(
              "assess without --graph",
              "table, wide, name, json, yaml, sarif, junit, markdown," + " html");
    };
  }

  private void note(Assessment assessment, List<AcceptanceException> accepted, LocalDate today) {
    for (List<ManifestProblem> problems :
        List.of(assessment.input().broken(), assessment.input().templates())) {
      problems.forEach(p -> streams.err().println(ShownText.visible(p.toString())));
    }
    assessment
        .input()
        .noObjects()
        .forEach(p -> streams.err().println(ShownText.visible("note: " + p)));
    for (UnreadKind kind : assessment.input().unread()) {
      streams
          .err()
          .println(ShownText.visible((kind.isNeeded() ? "not seen: " : "note: not seen: ") + kind));
    }
    for (AcceptanceException exception : accepted) {
      if (exception.hasExpired(today)) {
        streams.err().println(ShownText.visible("exception has expired: " + exception.title()));
      } else if (assessment.excepted().stream().noneMatch(e -> e.exception().equals(exception))) {
        streams
            .err()
            .println(ShownText.visible("note: exception covers nothing: " + exception.title()));
      }
    }
  }
}
