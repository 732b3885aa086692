package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.chart.Helm;
import cloud.bleu.cli.terminal.Surface;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.config.AccessProvider;
import cloud.bleu.operator.config.AccessProviders;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParseResult;

/** What the chart's container is started with is what the program takes. */
@RealControlPlane
@Tag("people")
class ChartArgumentsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log.format=text | --log-format",
        "log.format=json,self.zones={a,b},moves.maxPerHour=20,losses.maxObserved=2,"
            + "probes.allowedNetworks={198.51.100.0/24,2001:db8::/32},"
            + "ui.enabled=true,ui.tls.secretName=page-tls"
            + "| --log-format --self-zone --max-moves-per-hour --max-observed-losses"
            + " --probe-networks --ui --ui-port --ui-address --ui-tls-cert --ui-tls-key"
      })
  void programTakesTheArguments(String values, String options) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    Surface surface =
        new Surface(out, out, new ByteArrayInputStream(new byte[0]), Clock.systemUTC());
    ParseResult parsed =
        VerbParser.of(surface)
            .parseArgs(
                container("--set", values + ",crds.enabled=false")
                    .getArgs()
                    .toArray(String[]::new));
    assertEquals("run", parsed.subcommand().commandSpec().name());
    for (String option : (options + " --leader-elect --log-level-file").split(" ")) {
      assertTrue(parsed.subcommand().hasMatchedOption(option), option);
    }
  }

  @Test
  void probesAskWhereTheProgramListens() {
    Container container = container();
    int port = container.getPorts().get(0).getContainerPort();
    assertTrue(container.getArgs().contains("--port=" + port), container.getArgs().toString());
    assertEquals("http", container.getPorts().get(0).getName());
    assertEquals("http", container.getLivenessProbe().getHttpGet().getPort().getStrVal());
    assertEquals("http", container.getReadinessProbe().getHttpGet().getPort().getStrVal());
  }

  @Test
  void programReadsTheProvidersThatTheChartWrites() throws IOException {
    String execConfig = "clusterProfiles.providers[0].execConfig.";
    String text =
        Helm.offline(folder)
            .objects(
                "--set",
                "clusterProfiles.enabled=true,clusterProfiles.providers[0].name=site,"
                    + execConfig
                    + "apiVersion=client.authentication.k8s.io/v1,"
                    + execConfig
                    + "command=/plugins/site,"
                    + execConfig
                    + "args={--for,bleu},"
                    + execConfig
                    + "env[0].name=SITE,"
                    + execConfig
                    + "env[0].value=nord,"
                    + execConfig
                    + "provideClusterInfo=true")
            .stream()
            .filter(ConfigMap.class::isInstance)
            .map(object -> ((ConfigMap) object).getData().get("providers.json"))
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of(
            new AccessProvider(
                "site",
                "client.authentication.k8s.io/v1",
                "/plugins/site",
                List.of("--for", "bleu"),
                Map.of("SITE", "nord"),
                true)),
        AccessProviders.read(Files.writeString(folder.resolve("providers.json"), text)).all());
  }

  private Container container(String... arguments) {
    List<HasMetadata> objects = Helm.offline(folder).objects(arguments);
    return objects.stream()
        .filter(Deployment.class::isInstance)
        .map(object -> ((Deployment) object).getSpec().getTemplate().getSpec())
        .findFirst()
        .orElseThrow()
        .getContainers()
        .get(0);
  }
}
