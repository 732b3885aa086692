package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.DocumentedCommands;
import cloud.bleu.controlplane.RealControlPlane;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that can be set together, rendered once with all of them and once with none. */
@RealControlPlane
@Tag("people")
class ChartValuesTest {

  static final String[] VALUES = {
    "--values=src/test/resources/chart/values.yaml",
    "--api-versions=monitoring.coreos.com/v1/ServiceMonitor",
    "--api-versions=monitoring.coreos.com/v1/PrometheusRule"
  };
  private static final String[] OTHER_VALUES = {
    "--values=src/test/resources/chart/other-values.yaml",
    "--api-versions=monitoring.coreos.com/v1/PodMonitor"
  };

  /** Every value of the file, and what it brings into the rendered text or, after -, takes away. */
  private static final String EFFECTS =
      """
      global.imageRegistry      | image: "mirror.example:5000/proxy/platform/bleu
      global.imagePullSecrets   | - name: shared
      image.digest              | bleu:9.8.7@sha256:0123456789abcdef0123
      jvmOptions                | {name: JAVA_TOOL_OPTIONS, value: "-Xmx300m -Dnetworkaddress.cache.ttl=30"}
      proxy.https               | {name: HTTPS_PROXY, value: "http://proxy.example:3128"}
      proxy.exempt              | {name: NO_PROXY, value: "$(KUBERNETES_SERVICE_HOST),10.0.0.0/8,.hospital.example"}
      extraEnv                  | name: KMS_TOKEN
      extraEnvFrom              | name: kms-settings
      extraVolumes              | name: certificates
      extraVolumeMounts         | mountPath: /authority
      topologySpreadConstraints | topologyKey: example.com/rack
      hostUsers                 | hostUsers: false
      podSecurityContext.runAsNonRoot | runAsNonRoot: false
      podSecurityContext.seccompProfile | localhostProfile: bleu.json
      securityContext.allowPrivilegeEscalation | allowPrivilegeEscalation: true
      securityContext.readOnlyRootFilesystem | readOnlyRootFilesystem: false
      securityContext.capabilities | - SYS_PTRACE
      strategy                  | type: Recreate
      extraArgs                 | - --lease-duration=30
      dnsConfig                 | - 192.0.2.53
      hostAliases               | ip: 192.0.2.54
      initContainers            | name: fetch-plugins
      terminationGracePeriodSeconds | terminationGracePeriodSeconds: 45
      fullnameOverride          | name: "placement"
      revisionHistoryLimit      | revisionHistoryLimit: 2
      deploymentAnnotations     | example.com/deployment: noted
      commonLabels              | example.com/team: platform
      networkPolicy.metricsFrom | app: prometheus
      networkPolicy.apiServer.cidrs | {cidr: "192.0.2.0/28"}
      networkPolicy.apiServer.ports | {protocol: TCP, port: 8443}
      networkPolicy.extraEgress | cidr: 198.51.100.7/32
      metrics.service.annotations | example.com/service: noted
      metrics.serviceMonitor.enabled | kind: ServiceMonitor
      metrics.serviceMonitor.labels | release: kube-prometheus-stack
      metrics.serviceMonitor.interval | interval: 11s
      metrics.serviceMonitor.scrapeTimeout | scrapeTimeout: 9s
      metrics.serviceMonitor.relabelings | replacement: paris
      metrics.serviceMonitor.metricRelabelings | regex: dropped
      metrics.prometheusRule.enabled | kind: PrometheusRule
      metrics.prometheusRule.labels | role: alert-rules
      metrics.prometheusRule.runbookUrl | runbook_url: https://docs.example/runbooks.md#bleunoleader
      metrics.dashboards.enabled | bleu-overview.json:
      metrics.dashboards.labels | sidecar: grafana
      metrics.dashboards.annotations | grafana_folder: Platform
      """;

  private static final String OTHER_EFFECTS =
      """
      networkPolicy.enabled        | -kind: NetworkPolicy
      metrics.service.enabled      | -kind: Service
      metrics.podMonitor.enabled   | kind: PodMonitor
      metrics.podMonitor.labels    | release: other
      metrics.podMonitor.interval  | interval: 12s
      metrics.podMonitor.scrapeTimeout | scrapeTimeout: 8s
      nameOverride | name: "bleu-sovereign"
      podDisruptionBudget.maxUnavailable | maxUnavailable: 50%
      metrics.podMonitor.relabelings | replacement: lyon
      metrics.podMonitor.metricRelabelings | regex: other
      """;

