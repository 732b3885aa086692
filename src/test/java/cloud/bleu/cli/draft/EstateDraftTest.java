package cloud.bleu.cli.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.Format;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drafts from inventories of clusters. */
class EstateDraftTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);

  private static final String PROFILE =
      """
      apiVersion: multicluster.x-k8s.io/v1alpha1
      kind: ClusterProfile
      metadata: {name: paris-1, namespace: fleet}
      spec: {displayName: Paris, clusterManager: {name: test}}
      status:
        properties:
        - {name: location, value: francecentral, lastObservedTime: "2026-11-20T23:30:00-02:00"}
        - {name: topology.kubernetes.io/zone, value: francecentral-1}
        - {name: platform.open-cluster-management.io, value: Azure}
        - {name: placement.bleu.cloud/country, value: FR, lastObservedTime: "2026-11-19T08:00:00Z"}
        - {name: cluster.clusterset.k8s.io, value: paris-1}
      """;

  private static EstateDraft draft(String... objects) throws Exception {
    List<JsonNode> listed = new ArrayList<>();
    for (String object : objects) {
      listed.add(new YAMLMapper().readTree(object));
    }
    return EstateDraft.of(List.of(), listed, TODAY);
  }

  /** The zone of that name in a draft, as JSON. */
  private static JsonNode zone(EstateDraft draft, String name) {
    for (JsonNode item : new ObjectMapper().<JsonNode>valueToTree(draft.tree()).path("items")) {
      if (item.path("kind").asText().equals("AvailabilityZone")
          && item.path("metadata").path("name").asText().equals(name)) {
        return item.path("spec");
      }
    }
    throw new AssertionError(name + " is not in " + draft.text(Format.TABLE));
  }

  @Test
  void propertiesOfProfileAreProposalsWithTheirDay() throws Exception {
    EstateDraft draft = draft(PROFILE);
    JsonNode zone = zone(draft, "paris-1");
    assertEquals("azure", zone.path("provider").asText());
    assertEquals("francecentral", zone.path("region").asText());
    assertEquals("francecentral-1", zone.path("site").asText());
    assertEquals(
        "{\"basis\":\"Observation\",\"source\":\"property \\\"topology.kubernetes.io/zone\\\" of"
            + " ClusterProfile fleet/paris-1; one zone is taken as one"
            + " site\",\"asOf\":\"2026-11-29\"}",
        zone.path("siteProvenance").toString());
    assertEquals(
        "{\"country\":\"FR\",\"provenance\":{\"basis\":\"Observation\",\"source\":\"property"
            + " \\\"placement.bleu.cloud/country\\\" of ClusterProfile"
            + " fleet/paris-1\",\"asOf\":\"2026-11-19\"}}",
        zone.path("location").toString());
    assertEquals(
        "{\"name\":\"paris-1\",\"namespace\":\"fleet\"}",
        zone.path("target").path("clusterProfile").toString());
    assertTrue(
        draft.yaml().contains("# region: property \"location\" of ClusterProfile fleet/paris-1\n"),
        draft.yaml());
    assertFalse(draft.yaml().contains("offerings"), draft.yaml());
    assertEquals(List.of(), draft.left());
  }

  @Test
  void whatNobodyStatesIsNotStated() throws Exception {
    JsonNode zone =
        zone(
            draft(
                """
                apiVersion: cluster.open-cluster-management.io/v1
                kind: ManagedCluster
                metadata: {name: lyon}
                """),
            "lyon");
    assertEquals("unknown", zone.path("provider").asText());
    assertEquals("lyon", zone.path("region").asText());
    assertEquals("lyon", zone.path("site").asText());
    assertEquals("Assumption", zone.path("siteProvenance").path("basis").asText());
    assertTrue(zone.path("location").isMissingNode());
    assertEquals(
        "{\"openClusterManagement\":{\"managedCluster\":\"lyon\"}}",
        zone.path("target").toString());
  }

  /** Which names are read, of which kind, and what becomes of a value that no field takes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claim    | region.open-cluster-management.io | fr-par     | region   | fr-par",
        "claim    | region.placement.bleu.cloud       | fr-par     | region   | fr-par",
        "claim    | region.open-cluster-management.io | 'fr par'   | region   | c",
        "claim    | platform.open-cluster-management.io | AWS      | provider | aws",
        "claim    | platform.open-cluster-management.io | '***'    | provider | unknown",
        "claim    | product.open-cluster-management.io | EKS       | provider | unknown",
        "claim    | site.placement.bleu.cloud         | vdr        | site     | vdr",
        "claim    | country.placement.bleu.cloud      | France     | country  | ",
        "claim    | country.placement.bleu.cloud      | FR         | country  | FR",
        "label    | placement.bleu.cloud/provider     | bleu       | provider | bleu",
        "label    | cloud                             | Azure      | provider | azure",
        "label    | region                            | north      | region   | north",
        "label    | topology.kubernetes.io/region     | north      | region   | north",
        "label    | topology.kubernetes.io/zone       | north-1    | site     | north-1",
      })
  void namesThatAreRead(String word, String key, String value, String fact, String seen)
      throws Exception {
    ObjectMapper json = new ObjectMapper();
    var object = json.createObjectNode();
    object.put("apiVersion", "cluster.open-cluster-management.io/v1");
    object.put("kind", "ManagedCluster");
    object.putObject("metadata").put("name", "c");
    if (word.equals("label")) {
      object.withObject("metadata").putObject("labels").put(key, value);
    } else {
      object
          .putObject("status")
          .putArray("clusterClaims")
          .addObject()
          .put("name", key)
          .put("value", value);
    }
    JsonNode zone = zone(EstateDraft.of(List.of(), List.of(object), TODAY), "c");
    JsonNode field =
        fact.equals("country") ? zone.path("location").path("country") : zone.path(fact);
    assertEquals(seen == null ? "" : seen, field.asText());
  }

  @Test
  void valueThatNoFieldTakesIsSaid() throws Exception {
    String yaml =
        draft(
                """
                apiVersion: cluster.open-cluster-management.io/v1
                kind: ManagedCluster
                metadata: {name: c}
                status: {clusterClaims: [{name: country.placement.bleu.cloud, value: "France\\nspec: {}"}]}
                """)
            .yaml();
    assertTrue(
        yaml.contains(
            "# country: claim \"country.placement.bleu.cloud\" is \"France\\u000Aspec: {}\", which"
                + " the field does not take\n"),
        yaml);
  }

  @Test
  void ownNameGoesBeforeThatOfAnInventory() throws Exception {
    JsonNode zone =
        zone(
            draft(
                """
                apiVersion: multicluster.x-k8s.io/v1alpha1
                kind: ClusterProfile
                metadata:
                  name: c
                  namespace: n
                  labels: {placement.bleu.cloud/region: stated}
                status: {properties: [{name: location, value: other}]}
                """),
            "c");
    assertEquals("stated", zone.path("region").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zone: z1                | z1",
        "zones: [z1]             | z1",
        "zones: [z1, z2]         | k",
        "'zones: [z2], zone: z1' | z2",
        "syncMode: Push          | k",
      })
  void clusterOfKarmadaHasFields(String fields, String site) throws Exception {
    JsonNode zone =
        zone(
            draft(
                """
                apiVersion: cluster.karmada.io/v1alpha1
                kind: Cluster
                metadata: {name: k}
                spec: {provider: OVH, region: gra, %s}
                """
                    .formatted(fields)),
            "k");
    assertEquals("ovh", zone.path("provider").asText());
    assertEquals("gra", zone.path("region").asText());
    assertEquals(site, zone.path("site").asText());
    assertEquals("{\"karmada\":{\"cluster\":\"k\"}}", zone.path("target").toString());
  }

  @Test
  void oneClusterInTwoInventoriesIsOneZone() throws Exception {
    EstateDraft draft =
        draft(
            """
            apiVersion: cluster.open-cluster-management.io/v1
            kind: ManagedCluster
            metadata: {name: paris-1}
            """,
            PROFILE,
            PROFILE.replace("namespace: fleet", "namespace: other"));
    assertTrue(zone(draft, "paris-1").path("target").has("clusterProfile"));
    assertEquals(
        List.of(
            "ClusterProfile other/paris-1 is left out: its name is that of the zone of"
                + " ClusterProfile fleet/paris-1; if it is another place, add a zone with another"
                + " name",
            "ManagedCluster paris-1 is left out: its name is that of the zone of ClusterProfile"
                + " fleet/paris-1; if it is another place, add a zone with another name"),
        draft.left());
  }

  @Test
  void hubAndNamesOfNobodyAreLeftOut() throws Exception {
    EstateDraft draft =
        draft(
            """
            apiVersion: cluster.open-cluster-management.io/v1
            kind: ManagedCluster
            metadata: {name: hub, labels: {local-cluster: "true"}}
            """,
            """
            apiVersion: cluster.open-cluster-management.io/v1
            kind: ManagedCluster
            metadata: {name: "a\\nb"}
            """,
            """
            apiVersion: cluster.x-k8s.io/v1beta1
            kind: Cluster
            metadata: {name: other-kind}
            """);
    assertTrue(draft.isEmpty());
    assertEquals(
        List.of(
            "a ManagedCluster is left out: \"a\\u000Ab\" is no name of an object",
            "ManagedCluster hub is this cluster itself; its zones are those of its nodes"),
        draft.left());
  }
}
