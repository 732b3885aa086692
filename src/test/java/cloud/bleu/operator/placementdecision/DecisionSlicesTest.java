package cloud.bleu.operator.placementdecision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.ClusterProfileRef;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A decision as PlacementDecisions: which clusters are in it, and in how many objects. */
class DecisionSlicesTest {

  private static final WorkloadId WEB = new WorkloadId("shop", "web");

  /** Zones a, b and c; a and b are nodes of one cluster. */
  private static final Map<String, ClusterProfileRef> PROFILES =
      Map.of(
          "a", new ClusterProfileRef("one", "fleet"),
          "b", new ClusterProfileRef("one", "fleet"),
          "c", new ClusterProfileRef("two", "fleet"));

  private static List<GenericKubernetesResource> slices(String assignments) {
    return DecisionSlices.of(
        WEB,
        "uid-web",
        Arrays.stream(assignments.split(" "))
            .filter(one -> !one.isEmpty())
            .map(one -> one.split("="))
            .map(one -> new Assignment(one[0], Integer.valueOf(one[1]), null, null))
            .toList(),
        PROFILES);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> decisions(GenericKubernetesResource slice) {
    return (List<Map<String, Object>>) slice.getAdditionalProperties().get("decisions");
  }

  private static String words(Map<String, Object> decision) {
    Map<?, ?> ref = (Map<?, ?>) decision.get("clusterProfileRef");
    String reason = decision.get("reason").toString();
    return ref.get("namespace") + "/" + ref.get("name") + ": " + reason.split(";")[0];
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "'',                   -",
        "hub=3,                -",
        "a=0,                  -",
        "a=1,                  fleet/one: zone a",
        "b=1 a=2,              'fleet/one: zones a, b'",
        "a=0 b=4,              fleet/one: zone b",
        "c=1 hub=2 a=1,        'fleet/one: zone a | fleet/two: zone c'"
      })
  void onlyClustersWithAReplicaAreChosen(String assignments, String wanted) {
    List<GenericKubernetesResource> slices = slices(assignments);
    assertEquals(
        wanted == null ? List.of() : List.of(wanted),
        slices.stream()
            .map(s -> String.join(" | ", decisions(s).stream().map(d -> words(d)).toList()))
            .toList());
  }

  @Test
  void otherNumbersOfReplicasAreTheSameDecision() {
    assertEquals(slices("a=1 c=2"), slices("c=7 a=3"));
    assertTrue(
        decisions(slices("a=1").get(0))
            .get(0)
            .get("reason")
            .toString()
            .endsWith("WorkloadPlacement web"));
  }

  @Test
  void moreClustersThanOneObjectTakesAreSeveralOfOneKey() {
    Map<String, ClusterProfileRef> profiles = new HashMap<>();
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < 201; i++) {
      profiles.put("z" + i, new ClusterProfileRef("c" + i, "fleet"));
      assignments.add(new Assignment("z" + i, 1, null, null));
    }
    List<GenericKubernetesResource> slices =
        DecisionSlices.of(WEB, "uid-web", assignments, profiles);
    assertEquals(
        List.of("web 100 uid-web web", "web.1 100 uid-web web", "web.2 1 uid-web web"),
        slices.stream()
            .map(
                s ->
                    s.getMetadata().getName()
                        + " "
                        + decisions(s).size()
                        + " "
                        + s.getMetadata().getLabels().get("multicluster.x-k8s.io/decision-key")
                        + " "
                        + s.getMetadata().getLabels().get("multicluster.x-k8s.io/placement-key"))
            .toList());
    assertEquals(
        201,
        slices.stream()
            .flatMap(s -> decisions(s).stream())
            .map(d -> d.get("clusterProfileRef"))
            .distinct()
            .count());
  }

  @Test
  void whatTheServerAddsIsNoDifference() {
    GenericKubernetesResource wanted = slices("a=1").get(0);
    GenericKubernetesResource live = Serialization.clone(wanted);
    live.getMetadata().setResourceVersion("7");
    live.getMetadata().getLabels().put("team", "theirs");
    assertTrue(DecisionSlices.isAs(live, wanted));
    live.getMetadata().getLabels().remove(DecisionSlices.WORKLOAD);
    assertFalse(DecisionSlices.isAs(live, wanted));
    assertFalse(DecisionSlices.isAs(slices("c=1").get(0), wanted));
  }

  @ParameterizedTest
  @CsvSource({
    "bleu,  placement.bleu.cloud/v1alpha1, BleuWorkload, true",
    "other, placement.bleu.cloud/v1alpha1, BleuWorkload, false",
    "'',    placement.bleu.cloud/v1alpha1, BleuWorkload, false",
    "bleu,  apps/v1,                       Deployment,   false",
    "bleu,  example.org/v1,                BleuWorkload, false"
  })
  void oursHasTheLabelAndAWorkloadAsOwner(
      String managedBy, String apiVersion, String kind, boolean ours) {
    GenericKubernetesResource object = slices("a=1").get(0);
    if (managedBy.isEmpty()) {
      object.getMetadata().setLabels(null);
    } else {
      object.getMetadata().getLabels().put(DecisionSlices.MANAGED_BY, managedBy);
    }
    object.getMetadata().getOwnerReferences().get(0).setApiVersion(apiVersion);
    object.getMetadata().getOwnerReferences().get(0).setKind(kind);
    assertEquals(ours ? "uid-web" : null, DecisionSlices.workload(object));
  }
}
