package cloud.bleu.assess.draft;

import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.dependency.HeldVolume;
import cloud.bleu.assess.dependency.OutsideUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a draft requires of the target: its data, its layers and services, its provider. */
final class DraftRequirements {

  private static final List<String> GUESSED_CLASSES = List.of("Ordinary");

  /** What runs as pods on machines, by the names that public facts on Bleu have. */
  private static final String MACHINES = "azure.compute";

  private static final String DISKS = "azure.disk";

  private final DependencyGraph graph;
  private final DraftBasis basis;

  DraftRequirements(DependencyGraph graph, DraftBasis basis) {
    this.graph = graph;
    this.basis = basis;
  }

  /**
   * Writes what is required, below {@code spec}.
   *
   * @param workload as the graph shows it
   */
  void write(DraftText text, String workload) {
    if (basis.dataClasses().isEmpty()) {
      text.guess(
          2,
          "no manifest says which data it handles; ask its owner, since policies apply by it, and"
              + " state it with --data-class");
    }
    text.yaml(
        2,
        Map.of(
            "dataClasses", basis.dataClasses().isEmpty() ? GUESSED_CLASSES : basis.dataClasses()));
    text.guess(
        2,
        "a Kubernetes of your own on machines; add CaaS where the provider runs the cluster, PaaS"
            + " for databases, vaults and stores that it runs");
    text.yaml(2, Map.of("layers", List.of("IaaS")));
    services(text, workload);
    text.comment(2, "Without this it may land at any provider that policies allow.");
    text.yaml(
        2, Map.of("residency", Map.of("providers", Map.of("allow", List.of(basis.provider())))));
    text.guess(
        2,
        "which loss it survives is left out; for two zones write resilience: {spread: [{over: Zone,"
            + " min: 2}]}");
    List<String> hosts = new ArrayList<>();
    for (OutsideUse use : graph.leaving()) {
      if (use.from().equals(workload)) {
        hosts.add(use.name() + " (" + use.evidence().get(0).place().position() + ")");
      }
    }
    if (!hosts.isEmpty()) {
      text.guess(2, "dependencies are left out; it calls " + String.join(", ", hosts));
    }
    for (HeldVolume volume : graph.volumes()) {
      if (volume.workload().equals(workload)) {
        text.comment(
            2,
            "Holds "
                + volume.name()
                + ", "
                + volume.size()
                + " of class "
                + volume.storageClass()
                + ": the data does not move with this object; plan its copy.");
      }
    }
  }

  /** Only names that the provider has: another one would be refused in every zone. */
  private void services(DraftText text, String workload) {
    TreeSet<String> services = new TreeSet<>(List.of(MACHINES));
    if (graph.volumes().stream().anyMatch(v -> v.workload().equals(workload))) {
      services.add(DISKS);
    }
    services.retainAll(basis.offered());
    if (services.isEmpty()) {
      text.guess(
          2,
          "services are left out; name those that it uses as the offerings of "
              + basis.provider()
              + " do");
      return;
    }
    text.guess(
        2, "machines, and disks where it holds volumes; add what else it uses of the provider");
    text.yaml(2, Map.of("services", List.copyOf(services)));
  }
}
