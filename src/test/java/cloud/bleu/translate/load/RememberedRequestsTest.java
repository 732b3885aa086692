package cloud.bleu.translate.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.translate.pod.Sources;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A template is read once, in however many clusters its pods stand, and again when it changes. */
class RememberedRequestsTest {

  private static final String SPEC =
      "{containers: [{name: c, image: i, resources: {requests: {cpu: %s}}}]}";

  private final RememberedRequests requests = new RememberedRequests();

  private static BleuWorkload workload(String source) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: w, namespace: a}
        spec: {replicas: 1, workload: {%s}}
        """
            .formatted(source),
        BleuWorkload.class);
  }

  private static Deployment deployment(String cpu) {
    return Serialization.unmarshal(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app, namespace: a}
        spec: {template: {spec: %s}}
        """
            .formatted(SPEC.formatted(cpu)),
        Deployment.class);
  }

  @Test
  void templateOfAWorkloadIsReadOnceFromEstateToEstate() {
    BleuWorkload workload =
        workload("deployment: {template: {spec: %s}}".formatted(SPEC.formatted("100m")));
    Sources sources = new Sources(List.of());
    Quantities first = requests.of(workload, sources);
    assertEquals(Quantities.of(Map.of("cpu", 100L, "pods", 1L)), first);
    assertSame(first, requests.of(workload, sources), "in another cluster");
    requests.begin();
    assertSame(first, requests.of(workload, new Sources(List.of(deployment("1")))));
    requests.begin();
    requests.begin();
    assertNotSame(first, requests.of(workload, sources), "nobody asked: it was forgotten");
  }

  @Test
  void deploymentThatIsReferredToIsReadAgainWhenItIsAnotherOne() {
    BleuWorkload workload = workload("deploymentRef: {name: app}");
    Deployment deployment = deployment("1");
    Quantities first = requests.of(workload, new Sources(List.of(deployment)));
    assertEquals(1000, first.get("cpu"));
    requests.begin();
    assertSame(first, requests.of(workload, new Sources(List.of(deployment))));
    requests.begin();
    assertEquals(2000, requests.of(workload, new Sources(List.of(deployment("2")))).get("cpu"));
    assertEquals(Quantities.NONE, requests.of(workload, new Sources(List.of())), "it is gone");
  }
}
