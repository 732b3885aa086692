package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of an object: all that a decision, a budget or a diagnosis can depend on. */
class TrimmedStoreTest {
  private static final String KEY = "shop/web";

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "ConfigMap", ConfigMap.class,
          "Pod", Pod.class,
          "Service", Service.class,
          "Ingress", Ingress.class,
          "HTTPRoute", GenericKubernetesResource.class,
          "Node", Node.class,
          "StatefulSet", StatefulSet.class,
          "WorkloadPlacement", WorkloadPlacement.class);

  private static <T extends HasMetadata> T kept(TrimmedStore<T> store, T object) {
    store.put(KEY, object);
    return store.get(KEY);
  }

  private static Map<?, ?> kept(String kind, String yaml) {
    HasMetadata object = Serialization.unmarshal("---\n" + yaml, KINDS.get(kind));
    HasMetadata kept = kept(new TrimmedStore<>(), object);
    return Serialization.jsonMapper().convertValue(kept, Map.class);
  }

  private static Map<?, ?> read(String kind, String yaml) {
    HasMetadata object = Serialization.unmarshal("---\n" + yaml, KINDS.get(kind));
    return Serialization.jsonMapper().convertValue(object, Map.class);
  }

  /** An object of a kind, and what is kept of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // of any object: who wrote it, and what kubectl applied last
        "ConfigMap | {metadata: {name: web, managedFields: [{manager: kubectl}]}, data: {a: b}}"
            + "| {metadata: {name: web}, data: {a: b}}",
        "ConfigMap | {metadata: {name: web, annotations:"
            + " {kubectl.kubernetes.io/last-applied-configuration: '{}', team: a}}}"
            + "| {metadata: {name: web, annotations: {team: a}}}",
        // of a Service, an Ingress and a route: whom they lead to
        "Service | {metadata: {name: web, annotations: {a: b}, labels: {c: d}}, spec: {selector:"
            + " {app: web}}, status: {loadBalancer: {}}}"
            + "| {metadata: {name: web, labels: {c: d}}, spec: {selector: {app: web}}}",
        "Ingress | {metadata: {name: web, annotations: {a: b}}, spec: {ingressClassName: x},"
            + " status: {loadBalancer: {}}}"
            + "| {metadata: {name: web}, spec: {ingressClassName: x}}",
        "HTTPRoute | {kind: HTTPRoute, metadata: {name: web, annotations: {a: b}}, spec: {rules:"
            + " []}, status: {parents: []}}"
            + "| {kind: HTTPRoute, metadata: {name: web}, spec: {rules: []}}",
        // of a Node: its labels, taints, room and conditions
        "Node | {metadata: {name: n, annotations: {a: b}, labels: {zone: z}}, spec: {taints: [{key:"
            + " t, effect: NoSchedule}]}, status: {images: [{names: [x]}], volumesInUse: [v],"
            + " volumesAttached: [{name: v, devicePath: d}], allocatable: {cpu: '4'}, conditions:"
            + " [{type: Ready, status: 'True'}]}}"
            + "| {metadata: {name: n, labels: {zone: z}}, spec: {taints: [{key: t, effect:"
            + " NoSchedule}]}, status: {allocatable: {cpu: '4'}, conditions: [{type: Ready, status:"
            + " 'True'}]}}",
        "Node | {metadata: {name: n}} | {metadata: {name: n}}",
        // of a pod: its labels, node, requests, and what leaves it no node of a zone
        "Pod | {metadata: {name: p, annotations: {a: b}, labels: {c: d}}, spec: {nodeName: n,"
            + " schedulingGates: [{name: g}], nodeSelector: {e: f}, volumes: [{name: v}],"
            + " tolerations: [{key: t}], topologySpreadConstraints: [{maxSkew: 1}]}}"
            + "| {metadata: {name: p, labels: {c: d}}, spec: {nodeName: n, schedulingGates: [{name:"
            + " g}], nodeSelector: {e: f}}}",
        "Pod | {metadata: {name: p}, spec: {affinity: {nodeAffinity:"
            + " {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
            + " [{matchExpressions: [{key: z, operator: Exists}]}]},"
            + " preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {}}]},"
            + " podAffinity: {}, podAntiAffinity: {}}}}"
            + "| {metadata: {name: p}, spec: {affinity: {nodeAffinity:"
            + " {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
            + " [{matchExpressions: [{key: z, operator: Exists}]}]}}}}}",
        "Pod | {metadata: {name: p}, spec: {affinity: {podAffinity: {}}}}"
            + "| {metadata: {name: p}, spec: {}}",
        "Pod | {metadata: {name: p}, spec: {containers: [{name: c, image: i, resources: {requests:"
            + " {cpu: '1'}}, env: [{name: e}], envFrom: [{prefix: p}], command: [x], args: [y],"
            + " ports: [{containerPort: 1}], volumeMounts: [{name: v, mountPath: /v}],"
            + " livenessProbe: {}, readinessProbe: {}, startupProbe: {}, lifecycle: {},"
            + " securityContext: {}}], initContainers: [{name: s, restartPolicy: Always, env: [{name:"
            + " e}]}]}}"
            + "| {metadata: {name: p}, spec: {containers: [{name: c, image: i, resources: {requests:"
            + " {cpu: '1'}}}], initContainers: [{name: s, restartPolicy: Always}]}}",
        // of one that is ready, nothing of its containers; of one that is not, why
        "Pod | {metadata: {name: p}, status: {phase: Running, conditions: [{type: Ready, status:"
            + " 'True'}], containerStatuses: [{name: c, ready: true}], initContainerStatuses:"
            + " [{name: i}], ephemeralContainerStatuses: [{name: e}]}}"
            + "| {metadata: {name: p}, status: {phase: Running, conditions: [{type: Ready, status:"
            + " 'True'}]}}",
        "Pod | {metadata: {name: p}, status: {phase: Pending, containerStatuses: [{name: c, ready:"
            + " false, started: false, image: i, imageID: d, containerID: x, restartCount: 4,"
            + " state: {waiting: {reason: ImagePullBackOff, message: no}}, lastState: {terminated:"
            + " {exitCode: 137, reason: OOMKilled, message: m, containerID: x}}}],"
            + " initContainerStatuses: [{name: i, state: {running: {startedAt: now}}}]}}"
            + "| {metadata: {name: p}, status: {phase: Pending, containerStatuses: [{name: c, ready:"
            + " false, started: false, state: {waiting: {reason: ImagePullBackOff, message: no}},"
            + " lastState: {terminated: {exitCode: 137, reason: OOMKilled}}}],"
            + " initContainerStatuses: [{name: i, state: {running: {startedAt: now}}}]}}",
        "Pod | {metadata: {name: p}, status: {conditions: [{type: Ready, status: 'False'}],"
            + " containerStatuses: [{name: c, ready: false}]}}"
            + "| {metadata: {name: p}, status: {conditions: [{type: Ready, status: 'False'}],"
            + " containerStatuses: [{name: c, ready: false}]}}",
        // of a child that rolls out: when that was asked, and when something of it was reported
        "StatefulSet | {kind: StatefulSet, metadata: {name: w, generation: 2, labels:"
            + " {placement.bleu.cloud/workload: w}, managedFields: [{manager: bleu-workload,"
            + " operation: Apply, time: a, fieldsV1: {f:spec: {}}}, {manager: kcm, subresource:"
            + " status, time: b}, {manager: kubectl, time: c}]}, status: {observedGeneration: 1}}"
            + "| {kind: StatefulSet, metadata: {name: w, generation: 2, labels:"
            + " {placement.bleu.cloud/workload: w}, managedFields: [{manager: bleu-workload, time:"
            + " a}, {manager: kcm, subresource: status, time: b}]}, status: {observedGeneration: 1}}",
        "StatefulSet | {kind: StatefulSet, metadata: {name: w, generation: 2, labels:"
            + " {placement.bleu.cloud/workload: w}, managedFields: [{manager: bleu-workload, time:"
            + " a}]}, spec: {replicas: 1}, status: {observedGeneration: 2, replicas: 1}}"
            + "| {kind: StatefulSet, metadata: {name: w, generation: 2, labels:"
            + " {placement.bleu.cloud/workload: w}}, spec: {replicas: 1}, status:"
            + " {observedGeneration: 2, replicas: 1}}",
        // of an object of a controller: all, for it compares statuses. A decision is written over
        // what is kept of the one before: only notes of writers are the server's own
        "WorkloadPlacement | {metadata: {name: p, managedFields: [{manager: m}], annotations:"
            + " {kubectl.kubernetes.io/last-applied-configuration: '{}', team: a}}}"
            + "| {metadata: {name: p, annotations:"
            + " {kubectl.kubernetes.io/last-applied-configuration: '{}', team: a}}}",
        "WorkloadPlacement | {metadata: {name: p, managedFields: [{manager: m}]}, status:"
            + " {observedGeneration: 3, conditions: [{type: Ready, status: 'True'}]}}"
            + "| {metadata: {name: p}, status: {observedGeneration: 3, conditions: [{type: Ready,"
            + " status: 'True'}]}}",
      })
  void keeps(String kind, String object, String kept) {
    assertEquals(read(kind, kept), kept(kind, object));
  }

  /** A kubelet may write much: its first thousand letters say what is wrong. */
  @ParameterizedTest
  @CsvSource({"999, 999", "1000, 1000", "1001, 1000", "0, 0"})
  void longMessagesAreCut(int length, int kept) {
    Pod pod =
        Serialization.unmarshal(
            "---\n{metadata: {name: p}, status: {containerStatuses: [{name: c, state: {waiting: {message:"
                + " '%s'}}}]}}".formatted("x".repeat(length)),
            Pod.class);
    String message =
        kept(new TrimmedStore<>(), pod)
            .getStatus()
            .getContainerStatuses()
            .get(0)
            .getState()
            .getWaiting()
            .getMessage();
    assertEquals(kept, message == null ? 0 : message.length());
  }
}
