package cloud.bleu.cli;

import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.input.ObjectErrors;
import cloud.bleu.cli.input.SeenDrills;
import cloud.bleu.cli.input.UndeliveredDecisions;
import cloud.bleu.cli.input.WorkloadNames;
import cloud.bleu.cli.option.DayOptions;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.MoveBound;
import cloud.bleu.cli.option.NamespaceOptions;
import cloud.bleu.cli.option.OutputOptions;
import cloud.bleu.cli.option.SelfZones;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.whatif.Consequences;
import cloud.bleu.cli.whatif.DrilledLosses;
import cloud.bleu.cli.whatif.Hypothesis;
import cloud.bleu.cli.whatif.UnreportedLossAnswer;
import cloud.bleu.cli.whatif.WhatIfAnswer;
import cloud.bleu.cli.whatif.WhatIfText;
import cloud.bleu.cli.whatif.WhatIfTree;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.placement.simulation.RestState;
import cloud.bleu.standing.RecordedFences;
import cloud.bleu.standing.ZoneCluster;
import cloud.bleu.translate.zone.LossSignals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares where everything stands with where it would, without touching anything. */
@Command(
    name = "what-if",
    mixinStandardHelpOptions = true,
    description = {
      "What would move, what would run in breach, and what would still be survived.",
      "Both sides are where everything comes to rest, hour after hour within the budgets of"
          + " rebalancing. Everything that is supposed holds together. The exit code is that of a plan"
          + " of the state afterwards.",
      "With a namespace, only its workloads are shown and count for the exit code; all are placed.",
      "A loss is supposed to be reported. What would move while nobody reports it, and what would wait"
          + " for a report, is told beside it."
    })
final class WhatIfCommand implements Callable<Integer> {

  @Mixin private InputOptions input = new InputOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Mixin private SelfZones self = new SelfZones();

  @Mixin private MoveBound moves = new MoveBound();

  @Mixin private DayOptions at = new DayOptions();

  @Option(
      names = "--lose",
      paramLabel = "ZONE|SITE|REGION|PROVIDER",
      description =
          "It is lost. site/NAME and the like where one name means several. Can be repeated.")
  private List<String> losses = new ArrayList<>();

  @Option(
      names = "--capacity",
      paramLabel = "ZONE=PERCENT%",
      description = "The zone has so much of its capacity. Can be repeated.")
  private List<String> capacities = new ArrayList<>();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "The SovereigntyPolicies of this file hold, in place of those of the same name. Can be"
              + " repeated.")
  private List<String> policies = new ArrayList<>();

  @Option(
      names = "--fact",
      paramLabel = "FILE",
      description =
          "The specs of the CloudProviders and AvailabilityZones of this file hold, in place of those"
              + " of the same name. Can be repeated.")
  private List<String> facts = new ArrayList<>();

  @Mixin private NamespaceOptions namespaces = new NamespaceOptions();

  private final IOStreams streams;

  WhatIfCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    if (at.day == null
        && losses.isEmpty()
        && capacities.isEmpty()
        && policies.isEmpty()
        && facts.isEmpty()) {
      throw new BadInputException(
          "nothing is supposed; give --at, --lose, --capacity, --policy or --fact");
    }
    String namespace = namespaces.one();
    Input.Read read = Input.read(input, streams).operatedFrom(self).moving(moves).reported(streams);
    WorkloadNames.refuseUnknown(read.workloads(), namespace);
    UndeliveredDecisions.note(read.objects().workloads(), streams);
    RestState before = RestState.of(read.translation().estate());
    Hypothesis hypothesis =
        new Hypothesis(new Hypothesis.Supposed(at, losses, capacities, policies, facts));
    RestState after = RestState.of(hypothesis.applied(read, before.estate(), streams));
    Consequences consequences = new Consequences(before, after, namespace);
    UnreportedLossAnswer unreported =
        UnreportedLossAnswer.of(
            before.estate(),
            LossSignals.of(read.objects().zones()),
            hypothesis.lost(),
            consequences::counts);
    WhatIfAnswer answer =
        new WhatIfAnswer(
            hypothesis.changes(),
            consequences,
            unreported,
            ZoneCluster.of(hypothesis.zones()),
            RecordedFences.of(read.objects().placements()),
            drilled(hypothesis.losses(), read, before.estate()));
    streams.out().print(written(answer, read.errors()));
    return read.errors()
        .stopping(namespace)
        .code(consequences.isComplete() ? ExitCode.OK : ExitCode.UNPLACED);
  }

  private String written(WhatIfAnswer answer, ObjectErrors errors) {
    if (!output.format.isTree()) {
      return WhatIfText.of(output.format, answer);
    }
    Map<String, Object> tree = WhatIfTree.of(answer);
    tree.putAll(errors.tree());
    return output.format.write(tree);
  }

  /** Drills are asked for only where something is lost: who may not list them is told so then. */
  private DrilledLosses drilled(List<Loss> lost, Input.Read read, Estate estate) {
    return new DrilledLosses(
        lost,
        lost.isEmpty()
            ? List.of()
            : SeenDrills.of(input, read).reported(streams).standing(estate, estate.now()));
  }
}
