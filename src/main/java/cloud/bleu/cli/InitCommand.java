package cloud.bleu.cli;

import cloud.bleu.cli.draft.EstateDraft;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.input.ListedClusters;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.ManifestReader;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Node;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Drafts zones and providers from the nodes of a cluster and from its inventories of clusters. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Drafts an AvailabilityZone for each zone that the nodes name, and for each cluster that an"
          + " inventory lists: ClusterProfile, ManagedCluster, and Cluster of Karmada. Drafts a"
          + " CloudProvider for each cloud. The draft is YAML.",
      "What they do not say is left out. What nodes say is marked as an assumption, what an"
          + " inventory says as an observation."
    })
final class InitCommand implements Callable<Integer> {

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "yaml",
      description = "How to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.YAML;

  private final IOStreams streams;

  InitCommand(IOStreams streams) {
    this.streams = streams;
  }

  /**
   * What a draft is made of.
   *
   * @param listed the objects of inventories, and whatever else there is
   */
  private record Seen(List<Node> nodes, List<JsonNode> listed) {}

  @Override
  public Integer call() {
    Seen seen = seen();
    LocalDate today = LocalDate.ofInstant(streams.clock().instant(), ZoneOffset.UTC);
    EstateDraft draft = EstateDraft.of(seen.nodes, seen.listed, today);
    if (draft.isEmpty()) {
      throw new BadInputException(
          seen.nodes.isEmpty()
              ? "no Node and no cluster of an inventory in the input; give the output of `kubectl"
                  + " get nodes -o yaml` or of `kubectl get clusterprofiles -A -o yaml` with -f,"
                  + " or a cluster with --context"
              : "no Node has the label "
                  + EstateDraft.ZONE_LABEL
                  + "; label the nodes with the zone they stand in");
    }
    streams
        .out()
        .print(
            switch (format) {
              case YAML -> draft.yaml();
              case JSON -> format.document(draft.tree());
              case TABLE, WIDE, NAME -> draft.text(format);
            });
    draft.left().forEach(note -> streams.err().println("note: " + note));
    return ExitCode.OK;
  }

  private Seen seen() {
    if (input.files.isEmpty()) {
      ListedClusters listed = ListedClusters.read(input);
      listed
          .refused()
          .forEach(
              resource ->
                  streams
                      .err()
                      .println(
                          "note: you may not list "
                              + resource
                              + ", so its clusters are left out; ask for that right, or give them"
                              + " with -f"));
      return new Seen(listed.nodes(), listed.clusters());
    }
    Input.refuseBoth(input);
    ManifestReader.Result read = ManifestReader.read(input.files, streams.in());
    ManifestObjects manifests = ManifestObjects.of(read);
    List<ManifestProblem> problems = manifests.problems(List.of());
    if (!problems.isEmpty()) {
      throw new BadInputException(problems.stream().map(ManifestProblem::toString).toList());
    }
    return new Seen(
        manifests.objects().nodes(),
        read.manifests().stream().<JsonNode>map(Manifest::json).toList());
  }
}
