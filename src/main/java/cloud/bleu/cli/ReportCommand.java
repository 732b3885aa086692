package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.cli.input.ExportDirectory;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.input.LedgerEnd;
import cloud.bleu.cli.input.SeenDrills;
import cloud.bleu.cli.input.WorkloadNames;
import cloud.bleu.cli.option.DayOptions;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.PageOptions;
import cloud.bleu.cli.option.SelfZones;
import cloud.bleu.cli.page.EstatePage;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.credential.ShownText;
import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.assessment.DrillProof;
import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.KnownEnd;
import cloud.bleu.evidence.change.ReportedChain;
import cloud.bleu.evidence.oscal.OscalCatalog;
import cloud.bleu.evidence.oscal.OscalResults;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.report.CsvReport;
import cloud.bleu.report.html.HtmlPage;
import cloud.bleu.report.page.Page;
import cloud.bleu.report.page.PageTree;
import cloud.bleu.standing.DrillProofs;
import cloud.bleu.standing.RecordedFences;
import cloud.bleu.standing.ZoneCluster;
import cloud.bleu.translate.finding.ShellWord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes what governance tools and spreadsheets read. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what each rule answers on each workload where it is placed, with the SecNumCloud 3.2 requirements and"
          + " the facts behind it. Each drill is among it: which loss was simulated, with which verdict, until when that counts.",
      "It certifies nothing, and says so at its end. Whatever the answers are, the exit code is 0, or"
          + " 3 as the help of bleu says."
    })
final class ReportCommand implements Callable<Integer> {

