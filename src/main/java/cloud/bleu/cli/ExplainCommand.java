package cloud.bleu.cli;

import cloud.bleu.cli.explain.DecisionContext;
import cloud.bleu.cli.explain.ExplainedDecision;
import cloud.bleu.cli.explain.Explanation;
import cloud.bleu.cli.explain.ExplanationText;
import cloud.bleu.cli.explain.ExplanationTree;
import cloud.bleu.cli.explain.RecordedDecisions;
import cloud.bleu.cli.explain.SilentZoneOutcomes;
import cloud.bleu.cli.french.FrenchExplanation;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.input.MissingRights;
import cloud.bleu.cli.input.NamespaceObjects;
import cloud.bleu.cli.input.SeenDrills;
import cloud.bleu.cli.input.WorkloadNames;
import cloud.bleu.cli.option.DayOptions;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.Language;
import cloud.bleu.cli.option.MoveBound;
import cloud.bleu.cli.option.OutputOptions;
import cloud.bleu.cli.option.SelfZones;
import cloud.bleu.cli.plan.Objectives;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Terminal;
import cloud.bleu.cli.whatif.TypedLoss;
import cloud.bleu.drill.DrillCoverage;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.standing.RecordedFences;
import cloud.bleu.standing.ZoneCluster;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.ShellWord;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells why a workload is where it is. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Why here, why not there, what to relax, and what changes when.")
final class ExplainCommand implements Callable<Integer> {

  @Mixin private InputOptions input = new InputOptions("nothing was explained");

  @Mixin private OutputOptions output = new OutputOptions();

  @Mixin private SelfZones self = new SelfZones();

  @Mixin private MoveBound moves = new MoveBound();

  @Mixin private DayOptions at = new DayOptions();

  @Parameters(
      paramLabel = "WORKLOAD",
      description = "NAMESPACE/NAME; the name alone where only one namespace has it.")
  private String workload = "";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "The namespace, where the workload is given by its name alone.")
  private @Nullable String namespace;

  @Option(
      names = "--all",
      description =
          "Every zone, rule and fact. On a terminal only what fits on it is printed without;"
              + " in a file or a pipe, all of it always.")
  private boolean all;

  @Option(
      names = "--lang",
      paramLabel = "LANGUAGE",
      converter = Language.Typed.class,
      completionCandidates = Language.Names.class,
      description =
          "The language of the text: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Language language = Language.EN;

  private final IOStreams streams;

  ExplainCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    WorkloadNames.refusePaths(List.of(workload));
    try {
      return planned();
    } catch (MissingRights e) {
      if (at.day != null) {
        throw e;
      }
      return recorded(e);
    }
  }

  private int planned() {
    Input.Read read = Input.read(input, at.applied(streams)).operatedFrom(self).moving(moves);
    Translation translation = read.translation();
    WorkloadId id =
        new WorkloadNames(read.workloads(), namespace, input.typed())
            .one(workload, name -> ofLoss(name, translation.estate()));
    read.errors().refuseFor(List.of(id), translation);
    read.reported(streams);
    Plan plan = Planner.plan(translation.estate());
    Decision decision =
        plan.decisions().stream().filter(d -> d.id().equals(id)).findFirst().orElseThrow();
    Estate estate = translation.estate();
    Workload asked = Objects.requireNonNull(estate.workload(id));
    DrillCoverage drills =
        SeenDrills.of(input, read).reported(streams).of(asked, decision, read.created(id), estate);
    Objectives objectives = new Objectives(read.objects().workloads(), estate, List.of(decision));
    print(
        ExplainedDecision.of(
            translation,
            asked,
            decision,
            new DecisionContext(
                ZoneCluster.of(read.objects().zones()),
                DecisionContext.unavailable(read.status(id)),
                standing(read, decision),
                drills,
                objectives.of(id),
                SilentZoneOutcomes.of(
                    estate,
                    asked,
                    decision,
                    read.objects().zones(),
                    RecordedFences.of(read.objects().placements())))),
        read.errors().tree());
    return read.errors().stopping(Set.of(id)).code(code(decision));
  }

  /** Of what is no workload, but a zone or another thing that can be lost, what to ask. */
  private @Nullable String ofLoss(String name, Estate estate) {
    return TypedLoss.isNamed(name, estate)
        ? "`%s what-if --lose %s%s` shows what its loss does"
            .formatted(Program.name(), ShellWord.of(name), input.typed())
        : null;
  }

  private static Decision.@Nullable Reason standing(Input.Read read, Decision decision) {
    return read.objects().workloads().stream()
        .filter(w -> ObjectRef.workload(w).equals(decision.id()))
        .findFirst()
        .map(w -> DecisionContext.standing(w, decision))
        .orElse(null);
  }

  /** From what the operator wrote down, for who sees no more than a namespace. */
  private int recorded(MissingRights missing) {
    String in = WorkloadNames.namespace(workload, namespace, input);
    RecordedDecisions recorded =
        new RecordedDecisions(NamespaceObjects.read(input, in), streams.clock().instant());
    WorkloadId id = new WorkloadNames(recorded.workloads(), in, input.typed()).one(workload);
    ExplainedDecision explained = recorded.explained(id);
    recorded.note(streams.err(), missing);
    Map<String, Object> more = new TreeMap<>(Map.of("readFrom", "WorkloadPlacement"));
    String leftOut = recorded.leftOut(id);
    if (leftOut != null) {
      streams.err().println("note: " + leftOut);
      more.put("leftOut", leftOut);
    }
    print(explained, more);
    return code(explained.decision());
  }

  private void print(ExplainedDecision explained, Map<String, Object> more) {
    if (!output.format.isTree()) {
      streams.out().print(text(explained));
    } else {
      Map<String, Object> tree = ExplanationTree.of(explained);
      tree.putAll(more);
      streams.out().print(output.format.write(tree));
    }
  }

  /** All of it in a file or a pipe; on a terminal, what it shows at once. */
  private String text(ExplainedDecision explained) {
    ExplanationText text =
        language == Language.FR ? new FrenchExplanation(explained) : new Explanation(explained);
    if (output.format == Format.NAME) {
      return text.zones().text(Format.NAME);
    }
    boolean restFollows = all || output.format == Format.WIDE || !Terminal.isInteractive();
    String answer = text.first(restFollows).text();
    return restFollows ? answer + "\n" + text.rest(output.format) : answer;
  }

  private static int code(Decision decision) {
    return decision.placed() && decision.missing() == 0 ? ExitCode.OK : ExitCode.UNPLACED;
  }
}
