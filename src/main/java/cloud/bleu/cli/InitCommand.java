package cloud.bleu.cli;

import cloud.bleu.cli.doctor.Draft;
import cloud.bleu.cli.input.ClusterReader;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Surface;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestProblem;
import io.fabric8.kubernetes.api.model.Node;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Drafts zones and providers from the nodes of a cluster. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Drafts an AvailabilityZone for each zone that the nodes name, and a CloudProvider for each"
          + " cloud, as YAML.",
      "What the nodes do not say is left out; what they say is marked as an assumption."
    })
final class InitCommand implements Callable<Integer> {

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "yaml",
      description = "How to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.YAML;

  private final Surface surface;

  InitCommand(Surface surface) {
    this.surface = surface;
  }

  @Override
  public Integer call() {
    List<Node> nodes = nodes();
    if (nodes.isEmpty()) {
      throw new BadInputException(
          "no Node in the input; give the output of `kubectl get nodes -o yaml` with -f, or a"
              + " cluster with --context");
    }
    LocalDate today = LocalDate.ofInstant(surface.clock().instant(), ZoneOffset.UTC);
    Draft draft = Draft.of(nodes, today);
    if (draft.isEmpty()) {
      throw new BadInputException(
          "no Node has the label "
              + Draft.ZONE_LABEL
              + "; label the nodes with the zone they stand in");
    }
    surface
        .out()
        .print(
            switch (format) {
              case YAML -> draft.yaml();
              case JSON -> format.document(draft.tree());
              case TABLE, WIDE, NAME -> draft.text(format);
            });
    draft.left().forEach(note -> surface.err().println("note: " + note));
    return ExitCode.OK;
  }

  private List<Node> nodes() {
    if (input.files.isEmpty()) {
      return ClusterReader.nodes(input);
    }
    ManifestObjects manifests = Input.manifests(input, surface);
    List<ManifestProblem> problems = manifests.problems(List.of());
    if (!problems.isEmpty()) {
      throw new BadInputException(problems.stream().map(ManifestProblem::toString).toList());
    }
    return manifests.objects().nodes();
  }
}
