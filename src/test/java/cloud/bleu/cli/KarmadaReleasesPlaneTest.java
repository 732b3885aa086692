package cloud.bleu.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.controlplane.ProjectKinds;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.operator.GovernedNamespace;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorRightsTest;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Refused;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pods in one cluster and all else on the API server of another one, by the commands of the
 * page on Karmada. A member stands for the API server of Karmada.
 */
@RealControlPlane(members = 1)
@Tag("people")
class KarmadaReleasesPlaneTest {
  private static final Path PAGE = Path.of("docs/karmada.md");
  private static final String SYSTEM = "bleu-system";

  private static final String PROVIDER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: alpha}
      spec: {displayName: Alpha, offerings: [{name: cloud, layers: [IaaS], regions: [nord]}]}
      """;

  @TempDir Path folder;

  private DocumentTerminal terminal;
  private FleetMember karmada;

  @AfterEach
  void nothingStays() throws Exception {
    for (String context : new String[] {"", " --kube-context " + karmada.name()}) {
      terminal.typed("helm uninstall bleu --ignore-not-found --namespace " + SYSTEM + context);
    }
  }

  @Test
  void theReleaseBesideKarmadaActsThere(KubernetesClient host, Fleet fleet) throws Exception {
    karmada = fleet.members().get(0);
    terminal = new DocumentTerminal(fleet.hub(), fleet.kubeconfig(), folder);
    does("helm install bleu helm/bleu --kube-context karmada");
    does("kubectl --context karmada config view");
    does("kubectl config set-cluster karmada");
    does("kubectl config set-credentials bleu");
    does("kubectl config set-context karmada");
    does("kubectl config use-context karmada");
    does("kubectl create namespace bleu-system");
    does("kubectl create secret generic bleu-karmada");
    does("helm install bleu helm/bleu --namespace bleu-system --set apiServer.kubeconfigSecret");

    assertEquals(0, deployment(karmada.client()).getSpec().getReplicas());
    assertEquals(2, deployment(host).getSpec().getReplicas());
    assertNull(host.rbac().clusterRoles().withName("bleu").get(), "rights are not here");
    PodSpec pod = deployment(host).getSpec().getTemplate().getSpec();
    String file =
        pod.getContainers().get(0).getEnv().stream()
            .filter(variable -> variable.getName().equals("KUBECONFIG"))
            .map(EnvVar::getValue)
            .findFirst()
            .orElseThrow();
    var mount =
        pod.getContainers().get(0).getVolumeMounts().stream()
            .filter(m -> m.getMountPath().equals(Path.of(file).getParent().toString()))
            .findFirst()
            .orElseThrow();
    String secret =
        pod.getVolumes().stream()
            .filter(volume -> volume.getName().equals(mount.getName()))
            .map(volume -> volume.getSecret().getSecretName())
            .findFirst()
            .orElseThrow();
    itActsThere(
        host.secrets()
            .inNamespace(SYSTEM)
            .withName(secret)
            .require()
            .getData()
            .get(Path.of(file).getFileName().toString()));
  }

  /** What the process in that pod does, with the file that it finds. */
  private void itActsThere(String kubeconfig) {
    KubernetesClient client = karmada.client();
    ProjectKinds.awaitListed(client);
    String text = new String(Base64.getDecoder().decode(kubeconfig), StandardCharsets.UTF_8);
    try (KubernetesClient own = karmada.plane().client(text);
        Operator operator =
            OperatorUnderTest.of(
                own, OperatorRightsTest.elected(new TestNamespace(SYSTEM), "one"), () -> {})) {
      operator.start();
      client.resource(Serialization.unmarshal(PROVIDER, CloudProvider.class)).create();
      await("it has looked at the provider")
          .atMost(Scene.SOON)
          .until(
              () -> {
                CloudProvider seen = client.resources(CloudProvider.class).withName("alpha").get();
                return seen.getStatus() != null
                    && seen.getMetadata()
                        .getGeneration()
                        .equals(seen.getStatus().observedGeneration());
              });
      assertNotNull(
          client.leases().inNamespace(SYSTEM).withName("bleu-placement-operator").get(),
          "it leads");
      await("others are refused what it wrote")
          .atMost(Scene.SOON)
          .untilAsserted(
              () ->
                  Refused.with(
                          "a status by hand",
                          "is written by the placement operator only",
                          () ->
                              client
                                  .resources(CloudProvider.class)
                                  .withName("alpha")
                                  .subresource("status")
                                  .patch(
                                      GovernedNamespace.MERGE,
                                      "{\"status\":{\"observedGeneration\":99}}"))
                      .execute());
    }
  }

  private static Deployment deployment(KubernetesClient client) {
    return client.apps().deployments().inNamespace(SYSTEM).withName("bleu").require();
  }

  /** Types the one command of the page that begins like this. */
  private void does(String start) throws IOException, InterruptedException {
    String command =
        DocumentedCommands.of(PAGE, start)
            .replace("context karmada", "context " + karmada.name())
            .replaceAll("\\bkarmada\\.(crt|kubeconfig)\\b", folder + "/karmada.$1")
            .replace("https://API-SERVER:5443", karmada.plane().url().toString());
    DocumentTerminal.Ran ran = terminal.typed(command);
    assertTrue(ran.code() == 0, () -> command + "\n" + ran.out() + ran.err());
  }
}
