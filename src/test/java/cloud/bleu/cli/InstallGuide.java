package cloud.bleu.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.CloudProvider;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The guide to install, as it stands, by plain YAML and then by Helm, with all that either brings.
 * Both come with the kinds, which a cluster has once.
 */
final class InstallGuide {

  private static final Path GUIDE = Path.of("docs/how-to/install.md");
  private static final Path UNINSTALL = Path.of("docs/how-to/uninstall.md");

  /**
   * Once the guide is followed, and facts are the matter: the server compiles policies each time,
   * and Helm compares each kind. The kinds stay.
   */
  private static final String FACTS_ALONE = "--set admission.enabled=false,crds.enabled=false";

  /**
   * After the install and the upgrade of the guide: what the chart says, before it is confirmed.
   */
  private static final int UNCONFIRMED = 3;

  /**
   * For what no page has: Helm would read the schemas of all kinds, which the server makes anew
   * each time that a kind has come or gone.
   */
  private static final String WITHOUT_SCHEMAS = "--disable-openapi-validation";

  private final DocumentTerminal terminal;
  private final Path folder;
  private final KubernetesClient client;

  InstallGuide(DocumentTerminal terminal, Path folder, KubernetesClient client) {
    this.terminal = terminal;
    this.folder = folder;
    this.client = client;
  }

  /** On a cluster with nothing, which has nothing again. */
  void isFollowed() throws Exception {
    terminal.awaitNothing(client);
    String install = install();
    assertTrue(terminal.typed(install).err().contains("kubectl apply --server-side -f crds"));
    plainYamlInstallsTheSame();
    does(DocumentedCommands.of(GUIDE, "kubectl apply --server-side -f crds"));
    does(install);
    policiesAndFactsAreThere();
    theOtherCommandsOfTheGuide();
    whatSomebodyConfirmedStays();
    does("kubectl delete clusterrolebinding bleu-facts bleu-on-call bleu-on-call-zones");
    does(DocumentedCommands.of(UNINSTALL, "helm uninstall"));
    does(DocumentedCommands.of(UNINSTALL, "kubectl delete crds"));
    does("kubectl delete ns bleu-system --wait=false");
  }

  private String install() throws IOException {
    Path values = folder.resolve("values.yaml");
    Files.writeString(values, DocumentedCommands.yaml(GUIDE, "policies: [france-only]"));
    return DocumentedCommands.of(GUIDE, "helm install bleu")
        .replace("values.yaml", values.toString());
  }

  private void plainYamlInstallsTheSame() throws Exception {
    String directory = folder.resolve("plain").toString();
    does(DocumentedCommands.of(GUIDE, "hack/manifests").replace(" manifests", " " + directory));
    does(
        DocumentedCommands.of(GUIDE, "kubectl apply --server-side -f manifests")
            .replace("manifests", directory));
    terminal.served(client);
    does(
        DocumentedCommands.of(GUIDE, "kubectl apply --server-side -k")
            .replace("manifests", directory));
    assertTrue(
        does("kubectl -n bleu-system get deploy bleu -o yaml").contains("image: YOUR/IMAGE:"));
    // The kinds stay: they take seconds to come and to go.
    does("kubectl delete -f " + directory + "/operator.yaml -f " + directory + "/namespace.yaml");
  }

  private void policiesAndFactsAreThere() throws Exception {
    assertEquals(
        "cloudprovider.placement.bleu.cloud/s3ns\n"
            + "sovereigntypolicy.placement.bleu.cloud/france-only\n",
        does("kubectl get cprov,sovpol -o name"));
    assertEquals("2025-12-24", provider("legalEntity.provenance.asOf"));
    assertEquals("2025-12-17", provider("ownership.provenance.asOf"));
    assertFalse(admission().isEmpty());
  }

  private String admission() throws IOException, InterruptedException {
    return does(
        "kubectl get validatingadmissionpolicies,validatingadmissionpolicybindings -o name");
  }

  private void theOtherCommandsOfTheGuide() throws Exception {
    for (String binding : bindings()) {
      does(binding);
    }
    for (String may :
        List.of(
            "list bleuworkloads -A",
            "patch availabilityzones",
            "get leases/bleu-placement-operator -n bleu-system")) {
      String asked = "kubectl auth can-i " + may + " --as=somebody --as-group=on-call";
      // The authorizer sees it a moment later.
      await(asked)
          .atMost(DocumentTerminal.BOUND)
          .until(() -> terminal.typed(asked).out().strip().equals("yes"));
    }
    does(DocumentedCommands.of(GUIDE, "kubectl -n default get endpointslices"));
    does(DocumentedCommands.of(Path.of("docs/runbooks.md"), "kubectl -n bleu-system get pods"));
    String admission = admission();
    does(DocumentedCommands.of(GUIDE, "helm upgrade bleu"));
    assertEquals(admission, admission());
    assertTrue(does("kubectl -n bleu-system get cm bleu-log -o yaml").contains("level: DEBUG"));
    assertEquals(
        "1", does("kubectl -n bleu-system get deploy bleu -o jsonpath={.metadata.generation}"));
  }

  private static List<String> bindings() {
    List<String> bindings =
        Stream.of("kubectl create clusterrolebinding", "kubectl create rolebinding")
            .flatMap(start -> DocumentedCommands.allOf(GUIDE, start).stream())
            .toList();
    assertEquals(5, bindings.size(), bindings.toString());
    return bindings;
  }

  /** What a person recorded is neither refreshed nor reverted, whatever the next version says. */
  private void whatSomebodyConfirmedStays() throws Exception {
    String upgrade = "helm upgrade bleu helm/bleu --namespace bleu-system " + WITHOUT_SCHEMAS + " ";
    String named = upgrade + "--set providers={s3ns} --set replicas=1 " + FACTS_ALONE;
    does(named);
    assertEquals("2025-12-24", provider("legalEntity.provenance.asOf"));
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

    does(named);
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"), "as confirmed");
    assertEquals("SignedDocument", provider("legalEntity.provenance.basis"));
    assertEquals("articles of association", provider("legalEntity.provenance.source"));
    assertEquals("2025-12-17", provider("ownership.provenance.asOf"), "as it was");
    does(upgrade + "--reuse-values");
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"));

    // A rollback would bring back what the chart said then: the server tells whose fields these
    // are.
    DocumentTerminal.Ran rollback =
        terminal.typed("helm rollback bleu " + UNCONFIRMED + " --namespace bleu-system");
    assertTrue(rollback.code() != 0, rollback.out());
    assertTrue(rollback.err().contains("conflicts with \"bleu-facts\""), rollback.err());
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"));

    // No longer named, it stays: what is known of a provider is not the chart's to take away.
    does(upgrade + FACTS_ALONE);
    assertEquals("2026-11-24", provider("legalEntity.provenance.asOf"));
    does("kubectl delete cloudprovider s3ns");
  }

  private String provider(String field) {
    CloudProvider s3ns = client.resources(CloudProvider.class).withName("s3ns").get();
    JsonNode spec = Serialization.jsonMapper().valueToTree(s3ns.getSpec());
    return spec.at("/" + field.replace('.', '/')).asText();
  }

  private String does(String command) throws IOException, InterruptedException {
    return terminal.does(command);
  }
}
