package cloud.bleu.operator.karmada;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.delivery.manifest.WriteTimes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of the objects of Karmada. */
class PrunedStoreTest {

  /** A binding of another scheduler is found and told, and nothing else of it is read. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bleu              | clusters gracefulEvictionTasks placement preserveResourcesOnDeletion resource schedulerName suspension | aggregatedStatus conditions schedulerObservedGeneration",
        "default-scheduler | resource schedulerName suspension | ''",
      })
  void ofABindingIsKeptWhatASchedulerReads(String scheduler, String spec, String status) {
    GenericKubernetesResource binding =
        Serialization.unmarshal(
            """
            apiVersion: work.karmada.io/v1alpha2
            kind: ResourceBinding
            metadata:
              name: api-deployment
              namespace: shop
              resourceVersion: "7"
              generation: 3
              annotations: {policy.karmada.io/applied-placement: "{}"}
              labels: {resourcebinding.karmada.io/permanent-id: "1"}
              managedFields:
              - {manager: bleu-workload, operation: Update, time: "2026-11-27T12:00:00Z"}
              - {manager: karmada, subresource: status, time: "2026-11-27T13:00:00Z", fieldsV1: {f:status: {}}}
            spec:
              resource: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: api}
              schedulerName: %s
              suspension: {scheduling: false}
              preserveResourcesOnDeletion: true
              clusters: [{name: a, replicas: 2}]
              gracefulEvictionTasks: []
              placement: {clusterAffinity: {clusterNames: [a]}}
              replicaRequirements: {resourceRequest: {cpu: "1"}}
              requiredBy: []
            status:
              aggregatedStatus: [{clusterName: a}]
              conditions: []
              schedulerObservedGeneration: 3
              lastScheduledTime: "2026-11-27T12:00:00Z"
            """
                .formatted(scheduler),
            GenericKubernetesResource.class);
    new PrunedStore(PrunedStore::binding).put("shop/api-deployment", binding);
    assertEquals(Set.of(spec.split(" ")), keys(binding, "spec"));
    assertEquals(status.isEmpty() ? Set.of() : Set.of(status.split(" ")), keys(binding, "status"));
    assertEquals("shop/Deployment/api", ResourceBinding.subject(binding));
    assertEquals("7", binding.getMetadata().getResourceVersion());
    assertEquals(3, binding.getMetadata().getGeneration());
    assertNull(binding.getMetadata().getAnnotations());
    assertEquals(
        status.isEmpty() ? null : Instant.parse("2026-11-27T13:00:00Z"),
        WriteTimes.progressed(binding));
  }

  @Test
  void ofAClusterIsKeptWhatPoliciesAskForItsConditionsVersionAndSums() {
    GenericKubernetesResource cluster =
        Serialization.unmarshal(
            """
            apiVersion: cluster.karmada.io/v1alpha1
            kind: Cluster
            metadata: {name: m}
            spec: {id: u, syncMode: Push, region: north, zones: [a], taints: [{key: gpu, effect: NoExecute}]}
            status:
              apiEnablements: [{groupVersion: v1}]
              kubernetesVersion: v1.36.3
              nodeSummary: {totalNum: 2, readyNum: 1}
              resourceSummary:
                allocatable: {cpu: "8"}
                allocated: {cpu: "2"}
                allocating: {cpu: "1"}
                allocatableModelings: [{grade: 1, count: 2}]
              conditions: []
            """,
            GenericKubernetesResource.class);
    new PrunedStore(PrunedStore::cluster).put("m", cluster);
    assertEquals(Set.of("id", "taints", "region", "zones"), keys(cluster, "spec"));
    assertEquals(
        Set.of("conditions", "kubernetesVersion", "nodeSummary", "resourceSummary"),
        keys(cluster, "status"));
    assertEquals(
        Set.of("allocatable", "allocated", "allocating"),
        ((Map<?, ?>) cluster.get("status", "resourceSummary")).keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "unknown", "36", "null", "[v1.36.3]"})
  void ofAVersionIsKeptOnlyWhatIsOne(String said) {
    GenericKubernetesResource cluster =
        Serialization.unmarshal(
            """
            apiVersion: cluster.karmada.io/v1alpha1
            kind: Cluster
            metadata: {name: m}
            status: {kubernetesVersion: %s, conditions: []}
            """
                .formatted(said),
            GenericKubernetesResource.class);
    new PrunedStore(PrunedStore::cluster).put("m", cluster);
    assertEquals(Set.of("conditions"), keys(cluster, "status"));
  }

  private static Set<?> keys(GenericKubernetesResource object, String part) {
    return ((Map<?, ?>) object.getAdditionalProperties().get(part)).keySet();
  }
}
