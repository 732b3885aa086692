package cloud.bleu.cli;

import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Outlook;
import cloud.bleu.placement.Plan;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.WorkloadId;
import cloud.bleu.translate.Translation;
import java.util.List;
import java.util.Map;
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

  @Mixin private InputOptions input = new InputOptions();

  @Mixin private OutputOptions output = new OutputOptions();

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
      names = "--lang",
      paramLabel = "LANGUAGE",
      converter = Language.Typed.class,
      completionCandidates = Language.Names.class,
      description =
          "The language of the text: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Language language = Language.EN;

  private final Surface surface;

  ExplainCommand(Surface surface) {
    this.surface = surface;
  }

  @Override
  public Integer call() {
    WorkloadNames.refusePaths(List.of(workload));
    Translation translation = Input.estate(input, at.applied(surface));
    WorkloadId id =
        new WorkloadNames(
                translation.estate().workloads().stream().map(w -> w.id()).toList(), namespace)
            .one(workload);
    Plan plan = Planner.plan(translation.estate());
    Decision decision =
        plan.decisions().stream().filter(d -> d.id().equals(id)).findFirst().orElseThrow();
    Workload asked =
        translation.estate().workloads().stream()
            .filter(w -> w.id().equals(id))
            .findFirst()
            .orElseThrow();
    List<String> policies = translation.governedBy().getOrDefault(id, List.of());
    List<Outlook.Turn> ahead = Outlook.of(asked, translation.estate(), Outlook.DAYS);
    if (output.format == Format.TABLE && language == Language.FR) {
      surface
          .out()
          .print(
              new FrenchExplanation(translation.estate(), asked, decision, policies, ahead).text());
      return code(decision);
    }
    Explanation explanation =
        new Explanation(translation.estate(), asked, decision, policies, ahead);
    if (output.format == Format.TABLE) {
      surface.out().print(explanation.text());
    } else {
      Map<String, Object> tree = explanation.tree();
      surface.out().print(output.format.write(tree));
    }
    return code(decision);
  }

  private static int code(Decision decision) {
    return decision.placed() && decision.missing() == 0 ? Bleu.OK : Bleu.UNPLACED;
  }
}
