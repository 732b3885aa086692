package cloud.bleu.translate.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pods run in the room of a decision, and which are foreign. */
class ConstrainedPodsTest {

  /** Room for two in a and one in b; nodes a-1, b-1, and x-1 in no zone. */
  private static final String ESTATE =
      zone("a")
          + zone("b")
          + node("a-1", "zone: a")
          + node("b-1", "zone: b")
          + node("x-1", "")
          + workload("nightly", "matchLabels: {app: nightly}")
          + placement("nightly", "{zone: a, replicas: 2}, {zone: b, replicas: 1}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          selected, in the room of its zone                | shop  | app: nightly                             | a-1 | housed
          in the other zone                                | shop  | app: nightly                             | b-1 | housed
          on a node of no zone                             | shop  | app: nightly                             | x-1 | foreign
          on a node that nobody knows                      | shop  | app: nightly                             | z-9 | foreign
          on no node yet                                   | shop  | app: nightly                             | ''  | foreign
          of another namespace                             | other | app: nightly                             | a-1 | foreign
          not selected                                     | shop  | app: weekly                              | a-1 | foreign
          without labels                                   | shop  | ''                                       | a-1 | foreign
          labelled by the operator, and edited since       | shop  | placement.bleu.cloud/workload: nightly   | a-1 | housed
          selected, and the operator's for another one     | shop  | app: nightly, placement.bleu.cloud/workload: web | a-1 | foreign
          """)
  void podRunsInTheRoomOfItsDecision(
      String what, String namespace, String labels, String node, String expected) {
    List<String> left = leftOut(ESTATE + pod("p", namespace, labels, node));
    assertEquals(expected.equals("housed") ? List.of() : List.of("p"), left, what);
  }

  @Test
  void beyondTheRoomPodsAreForeignTheSameOnesInAnyOrder() {
    String pods = "";
    for (String name : List.of("p3", "p1", "p4", "p2")) {
      pods += pod(name, "shop", "app: nightly", "a-1");
    }
    ApiObjects objects = objects(ESTATE + pods);
    List<Pod> turned = new ArrayList<>(objects.pods());
    Collections.reverse(turned);
    assertEquals(List.of("p3", "p4"), names(leftOut(objects)));
    assertEquals(List.of("p3", "p4"), names(leftOut(withPods(objects, turned))));
  }

  /** A pod takes room of one workload only, the first by name. */
  @Test
  void podIsHousedOnce() {
    String second =
        workload("weekly", "matchLabels: {app: nightly}")
            + placement("weekly", "{zone: a, replicas: 1}");
    String pods = "";
    for (String name : List.of("p1", "p2", "p3", "p4")) {
      pods += pod(name, "shop", "app: nightly", "a-1");
    }
    assertEquals(List.of("p4"), leftOut(ESTATE + second + pods));
  }

  @ParameterizedTest
  @CsvSource({"name: nightly, name: daily", "'replicas: 2', 'replicas: 0'"})
  void withoutADecisionThereIsNoRoom(String text, String other) {
    String estate =
        ESTATE.substring(0, ESTATE.indexOf("kind: WorkloadPlacement"))
            + ESTATE.substring(ESTATE.indexOf("kind: WorkloadPlacement")).replace(text, other);
    assertEquals(List.of("p"), leftOut(estate + pod("p", "shop", "app: nightly", "a-1")));
  }

  /** Of a selector that is none nothing is taken for selected. */
  @Test
  void selectorThatIsNoneSelectsNothing() {
    String broken =
        ESTATE.replace(
            "matchLabels: {app: nightly}",
            "matchExpressions: [{key: app, operator: Resembles, values: [nightly]}]");
    assertEquals(List.of("p"), leftOut(broken + pod("p", "shop", "app: nightly", "a-1")));
  }

  /** Pods of a Deployment are told by their labels elsewhere. */
  @Test
  void workloadThatCreatesItsPodsHousesNone() {
    String deployed =
        ESTATE.replace(
            "pods: {selector: {matchLabels: {app: nightly}}, requests: {cpu: 500m, memory: 64Mi}}",
            "deployment: {template: {spec: {containers: [{name: main, image: none}]}}}");
    assertEquals(List.of("p"), leftOut(deployed + pod("p", "shop", "app: nightly", "a-1")));
  }

  private static List<String> leftOut(String yaml) {
    return names(leftOut(objects(yaml)));
  }

  private static List<Pod> leftOut(ApiObjects objects) {
    ConstrainedPods constrained = ConstrainedPods.of(objects);
    return objects.pods().stream().filter(p -> constrained.housing(p) == null).toList();
  }

  private static List<String> names(List<Pod> pods) {
    return pods.stream().map(p -> p.getMetadata().getName()).sorted().toList();
  }

  private static ApiObjects withPods(ApiObjects o, List<Pod> pods) {
    return ApiObjects.NONE
        .with(CloudProvider.class, o.providers())
        .with(AvailabilityZone.class, o.zones())
        .with(SovereigntyPolicy.class, o.policies())
        .with(BleuWorkload.class, o.workloads())
        .with(WorkloadPlacement.class, o.placements())
        .with(Namespace.class, o.namespaces())
        .with(PriorityClass.class, o.priorityClasses())
        .with(Node.class, o.nodes())
        .with(Pod.class, pods)
        .with(Deployment.class, o.deployments())
        .with(SovereigntyWaiver.class, o.waivers())
        .with(Service.class, o.services())
        .with(Ingress.class, o.ingresses())
        .with(GenericKubernetesResource.class, o.routes());
  }

  private static ApiObjects objects(String yaml) {
    return ManifestObjects.of(
            ManifestReader.read(
                List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
        .objects();
  }

  private static String zone(String name) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: AvailabilityZone
    metadata: {name: %s}
    spec: {provider: p, region: r, site: s, target: {nodeSelector: {zone: %s}}}
    ---
    """
        .formatted(name, name);
  }

  private static String node(String name, String labels) {
    return """
    apiVersion: v1
    kind: Node
    metadata: {name: %s, labels: {%s}}
    ---
    """
        .formatted(name, labels);
  }

  private static String workload(String name, String selector) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: BleuWorkload
    metadata: {name: %s, namespace: shop}
    spec:
      workload: {pods: {selector: {%s}, requests: {cpu: 500m, memory: 64Mi}}}
    ---
    """
        .formatted(name, selector);
  }

  private static String placement(String name, String assignments) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: WorkloadPlacement
    metadata: {name: %s, namespace: shop}
    spec: {assignments: [%s]}
    ---
    """
        .formatted(name, assignments);
  }

  private static String pod(String name, String namespace, String labels, String node) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, namespace: %s, labels: {%s}}
    spec: {%s containers: [{name: main, image: none}]}
    ---
    """
        .formatted(name, namespace, labels, node.isEmpty() ? "" : "nodeName: " + node + ",");
  }
}
