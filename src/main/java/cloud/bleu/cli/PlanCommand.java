package cloud.bleu.cli;

import cloud.bleu.cli.explain.RecordedDecisions;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.input.MissingRights;
import cloud.bleu.cli.input.NamespaceObjects;
import cloud.bleu.cli.input.WorkloadNames;
import cloud.bleu.cli.option.DayOptions;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.OutputOptions;
import cloud.bleu.cli.plan.Objectives;
import cloud.bleu.cli.plan.PlanText;
import cloud.bleu.cli.plan.PlanTree;
import cloud.bleu.cli.plan.Reading;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Surface;
import cloud.bleu.cli.whatif.PlanDiff;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
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
    })
final class PlanCommand implements Callable<Integer> {

  @Mixin private InputOptions input = new InputOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Mixin private DayOptions at = new DayOptions();

  @Option(
      names = "--diff",
      description = "Only what differs from the WorkloadPlacements in the input.")
  private boolean diff;

  @Parameters(
      paramLabel = "WORKLOAD",
      arity = "0..*",
      description = "Only these: NAMESPACE/NAME, or the name alone where one namespace has it.")
  private List<String> workloads = new ArrayList<>();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Only the workloads of this namespace.")
  private @Nullable String namespace;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "The workloads of all namespaces, which is the default.")
  private boolean allNamespaces;

  private final Surface surface;

  PlanCommand(Surface surface) {
    this.surface = surface;
  }

  @Override
  public Integer call() {
    if (allNamespaces && namespace != null) {
      throw new BadInputException("-n and -A exclude each other; give one of them");
    }
    WorkloadNames.refusePaths(workloads);
    try {
      return planned();
    } catch (MissingRights e) {
      if (at.day != null || diff || (workloads.isEmpty() && namespace == null)) {
        throw new BadInputException(
            List.of(
                e.lines().get(0),
                "`"
                    + Program.name()
                    + " plan WORKLOAD` and `plan -n NAMESPACE` show what is decided with the rights of one"
                    + " namespace; --at and --diff need the whole cluster"));
      }
      return recorded(e);
    }
  }

  private int planned() {
    Input.Read read = Input.read(input, at.applied(surface));
    Translation translation = read.translation();
    Set<WorkloadId> wanted = wanted(read);
    if (!workloads.isEmpty()) {
      read.errors().refuseFor(wanted, translation);
    }
    read.reported(surface);
    Plan all = Planner.plan(translation.estate());
    Plan plan =
        new Plan(
            all.decisions().stream().filter(d -> wanted.contains(d.id())).toList(),
            all.orphans().stream().filter(wanted::contains).toList());
    Objectives objectives =
        new Objectives(read.objects().workloads(), translation.estate(), plan.decisions());
    if (!output.format.isTree()) {
      surface
          .out()
          .print(
              diff
                  ? PlanDiff.text(output.format, translation.estate(), all, wanted)
                  : PlanText.of(
                      output.format,
                      translation.estate(),
                      plan,
                      objectives,
                      Program.name() + " explain",
                      input.typed() + at.typed()));
    } else {
      Map<String, Object> tree = PlanTree.of(translation.estate().zones().size(), plan, objectives);
      if (diff) {
        tree.put("diff", PlanDiff.tree(translation.estate(), all, wanted));
      }
      surface.out().print(output.format.write(tree));
    }
    return read.errors().code(Reading.isComplete(plan) ? ExitCode.OK : ExitCode.UNPLACED);
  }

  /** What is decided, from what the operator wrote down. */
  private int recorded(MissingRights missing) {
    String in =
        WorkloadNames.namespace(workloads.isEmpty() ? "" : workloads.get(0), namespace, input);
    RecordedDecisions recorded =
        new RecordedDecisions(NamespaceObjects.read(input, in), surface.clock().instant());
    WorkloadNames names = new WorkloadNames(recorded.workloads(), in);
    Plan plan =
        recorded.plan(
            workloads.isEmpty()
                ? recorded.workloads()
                : workloads.stream()
                    .map(names::one)
                    .collect(Collectors.toCollection(TreeSet::new)));
    recorded.note(surface.err(), missing);
    surface
        .out()
        .print(
            !output.format.isTree()
                ? PlanText.of(
                    output.format,
                    null,
                    plan,
                    recorded.objectives(plan),
                    Program.name() + " explain",
                    input.typed())
                : output.format.write(PlanTree.of(null, plan, recorded.objectives(plan))));
    return Reading.isComplete(plan) ? ExitCode.OK : ExitCode.UNPLACED;
  }

  /** Which workloads to show. */
  private Set<WorkloadId> wanted(Input.Read read) {
    Set<WorkloadId> ids = new TreeSet<>(read.workloads());
    read.translation().estate().placements().forEach(p -> ids.add(p.id()));
    WorkloadNames names = new WorkloadNames(ids, namespace);
    if (!workloads.isEmpty()) {
      return workloads.stream().map(names::one).collect(Collectors.toCollection(TreeSet::new));
    }
    if (namespace != null) {
      ids.removeIf(id -> !id.namespace().equals(namespace));
    }
    return ids;
  }
}
