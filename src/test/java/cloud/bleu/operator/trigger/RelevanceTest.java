package cloud.bleu.operator.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.Manifest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which changes wake the placement loop, and which must not: each one would be a pass. */
class RelevanceTest {

  private static final boolean WAKES = true;
  private static final boolean SLEEPS = false;

  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: n, resourceVersion: "1", labels: {zone: a}, annotations: {a: b}}
      spec: {unschedulable: false}
      status:
        allocatable: {cpu: "4"}
        conditions:
        - {type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z", lastHeartbeatTime: "2026-01-01T00:00:00Z"}
        - {type: MemoryPressure, status: "False"}
      """;

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: p, namespace: n, resourceVersion: "1", labels: {app: theirs}}
      spec: {nodeName: node-1, containers: [{name: c, resources: {requests: {cpu: 100m}}}]}
      status: {phase: Running}
      """;

  private static final String OURS =
      POD.replace("app: theirs", "placement.bleu.cloud/workload: web");

  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: z, generation: 1, resourceVersion: "1", annotations: {a: b}}
      status:
        allocated: {cpu: "1"}
        conditions: [{type: Schedulable, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z"}]
      """;

  private static final String DRILL =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: ResilienceDrill
      metadata: {name: d, generation: 1, resourceVersion: "1"}
      status:
        live:
          {phase: Moving, began: "2026-01-01T00:00:00Z", closes: "2026-01-01T02:00:00Z", zones: [z],
           workloads: [{namespace: n, name: w, before: 2, lost: 1, recoverySeconds: 3}]}
      """;

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: w, namespace: n, uid: u, generation: 1, resourceVersion: "1"}
      status: {readyReplicas: 1}
      """;

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: n, resourceVersion: "1", labels: {a: b}, annotations: {a: b}}
      """;

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: d, namespace: n, generation: 1, resourceVersion: "1", annotations: {revision: "1"}}
      status: {readyReplicas: 1}
      """;

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: s, namespace: n, resourceVersion: "1", annotations: {a: b}}
      spec: {type: ClusterIP, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
      status: {loadBalancer: {}}
      """;

  private static final String INGRESS =
      """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: i, namespace: n, resourceVersion: "1", annotations: {a: b}}
      spec: {defaultBackend: {service: {name: s, port: {number: 80}}}}
      status: {loadBalancer: {}}
      """;

  @TestFactory
  Stream<DynamicTest> updates() {
    return Stream.of(
        row(
            "heartbeat of a node",
            NODE,
            "lastHeartbeatTime: \"2026-01-01T00",
            "lastHeartbeatTime: \"2026-01-01T01",
            SLEEPS),
        row(
            "another condition of a node",
            NODE,
            "MemoryPressure, status: \"False\"",
            "MemoryPressure, status: \"True\"",
            SLEEPS),
        row("annotation of a node", NODE, "a: b", "a: c", SLEEPS),
        row(
            "readiness of a node",
            NODE,
            "Ready, status: \"True\"",
            "Ready, status: \"False\"",
            WAKES),
        row(
            "readiness of a node, since",
            NODE,
            "lastTransitionTime: \"2026-01-01",
            "lastTransitionTime: \"2026-01-02",
            WAKES),
        row("label of a node", NODE, "zone: a", "zone: b", WAKES),
        row("node cordoned", NODE, "unschedulable: false", "unschedulable: true", WAKES),
        row("room of a node", NODE, "cpu: \"4\"", "cpu: \"8\"", WAKES),
        row("label of a pod", POD, "app: theirs", "app: others", SLEEPS),
        row(
            "pod gets bound",
            POD.replace("nodeName: node-1, ", ""),
            "spec: {",
            "spec: {nodeName: node-1, ",
            WAKES),
        row("pod ends", POD, "Running", "Succeeded", WAKES),
        row("pod fails", POD, "Running", "Failed", WAKES),
        row("pod is resized in place", POD, "100m", "200m", WAKES),
        row("pod of ours is bound elsewhere", OURS, "node-1", "node-2", SLEEPS),
        row("pod of ours ends", OURS, "Running", "Failed", SLEEPS),
        row(
            "figures of a zone",
            ZONE,
            "allocated: {cpu: \"1\"}",
            "allocated: {cpu: \"2\"}",
            SLEEPS),
        row(
            "end of a live drill",
            DRILL,
            "closes: \"2026-01-01T02",
            "closes: \"2026-01-01T04",
            WAKES),
        row("progress of a live drill", DRILL, "recoverySeconds: 3", "recoverySeconds: 4", SLEEPS),
        row("zone flips", ZONE, "status: \"True\"", "status: \"False\"", WAKES),
        row("spec of a zone", ZONE, "generation: 1", "generation: 2", WAKES),
        row("incident of a zone", ZONE, "a: b", "placement.bleu.cloud/incident: Lost", WAKES),
        row("status of a workload", WORKLOAD, "readyReplicas: 1", "readyReplicas: 2", SLEEPS),
        row("spec of a workload", WORKLOAD, "generation: 1", "generation: 2", WAKES),
        row("another workload of that name", WORKLOAD, "uid: u", "uid: v", WAKES),
        row(
            "workload is deleted",
            WORKLOAD,
            "uid: u",
            "uid: u, deletionTimestamp: \"2026-01-01T00:00:00Z\"",
            WAKES),
        row("label of a namespace", NAMESPACE, "labels: {a: b}", "labels: {a: c}", WAKES),
        row(
            "annotation of a namespace",
            NAMESPACE,
            "annotations: {a: b}",
            "annotations: {a: c}",
            WAKES),
        row("status of a Deployment", DEPLOYMENT, "readyReplicas: 1", "readyReplicas: 2", SLEEPS),
        row("annotation of a Deployment", DEPLOYMENT, "revision: \"1\"", "revision: \"2\"", SLEEPS),
        row("spec of a Deployment", DEPLOYMENT, "generation: 1", "generation: 2", WAKES),
        row("type of a Service", SERVICE, "ClusterIP", "LoadBalancer", WAKES),
        row("pods of a Service", SERVICE, "app: web", "app: db", WAKES),
        row("port of a Service", SERVICE, "targetPort: 8080", "targetPort: 8081", WAKES),
        row("annotation of a Service", SERVICE, "a: b", "a: c", SLEEPS),
        row(
            "status of a Service",
            SERVICE,
            "loadBalancer: {}",
            "loadBalancer: {ingress: [{ip: 192.0.2.1}]}",
            SLEEPS),
        row("backend of an Ingress", INGRESS, "name: s,", "name: t,", WAKES),
        row("annotation of an Ingress", INGRESS, "a: b", "a: c", SLEEPS),
        row(
            "status of an Ingress",
            INGRESS,
            "loadBalancer: {}",
            "loadBalancer: {ingress: [{ip: 192.0.2.1}]}",
            SLEEPS));
  }

  @Test
  void comingAndGoingOfAPodMattersWhereItTakesRoom() {
    assertTrue(Relevance.ofPresence(Manifest.object(POD)));
    assertFalse(Relevance.ofPresence(Manifest.object(POD.replace("nodeName: node-1, ", ""))));
    assertFalse(Relevance.ofPresence(Manifest.object(POD.replace("Running", "Succeeded"))));
    assertFalse(Relevance.ofPresence(Manifest.object(OURS)));
    assertTrue(Relevance.ofPresence(Manifest.object(NODE)));
    assertTrue(Relevance.ofPresence(Manifest.object(WORKLOAD)));
  }

  private static DynamicTest row(String what, String yaml, String from, String to, boolean wakes) {
    return DynamicTest.dynamicTest(
        what,
        () -> {
          assertTrue(yaml.contains(from), from);
          HasMetadata before = Manifest.object(yaml);
          HasMetadata after = Manifest.object(yaml.replace(from, to));
          boolean hasGeneration = before.getMetadata().getGeneration() != null;
          if (hasGeneration || !wakes) {
            after.getMetadata().setResourceVersion("2");
          }
          assertEquals(wakes, Relevance.ofUpdate(before, after));
        });
  }
}