  private @Nullable ReportKind kind;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = ReportKind.Typed.class,
      completionCandidates = ReportKind.Names.class,
      description = {
        "oscal: assessment results of OSCAL 1.1.2, JSON.",
        "csv: one record for each workload, zone, rule, requirement and fact.",
        "html: the page of the estate in one file: workloads by zone, what each loss does, dates.",
        "json: the same for programs.",
        "oscal-catalog: the identifiers that these name, with summaries of our own; takes no input."
      })
  private void output(ReportKind asked) {
    kind = asked;
  }

  @Option(
      names = "--format",
      hidden = true,
      converter = ReportKind.Typed.class,
      description = "The former name of --output.")
  private void format(ReportKind asked) {
    kind = asked;
  }

  @Spec private @Nullable CommandSpec spec;

  @Mixin private InputOptions input = new InputOptions("no report was written");

  @Mixin private SelfZones self = new SelfZones();

  @Mixin private PageOptions options = new PageOptions();

  @Mixin private DayOptions at = new DayOptions();

  @Option(
      names = "--evidence",
      paramLabel = "DIR",
      description =
          "Count what the chain of decisions in this directory says of facts that were taken back"
              + " for which somebody had vouched.")
  private @Nullable Path evidence;

  private final IOStreams streams;

  ReportCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    if (kind == null) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "Missing required option: '--output=FORMAT'; accepted: "
              + String.join(", ", new ReportKind.Names()));
    }
    String namespace = options.namespaces.one();
    if (!kind.isPage() && (options.language != null || options.marking != null)) {
      throw new BadInputException("--lang and --marking are for html and json; leave them out");
    }
    if (kind == ReportKind.OSCAL_CATALOG) {
      if (input.namesInput() || namespace != null || options.redact || evidence != null) {
        throw new BadInputException(
            "oscal-catalog is the same for everybody: leave -f, --context, --kubeconfig, -n,"
                + " --evidence and --redact out");
      }
      print(OscalCatalog.of(instant(), Program.version()));
      return ExitCode.OK;
    }
    Path export = export();
    Input.Read read = Input.read(input, then()).operatedFrom(self).reported(streams);
    KnownEnd end = export == null ? null : LedgerEnd.of(input, read);
    ReportedChain chain = export == null ? null : chain(export, end);
    Estate estate = read.translation().estate();
    WorkloadNames.refuseUnknown(read.workloads(), namespace);
    List<Decision> decisions = Planner.plan(estate).decisions();
    Assessment assessment = assessment(read, decisions);
    List<DrillProof> drills = drills(read, estate);
    if (kind.isPage()) {
      page(read, decisions, drills, assessment, end);
    } else if (kind == ReportKind.CSV) {
      streams.out().print(CsvReport.of(assessment, chain, drills));
    } else {
      print(OscalResults.of(assessment, chain, drills, Program.version()));
    }
    return read.errors().stopping(namespace).code(ExitCode.OK);
  }

  /** They concern no namespace more than another, as what the chain says. */
  private List<DrillProof> drills(Input.Read read, Estate estate) {
    return DrillProofs.of(
            SeenDrills.of(input, read).reported(streams).standing(estate, estate.now()))
        .stream()
        .map(drill -> options.redact ? drill.redacted() : drill)
        .toList();
  }

  /** The directory of the chain; null without one. */
  private @Nullable Path export() {
    String refusal = evidence == null ? null : ExportDirectory.refusal(evidence);
    if (refusal != null) {
      throw new BadInputException(refusal);
    }
    return evidence;
  }

  /** What the report takes from an export; that it is broken is said to the person as well. */
  private ReportedChain chain(Path export, @Nullable KnownEnd end) {
    try {
      ReportedChain chain = ReportedChain.in(export, end);
      if (!chain.isUnbroken()) {
        ChainFault first = chain.breaks().get(0);
        streams
            .err()
            .println(
                ShownText.visible(
                    "note: %s: the chain of decisions is broken: %s at %s; the report says so; bleu verify %s says what can still be proven"
                        .formatted(
                            export, first.code(), first.where(), ShellWord.of(export.toString()))));
      }
      return chain;
    } catch (IOException e) {
      throw new BadInputException(export + ": cannot be read: " + e.getMessage());
    }
  }

  private void page(
      Input.Read read,
      List<Decision> decisions,
      List<DrillProof> drills,
      Assessment assessment,
      @Nullable KnownEnd end) {
    EstatePage wanted = EstatePage.of(options, export());
    Page page = wanted.of(read, decisions, drills, assessment, end);
    if (kind == ReportKind.HTML) {
      streams.out().print(HtmlPage.of(page, wanted.sentences(), assessment.leftOut()));
    } else {
      Map<String, Object> tree = PageTree.of(page);
      tree.putAll(read.errors().within(wanted.namespace()).tree(options.redact));
      print(tree);
    }
  }

  /** The clusters of zones that are not in the operator's own, by zone. */
  private static Map<String, String> clusters(List<AvailabilityZone> zones) {
    Map<String, String> clusters = new TreeMap<>();
    ZoneCluster.of(zones).forEach((zone, cluster) -> clusters.put(zone, cluster.name()));
    return clusters;
  }

  private IOStreams then() {
    return streams.standing(instant());
  }

  private boolean isWanted(WorkloadId id) {
    String namespace = options.namespaces.one();
    return namespace == null || id.namespace().equals(namespace);
  }

  private Assessment assessment(Input.Read read, List<Decision> decisions) {
    Estate estate = read.translation().estate();
    Assessment assessment =
        (kind == ReportKind.OSCAL
                ? Assessment.inUse(estate, decisions, this::isWanted)
                : Assessment.whole(estate, decisions, this::isWanted))
            .in(clusters(read.objects().zones()))
            .fenced(RecordedFences.of(read.objects().placements()).zones())
            .without(read.errors().within(options.namespaces.one()).leftOut());
    return options.redact ? assessment.redacted() : assessment;
  }

  /** The beginning of the day that is asked for, else now. It stands still: it is written down. */
  private Instant instant() {
    return at.day == null
        ? streams.clock().instant().truncatedTo(ChronoUnit.SECONDS)
        : at.day.atStartOfDay(ZoneRule.PARIS).toInstant();
  }

  private void print(Map<String, Object> document) {
    streams.out().print(Format.JSON.document(document));
  }
}
