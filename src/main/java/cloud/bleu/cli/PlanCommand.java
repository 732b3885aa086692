package cloud.bleu.cli;

import cloud.bleu.cli.explain.RecordedDecisions;
import cloud.bleu.cli.input.BadManifestsException;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.input.MissingRights;
import cloud.bleu.cli.input.NamespaceObjects;
import cloud.bleu.cli.input.ObjectErrors;
import cloud.bleu.cli.input.UndeliveredDecisions;
import cloud.bleu.cli.input.WorkloadNames;
import cloud.bleu.cli.option.DayOptions;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.MoveBound;
import cloud.bleu.cli.option.NamespaceOptions;
import cloud.bleu.cli.option.SelfZones;
import cloud.bleu.cli.plan.HubLosses;
import cloud.bleu.cli.plan.Objectives;
import cloud.bleu.cli.plan.PlanFacts;
import cloud.bleu.cli.plan.PlanFindings;
import cloud.bleu.cli.plan.PlanJunit;
import cloud.bleu.cli.plan.PlanMarkdown;
import cloud.bleu.cli.plan.PlanSarif;
import cloud.bleu.cli.plan.PlanText;
import cloud.bleu.cli.plan.PlanTree;
import cloud.bleu.cli.plan.SetAsideRules;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.ReviewFormat;
import cloud.bleu.cli.whatif.PlanDiff;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.standing.RecordedFences;
import cloud.bleu.standing.ZoneCluster;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.SourceLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Places everything with the engine of the operator, without touching anything. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Places everything offline, with the engine of the operator.",
      "With workloads or a namespace, only these are shown and count for the exit code; all are"
          + " placed."
    },
    footer = {
      "",
      "Exit codes: 0 every replica of what is shown has a zone, whether or not a rule is breached;"
          + " 1 bad input; 2 something has none; 3 as the help of bleu says."
    })
