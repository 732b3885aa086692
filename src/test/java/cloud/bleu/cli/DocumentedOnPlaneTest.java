package cloud.bleu.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.FakeVolumes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the documents for a cluster, as they stand there, on a cluster with nothing. */
@RealControlPlane(own = true, kinds = false)
@Tag("people")
class DocumentedOnPlaneTest {

  private static final String ALL = "kubectl get ns,no,pc,deploy,cprov,az,sovpol,bw,wp -A -o yaml";

  private static final Map<String, String> TAKEN_OVER =
      Map.of(
          "etat-civil", "0/0",
          "etat-civil-osc-gov-a-16ed4d", "1/1",
          "etat-civil-osc-gov-b-0a9355", "1/1");

  private static final String READY =
      "'{.items[*].status.conditions[?(@.type==\"Ready\")].status}'";

  /** Where they are not what it is about: the server compiles each of them at each command. */
  private static final String WITHOUT_POLICIES = "--set admission.enabled=false";

  @TempDir Path folder;

  private DocumentTerminal terminal;
  private Process operator;

  @BeforeEach
  void terminal(ControlPlane plane, KubernetesClient client) throws IOException {
    terminal = new DocumentTerminal(plane, folder);
    // Those of the test before are on their way out.
    await()
        .atMost(DocumentTerminal.BOUND)
        .until(
            () ->
                client.apiextensions().v1().customResourceDefinitions().list().getItems().isEmpty()
                    && client.namespaces().withName("bleu-system").get() == null);
  }

  /** What a person recorded is neither refreshed nor reverted, whatever the next version says. */
  @Test
  void policiesAndFactsComeWithTheFirstInstallAndStayAsTheyAreConfirmed() throws Exception {
    Path guide = Path.of("docs/how-to/install.md");
    Path values = folder.resolve("values.yaml");
    Files.writeString(values, DocumentedCommands.yaml(guide, "policies: [france-only]"));
    String install =
        DocumentedCommands.of(guide, "helm install bleu").replace("values.yaml", values.toString());
    assertTrue(terminal.typed(install).err().contains("kubectl apply --server-side -f crds"));
    does(DocumentedCommands.of(guide, "kubectl apply --server-side -f crds"));
    terminal.served();
    does(install);
    assertEquals(
        "cloudprovider.placement.bleu.cloud/s3ns\n"
            + "sovereigntypolicy.placement.bleu.cloud/france-only\n",
        does("kubectl get cprov,sovpol -o name"));
    assertEquals("2025-12-24", provider("legalEntity.provenance.asOf"));
    assertEquals("2025-12-17", provider("ownership.provenance.asOf"));
    does(DocumentedCommands.of(guide, "kubectl create clusterrolebinding"));
    does(DocumentedCommands.of(guide, "kubectl create rolebinding"));
    does(DocumentedCommands.of(guide, "kubectl -n default get endpointslices"));
    does(DocumentedCommands.of(Path.of("docs/runbooks.md"), "kubectl -n bleu-system get pods"));
    does(DocumentedCommands.of(guide, "helm upgrade bleu"));
    assertTrue(does("kubectl -n bleu-system get cm bleu-log -o yaml").contains("level: DEBUG"));
    assertEquals(
        "1", does("kubectl -n bleu-system get deploy bleu -o jsonpath={.metadata.generation}"));
    whatSomebodyConfirmedStays();
    does("kubectl delete clusterrolebinding bleu-facts");
    Path uninstall = Path.of("docs/how-to/uninstall.md");
    does(DocumentedCommands.of(uninstall, "helm uninstall"));
    does(DocumentedCommands.of(uninstall, "kubectl delete crds"));
    does("kubectl delete ns bleu-system --wait=false");
  }

