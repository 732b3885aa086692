package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The labels of what the chart renders, whatever the values bring into it. */
@RealControlPlane
@Tag("people")
class ChartLabelsTest {

  /** Objects that are there with these values only. */
  private static final String EVERYTHING =
      "ui.enabled=true,ui.tls.secretName=page-tls,resourceQuota.enabled=true,"
          + "evidence.enabled=true,evidence.signer={/bin/kms},"
          + "evidence.signerPublicKey=-----BEGIN PUBLIC KEY-----,"
          + "clusterProfiles.enabled=true,clusterProfiles.providers[0].name=site,"
          + "clusterProfiles.providers[0].execConfig.apiVersion=client.authentication.k8s.io/v1,"
          + "clusterProfiles.providers[0].execConfig.command=/plugins/site,"
          + "members.enabled=true,members.companions.enabled=true,"
          + "members.companions.secretNamespaces={shop},rbac.namespaces={shop},"
          + "karmada.enabled=true,openClusterManagement.enabled=true,migration.enabled=true";

  @TempDir Path folder;
  private Helm helm;

  @BeforeEach
  void offline() {
    helm = Helm.offline(folder);
  }

  @Test
  void everyObjectHasTheCommonLabelsAndNoSelectorHas() throws IOException {
    List<HasMetadata> objects =
        haveTheCommonLabels(
            Stream.concat(
                    Stream.of(ChartValuesTest.VALUES),
                    Stream.of(
                        "--set=policies={" + offered("policies") + "}",
                        "--set=providers={" + offered("providers") + "}",
                        "--set=providersWithoutCluster=Render"))
                .toArray(String[]::new));
    assertTrue(kinds(objects).containsAll(List.of("SovereigntyPolicy", "CloudProvider")));
    Deployment deployment =
        objects.stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .findFirst()
            .orElseThrow();
    assertEquals(
        Map.of("app.kubernetes.io/name", "bleu", "app.kubernetes.io/instance", "bleu"),
        deployment.getSpec().getSelector().getMatchLabels());
    Map<String, String> ofPods = deployment.getSpec().getTemplate().getMetadata().getLabels();
    assertEquals("platform", ofPods.get("example.com/team"));
    assertEquals("pod", ofPods.get("example.com/both"), "podLabels win");
  }

  @ParameterizedTest
  @ValueSource(strings = {EVERYTHING, "mode=member"})
  void otherValuesBringNoObjectWithout(String values) {
    haveTheCommonLabels("--set", values, "--set=commonLabels.example\\.com/team=platform");
  }

  private List<HasMetadata> haveTheCommonLabels(String... arguments) {
    List<HasMetadata> objects = helm.objects(arguments);
    List<String> without = new ArrayList<>();
    for (HasMetadata object : objects) {
      Map<String, String> labels = object.getMetadata().getLabels();
      if (labels == null
          || !"platform".equals(labels.get("example.com/team"))
          || !"Helm".equals(labels.get("app.kubernetes.io/managed-by"))) {
        without.add(object.getKind() + " " + object.getMetadata().getName());
      }
    }
    assertEquals(List.of(), without);
    return objects;
  }

  /** What a policy of the chart says stays as it is: labels alone come with it. */
  @Test
  void whatPoliciesSayIsWhatTheirFilesSay() throws IOException {
    Map<String, JsonNode> rendered = new TreeMap<>();
    for (JsonNode object :
        documents(helm.rendered("--set=policies={" + offered("policies") + "}"))) {
      if (object.path("kind").asText().equals("SovereigntyPolicy")) {
        rendered.put(object.at("/metadata/name").asText(), object.path("spec"));
      }
    }
    Map<String, JsonNode> written = new TreeMap<>();
    for (String name : offered("policies").split(",")) {
      for (JsonNode object :
          documents(Files.readString(Path.of(Helm.CHART, "files/policies", name + ".yaml")))) {
        written.put(object.at("/metadata/name").asText(), object.path("spec"));
      }
    }
    assertEquals(written, rendered);
  }

  private static List<JsonNode> documents(String text) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      documents.forEachRemaining(objects::add);
    }
    return objects;
  }

  /** All that the schema offers of a value, as {@code --set} takes a list. */
  private static String offered(String value) throws IOException {
    List<String> names = new ArrayList<>();
    new JsonMapper()
        .readTree(Path.of(Helm.CHART, "values.schema.json").toFile())
        .at("/properties/" + value + "/items/enum")
        .forEach(name -> names.add(name.asText()));
    return String.join(",", names);
  }

  private static TreeSet<String> kinds(List<HasMetadata> objects) {
    TreeSet<String> kinds = new TreeSet<>();
    objects.forEach(object -> kinds.add(object.getKind()));
    return kinds;
  }
}
