package cloud.bleu.delivery.karmada;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a ResourceBinding is not written, or gets nothing more for the cluster {@code m1}. */
class BindingObstacleTest {

  private static final BleuWorkload WEB =
      Serialization.unmarshal(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: web, namespace: shop}
          spec:
            workload: {karmada: {bindingOf: {kind: Deployment, name: front}}}
          """,
          BleuWorkload.class);

  private static ResourceBinding binding(String metadata, String spec) {
    return new ResourceBinding(
        Serialization.unmarshal(
            """
            apiVersion: work.karmada.io/v1alpha2
            kind: ResourceBinding
            metadata: {name: front-deployment, namespace: shop%s}
            spec: {%s}
            """
                .formatted(metadata, spec),
            GenericKubernetesResource.class));
  }

  private static String code(@Nullable DeliveryProblem problem) {
    return problem == null ? "" : problem.code();
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "web, ''", "api, BindingTaken"})
  void whoseDecisionItGets(String decider, String code) {
    String none = decider.isEmpty() ? null : decider;
    for (String spec : List.of("schedulerName: bleu", "schedulerName: karmada")) {
      assertEquals(code, code(BindingObstacle.of(WEB, binding("", spec), none)));
      assertEquals(
          "BindingMissing",
          code(
              BindingObstacle.of(
                  WEB, binding(", deletionTimestamp: '2026-11-30T12:00:00Z'", spec), none)),
          "one that is being deleted is none");
    }
  }

  @Test
  void oneThatIsNotThere() {
    DeliveryProblem missing = BindingObstacle.of(WEB, null, "api");
    assertEquals("BindingMissing", code(missing));
    assertTrue(missing.message().contains("Deployment front"), missing.message());
    assertEquals(missing, BindingObstacle.missing(WEB));
  }

  /** What is there already stays, whatever taints say; what the policy excludes gets nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // what stands in the binding, taints of the cluster; why nothing more comes there
        "replicas: 1                                                          | ``                |"
            + " ``",
        "replicas: 1                                                          | a=b:NoExecute     |"
            + " ClusterTainted",
        "replicas: 1                                                          | a=b:NoSchedule    |"
            + " ClusterTainted",
        "clusters: [{name: m1, replicas: 1}]                                  | a=b:NoExecute     |"
            + " ``",
        "clusters: [{name: m2, replicas: 1}]                                  | a=b:NoExecute     |"
            + " ClusterTainted",
        "placement: {clusterTolerations: [{key: a, value: b}]}                | a=b:NoExecute     |"
            + " ``",
        "placement: {clusterTolerations: [{key: a, value: c}]}                | a=b:NoExecute     |"
            + " ClusterTainted",
        "placement: {clusterTolerations: [{key: a, operator: Exists}]}        | a=b:NoExecute     |"
            + " ``",
        "placement: {clusterTolerations: [{key: a, operator: Exists}]}        | a=b:NoExecute"
            + " c=d:NoSchedule | ClusterTainted",
        "placement: {clusterTolerations: [{key: a, value: b, tolerationSeconds: 300}]} |"
            + " a=b:NoExecute  | ClusterTainted",
        "placement: {clusterTolerations: [{key: a, value: b, tolerationSeconds: 300}]} |"
            + " a=b:NoSchedule | ``",
        "placement: {clusterAffinity: {clusterNames: [m1]}}                   | ``                |"
            + " ``",
        "placement: {clusterAffinity: {clusterNames: [m2]}}                   | ``                |"
            + " PolicyExcludesCluster",
        "placement: {clusterAffinity: {exclude: [m1]}}                        | ``                |"
            + " PolicyExcludesCluster",
        "clusters: [{name: m1, replicas: 1}], placement: {clusterAffinity: {exclude: [m1]}} | `` |"
            + " PolicyExcludesCluster",
        "placement: {clusterAffinity: {exclude: [m1]}}                        | a=b:NoExecute     |"
            + " PolicyExcludesCluster",
        "gracefulEvictionTasks: [{fromCluster: m1, reason: TaintUntolerated}] | ``                |"
            + " KarmadaEvicts",
        "gracefulEvictionTasks: [{fromCluster: m2, reason: TaintUntolerated}] | ``                |"
            + " ``",
        "gracefulEvictionTasks: [{fromCluster: m1}]                           | a=b:NoExecute     |"
            + " KarmadaEvicts",
        "clusters: [{name: m1}], gracefulEvictionTasks: [{fromCluster: m1}]   | ``                |"
            + " ``",
      })
  void whyAClusterGetsNothingMore(String spec, String taints, String code) {
    List<Taint> all =
        Arrays.stream(taints.split(" "))
            .filter(taint -> !taint.isEmpty())
            .map(taint -> taint.split("[=:]"))
            .map(taint -> new Taint(taint[2], taint[0], null, taint[1]))
            .toList();
    DeliveryProblem problem = BindingObstacle.growth(binding("", spec), "zone-1", m1(all));
    assertEquals(code, code(problem));
    if (problem != null) {
      assertTrue(problem.message().contains("zone zone-1"), problem.message());
      assertTrue(problem.message().contains("front-deployment"), problem.message());
      assertTrue(problem.canPassByItself());
    }
  }

  private static KarmadaCluster m1(List<Taint> taints) {
    return new KarmadaCluster("m1", null, Map.of(), Map.of(), List.of(), taints);
  }

  /** What an application does to itself is undone in its policy, a taint at the Cluster. */
  @ParameterizedTest
  @CsvSource({
    "ApplicationFailure, take spec.failover out of the policy",
    "TaintUntolerated, remove the taint of the Cluster",
    "'', it gives no reason",
  })
  void whatIsToBeDoneAgainstAnEviction(String reason, String words) {
    String said = reason.isEmpty() ? "" : ", reason: " + reason;
    DeliveryProblem problem =
        BindingObstacle.growth(
            binding("", "gracefulEvictionTasks: [{fromCluster: m1" + said + "}]"),
            "zone-1",
            m1(List.of()));
    assertTrue(problem.message().contains(words), problem.message());
    assertTrue(problem.message().contains("(" + (said.isEmpty() ? words : reason) + ")"));
  }

  /** An entry that is removed would leave its replicas running. */
  /** Who schedules it comes before whether anybody does. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // what stands in it; why it stays, and which field of the policy is to be changed
        "schedulerName: bleu                                 | ``                        | ``",
        "schedulerName: karmada                              | BindingOfAnotherScheduler"
            + " | schedulerName",
        "schedulerName: Bleu                                 | BindingOfAnotherScheduler"
            + " | schedulerName",
        "replicas: 2                                         | BindingOfAnotherScheduler"
            + " | schedulerName",
        "schedulerName: null                                 | BindingOfAnotherScheduler"
            + " | schedulerName",
        "schedulerName: karmada, suspension: {scheduling: true} | BindingOfAnotherScheduler"
            + " | schedulerName",
        "schedulerName: bleu, suspension: {scheduling: true} | BindingSuspended | suspension",
        "schedulerName: bleu, suspension: {scheduling: false} | `` | ``",
        "schedulerName: bleu, suspension: {dispatching: true} | `` | ``",
        "schedulerName: bleu, suspension: {scheduling: 'true'} | `` | ``",
        "schedulerName: bleu, preserveResourcesOnDeletion: true | PolicyPreserves"
            + " | preserveResourcesOnDeletion",
        "schedulerName: bleu, preserveResourcesOnDeletion: false | `` | ``",
      })
  void whatStaysAsItIs(String spec, String code, String field) {
    DeliveryProblem problem = BindingObstacle.standstill(binding("", spec));
    assertEquals(code, code(problem));
    if (problem != null) {
      assertTrue(
          problem.message().contains(field + " out of the policy that propagates it")
              || problem.message().contains("spec." + field + " of the policy that propagates it"),
          problem.message());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "suspension: {dispatching: true}                                  | true",
        "suspension: {dispatching: false}                                 | false",
        "suspension: {dispatchingOnClusters: {clusterNames: [m2, m1]}}    | true",
        "suspension: {dispatchingOnClusters: {clusterNames: [m2]}}        | false",
        "suspension: {scheduling: true}                                   | false",
        "replicas: 1                                                      | false",
      })
  void whereDispatchingIsSuspended(String spec, boolean suspended) {
    assertEquals(suspended, binding("", spec).isHeldBack("m1"));
  }

  @Test
  void whatIsAskedToGiveUpSomething() {
    DeliveryProblem problem = BindingObstacle.reduction(binding("", "replicas: 1"), "zone-1", "m1");
    assertEquals("KarmadaReduces", problem.code());
    assertTrue(problem.message().contains("zone zone-1"), problem.message());
    assertTrue(problem.message().contains("cluster m1"), problem.message());
  }
}