  private static final Path SCHEMA = Path.of(Helm.CHART, "values.schema.json");

  /** What is null by default, and what other charts share with this one. */
  private static final Set<String> MAY_BE_NULL =
      Set.of(
          "global",
          "global.imageRegistry",
          "global.imagePullSecrets",
          "evidence.fsGroup",
          "hostUsers",
          "losses.maxObserved",
          "moves.maxPerHour");

  @TempDir Path folder;
  private Helm helm;

  @BeforeEach
  void offline() {
    helm = Helm.offline(folder);
  }

  @Test
  void eachHasItsEffect() throws IOException {
    effects(EFFECTS, VALUES);
    effects(OTHER_EFFECTS, OTHER_VALUES);
  }

  private void effects(String table, String[] arguments) throws IOException {
    String without = "\n" + helm.rendered();
    String with = "\n" + helm.rendered(arguments);
    JsonNode values =
        new YAMLMapper().readTree(Path.of(arguments[0].substring("--values=".length())).toFile());
    rows(table)
        .forEach(
            (value, text) -> {
              assertFalse(values.at("/" + value.replace('.', '/')).isMissingNode(), value);
              boolean takenAway = text.startsWith("-kind");
              Pattern line =
                  takenAway
                      ? Pattern.compile("\\n" + Pattern.quote(text.substring(1)) + "\\n")
                      : Pattern.compile(Pattern.quote(text));
              assertEquals(takenAway, line.matcher(without).find(), "without " + value);
              assertEquals(!takenAway, line.matcher(with).find(), "with " + value);
            });
  }

  @Test
  void valuesOfTheGuideAreTaken() throws IOException {
    List<String> command = new ArrayList<>(List.of("template", "bleu", Helm.CHART));
    for (String yaml : DocumentedCommands.yaml(Path.of("docs/how-to/install.md"))) {
      Path file = Files.createTempFile(folder, "values", ".yaml");
      Files.writeString(file, yaml);
      command.add("--values=" + file);
    }
    command.add("--set=providersWithoutCluster=Render");
    command.add("--api-versions=monitoring.coreos.com/v1/ServiceMonitor");
    command.add("--api-versions=monitoring.coreos.com/v1/PrometheusRule");
    helm.does(command.toArray(String[]::new));
  }

