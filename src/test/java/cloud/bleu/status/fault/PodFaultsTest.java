package cloud.bleu.status.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions of Deployments and pods as Kubernetes 1.36 writes them, and what is said of them. */
class PodFaultsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final Function<String, Node> UNKNOWN = name -> null;
  private static final String LABELS =
      "labels: {placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: fr-a}";

  private static String told(PodFaults faults) {
    PodFault fault = faults.byZone().get("fr-a");
    return fault == null ? null : fault.code() + " " + fault.message();
  }

  private static Deployment deployment(String type, String status, String reason, String message) {
    Deployment deployment =
        Serialization.unmarshal(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web-fr-a-0d1e2f, %s}
            status: {conditions: [{type: %s, status: "%s", reason: %s}]}
            """
                .formatted(LABELS, type, status, reason),
            Deployment.class);
    deployment.getStatus().getConditions().get(0).setMessage(message);
    return deployment;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '`',
      textBlock =
          """
          ReplicaFailure | True  | FailedCreate           | pods "web-fr-a-0d1e2f-7c9d8b6f5-x2x9z" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true (pod or container "main" must set securityContext.runAsNonRoot=true) | FailedCreate pods "web-…" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true (pod or container "main" must set securityContext.runAsNonRoot=true)
          ReplicaFailure | True  | FailedCreate           | pods "web-fr-a-0d1e2f-7c9d8b6f5-abcde" is forbidden: exceeded quota: small, requested: cpu=500m,pods=1, used: cpu=1,pods=2, limited: cpu=1,pods=2 | FailedCreate pods "web-…" is forbidden: exceeded quota: small, requested: cpu=500m,pods=1, limited: cpu=1,pods=2
          ReplicaFailure | True  | FailedCreate           | admission webhook "check.example" denied the request: no | FailedCreate admission webhook "check.example" denied the request: no
          Progressing    | False | ReplicaSetCreateError  | Failed to create new replica set "web-fr-a-0d1e2f-7c9d8b6f5": replicasets.apps "web-fr-a-0d1e2f-7c9d8b6f5" is forbidden: exceeded quota: s, requested: count/replicasets.apps=1, used: count/replicasets.apps=4, limited: count/replicasets.apps=4 | FailedCreate Failed to create new replica set "web-…": replicasets.apps "web-…" is forbidden: exceeded quota: s, requested: count/replicasets.apps=1, limited: count/replicasets.apps=4
          ReplicaFailure | False | FailedCreate           | pods | -
          ReplicaFailure | True  | FailedDelete           | pods | -
          Available      | False | MinimumReplicasUnavailable | Deployment does not have minimum availability. | -
          """)
  void controllersSayWhatTheyCannotCreate(
      String type, String status, String reason, String message, String told) {
    assertEquals(
        told,
        told(
            PodFaults.of(
                List.of(deployment(type, status, reason, message)),
                List.of(),
                false,
                UNKNOWN,
                NOW)));
  }

  /** A StatefulSet has no condition for it: its Events say it, or a command that shows them. */
  @Test
  void statefulSetSaysItInItsEvents() {
    StatefulSet set =
        Serialization.unmarshal(
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web-fr-a-0d1e2f, %s}"
                .formatted(LABELS),
            StatefulSet.class);
    PodFaults none = of();
    assertEquals(
        "FailedCreate pods \"web-…\" is forbidden: violates PodSecurity \"restricted:latest\"",
        told(
            none.uncreated(
                set,
                "create Pod web-fr-a-0d1e2f-0 in StatefulSet web-fr-a-0d1e2f failed error: pods"
                    + " \"web-fr-a-0d1e2f-0\" is forbidden: violates PodSecurity \"restricted:latest\"")));
    assertEquals(
        "FailedCreate pods are not created: kubectl describe statefulset web-fr-a-0d1e2f says why",
        told(none.uncreated(set, null)));
    assertEquals(NOW, none.until(NOW.plusSeconds(1)).until(NOW).until(NOW.plusSeconds(2)).next());
  }

  /** A pod written as a part of its spec and of its status. */
  private static Pod pod(String spec, String status) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web-fr-a-0d1e2f-7c9d8b6f5-x2x9z, creationTimestamp: "2026-11-25T11:59:00Z", %s}
        spec: {schedulerName: default-scheduler%s}
        status: {phase: Pending, %s}
        """
            .formatted(LABELS, spec, status),
        Pod.class);
  }

  private static PodFaults of(Pod... pods) {
    return PodFaults.of(List.of(), List.of(pods), false, UNKNOWN, NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          0/6 nodes are available: 2 Insufficient cpu, 4 node(s) didn't match Pod's node affinity/selector. preemption: 0/6 nodes are available: 2 No preemption victims found for incoming pod, 4 Preemption is not helpful for scheduling. | Insufficient cpu
          0/7 nodes are available: 1 Insufficient memory, 2 Insufficient cpu, 5 node(s) didn't match Pod's node affinity/selector. preemption: 0/7 nodes are available: 7 Preemption is not helpful for scheduling. | Insufficient cpu, Insufficient memory
          0/6 nodes are available: 6 node(s) didn't match Pod's node affinity/selector. preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling. | node(s) didn't match Pod's node affinity/selector
          0/6 nodes are available: 2 node(s) had untolerated taint {closed: }, 4 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling. | node(s) had untolerated taint {closed: }
          0/6 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling. | pod has unbound immediate PersistentVolumeClaims
          0/6 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling. | persistentvolumeclaim "data" not found
          no nodes available to schedule pods | no nodes available to schedule pods
          """)
  void schedulerSaysWhatItDidNotFind(String message, String told) {
    Pod pod =
        pod("", "conditions: [{type: PodScheduled, status: \"False\", reason: Unschedulable}]");
    pod.getStatus().getConditions().get(0).setMessage(message);
    assertEquals("Unschedulable pods are not scheduled: " + told, told(of(pod)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '`',
      textBlock =
          """
          , schedulingGates: [{name: b.example/b}, {name: a.example/a}] | SchedulingGated pods wait until the scheduling gates of their template are removed: a.example/a, b.example/b | SchedulingGated pods wait until the scheduling gates of their template are removed: a.example/a, b.example/b
          , schedulingGates: [{name: placement.bleu.cloud/decision}] | SchedulingGated pods wait until the scheduling gates of their template are removed: placement.bleu.cloud/decision | -
          , nodeName: n1 | - | -
          `` | SchedulerAwaited no scheduler named default-scheduler has looked at the pods: start it | SchedulerAwaited no scheduler named default-scheduler has looked at the pods: start it
          """)
  void podWithoutANode(String spec, String own, String others) {
    Pod pod = pod(spec, "conditions: []");
    assertEquals(own, told(of(pod)));
    assertEquals(others, told(PodFaults.of(List.of(), List.of(pod), true, UNKNOWN, NOW)));
  }

  /** Every pod is for a moment one that no scheduler has looked at. */
  @Test
  void foreignSchedulerIsNamedOnceItIsLate() {
    Pod pod = pod("", "conditions: []");
    pod.getSpec().setSchedulerName("batch");
    String told =
        "SchedulerAwaited no scheduler named batch has looked at the pods: start it, or take"
            + " schedulerName out of the template";
    assertEquals(told, told(of(pod)));
    pod.getMetadata().setCreationTimestamp("2026-11-25T11:59:45Z");
    assertNull(told(of(pod)));
    assertEquals(Instant.parse("2026-11-25T12:00:05Z"), of(pod).next());
    assertEquals(
        told, told(PodFaults.of(List.of(), List.of(pod), false, UNKNOWN, NOW.plusSeconds(5))));
  }

  /** Of a container that is not ready: its state, its last state, and when the pod became so. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '`',
      textBlock =
          """
          state: {waiting: {reason: ErrImagePull, message: "Get https://u:secret@r.example/v2/: denied"}} | ImagePullBackOff the image of container main cannot be pulled: Get https://***@r.example/v2/: denied
          state: {waiting: {reason: ErrImagePull, message: "pull access denied for x"}} | ImagePullBackOff the image of container main cannot be pulled: pull access denied for x
          state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image "x": ErrImagePull: pull access denied for x'}} | ImagePullBackOff the image of container main cannot be pulled: pull access denied for x
          state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image "x"'}} | ImagePullBackOff the image of container main cannot be pulled: kubectl describe pod says why
          state: {waiting: {reason: RegistryUnavailable, message: 'image pull failed for x because the registry is unavailable'}} | ImagePullBackOff the image of container main cannot be pulled: image pull failed for x because the registry is unavailable
          state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image "x": RegistryUnavailable: image pull failed for x because the registry is unavailable'}} | ImagePullBackOff the image of container main cannot be pulled: image pull failed for x because the registry is unavailable
          state: {waiting: {reason: CreateContainerConfigError, message: 'secret "app" not found'}} | CreateContainerConfigError container main is not started: secret "app" not found
          state: {waiting: {reason: RunContainerError, message: 'failed to create containerd task 0123456789abcdef: no such file'}} | RunContainerError container main is not started: failed to create containerd task …: no such file
          state: {waiting: {reason: CrashLoopBackOff, message: 'back-off 5m0s restarting failed container=main pod=web-fr-a-0d1e2f-7c9d8b6f5-x2x9z_shop(2f)'}}, lastState: {terminated: {exitCode: 1, reason: Error}} | CrashLoopBackOff container main ends, and is started again: exit code 1 (Error)
          state: {terminated: {exitCode: 1, reason: Error}} | CrashLoopBackOff container main ends, and is started again: exit code 1 (Error)
          state: {running: {startedAt: "2026-11-25T11:59:59Z"}}, lastState: {terminated: {exitCode: 1, reason: Error}} | CrashLoopBackOff container main ends, and is started again: exit code 1 (Error)
          state: {terminated: {exitCode: 137, reason: OOMKilled}} | CrashLoopBackOff container main ends, and is started again: exit code 137 (OOMKilled)
          state: {running: {startedAt: "2026-11-25T11:40:00Z"}}, lastState: {terminated: {exitCode: 1, reason: Error}} | ContainersNotReady container main runs and is not ready: see its readiness probe and its log
          state: {running: {startedAt: "2026-11-25T11:59:00Z"}} | ContainersNotReady container main runs and is not ready: see its readiness probe and its log
          state: {waiting: {reason: ContainerCreating}} | ContainerCreating container main is not created yet: its image is being pulled, or a volume, Secret or ConfigMap is not there; kubectl describe pod says which
          ready: true | -
          """)
  void kubeletSaysWhatAContainerWaitsFor(String container, String told) {
    Pod pod = started("11:59:00", container);
    assertEquals(told, told(of(pod)));
    assertNull(of(pod).next());
    pod.getStatus()
        .getConditions()
        .forEach(c -> c.setStatus("Ready".equals(c.getType()) ? "True" : c.getStatus()));
    assertNull(told(of(pod)), "a pod that is ready");
  }

  /** At an attempt and after it, and for pods on other nodes, the words are the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          v1.31.14      | kubectl describe pod says why
          v1.28.2+k3s1  | kubectl describe pod says why
          v1.32.0-rc.1  | dial tcp: lookup r.example on 10.96.0.10:53: read udp …->10.96.0.10:53: i/o timeout
          v1.36.3       | dial tcp: lookup r.example on 10.96.0.10:53: read udp …->10.96.0.10:53: i/o timeout
          other         | dial tcp: lookup r.example on 10.96.0.10:53: read udp …->10.96.0.10:53: i/o timeout
          -             | dial tcp: lookup r.example on 10.96.0.10:53: read udp …->10.96.0.10:53: i/o timeout
          """)
  void imageThatCannotBePulledIsToldTheSameAtEveryAttempt(String version, String why) {
    Node node =
        new NodeBuilder()
            .withNewStatus()
            .withNewNodeInfo()
            .withKubeletVersion(version)
            .endNodeInfo()
            .endStatus()
            .build();
    boolean repeats = !why.startsWith("kubectl");
    for (String source : List.of("10.1.2.3:54321", "10.1.7.8:9", "[fd00::1:2]:40000")) {
      String cause =
          "dial tcp: lookup r.example on 10.96.0.10:53: read udp "
              + source
              + "->10.96.0.10:53: i/o timeout";
      for (String state :
          List.of(
              "{reason: ErrImagePull, message: '" + cause + "'}",
              "{reason: ImagePullBackOff, message: 'Back-off pulling image \"r.example/x:1\""
                  + (repeats ? ": ErrImagePull: " + cause : "")
                  + "'}")) {
        assertEquals(
            "ImagePullBackOff the image of container main cannot be pulled: " + why,
            told(
                PodFaults.of(
                    List.of(),
                    List.of(started("11:59:00", "state: {waiting: " + state + "}")),
                    false,
                    name -> name.equals("n1") ? node : null,
                    NOW)),
            state);
      }
    }
  }

  private static Pod started(String since, String container) {
    return pod(
        ", nodeName: n1",
        """
        conditions: [{type: PodScheduled, status: "True", lastTransitionTime: "2026-11-25T%sZ"},
        {type: Ready, status: "False", lastTransitionTime: "2026-11-25T%sZ"}],
        containerStatuses: [{name: main, %s}]
        """
            .formatted(since, since, container)
            .replace("\n", " "));
  }

  /** What every pod goes through on its way is nothing to tell. */
  @Test
  void podThatStartsIsGivenTime() {
    for (String state :
        List.of("{waiting: {reason: ContainerCreating}}", "{running: {startedAt: x}}")) {
      PodFaults faults = of(started("11:59:50", "state: " + state));
      assertNull(told(faults), state);
      assertEquals(Instant.parse("2026-11-25T12:00:10Z"), faults.next(), state);
    }
  }

  @Test
  void initContainersComeFirst() {
    Pod pod =
        pod(
            ", nodeName: n1",
            "initContainerStatuses: [{name: done, ready: true}, {name: proxy, started: true, state: {running: {}}},"
                + " {name: db, state: {running: {startedAt: \"2026-11-25T11:59:00Z\"}}}],"
                + " containerStatuses: [{name: main, state: {waiting: {reason: PodInitializing}}}]");
    assertEquals("PodInitializing init container db has not ended", told(of(pod)));
    pod.getStatus().getInitContainerStatuses().get(2).getState().setRunning(null);
    assertNull(told(of(pod)));
  }

  /** The first stage is told, the same whichever pod comes first; what is over says nothing. */
  @Test
  void firstStageOfAZoneIsTold() {
    Pod unscheduled =
        pod("", "conditions: [{type: PodScheduled, status: \"False\", message: full}]");
    Pod crashing = started("11:59:00", "state: {terminated: {exitCode: 1}}");
    Pod unready = started("11:59:00", "state: {running: {startedAt: \"2026-11-25T11:59:00Z\"}}");
    Pod over = started("11:59:00", "state: {terminated: {exitCode: 2}}");
    over.getStatus().setPhase("Failed");
    assertEquals("Unschedulable pods are not scheduled: full", told(of(unscheduled, crashing)));
    assertEquals("Unschedulable pods are not scheduled: full", told(of(crashing, unscheduled)));
    assertTrue(told(of(unready, crashing)).startsWith("CrashLoopBackOff"));
    assertNull(told(of(over)));
    Deployment refused =
        deployment("ReplicaFailure", "True", "FailedCreate", "pods \"x\" is forbidden");
    assertEquals(
        "FailedCreate pods \"x\" is forbidden",
        told(PodFaults.of(List.of(refused), List.of(unscheduled, crashing), false, UNKNOWN, NOW)));
  }

  @Test
  void longMessagesAreCut() {
    Deployment refused = deployment("ReplicaFailure", "True", "FailedCreate", "a b\n".repeat(500));
    assertEquals(
        401,
        PodFaults.of(List.of(refused), List.of(), false, UNKNOWN, NOW)
            .byZone()
            .get("fr-a")
            .message()
            .length());
  }
}
