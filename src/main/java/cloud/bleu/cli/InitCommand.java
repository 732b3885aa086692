package cloud.bleu.cli;

import cloud.bleu.cli.doctor.Draft;
import cloud.bleu.cli.doctor.InventoryDraft;
import cloud.bleu.cli.input.ClusterInventory;
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

/** Drafts zones and providers from the nodes of a cluster, or from inventories of clusters. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Drafts an AvailabilityZone for each zone that the nodes name, and a CloudProvider for each"
          + " cloud, as YAML.",
      "What the nodes do not say is left out; what they say is marked as an assumption.",
      "With --clusters each cluster that an inventory lists is a zone, and what the inventory says"
          + " of it is marked as an observation."
    })
final class InitCommand implements Callable<Integer> {

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "yaml",
      description = "How to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.YAML;

  @Option(
      names = "--clusters",
      description =
          "In place of nodes, read the ClusterProfiles, the ManagedClusters of Open Cluster"
              + " Management and the Clusters of Karmada of a cluster.")
  private boolean clusters;

  private final Surface surface;

  InitCommand(Surface surface) {
    this.surface = surface;
  }

  @Override
  public Integer call() {
    LocalDate today = LocalDate.ofInstant(surface.clock().instant(), ZoneOffset.UTC);
    if (clusters) {
      return drafted(inventory(today));
    }
    List<Node> nodes = nodes();
    if (nodes.isEmpty()) {
      throw new BadInputException(
          "no Node in the input; give the output of `kubectl get nodes -o yaml` with -f, or a"
              + " cluster with --context");
    }
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

  private InventoryDraft inventory(LocalDate today) {
    if (!input.files.isEmpty()) {
      throw new BadInputException("--clusters reads a cluster: take out -f");
    }
    InventoryDraft draft = InventoryDraft.of(ClusterInventory.of(input), today);
    if (draft.isEmpty()) {
      throw new BadInputException(
          "no inventory there lists a cluster: there is no ClusterProfile, no ManagedCluster and no"
              + " Cluster of Karmada; leave out --clusters to draft zones from nodes");
    }
    return draft;
  }

  private int drafted(InventoryDraft draft) {
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
