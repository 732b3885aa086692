package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.chart.Helm;
import cloud.bleu.cli.terminal.IOStreams;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    ParseResult parsed = parsed(container("--set", values + ",crds.enabled=false").getArgs());
    assertEquals("run", parsed.subcommand().commandSpec().name());
    for (String option : (options + " --leader-elect --log-level-file").split(" ")) {
      assertTrue(parsed.subcommand().hasMatchedOption(option), option);
    }
  }

  /** What the chart has no value for is given last, as it is. */
  @Test
  void programTakesFurtherArguments() {
    List<String> extra =
        List.of(
            "--lease-duration=30",
            "--heartbeat=5",
            "--checkpoint-entries=100",
            "--checkpoint-minutes=5",
            "--checkpoint-dir=/outside");
    List<String> arguments =
        container("--set", "evidence.enabled=true,extraArgs={" + String.join(",", extra) + "}")
            .getArgs();
    assertEquals(extra, arguments.subList(arguments.size() - extra.size(), arguments.size()));
    ParseResult parsed = parsed(arguments);
    extra.forEach(
        option ->
            assertTrue(
                parsed.subcommand().hasMatchedOption(option.replaceFirst("=.*", "")), option));
  }

  /** Each option that the template writes, whichever values bring it. */
  @Test
  void whatTheChartSetsIsNoFurtherArgument() throws IOException {
    Matcher option =
        Pattern.compile("(?m)^ *- (?:[{][{] printf \")?(--[a-z-]+)")
            .matcher(Files.readString(Path.of(Helm.CHART, "templates/deployment.yaml")));
    Set<String> set = new TreeSet<>();
    while (option.find()) {
      set.add(option.group(1));
    }
    assertTrue(set.containsAll(List.of("--port", "--dns", "--checkpoint-sender")), set.toString());
    String said =
        Helm.offline(folder)
            .typed(
                "template",
                "bleu",
                Helm.CHART,
                "--set",
                "extraArgs={" + String.join("=x,", set) + ",--heartbeat=5}")
            .err();
    set.forEach(
        each ->
            assertTrue(
                said.contains(" " + each + " (") || said.contains(" " + each + ","),
                each + " in " + said));
    assertTrue(said.contains("extraArgs: the chart sets --bind-address, "), said);
    assertTrue(said.contains("--namespaces (rbac.namespaces)"), said);
    assertTrue(said.contains("leave them out, and use the values in brackets"), said);
    assertFalse(said.contains("--heartbeat"), said);
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

  private static ParseResult parsed(List<String> arguments) {
    PrintWriter out = new PrintWriter(new StringWriter(), true);
    IOStreams streams =
        new IOStreams(out, out, new ByteArrayInputStream(new byte[0]), Clock.systemUTC());
    return VerbParser.of(streams).parseArgs(arguments.toArray(String[]::new));
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
