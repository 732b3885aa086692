package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.FakeVolumes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The guides to take over a Deployment and to migrate a shop, as they stand, beside an operator: a
 * wait asks the API server, and what a person types is typed once it is so.
 */
final class TakeOver {

  private static final Map<String, String> TAKEN_OVER =
      Map.of(
          "etat-civil", "0/0",
          "etat-civil-osc-gov-a-16ed4d", "1/1",
          "etat-civil-osc-gov-b-0a9355", "1/1");

  private final DocumentTerminal terminal;
  private final DocumentedOperator operator;
  private final Path folder;
  private final KubernetesClient client;

  TakeOver(
      DocumentTerminal terminal,
      DocumentedOperator operator,
      Path folder,
      KubernetesClient client) {
    this.terminal = terminal;
    this.operator = operator;
    this.folder = folder;
    this.client = client;
  }

  /** With nodes in the zones of the example; the shop stays there. */
  void isDoneAndGivenBack(FakeNodes nodes) throws Exception {
    // A zone whose nodes were never seen takes nothing new.
    for (String zone : List.of("osc-gov-a", "osc-gov-b", "bleu-fc-1", "bleu-fs-1")) {
      nodes.add(
          FakeNode.inZone(zone, zone + "-1")
              .withLabel("bleu.node-restriction.kubernetes.io/zone", zone));
    }
    Path guide = Path.of("docs/how-to/take-over-a-deployment.md");
    String deployments = DocumentedCommands.of(guide, "kubectl get deploy");
    does(DocumentedCommands.of(guide, "kubectl apply -f examples/migration"));
    operator.until(() -> "osc-gov-a=1, osc-gov-b=1".equals(zonesOfTheTown()));
    assertTrue(does(DocumentedCommands.of(guide, "kubectl get bw")).contains("etat-civil"));
    operator.until(() -> replicas().equals(TAKEN_OVER));
    assertEquals(TAKEN_OVER, replicas(does(deployments)));
    assertEquals(TAKEN_OVER, replicas(Files.readString(guide)), "as the guide shows it");
    aShopIsRehearsed();
    does("kubectl wait --for=delete ns/boutique-rehearsal --timeout=110s");
    does(DocumentedCommands.of(guide, "kubectl delete bw"));
    operator.until(() -> replicas().equals(Map.of("etat-civil", "2/2")));
    assertEquals(Map.of("etat-civil", "2/2"), replicas(does(deployments)));
    // The pass after the end of a workload takes its decision away.
    operator.until(
        () ->
            client
                .resources(WorkloadPlacement.class)
                .inNamespace("mairie")
                .list()
                .getItems()
                .isEmpty());
  }

  private @Nullable String zonesOfTheTown() {
    BleuWorkload town =
        client.resources(BleuWorkload.class).inNamespace("mairie").withName("etat-civil").get();
    return town.getStatus() == null ? null : town.getStatus().zones();
  }

  /** From its manifests of today to Ready, under the policy for rehearsals. */
  private void aShopIsRehearsed() throws Exception {
    Path guide = Path.of("docs/how-to/migrate.md");
    String drafts = folder.resolve("drafts").toString();
    for (String command : DocumentedCommands.allOf(guide, "./bleu assess -f examples/aks-shop")) {
      if (command.endsWith("--rehearse")) {
        does(command.replace("--write drafts", "--write " + drafts));
      }
    }
    try (FakeVolumes volumes = FakeVolumes.on(client)) {
      does(
          DocumentedCommands.of(guide, "kubectl apply -R -f drafts/rehearsal")
              .replace("drafts", drafts));
      operator.until(() -> areReady("boutique-rehearsal", 7));
      does(DocumentedCommands.of(guide, "kubectl wait bw"));
    }
    assertEquals(
        "secnumcloud-preparation",
        does("kubectl get sovpol secnumcloud-preparation -o jsonpath={.metadata.name}"));
    assertEquals(
        "0",
        does("kubectl get deploy -n boutique-rehearsal web -o jsonpath={.spec.replicas}"),
        "it was taken over there");
    assertEquals("", does("kubectl get bw -n boutique -o name"), "production has not moved");
    does(DocumentedCommands.of(guide, "kubectl delete ns boutique-rehearsal") + " --wait=false");
    theShopIsCutOver(drafts);
  }

  /** Wave after wave, as the story of the example says it. */
  private void theShopIsCutOver(String drafts) throws Exception {
    Path story = Path.of("examples/migration/README.md");
    // A pipeline brings the manifests; this cluster has no Key Vault.
    StringBuilder today = new StringBuilder();
    for (String file : List.of("shop.yaml", "data.yaml", "services.yaml")) {
      for (String one :
          Files.readString(Path.of("examples/aks-shop/today", file)).split("(?m)^---$")) {
        today.append(one.contains("kind: SecretProviderClass") ? "" : "---\n" + one);
      }
    }
    Path manifests = Files.writeString(folder.resolve("today.yaml"), today);
    try (FakeVolumes volumes = FakeVolumes.on(client)) {
      does("kubectl apply -f " + manifests);
      does(draft(story, "kubectl apply -f drafts/namespaces.yaml", drafts));
      for (String file : List.of("orders-db", "orders", "prices")) {
        does(draft(story, "kubectl apply -f drafts/boutique/" + file + ".yaml", drafts));
      }
      operator.until(() -> areReady("boutique", 6));
      does(DocumentedCommands.of(story, "kubectl wait bw --all -n boutique --for"));
      does(draft(story, "kubectl apply -f drafts/boutique/web.yaml", drafts));
      operator.until(() -> areReady("boutique", 7));
    }
    assertEquals("0", does("kubectl get deploy -n boutique web -o jsonpath={.spec.replicas}"));
  }

  private static String draft(Path story, String command, String drafts) {
    return DocumentedCommands.of(story, command).replace("drafts/", drafts + "/");
  }

  /** Whether a namespace has so many workloads, and all are ready. */
  private boolean areReady(String namespace, int count) {
    List<BleuWorkload> workloads =
        client.resources(BleuWorkload.class).inNamespace(namespace).list().getItems();
    return workloads.size() == count && workloads.stream().allMatch(TakeOver::isReady);
  }

  private static boolean isReady(BleuWorkload workload) {
    return workload.getStatus() != null && Conditions.isReady(workload.getStatus().conditions());
  }

  /** The Deployments of the town as kubectl shows them: ready of those that are asked for. */
  private Map<String, String> replicas() {
    return client.apps().deployments().inNamespace("mairie").list().getItems().stream()
        .collect(Collectors.toMap(d -> d.getMetadata().getName(), TakeOver::ready));
  }

  private static String ready(Deployment deployment) {
    Integer ready = deployment.getStatus().getReadyReplicas();
    return Objects.requireNonNullElse(ready, 0) + "/" + deployment.getSpec().getReplicas();
  }

  /** The same in a table, with READY. */
  private static Map<String, String> replicas(String table) {
    return table
        .lines()
        .filter(line -> line.startsWith("etat-civil"))
        .map(line -> line.split(" +"))
        .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
  }

  private String does(String command) throws IOException, InterruptedException {
    return terminal.does(command);
  }
}
