package cloud.bleu.delivery.karmada;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a ResourceBinding, in whichever form an API server tells it. */
class ResourceBindingTest {

  /** What has no name is about nobody, and nobody is called "null". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "apiVersion: apps/v1, kind: Deployment, name: web    | shop/Deployment/web",
        "apiVersion: apps/v1, kind: Deployment, name: 'null' | shop/Deployment/null",
        "apiVersion: apps/v1, kind: Deployment               | ``",
        "apiVersion: apps/v1, kind: Deployment, name: null   | ``",
        "apiVersion: apps/v1, kind: Deployment, name: 7      | ``",
        "apiVersion: apps/v1, name: web                      | ``",
        "apiVersion: batch/v1, kind: Job, name: web          | ``",
        "                                                    | ``",
      })
  void whatItIsAbout(String resource, String subject) {
    String stated = resource == null ? "" : resource;
    assertEquals(subject, ResourceBinding.subject(object("resource: {" + stated + "}", "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{name: a, replicas: 2}, {name: b}                 | {a=2, b=0}",
        "{replicas: 2}, {name: b, replicas: 1}             | {b=1}",
        "{name: null, replicas: 2}, {name: b, replicas: 1} | {b=1}",
        "{name: 'null', replicas: 2}                       | {null=2}",
        "a, 7                                              | {}",
      })
  void whichClustersHaveHowMany(String clusters, String replicas) {
    ResourceBinding binding = new ResourceBinding(object("clusters: [" + clusters + "]", ""));
    assertEquals(replicas, binding.clusters().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{clusterName: a, status: {replicas: 2}}, {clusterName: b, status: {replicas: 0}} | {a=2}",
        "{status: {replicas: 2}}                                                          | {}",
        "{clusterName: null, status: {replicas: 2}}                                       | {}",
        "{clusterName: a}                                                                 | {}",
      })
  void whichClustersReportHowMany(String reported, String replicas) {
    GenericKubernetesResource object =
        object("schedulerName: bleu", "status: {aggregatedStatus: [" + reported + "]}");
    assertEquals(replicas, new ResourceBinding(object).standing().toString());
  }

  /** Of the template as it is now, the fourth one; what runs of another one may ask less. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resourceTemplateGeneration: 4, replicas: 3, availableReplicas: 2, updatedReplicas: 3 | 2",
        "resourceTemplateGeneration: 4, replicas: 3, availableReplicas: 3, updatedReplicas: 1 | 1",
        "resourceTemplateGeneration: 3, replicas: 3, availableReplicas: 3, updatedReplicas: 3 | 0",
        "replicas: 3, availableReplicas: 3, updatedReplicas: 3                                | 0",
        "resourceTemplateGeneration: 4, generation: 9, observedGeneration: 8, replicas: 3, availableReplicas: 3, updatedReplicas: 3 | 0",
        "resourceTemplateGeneration: 4, replicas: 9, availableReplicas: 9, updatedReplicas: 9 | 5",
        "resourceTemplateGeneration: 4, replicas: 4294967297, availableReplicas: 4294967297, updatedReplicas: 4294967297 | 5",
        "resourceTemplateGeneration: 4, replicas: 3, availableReplicas: -1, updatedReplicas: 3 | 0",
      })
  void howManyAskWhatTheTemplateAsks(String reported, int running) {
    ResourceBinding binding =
        new ResourceBinding(
            object(
                "schedulerName: bleu, clusters: [{name: a, replicas: 5}]",
                "status: {aggregatedStatus: [{clusterName: a, status: {" + reported + "}}]}"));
    assertEquals(Map.of("a", running), binding.running(4));
    assertEquals(Map.of("a", 0), binding.running(0), "the template is not there");
  }

  /** While Karmada takes it out of a cluster something of it may run there, reported or not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "schedulerName: bleu                                             | ``          | true",
        "schedulerName: other                                            | ``          | false",
        "schedulerName: bleu, clusters: [{name: a}]                      | ``          | false",
        "schedulerName: bleu                                             | clusterName: a | false",
        "schedulerName: bleu, gracefulEvictionTasks: [{fromCluster: a}]  | ``          | false",
      })
  void whetherNothingOfItIsAnywhere(String spec, String reported, boolean isEmpty) {
    String all = reported.isEmpty() ? "" : "{" + reported + "}";
    GenericKubernetesResource object = object(spec, "status: {aggregatedStatus: [" + all + "]}");
    assertEquals(isEmpty, new ResourceBinding(object).isEmpty());
  }

  private static GenericKubernetesResource object(String spec, String status) {
    return Serialization.unmarshal(
        """
        apiVersion: work.karmada.io/v1alpha2
        kind: ResourceBinding
        metadata: {name: web-deployment, namespace: shop}
        spec: {%s}
        %s
        """
            .formatted(spec, status),
        GenericKubernetesResource.class);
  }
}
