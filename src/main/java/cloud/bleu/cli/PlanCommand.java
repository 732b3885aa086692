package cloud.bleu.cli;

import cloud.bleu.placement.Plan;
import cloud.bleu.placement.Planner;
import cloud.bleu.translate.Translation;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Places everything with the engine of the operator, without touching anything. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Places everything offline, with the engine of the operator.")
final class PlanCommand implements Callable<Integer> {

  @Mixin private InputOptions input = new InputOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--diff",
      description = "Only what differs from the WorkloadPlacements in the input.")
  private boolean diff;

  private final Surface surface;

  PlanCommand(Surface surface) {
    this.surface = surface;
  }

  @Override
  public Integer call() {
    Translation translation = Input.estate(input, surface);
    Plan plan = Planner.plan(translation.estate());
    if (output.format == Format.TABLE) {
      surface
          .out()
          .print(
              diff
                  ? PlanDiff.text(translation.estate(), plan)
                  : PlanText.of(
                      translation.estate(), plan, Bleu.name() + " explain", input.typed()));
    } else {
      Map<String, Object> tree = PlanTree.of(translation.estate(), plan);
      if (diff) {
        tree.put("diff", PlanDiff.tree(translation.estate(), plan));
      }
      surface.out().print(output.format.write(tree));
    }
    return Reading.isComplete(plan) ? Bleu.OK : Bleu.UNPLACED;
  }
}