final class PlanCommand implements Callable<Integer> {

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      converter = ReviewFormat.Typed.class,
      completionCandidates = ReviewFormat.Names.class,
      description =
          "How to print: ${COMPLETION-CANDIDATES}; wide has each row on one line, name the names"
              + " alone. markdown is for the comment of a pull request; sarif and junit say what is"
              + " wrong. Default: ${DEFAULT-VALUE}.")
  private ReviewFormat output = ReviewFormat.TABLE;

  @Mixin private DayOptions at = new DayOptions();

  @Mixin private SelfZones self = new SelfZones();

  @Mixin private MoveBound moves = new MoveBound();

  @Option(
      names = "--diff",
      description = "Only what differs from the WorkloadPlacements in the input.")
  private boolean diff;

  @Parameters(
      paramLabel = "WORKLOAD",
      arity = "0..*",
      description = "Only these: NAMESPACE/NAME, or the name alone where one namespace has it.")
  private List<String> workloads = new ArrayList<>();

  @Mixin private NamespaceOptions namespaces = new NamespaceOptions();

  private final IOStreams streams;

  PlanCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    String namespace = namespaces.one();
    WorkloadNames.refusePaths(workloads);
    try {
      return planned();
    } catch (BadManifestsException e) {
      streams.out().print(refused(e.problems()));
      throw e;
    } catch (MissingRights e) {
      if (at.day != null || diff || (workloads.isEmpty() && namespace == null)) {
        throw new BadInputException(
            List.of(
                e.lines().get(0),
                "`"
                    + Program.name()
                    + " plan WORKLOAD` and `plan -n NAMESPACE` show what is decided with the rights"
                    + " of one namespace; --at and --diff need the whole cluster"));
      }
      return recorded(e);
    }
  }

  private int planned() {
    Input.Read read = Input.read(input, at.applied(streams)).operatedFrom(self).moving(moves);
    Translation translation = read.translation();
    Set<WorkloadId> wanted = wanted(read);
    if (!workloads.isEmpty()) {
      read.errors().refuseFor(wanted, translation);
    }
    read.reported(streams);
    UndeliveredDecisions.note(read.objects().workloads(), streams);
    Plan all = Planner.plan(translation.estate());
    Plan plan =
        new Plan(
            all.decisions().stream().filter(d -> wanted.contains(d.id())).toList(),
            all.orphans().stream().filter(wanted::contains).toList());
    Objectives objectives =
        new Objectives(read.objects().workloads(), translation.estate(), plan.decisions());
    streams.out().print(written(read, all, plan, objectives, wanted));
    return counted(read, wanted).code(PlanFacts.isComplete(plan) ? ExitCode.OK : ExitCode.UNPLACED);
  }

  /** The errors that an answer with these workloads does without. */
  private ObjectErrors counted(Input.Read read, Set<WorkloadId> wanted) {
    return workloads.isEmpty()
        ? read.errors().stopping(namespaces.one())
        : read.errors().stopping(wanted);
  }

  private String written(
      Input.Read read, Plan all, Plan plan, Objectives objectives, Set<WorkloadId> wanted) {
    Estate estate = read.translation().estate();
    SetAsideRules setAside = SetAsideRules.of(estate, plan);
    RecordedFences fences = RecordedFences.of(read.objects().placements());
    Format format = output.general();
    if (format == null) {
      return reviewed(
          read,
          estate.zones().size(),
          plan,
          objectives,
          setAside,
          counted(read, wanted).problems().isEmpty(),
          diff ? PlanDiff.markdown(estate, all, wanted) : null);
    }
    if (!format.isTree()) {
      return diff
          ? PlanDiff.text(format, estate, all, wanted)
          : PlanText.of(
              format,
              estate,
              plan,
              objectives,
              setAside,
              fences,
              Program.name() + " explain",
              input.typed() + at.typed() + self.typed() + moves.typed());
    }
    Map<String, Object> tree =
        PlanTree.of(estate.zones().size(), plan, objectives, setAside, fences);
    tree.putAll(ZoneCluster.tree(ZoneCluster.of(read.objects().zones())));
    tree.putAll(HubLosses.tree(estate, plan.decisions()));
    tree.putAll(read.errors().tree());
    if (diff) {
      tree.put("diff", PlanDiff.tree(estate, all, wanted));
      tree.put("evacuationDiff", PlanDiff.evacuation(estate, all, wanted));
    }
    return format.write(tree);
  }

  /** For CI systems and forges, the errors of manifests that are refused; empty for others. */
  private String refused(List<ManifestProblem> problems) {
    return switch (output) {
      case SARIF -> Format.JSON.write(PlanSarif.refused(problems, Program.version()));
      case JUNIT -> PlanJunit.refused(problems);
      case MARKDOWN -> PlanMarkdown.refused(problems);
      default -> "";
    };
  }

  /**
   * For CI systems and forges.
   *
   * @param whole whether nothing in error is left out
   */
  private String reviewed(
      Input.@Nullable Read read,
      @Nullable Integer zones,
      Plan plan,
      Objectives objectives,
      SetAsideRules setAside,
      boolean whole,
      @Nullable String changes) {
    Function<WorkloadId, @Nullable SourceLine> source = id -> read == null ? null : read.source(id);
    return switch (output) {
      case SARIF ->
          Format.JSON.write(
              PlanSarif.of(
                  PlanFindings.of(plan, objectives, setAside), source, whole, Program.version()));
      case JUNIT -> PlanJunit.of(plan, objectives, setAside, source);
      default -> PlanMarkdown.of(zones, plan, objectives, setAside, changes);
    };
  }

  /** What is decided, from what the operator wrote down. */
  private int recorded(MissingRights missing) {
    String in =
        WorkloadNames.namespace(
            workloads.isEmpty() ? "" : workloads.get(0), namespaces.one(), input);
    RecordedDecisions recorded =
        new RecordedDecisions(NamespaceObjects.read(input, in), streams.clock().instant());
    WorkloadNames names = new WorkloadNames(recorded.workloads(), in, input.typed());
    Plan plan =
        recorded.plan(
            workloads.isEmpty()
                ? recorded.workloads()
                : workloads.stream()
                    .map(names::one)
                    .collect(Collectors.toCollection(TreeSet::new)));
    recorded.note(streams.err(), missing);
    Objectives objectives = recorded.objectives(plan);
    Format format = output.general();
    streams
        .out()
        .print(
            format == null
                ? reviewed(null, null, plan, objectives, SetAsideRules.NONE, true, null)
                : format.isTree()
                    ? format.write(
                        PlanTree.of(null, plan, objectives, SetAsideRules.NONE, recorded.fences()))
                    : PlanText.of(
                        format,
                        null,
                        plan,
                        objectives,
                        SetAsideRules.NONE,
                        recorded.fences(),
                        Program.name() + " explain",
                        input.typed()));
    return PlanFacts.isComplete(plan) ? ExitCode.OK : ExitCode.UNPLACED;
  }

  /** Which workloads to show. */
  private Set<WorkloadId> wanted(Input.Read read) {
    Set<WorkloadId> ids = new TreeSet<>(read.workloads());
    read.translation().estate().placements().forEach(p -> ids.add(p.id()));
    String namespace = namespaces.one();
    WorkloadNames names = new WorkloadNames(ids, namespace, input.typed());
    if (!workloads.isEmpty()) {
      return workloads.stream().map(names::one).collect(Collectors.toCollection(TreeSet::new));
    }
    if (namespace != null) {
      ids.removeIf(id -> !id.namespace().equals(namespace));
    }
    return ids;
  }
}
