package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.chart.Helm;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of OpenReports with its own CRD, as the account of the chart. */
public abstract class OpenReportsLife {
  private static final String API = "openreports.io/v1alpha1";
  private static final String SYSTEM = "bleu-system";
  private static final Set<String> RIGHTS =
      Set.of("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding");
  private static final String OTHER = "reports-other";

  private KubernetesClient client;
  private KubernetesClient operatorClient;
  private Operator operator;
  private Scene scene;
  private Writes writes;
  private String namespace;

  @BeforeEach
  void start(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account, TestNamespace namespace) {
    this.client = client;
    this.namespace = namespace.name();
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    writes = new Writes();
    operatorClient = writes.client(account.config());
    operator = OperatorUnderTest.of(operatorClient);
    operator.start();
  }

  @AfterEach
  void stop() {
    operator.close();
    operatorClient.close();
    client.namespaces().withName(OTHER).delete();
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("reports.openreports.io")
        .withTimeout(Scene.SOON.toSeconds(), TimeUnit.SECONDS)
        .delete();
  }

  @Test
  void eachGovernedNamespaceHasOneOnceTheKindIsThere() throws Exception {
    govern(namespace, "\"Audit\"");
    scene.workload("web", 2, "{}");
    scene.awaitReady("web");
    scene.settled(writes);
    assertEquals(List.of(), reportWrites(), "without the kind nothing is written");

    crd(client);
    scene.until("a report without a restart", () -> says(report(client)));
    JsonNode report = json();
    assertEquals("bleu", report.path("source").asText());
    assertEquals(namespace, report.path("scope").path("name").asText());
    closes(report);

    // The rule comes while it runs: in breach, and nothing moves.
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: abroad}
        spec:
          rules:
          - {name: place, rule: data-location, action: Enforce, parameters: {countries: [DE]}}
          - {name: seat, rule: seat-in-eu, action: Warn}
        """);
    scene.until("it fails", () -> json().path("summary").path("fail").asInt() == 1);
    report = json();
    JsonNode first = report.path("results").path(0);
    assertEquals("fail", first.path("result").asText());
    assertEquals("abroad", first.path("policy").asText());
    assertEquals("place", first.path("rule").asText());
    assertEquals("high", first.path("severity").asText());
    assertEquals("BleuWorkload", first.path("resources").path(0).path("kind").asText());
    assertEquals("web", first.path("resources").path(0).path("name").asText());
    assertEquals("CountryNotAccepted", first.path("properties").path("code").asText());
    assertEquals("fr-a, fr-b", first.path("properties").path("zones").asText());
    // The text asks for the European Union, and the house for Germany.
    assertTrue(first.path("properties").path("requirements").isMissingNode());
    assertEquals("Assumed", first.path("properties").path("origin").asText());
    int counted = 0;
    for (JsonNode count : report.path("summary")) {
      counted += count.asInt();
    }
    assertEquals(report.path("results").size(), counted);
    closes(report);
    List<String> managers =
        report(client).getMetadata().getManagedFields().stream()
            .map(m -> m.getManager())
            .distinct()
            .toList();
    assertEquals(List.of("bleu-report"), managers);

    // Passes that change nothing here write nothing here.
    scene.settled(writes);
    int before = reportWrites().size();
    client
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(OTHER).endMetadata().build())
        .create();
    GenericKubernetesResource theirs = theirs();
    govern(OTHER, "\"Enforce\"");
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: elsewhere}
        spec:
          appliesTo: {dataClasses: [Health]}
          rules: [{name: place, rule: data-location, action: Enforce, parameters: {countries: [FR]}}]
        """);
    scene.until(
        "it is told",
        () ->
            client.events().v1().events().inNamespace(OTHER).list().getItems().stream()
                .anyMatch(
                    event ->
                        event.getReason().equals("ReportNotWritten")
                            && event.getNote().contains("somebody else's")));
    scene.settled(writes);
    assertEquals(List.of(), reportWrites().stream().skip(before).toList());
    assertEquals(theirs, client.resource(theirs).get(), "what is theirs stays");
    client.resource(theirs).delete();
    scene.until("ours in its place", () -> says(client.resource(theirs).get()));

    // Edited, deleted: written anew.
    client
        .genericKubernetesResources(API, "Report")
        .inNamespace(namespace)
        .withName("bleu-placement")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":\"them\"}},"
                + "\"results\":[],\"summary\":{\"fail\":0}}");
    scene.until("mended", () -> json().path("summary").path("fail").asInt() == 1);
    assertEquals(
        "bleu", report(client).getMetadata().getLabels().get("app.kubernetes.io/managed-by"));
    String uid = report(client).getMetadata().getUid();
    client
        .genericKubernetesResources(API, "Report")
        .inNamespace(namespace)
        .withName("bleu-placement")
        .delete();
    scene.until(
        "written again",
        () -> report(client) != null && !report(client).getMetadata().getUid().equals(uid));

    govern(namespace, "null");
    scene.until("gone with the label", () -> report(client) == null);
    govern(namespace, "\"Enforce\"");
    scene.until("back with it", () -> report(client) != null);

    // The kind goes and comes.
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("reports.openreports.io")
        .delete();
    scene.until(
        "no kind",
        () ->
            client
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName("reports.openreports.io")
                    .get()
                == null);
    scene.settled(writes);
    crd(client);
    scene.until("the kind is back, and the report", () -> says(report(client)));
    closes(json());
  }

  /**
   * The chart without the right: what is placed is placed, and the log says once what is not done.
   */
  @Test
  void withoutTheRightItPlacesAndSaysSoOnce(ControlPlane plane, @TempDir Path folder) {
    operator.close();
    crd(client);
    assertNull(report(client));
    govern(namespace, "\"Audit\"");
    for (HasMetadata object :
        Helm.offline(folder)
            .objectsOf("without", "-n", SYSTEM, "--set", "openReports.enabled=false")) {
      if (RIGHTS.contains(object.getKind())
          && object.getMetadata().getName().startsWith("without-bleu")) {
        client.resource(object).create();
      }
    }
    ReleasedRights.awaitKnown(client, SYSTEM, "without-bleu");
    OperatorLog said =
        OperatorLog.ofPackages("cloud.bleu.operator", "io.fabric8.kubernetes.client.informers");
    try (said;
        KubernetesClient without =
            plane.client(plane.serviceAccountKubeconfig(SYSTEM, "without-bleu"));
        Operator refused = OperatorUnderTest.of(without)) {
      said.open();
      refused.start();
      scene.workload("web", 2, "{}");
      scene.awaitReady("web");
      scene.until("it is told", () -> !about(said).isEmpty());
      assertNull(report(client));
    }
    assertEquals(1, about(said).size(), about(said).toString());
    assertTrue(about(said).get(0).contains("openReports.enabled"), about(said).toString());
  }

  private static List<String> about(OperatorLog said) {
    return said.lines().stream()
        .filter(m -> m.contains("Report ") || m.contains("customresourcedefinitions"))
        .toList();
  }

  private static void closes(JsonNode report) {
    String closing =
        report.path("metadata").path("annotations").path("placement.bleu.cloud/closing").asText();
    assertTrue(
        closing.matches(
            "checked \\d+ of 278 identifiers; (\\d+ unknown; )?\\d+ visible only through .*"));
    JsonNode results = report.path("results");
    JsonNode last = results.path(results.size() - 1);
    assertEquals("skip", last.path("result").asText());
    assertEquals(closing, last.path("message").asText());
  }

  /**
   * Of another program, under the name that ours would have. Nothing of it is in conflict with what
   * ours says.
   */
  private GenericKubernetesResource theirs() {
    GenericKubernetesResource report =
        Serialization.unmarshal(
            """
            apiVersion: openreports.io/v1alpha1
            kind: Report
            metadata: {name: bleu-placement, namespace: %s, labels: {team: a}}
            """
                .formatted(OTHER),
            GenericKubernetesResource.class);
    return client.resource(report).fieldManager("them").serverSideApply();
  }

  /** Whether it is there as ours: it is created empty. */
  private static boolean says(GenericKubernetesResource report) {
    return report != null && "bleu".equals(report.getAdditionalProperties().get("source"));
  }

  private List<String> reportWrites() {
    return writes.done().stream().filter(w -> w.contains("openreports.io")).toList();
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(Serialization.asJson(report(client)));
  }

  private void govern(String name, String level) {
    client
        .namespaces()
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":%s}}}".formatted(level));
  }

  /** The Report of the client's namespace, null without one. */
  static GenericKubernetesResource report(KubernetesClient client) {
    return client
        .genericKubernetesResources(API, "Report")
        .inNamespace(client.getNamespace())
        .withName("bleu-placement")
        .get();
  }

  /** Installs the CRD of OpenReports, and returns once it is served. */
  public static void crd(KubernetesClient client) {
    try (InputStream in = OpenReportsLife.class.getResourceAsStream("/openreports/reports.yaml")) {
      CustomResourceDefinition crd = Serialization.unmarshal(in, CustomResourceDefinition.class);
      client.resource(crd).create();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    org.awaitility.Awaitility.await("the kind is served")
        .atMost(Scene.SOON)
        .until(() -> served(client));
  }

  /** A kind is established some time before discovery has it, by which the client finds it. */
  private static boolean served(KubernetesClient client) {
    APIResourceList kinds = client.getApiResources(API);
    return kinds != null
        && kinds.getResources().stream().anyMatch(kind -> kind.getKind().equals("Report"));
  }
}