  private void whatSomebodyConfirmedStays() throws Exception {
    String upgrade = "helm upgrade bleu helm/bleu --namespace bleu-system ";
    Typed confirmed =
        Typed.withInput(
            "",
            "facts",
            "confirm",
            "CloudProvider/s3ns",
            "legalEntity",
            "--basis",
            "SignedDocument",
            "--source",
            "articles of association",
            "--kubeconfig",
            terminal.kubeconfig().toString());
    assertEquals(0, confirmed.code(), confirmed.err());

    does(upgrade + "--set providers={s3ns} --set replicas=1 " + WITHOUT_POLICIES);
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"), "as confirmed");
    assertEquals("SignedDocument", provider("legalEntity.provenance.basis"));
    assertEquals("articles of association", provider("legalEntity.provenance.source"));
    assertEquals("2025-12-17", provider("ownership.provenance.asOf"), "as it was");
    does(upgrade + "--reuse-values");
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"));

    // A rollback would bring back what the chart said then: the server tells whose fields these
    // are.
    DocumentTerminal.Ran rollback = terminal.typed("helm rollback bleu 1 --namespace bleu-system");
    assertTrue(rollback.code() != 0, rollback.out());
    assertTrue(rollback.err().contains("conflicts with \"bleu-facts\""), rollback.err());
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"));

    // No longer named, it stays: what is known of a provider is not the chart's to take away.
    does(upgrade + WITHOUT_POLICIES);
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"));
    does("kubectl delete cloudprovider s3ns");
  }

  private String provider(String field) throws IOException, InterruptedException {
    return does("kubectl get cloudprovider s3ns -o jsonpath={.spec." + field + "}");
  }

  @Test
  void plainYamlInstallsTheSame() throws Exception {
    Path guide = Path.of("docs/how-to/install.md");
    String directory = folder.resolve("plain").toString();
    does(DocumentedCommands.of(guide, "hack/manifests").replace(" manifests", " " + directory));
    does(
        DocumentedCommands.of(guide, "kubectl apply --server-side -f manifests")
            .replace("manifests", directory));
    terminal.served();
    does(
        DocumentedCommands.of(guide, "kubectl apply --server-side -k")
            .replace("manifests", directory));
    assertTrue(
        does("kubectl -n bleu-system get deploy bleu -o yaml").contains("image: YOUR/IMAGE:"));
    does("kubectl delete -k " + directory);
  }

  @Test
  void aDeploymentIsTakenOverAndGivenBack(FakeNodes nodes, KubernetesClient client)
      throws Exception {
    for (String zone : List.of("fr-a", "fr-b")) {
      nodes.add(FakeNode.inZone(zone, zone + "-1"));
    }
    does(DocumentedCommands.ofReadme("kubectl apply --server-side -f crds"));
    terminal.served();

    // The draft is taken as it is, by the API server and by plan.
    Path draft = folder.resolve("estate.yaml");
    does(DocumentedCommands.ofReadme("./bleu init").replace("estate.yaml", draft.toString()));
    assertTrue(does("kubectl apply --dry-run=server -f " + draft).contains("fr-a created"));
    assertEquals(ExitCode.OK, terminal.typed("bleu plan -f " + draft).code());
    does(
        DocumentedCommands.ofReadme("kubectl apply -f estate.yaml")
            .replace("estate.yaml", draft.toString()));

    // A zone whose nodes were never seen takes nothing new.
    for (String zone : List.of("osc-gov-a", "osc-gov-b", "bleu-fc-1", "bleu-fs-1")) {
      nodes.add(
          FakeNode.inZone(zone, zone + "-1")
              .withLabel("bleu.node-restriction.kubernetes.io/zone", zone));
    }
    Path guide = Path.of("docs/how-to/take-over-a-deployment.md");
    String deployments = DocumentedCommands.of(guide, "kubectl get deploy");
    whileOperating(
        () -> {
          does(DocumentedCommands.of(guide, "kubectl apply -f examples/migration"));
          until(
              () ->
                  does("kubectl get bw -n mairie etat-civil -o jsonpath={.status.zones}")
                      .equals("osc-gov-a=1, osc-gov-b=1"));
          assertTrue(does(DocumentedCommands.of(guide, "kubectl get bw")).contains("etat-civil"));
          until(() -> replicas(does(deployments)).equals(TAKEN_OVER));
          assertEquals(TAKEN_OVER, replicas(Files.readString(guide)), "as the guide shows it");
          aShopIsRehearsed(client);
          does("kubectl wait --for=delete ns/boutique-rehearsal --timeout=110s");
          does(DocumentedCommands.of(guide, "kubectl delete bw"));
          until(() -> replicas(does(deployments)).equals(Map.of("etat-civil", "2/2")));
        });
    aClusterIsAnsweredAsItsExport();
    does("kubectl delete -f examples/migration --ignore-not-found --wait=false");
    does("kubectl delete ns boutique --wait=false");
    does("./bleu release");
    does("kubectl delete crds --all --wait=false");
  }

