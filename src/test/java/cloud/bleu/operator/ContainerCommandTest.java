package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.chart.ChartMetrics;
import cloud.bleu.chart.Helm;
import cloud.bleu.cli.Bleu;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.ChildJvm;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.metric.ExposedMetrics;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.ReservedPort;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program as the chart's container starts it: its arguments, its service account, a heap as
 * large as its memory limit makes it.
 */
@RealControlPlane
class ContainerCommandTest {

  @TempDir Path folder;

  @Test
  void itGetsReadyLeadsPlacesAndGivesItsLeaseBackWhenItIsAskedToEnd(
      ControlPlane plane, KubernetesClient client, OperatorAccount account, FakeNodes nodes)
      throws Exception {
    client.leases().inNamespace(account.namespace()).withName(OperatorOptions.LEASE).delete();
    ReservedPort reserved = new ReservedPort();
    int port = reserved.number();
    Path log = folder.resolve("operator.log");
    Process process =
        start(container(account), port, plane.kubeconfigFile(account.kubeconfig()), account, log);
    try {
      Scene scene = new Scene(client, nodes);
      scene.until("ready", () -> process.isAlive() && answer(port, "/readyz") == 200);
      assertEquals(200, answer(port, "/livez"));
      assertMetrics(Probe.of(port, "/metrics").body());

      scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
      scene.workload("web", 2, "{spread: [{over: Site, min: 2, maxSkew: 1}]}");
      scene.awaitReady("web");
      assertEquals(Map.of("fr-a", 1, "fr-b", 1), scene.bound("web"));
      assertPlaced(port);
      assertTrue(holder(client, account).startsWith("bleu-0"), holder(client, account));

      // A kubelet waits 30 s between asking and killing; this machine may be busy.
      process.destroy();
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "still there");
      // Who stands by takes over from there: LeaderElectionTest.
      assertEquals("", holder(client, account), "who ends gives the lease back");
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + Files.readString(log), e);
    } finally {
      process.destroyForcibly();
      reserved.close();
    }
    for (String line : Files.readAllLines(log)) {
      assertTrue(new JsonMapper().readTree(line).isObject(), line);
    }
  }

  /** Ours, those of the controllers, those of the process, and no others. */
  private static void assertMetrics(String exposed) throws IOException {
    String document = Files.readString(Path.of("docs/metrics.md"));
    Exposition.parse(exposed)
        .forEach(
            (name, family) -> {
              if (name.startsWith("bleu_")) {
                String row = "| `" + name + "` | " + family.type() + " |";
                assertTrue(document.contains(row), row);
              } else {
                assertTrue(name.matches("(operator_sdk|jvm|system|process)_.*"), name);
              }
            });
  }

  /** The figures of the estate are those of the last pass. */
  private static void assertPlaced(int port) throws IOException {
    String exposed = Probe.of(port, "/metrics").body();
    assertMetrics(exposed);
    SortedSet<String> shown = ChartMetrics.names();
    SortedSet<String> later = new TreeSet<>(ExposedMetrics.LATER.keySet());
    later.retainAll(shown);
    shown.removeAll(Exposition.parse(exposed).keySet());
    assertEquals(later, shown, "in an alert or a dashboard, not exposed");
    for (String line :
        List.of(
            "bleu_placements{outcome=\"placed\"} 1.0",
            "bleu_zone_silent{zone=\"fr-a\"} 0.0",
            "bleu_leading 1.0",
            "bleu_placement_pass_failures_total 0.0")) {
      assertTrue(exposed.contains(line), line + " in\n" + exposed);
    }
    assertTrue(exposed.contains("bleu_zone_usable{resource=\"cpu\",zone=\"fr-b\"}"), exposed);
  }

  /** Empty while nobody leads. */
  private static String holder(KubernetesClient client, OperatorAccount account) {
    String holder =
        client
            .leases()
            .inNamespace(account.namespace())
            .withName(OperatorOptions.LEASE)
            .require()
            .getSpec()
            .getHolderIdentity();
    return holder == null ? "" : holder;
  }

  /** As the chart renders it of the release that the account is of. */
  private Container container(OperatorAccount account) {
    return Helm.offline(folder)
        .objectsOf(
            OperatorAccount.RELEASE, "-n", account.namespace(), "--set", "crds.enabled=false")
        .stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .findFirst()
        .orElseThrow()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0);
  }

  private static Process start(
      Container container, int port, Path kubeconfig, OperatorAccount account, Path log)
      throws IOException {
    List<String> command =
        ChildJvm.command(
            Bleu.class,
            "-XX:MaxRAM="
                + Quantity.getAmountInBytes(container.getResources().getLimits().get("memory"))
                    .toBigIntegerExact());
    for (String argument : container.getArgs()) {
      // Everything of a test listens on this machine only, and not where others may.
      command.add(
          argument.startsWith("--bind-address=")
              ? "--bind-address=127.0.0.1"
              : argument.startsWith("--port=") ? "--port=" + port : argument);
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("POD_NAMESPACE", account.namespace());
    builder.environment().put("POD_NAME", "bleu-0");
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private static int answer(int port, String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    try {
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    }
  }
}
