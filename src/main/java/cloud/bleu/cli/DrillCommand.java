package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.cli.drill.ClusterDrills;
import cloud.bleu.cli.drill.DrillReport;
import cloud.bleu.cli.drill.DrillText;
import cloud.bleu.cli.drill.DrillTree;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.option.DayOptions;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.OutputOptions;
import cloud.bleu.cli.option.TypedName;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.whatif.TypedLoss;
import cloud.bleu.credential.ShownText;
import cloud.bleu.drill.DrillOrder;
import cloud.bleu.drill.DrillTranslator;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.simulation.Drill;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.placement.simulation.RestState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Simulates losses against what workloads ask for them, or shows what the operator simulated. */
@Command(
    name = "drill",
    mixinStandardHelpOptions = true,
    description = {
      "Simulates a loss, and says for each workload whether what it asks for such a loss holds.",
      "With -f or --lose it is simulated here. Without, the ResilienceDrills of the cluster are"
          + " shown, with what their last runs found. Nothing is moved, but by --run --live. The"
          + " exit code is 2 when a drill fails, or its last run was aborted: that proves nothing."
    })
final class DrillCommand implements Callable<Integer> {

  @Mixin private InputOptions input = new InputOptions("no drill was run");

  @Mixin private DayOptions at = new DayOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "ResilienceDrills of the manifests or the cluster. Default: all.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--lose",
      paramLabel = "ZONE|SITE|REGION|PROVIDER|HAZARD",
      description =
          "What is lost, in place of a ResilienceDrill. site/NAME and the like where one name means"
              + " several, KEY/VALUE for a hazard. Can be repeated: each is a drill of its own.")
  private List<String> losses = new ArrayList<>();

  @Option(
      names = "--run",
      description =
          "Has the operator run the drills of these names now. What comes of it is shown by this"
              + " verb later.")
  private boolean run;

  @Option(
      names = "--live",
      description =
          "With --run, of a drill with mode Live: has replicas leave its zones for real. Such a"
              + " drill is not run without it.")
  private boolean live;

  @Option(
      names = "--abort",
      description =
          "Ends the live runs of the drills of these names: their zones are in service at once, and"
              + " what was moved comes home. Of one that is returning: ends the wait for that.")
  private boolean abort;

  private final IOStreams streams;

  DrillCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    names.replaceAll(name -> TypedName.ofCluster(name, ResilienceDrill.class));
    if (live && !run) {
      throw new BadInputException("--live says that --run is meant; give both");
    }
    if (run && abort) {
      throw new BadInputException("--run and --abort exclude each other; give one of them");
    }
    if (at.day != null && (run || abort || losses.isEmpty() && input.files.isEmpty())) {
      throw new BadInputException(
          "--at supposes a day, so the loss has to be simulated here; give --lose or -f as well");
    }
    if (run || abort) {
      return asked();
    }
    if (!losses.isEmpty() && !names.isEmpty()) {
      throw new BadInputException("NAME and --lose exclude each other; give one of them");
    }
    if (losses.isEmpty() && input.files.isEmpty()) {
      return told(
          new ClusterDrills(input).named(names).stream().map(DrillReport::of).toList(), Map.of());
    }
    Input.Read read = Input.read(input, at.applied(streams)).reported(streams);
    Estate standing = RestState.of(read.translation().estate()).estate();
    List<DrillReport> drills = losses.isEmpty() ? written(read, standing) : supposed(standing);
    return read.errors().stopping().code(told(drills, read.errors().tree()));
  }

  private int asked() {
    if (!losses.isEmpty() || !input.files.isEmpty() || names.isEmpty()) {
      throw new BadInputException(
          (run ? "--run" : "--abort")
              + " takes the names of ResilienceDrills of a cluster; `"
              + Program.name()
              + " drill` lists them");
    }
    ClusterDrills cluster = new ClusterDrills(input);
    for (ResilienceDrill drill : cluster.named(names)) {
      String name = drill.getMetadata().getName();
      if (abort) {
        cluster.abort(drill, streams.clock().instant());
        streams
            .out()
            .println(name + " is to end now; its zones are in service again with the next pass");
        continue;
      }
      cluster.ask(drill, live, streams.clock().instant());
      streams
          .out()
          .println(
              name
                  + " is to run now; `"
                  + Program.name()
                  + " drill "
                  + name
                  + "` shows what came of it");
    }
    return ExitCode.OK;
  }

  /**
   * @param errors of objects as programs read them; empty where none was read
   */
  private int told(List<DrillReport> drills, Map<String, Object> errors) {
    if (output.format.isTree()) {
      Map<String, Object> tree = DrillTree.of(drills);
      tree.putAll(errors);
      streams.out().print(output.format.write(tree));
    } else if (drills.isEmpty()) {
      streams.out().println("no ResilienceDrill");
    } else {
      streams.out().print(DrillText.of(output.format, drills));
    }
    return drills.stream().anyMatch(DrillReport::failed) ? ExitCode.DRILL_FAILED : ExitCode.OK;
  }

  private List<DrillReport> supposed(Estate standing) {
    List<DrillReport> drills = new ArrayList<>();
    for (String text : losses) {
      Loss loss = TypedLoss.of(text, standing);
      drills.add(DrillReport.of(loss.typed(), Drill.of(standing, loss)));
    }
    return drills;
  }

  private List<DrillReport> written(Input.Read read, Estate standing) {
    List<ResilienceDrill> drills =
        read.drills().stream()
            .filter(d -> names.isEmpty() || names.contains(d.getMetadata().getName()))
            .sorted(Comparator.comparing(d -> d.getMetadata().getName()))
            .toList();
    List<String> known = read.drills().stream().map(d -> d.getMetadata().getName()).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new BadInputException(
            "there is no ResilienceDrill "
                + ShownText.quote(name)
                + " in "
                + String.join(" ", input.files)
                + NearestName.of(name, known).map(n -> "; did you mean " + n + "? ").orElse("; ")
                + "correct the name, or give --lose");
      }
    }
    if (drills.isEmpty()) {
      throw new BadInputException(
          String.join(" ", input.files)
              + ": no ResilienceDrill; write one, or say what is lost with --lose");
    }
    return drills.stream().map(drill -> report(drill, standing)).toList();
  }

  private static DrillReport report(ResilienceDrill drill, Estate standing) {
    // What is wrong with one was refused with the manifests.
    DrillOrder order = Objects.requireNonNull(DrillTranslator.read(drill, standing).order());
    return DrillReport.of(drill.getMetadata().getName(), Drill.of(standing, order.loss()));
  }
}