  /** From its manifests of today to Ready, under the policy for rehearsals. */
  private void aShopIsRehearsed(KubernetesClient client) throws Exception {
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
      until(() -> ready("boutique-rehearsal").equals("True True True True True True True"));
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
    theShopIsCutOver(client, drafts);
  }

  /** Wave after wave, as the story of the example says it. */
  private void theShopIsCutOver(KubernetesClient client, String drafts) throws Exception {
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
      until(() -> ready("boutique").equals("True True True True True True"));
      does(DocumentedCommands.of(story, "kubectl wait bw --all -n boutique --for"));
      does(draft(story, "kubectl apply -f drafts/boutique/web.yaml", drafts));
      until(() -> ready("boutique").equals("True True True True True True True"));
    }
    assertEquals("0", does("kubectl get deploy -n boutique web -o jsonpath={.spec.replicas}"));
  }

  private static String draft(Path story, String command, String drafts) {
    return DocumentedCommands.of(story, command).replace("drafts/", drafts + "/");
  }

  /** The conditions Ready of all workloads of a namespace. */
  private String ready(String namespace) throws IOException, InterruptedException {
    return does("kubectl get bw -n " + namespace + " -o jsonpath=" + READY);
  }

  private interface Step {
    void run() throws Exception;
  }

  private void whileOperating(Step step) throws Exception {
    operator =
        terminal.starts(
            DocumentedCommands.ofReadme("./bleu run") + " --port 0",
            folder.resolve("operator.log"));
    try {
      step.run();
    } finally {
      operator.destroy();
      assertTrue(operator.waitFor(60, TimeUnit.SECONDS));
    }
  }

  /** Waits for what the operator brings about, which has to be there for it. */
  private void until(Callable<Boolean> condition) {
    DocumentTerminal.soon()
        .until(
            () -> {
              assertTrue(operator.isAlive(), Files.readString(folder.resolve("operator.log")));
              return condition.call();
            });
  }

  private void aClusterIsAnsweredAsItsExport() throws IOException, InterruptedException {
    Path export = folder.resolve("export.yaml");
    Files.writeString(export, does(ALL));
    String here = " --kubeconfig " + terminal.kubeconfig() + " --context bleu";
    for (String verb :
        List.of("plan -o json", "plan --diff", "explain orders -o yaml", "init", "explain x")) {
      assertEquals(within(verb + " -f " + export), within(verb + here), verb);
    }
    assertEquals("nothing changes\n", does("bleu plan --diff"));
    // As it is typed: the cluster is that of KUBECONFIG.
    assertEquals("nothing changes\n", terminal.alone("bleu plan --diff").out());
  }

  /** The Deployments of the town in a table, with READY. */
  private static Map<String, String> replicas(String table) {
    return table
        .lines()
        .filter(line -> line.startsWith("etat-civil"))
        .map(line -> line.split(" +"))
        .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
  }

  /** Without a process of its own, which takes a second to start. */
  private static Typed within(String arguments) {
    return Typed.bleu(arguments.split(" ", -1));
  }

  private String does(String command) throws IOException, InterruptedException {
    return terminal.does(command);
  }
}