  @Test
  void noValueIsWithoutAnEffect() throws IOException {
    Set<String> declared = new TreeSet<>();
    leaves("", new JsonMapper().readTree(SCHEMA.toFile()), declared);
    // Leaves out what is rendered else: the test of alerts.
    declared.remove("metrics.prometheusRule.disabled");
    // Takes a cluster, or to do without: HelmReleaseTest, HelmTemplateTest.
    declared.removeAll(Set.of("providers", "providersWithoutCluster"));
    Set<String> shown =
        Arrays.stream(HelmTemplateTest.Value.values())
            .map(value -> value.path)
            .collect(Collectors.toCollection(TreeSet::new));
    shown.addAll(rows(EFFECTS).keySet());
    shown.addAll(rows(OTHER_EFFECTS).keySet());
    assertEquals(declared, shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          image.repository=reg/bleu@sha256:0abc         | has a tag or a digest in it: leave there what is before it, and set image.tag or image.digest
          image.repository=reg:5000/bleu:1.0            | has a tag or a digest in it
          commonLabels.app\\.kubernetes\\.io/name=other | commonLabels: app.kubernetes.io/name is a label of the chart's own
          podLabels.app\\.kubernetes\\.io/name=other    | podLabels: app.kubernetes.io/name is a label of the chart's own
          networkPolicy.extraEgress[0].to[0].a=b        | does nothing without networkPolicy.apiServer.cidrs
          metrics.serviceMonitor.enabled=true           | install the Prometheus Operator first, or, for helm template, say that it is there
          metrics.prometheusRule.enabled=true           | install the Prometheus Operator first
          metrics.serviceMonitor.enabled=true,metrics.podMonitor.enabled=true | enable one of them
          metrics.serviceMonitor.enabled=true,metrics.service.enabled=false   | needs metrics.service.enabled
          """)
  void whatCannotBeIsRefusedWithTheRemedy(String edit, String message) {
    Helm.Result result = helm.typed("template", "bleu", Helm.CHART, "--set", edit);
    assertNotEquals(0, result.code());
    assertTrue(result.err().contains(message), result.err());
  }

  /** The schema names every wrong value at once. */
  @Test
  void schemaNamesEachWrongValue() {
    String said =
        helm.typed(
                "template",
                "bleu",
                Helm.CHART,
                "--set-json",
                "image.digest=\"0abc\",proxy={\"https\":\"proxy:3128\",\"exempt\":[\"*.svc\"]},"
                    + "jvmOptions=[\"Xmx1g\"],extraArgs=[\"--heartbeat\",\"5\"],"
                    + "fullnameOverride=\"A\",podDisruptionBudget={\"maxUnavailable\":0},"
                    + "hostUsers=\"no\",revisionHistoryLimit=-1,"
                    + "extraEnv=[{}],extraVolumeMounts=[{\"name\":\"a\"}],"
                    + "topologySpreadConstraints=[{}],global={\"imagePullSecrets\":[1]},"
                    + "commonLabels={\"a\":1},moves={\"maxPerHour\":2147483648},losses={\"maxObserved\":101},metrics={\"podMonitor\":{\"interval\":\"soon\"}},"
                    + "networkPolicy={\"metricsFrom\":[{}],\"apiServer\":{\"cidrs\":[\"10.0.0.1\"]}}")
            .err();
    for (String where :
        List.of(
            "/image/digest",
            "/proxy/https",
            "/proxy/exempt/0",
            "/jvmOptions/0",
            "/extraArgs/1",
            "/fullnameOverride",
            "/podDisruptionBudget/maxUnavailable",
            "/hostUsers",
            "/revisionHistoryLimit",
            "/extraEnv/0",
            "/extraVolumeMounts/0",
            "/topologySpreadConstraints/0",
            "/global/imagePullSecrets/0",
            "/commonLabels/a",
            "/moves/maxPerHour",
            "/losses/maxObserved",
            "/metrics/podMonitor/interval",
            "/networkPolicy/metricsFrom/0",
            "/networkPolicy/apiServer/cidrs/0")) {
      assertTrue(said.contains("at '" + where + "'"), where + " in\n" + said);
    }
  }

  /** An empty key of a values file is null, which takes a default away in silence. */
  @Test
  void nullIsRefusedWhereItTakesAProtectionAway() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(new JsonMapper().readTree(SCHEMA.toFile()));
    ObjectNode values =
        (ObjectNode) new YAMLMapper().readTree(Path.of(Helm.CHART, "values.yaml").toFile());
    assertEquals(List.of(), schema.validate(values));
    Set<String> paths = new TreeSet<>();
    paths("", new JsonMapper().readTree(SCHEMA.toFile()), paths);
    assertTrue(paths.size() > 100, paths.toString());
    Set<String> taken = new TreeSet<>(MAY_BE_NULL);
    for (String path : paths) {
      if (!MAY_BE_NULL.contains(path)
          && without(values, path, left -> schema.validate(left).isEmpty())) {
        taken.add(path);
      }
    }
    assertEquals(MAY_BE_NULL, taken);
    String said =
        helm.typed("template", "bleu", Helm.CHART, "--set=crds.keep=null,admission=null").err();
    assertTrue(said.contains("at '/crds': missing property 'keep'"), said);
    assertTrue(said.contains("at '': missing property 'admission'"), said);
  }

  /** Whether the values without that one are so. */
  private static boolean without(ObjectNode values, String path, Predicate<ObjectNode> isSo) {
    ObjectNode left = values.deepCopy();
    int end = path.lastIndexOf('.');
    ObjectNode parent =
        end < 0 ? left : (ObjectNode) left.at("/" + path.substring(0, end).replace('.', '/'));
    assertTrue(parent.has(path.substring(end + 1)), path);
    parent.remove(path.substring(end + 1));
    return isSo.test(left);
  }

  /** Each object and each value of a schema that has a name. */
  private static void paths(String path, JsonNode schema, Set<String> paths) {
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
              paths.add(name);
              paths(name, field.getValue(), paths);
            });
  }

  private static Map<String, String> rows(String table) {
    return table
        .lines()
        .map(line -> line.split(" *\\| ", 2))
        .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
  }

  private static void leaves(String path, JsonNode schema, Set<String> leaves) {
    JsonNode properties = schema.path("properties");
    if (properties.isMissingNode()) {
      leaves.add(path.substring(1));
    }
    properties
        .fields()
        .forEachRemaining(field -> leaves(path + "." + field.getKey(), field.getValue(), leaves));
  }
}
