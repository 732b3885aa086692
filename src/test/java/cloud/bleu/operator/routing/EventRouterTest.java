package cloud.bleu.operator.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.operator.trigger.Trigger;
import cloud.bleu.operator.trigger.Triggers;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is told of which change, and who is not: each one told would be work. */
class EventRouterTest {

  private static final List<Class<? extends HasMetadata>> OWN =
      List.of(
          BleuWorkload.class, WorkloadPlacement.class, PlacementGate.class, AvailabilityZone.class);

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: shop, uid: u, generation: 1}
      """;

  private static final String PLACEMENT =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: web, namespace: shop, generation: 1}
      spec: {workloadRef: {name: web}}
      """;

  private static final String GATE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: PlacementGate
      metadata: {name: decisions, namespace: shop}
      spec: {sequence: 1}
      """;

  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: a, generation: 1}
      spec: {state: Active}
      status: {workloads: 1}
      """;

  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: a-1, resourceVersion: "1", labels: {zone: a}}
      status: {conditions: [{type: Ready, status: "True", lastHeartbeatTime: "2026-01-01T00:00:00Z"}]}
      """;

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: p, namespace: shop, uid: p, labels: {app: theirs}}
      spec: {nodeName: a-1, containers: [{name: c, resources: {requests: {cpu: 100m}}}]}
      status: {phase: Running}
      """;

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: d, namespace: shop, uid: d, generation: 1, labels: {app: theirs}}
      status: {replicas: 1}
      """;

  private static final String LABELLED =
      "placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: a";

  private static final String OWNED =
      "uid: d, ownerReferences: [{apiVersion: v1, kind: BleuWorkload, name: web, uid: u}]";

  private static final String BUDGET =
      """
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: b, namespace: shop, uid: b, generation: 1}
      """;

  private static final String SET = DEPLOYMENT.replace("Deployment", "StatefulSet");

  private static final String NETWORK =
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: n, namespace: shop, uid: n, generation: 1}
      """;

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: s, namespace: shop, resourceVersion: "1"}
      spec: {clusterIP: 10.0.0.1, selector: {app: web}}
      """;

  private static final String INGRESS =
      """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: i, namespace: shop}
      spec: {ingressClassName: one}
      """;

  private static final String ROUTE =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: r, namespace: shop}
      spec: {rules: []}
      """;

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, resourceVersion: "1"}
      """;

  private static final String POLICY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: theirs, generation: 1}
      """;

  private static final String BINDING = POLICY.replace("AdmissionPolicy", "AdmissionPolicyBinding");

  /** Before, after, and who is told in this order. */
  static Stream<Arguments> changes() {
    String child = DEPLOYMENT.replace("app: theirs", LABELLED);
    String orphan = child.replace("uid: d", OWNED).replace(LABELLED, "app: theirs");
    String own = POD.replace("app: theirs", LABELLED);
    return Stream.of(
        row(null, null),
        row(null, WORKLOAD, "wake"),
        row(WORKLOAD, newer(WORKLOAD), "wake"),
        row(WORKLOAD, WORKLOAD),
        row(WORKLOAD, null, "workloadGone shop/web", "wake"),
        row(null, PLACEMENT, "placementSeen shop/web there"),
        row(PLACEMENT, PLACEMENT, "placementSeen shop/web there"),
        row(PLACEMENT, null, "placementSeen shop/web null", "retryRefused shop"),
        row(null, GATE, "gateSeen shop there"),
        row(GATE, null, "gateSeen shop null"),
        row(null, GATE.replace("decisions", "mine")),
        row(null, ZONE, "wake"),
        row(ZONE, newer(ZONE), "wake"),
        // What the operator counts there itself.
        row(ZONE, ZONE.replace("workloads: 1", "workloads: 2")),
        row(null, NODE, "wake"),
        row(NODE, NODE.replace("zone: a", "zone: b"), "nodeRelabelled a-1", "wake"),
        row(NODE, NODE.replace("\"True\"", "\"False\""), "wake"),
        row(NODE, NODE.replace("T00:", "T01:")),
        row(NODE, null, "wake"),
        row(null, POD, "podChanged", "wake"),
        row(POD, POD.replace("100m", "200m"), "podChanged", "wake"),
        row(POD, POD.replace("uid: p", "uid: p, annotations: {a: b}"), "podChanged"),
        row(null, POD.replace("nodeName: a-1, ", ""), "podChanged"),
        row(POD, null, "podChanged", "wake"),
        row(null, own, "podChanged", "workload shop/web"),
        row(own, null, "podChanged", "workload shop/web"),
        row(null, DEPLOYMENT, "neighbourChanged shop", "wake"),
        row(DEPLOYMENT, newer(DEPLOYMENT), "neighbourChanged shop", "wake"),
        row(DEPLOYMENT, DEPLOYMENT.replace("replicas: 1", "replicas: 2")),
        row(null, child, "workload shop/web"),
        row(
            child,
            child.replace("replicas: 1", "replicas: 2"),
            "workload shop/web",
            "workload shop/web"),
        row(child, null, "workload shop/web", "gone d", "zone a"),
        // Somebody takes the label away, and it is still a child.
        row(child, orphan, "workload shop/web", "workload shop/web"),
        row(orphan, null, "workload shop/web", "gone d"),
        row(null, orphan.replace("name: web", "name: api"), "workload shop/api"),
        row(
            null,
            child.replace("uid: d", OWNED).replace("name: web", "name: api"),
            "workload shop/web",
            "workload shop/api"),
        row(null, orphan.replace("BleuWorkload", "Job"), "neighbourChanged shop", "wake"),
        row(null, BUDGET, "neighbourChanged shop"),
        row(BUDGET, BUDGET),
        row(BUDGET, null, "neighbourChanged shop"),
        row(null, SET, "neighbourChanged shop"),
        row(null, NETWORK, "neighbourChanged shop"),
        row(null, SERVICE, "serviceChanged shop s"),
        row(SERVICE, SERVICE.replace("app: web", "app: api"), "serviceChanged shop s"),
        row(SERVICE, SERVICE.replace("\"1\"", "\"2\"")),
        row(null, INGRESS, "entranceChanged shop"),
        row(INGRESS, INGRESS.replace("one", "two"), "entranceChanged shop"),
        row(INGRESS, INGRESS),
        row(null, ROUTE, "wake"),
        row(ROUTE, ROUTE.replace("rules: []", "rules: [{}]"), "wake"),
        row(ROUTE, ROUTE),
        row(NAMESPACE, NAMESPACE.replace("\"1\"", "\"2\""), "retryRefused shop", "wake"),
        row(NAMESPACE, null, "wake"),
        row(null, POLICY, "retryRefused", "wake"),
        row(POLICY, null, "retryRefused", "wake"),
        row(BINDING, null, "retryRefused", "wake"),
        row(POLICY, POLICY));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void tells(@Nullable HasMetadata before, @Nullable HasMetadata after, List<String> told) {
    Told to = new Told();
    to.router().changed(before, after);
    assertEquals(told, to.said, () -> before + "\n" + after);
  }

  /** An exception would lose the event: an object may lack whatever its schema does not ask for. */
  @Test
  void objectsWithNothingInThemAreToldToo() {
    for (String yaml :
        List.of(
            WORKLOAD,
            PLACEMENT,
            GATE,
            ZONE,
            NODE,
            POD,
            DEPLOYMENT,
            BUDGET,
            SET,
            NETWORK,
            SERVICE,
            INGRESS,
            ROUTE,
            NAMESPACE,
            POLICY,
            BINDING)) {
      HasMetadata full = read(yaml);
      HasMetadata bare =
          read(yaml.lines().limit(2).collect(Collectors.joining("\n")) + "\nmetadata: {name: x}\n");
      Told to = new Told();
      to.router().changed(null, bare);
      to.router().changed(bare, full);
      to.router().changed(full, bare);
      to.router().changed(bare, null);
    }
  }

  private static Arguments row(@Nullable String before, @Nullable String after, String... told) {
    return Arguments.of(
        before == null ? null : read(before), after == null ? null : read(after), List.of(told));
  }

  /** As the caches hold it. */
  private static HasMetadata read(String yaml) {
    for (Class<? extends HasMetadata> kind : OWN) {
      if (yaml.contains("\nkind: " + kind.getSimpleName() + "\n")) {
        return Serialization.unmarshal(yaml, kind);
      }
    }
    return yaml.contains("gateway.networking.k8s.io")
        ? Serialization.unmarshal(yaml, GenericKubernetesResource.class)
        : Serialization.unmarshal(yaml);
  }

  private static String newer(String yaml) {
    return yaml.replace("generation: 1", "generation: 2");
  }

  /** Writes down who is told. */
  private static final class Told {
    final List<String> said = new ArrayList<>();

    EventRouter router() {
      Triggers triggers = new Triggers();
      note("workload", triggers.workloads);
      note("placement", triggers.placements);
      note("zone", triggers.zones);
      note("provider", triggers.providers);
      note("policy", triggers.policies);
      note("waiver", triggers.waivers);
      return new EventRouter(
          triggers,
          (EventRouter.Listener)
              Proxy.newProxyInstance(
                  EventRouter.Listener.class.getClassLoader(),
                  new Class<?>[] {EventRouter.Listener.class},
                  (proxy, method, arguments) -> {
                    said.add(sentence(method.getName(), arguments));
                    return null;
                  }));
    }

    private void note(String controller, Trigger<?> trigger) {
      trigger.setEventHandler(
          event ->
              said.add(
                  controller
                      + " "
                      + event
                          .getRelatedCustomResourceID()
                          .getNamespace()
                          .map(namespace -> namespace + "/")
                          .orElse("")
                      + event.getRelatedCustomResourceID().getName()));
      trigger.start();
    }

    private static String sentence(String method, Object @Nullable [] arguments) {
      if (arguments == null || method.equals("podChanged")) {
        return method;
      }
      return method
          + Stream.of(arguments)
              .map(a -> " " + (a == null || a.toString().length() < 10 ? a : "there"))
              .collect(Collectors.joining());
    }
  }
}
