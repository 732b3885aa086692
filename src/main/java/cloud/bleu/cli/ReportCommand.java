package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.cli.drill.DrillProofs;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.input.SeenDrills;
import cloud.bleu.cli.input.WorkloadNames;
import cloud.bleu.cli.input.ZoneCluster;
import cloud.bleu.cli.option.DayOptions;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Surface;
import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.assessment.DrillProof;
import cloud.bleu.evidence.change.RemovedFact;
import cloud.bleu.evidence.oscal.OscalCatalog;
import cloud.bleu.evidence.oscal.OscalResults;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.report.CsvReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Writes what governance tools and spreadsheets read. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what each rule answers on each workload where it is placed, with the SecNumCloud 3.2 requirements and"
          + " the facts behind it. Each drill is among it: which loss was simulated, with which verdict, until when that counts.",
      "It certifies nothing, and says so at its end. Whatever the answers are, the exit code is 0, or"
          + " 3 where objects of the cluster are in error and left out."
    })
final class ReportCommand implements Callable<Integer> {

  /** What can be written. */
  enum Kind {
    OSCAL("oscal"),
    CSV("csv"),
    OSCAL_CATALOG("oscal-catalog");

    private final String typed;

    Kind(String typed) {
      this.typed = typed;
    }

    /** As it is typed. */
    @Override
    public String toString() {
      return typed;
    }
  }

  /** The kind that a person typed. */
  static final class Kinds implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String text) {
      return Stream.of(Kind.values())
          .filter(k -> k.typed.equals(text.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      cloud.bleu.translate.finding.Problem.quote(text)
                          + " is not known; accepted: "
                          + String.join(
                              ", ", Stream.of(Kind.values()).map(Kind::toString).toList())));
    }
  }

  private @Nullable Kind kind;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = Kinds.class,
      completionCandidates = KindNames.class,
      description = {
        "oscal: assessment results of OSCAL 1.1.2, JSON.",
        "csv: one record for each workload, zone, rule, requirement and fact.",
        "oscal-catalog: the identifiers that these name, with summaries of our own; takes no input."
      })
  private void output(Kind asked) {
    kind = asked;
  }

  @Option(
      names = "--format",
      hidden = true,
      converter = Kinds.class,
      description = "The former name of --output.")
  private void format(Kind asked) {
    kind = asked;
  }

  /** For shells that complete. */
  static final class KindNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Kind.values()).map(Kind::toString).iterator();
    }
  }

  @Spec private @Nullable CommandSpec spec;

  @Mixin private InputOptions input = new InputOptions();

  @Mixin private DayOptions at = new DayOptions();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Only the workloads of this namespace.")
  private @Nullable String namespace;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "The workloads of all namespaces, which is the default.")
  private boolean allNamespaces;

  @Option(
      names = "--redact",
      description =
          "Numbers instead of names of workloads, and no free text: no message, no source of a fact.")
  private boolean redact;

  @Option(
      names = "--evidence",
      paramLabel = "DIR",
      description =
          "Count what the chain of decisions in this directory says of facts that were taken back"
              + " for which somebody had vouched.")
  private @Nullable Path evidence;

  private final Surface surface;

  ReportCommand(Surface surface) {
    this.surface = surface;
  }

  @Override
  public Integer call() {
    if (kind == null) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "Missing required option: '--output=FORMAT'; accepted: "
              + String.join(", ", new KindNames()));
    }
    if (allNamespaces && namespace != null) {
      throw new BadInputException("-n and -A exclude each other; give one of them");
    }
    if (kind == Kind.OSCAL_CATALOG) {
      if (!input.typed().isEmpty()
          || !input.files.isEmpty()
          || namespace != null
          || redact
          || evidence != null) {
        throw new BadInputException(
            "oscal-catalog is the same for everybody: leave -f, --context, --kubeconfig, -n,"
                + " --evidence and --redact out");
      }
      print(OscalCatalog.of(instant(), Program.version()));
      return ExitCode.OK;
    }
    List<RemovedFact> removed = removed();
    Input.Read read = Input.read(input, then()).reported(surface);
    Estate estate = read.translation().estate();
    Assessment assessment = assessment(estate).in(clusters(read.objects().zones()));
    List<DrillProof> drills = drills(read, estate);
    if (kind == Kind.CSV) {
      surface.out().print(CsvReport.of(assessment, removed, drills));
    } else {
      print(OscalResults.of(assessment, removed, drills, Program.version()));
    }
    return read.errors().code(ExitCode.OK);
  }

  /** They concern no namespace more than another, as what the chain says. */
  private List<DrillProof> drills(Input.Read read, Estate estate) {
    return DrillProofs.of(
            SeenDrills.of(input, read).reported(surface).standing(estate, estate.now()))
        .stream()
        .map(drill -> redact ? drill.redacted() : drill)
        .toList();
  }

  private List<RemovedFact> removed() {
    if (evidence == null) {
      return List.of();
    }
    if (!Files.isDirectory(evidence.resolve("chain"))) {
      throw new BadInputException(
          evidence + ": no export of decisions; give the directory of `bleu run --evidence-dir`");
    }
    try {
      return RemovedFact.in(evidence);
    } catch (IOException e) {
      throw new BadInputException(evidence + ": cannot be read: " + e.getMessage());
    }
  }

  /** The Secrets by which zones in other clusters are reached, by zone. */
  private static Map<String, String> clusters(List<AvailabilityZone> zones) {
    Map<String, String> clusters = new TreeMap<>();
    ZoneCluster.of(zones).forEach((zone, cluster) -> clusters.put(zone, cluster.secret()));
    return clusters;
  }

  private Surface then() {
    return new Surface(
        surface.out(), surface.err(), surface.in(), Clock.fixed(instant(), ZoneOffset.UTC));
  }

  private Assessment assessment(Estate estate) {
    List<WorkloadId> ids = estate.workloads().stream().map(w -> w.id()).toList();
    String only = namespace;
    WorkloadNames.refuseUnknown(ids, only);
    Collection<Decision> decisions = Planner.plan(estate).decisions();
    Predicate<WorkloadId> wanted = id -> only == null || id.namespace().equals(only);
    Assessment assessment =
        kind == Kind.CSV
            ? Assessment.whole(estate, decisions, wanted)
            : Assessment.inUse(estate, decisions, wanted);
    return redact ? assessment.redacted() : assessment;
  }

  /** The beginning of the day that is asked for, else now. It stands still: it is written down. */
  private Instant instant() {
    return at.day == null
        ? surface.clock().instant().truncatedTo(ChronoUnit.SECONDS)
        : at.day.atStartOfDay(ZoneRule.PARIS).toInstant();
  }

  private void print(Map<String, Object> document) {
    surface.out().print(Format.JSON.write(document));
  }
}
