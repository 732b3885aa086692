package cloud.bleu.delivery.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a child has arrived: at the moment at which {@code kubectl rollout status} ends. */
class ChildStatusTest {

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "all are new and available,       'replicas: 2, updated: 2, ready: 2, available: 2, seen: 4', true",
    "its controller has not looked,   'replicas: 2, updated: 2, ready: 2, available: 2, seen: 3', false",
    "one is of the old template,      'replicas: 2, updated: 1, ready: 2, available: 2, seen: 4', false",
    "an old one stands in for a new,  'replicas: 3, updated: 2, ready: 2, available: 2, seen: 4', false",
    "one is ready for too short,      'replicas: 2, updated: 2, ready: 2, available: 1, seen: 4', false",
    "one is not ready,                'replicas: 2, updated: 2, ready: 1, available: 1, seen: 4', false",
  })
  void deploymentHasArrived(String what, String status, boolean settled) {
    Deployment child =
        Serialization.unmarshal(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x, generation: 4}\n"
                + "spec: {replicas: 2}\nstatus: {"
                + status
                    .replace("updated:", "updatedReplicas:")
                    .replace("ready:", "readyReplicas:")
                    .replace("available:", "availableReplicas:")
                    .replace("seen:", "observedGeneration:")
                + "}\n",
            Deployment.class);
    assertEquals(settled, ChildStatus.of("w", child).settled(), what);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "done says so by its revisions, 'current: b, update: b, exist: 2, updated: 0, available: 2', true",
    "it rolls,                      'current: a, update: b, exist: 2, updated: 1, available: 2', false",
    "the last is not available,     'current: a, update: b, exist: 2, updated: 2, available: 1', false",
    "all have rolled,               'current: a, update: b, exist: 2, updated: 2, available: 2', true",
  })
  void statefulSetHasArrived(String what, String status, boolean settled) {
    StatefulSet child =
        Serialization.unmarshal(
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: x, generation: 4}\n"
                + "spec: {replicas: 2}\nstatus: {observedGeneration: 4, readyReplicas: 2, "
                + status
                    .replace("current:", "currentRevision:")
                    .replace("update:", "updateRevision:")
                    .replace("exist:", "replicas:")
                    .replace("updated:", "updatedReplicas:")
                    .replace("available:", "availableReplicas:")
                + "}\n",
            StatefulSet.class);
    assertEquals(settled, ChildStatus.of("w", child).settled(), what);
  }

  /** What lost a pod after its rollout has rolled out all the same. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "lost a pod since,         true,  'seen: 4, reason: NewReplicaSetAvailable, exist: 2, updated: 2'",
    "makes progress,           false, 'seen: 4, reason: ReplicaSetUpdated, exist: 2, updated: 2'",
    "is not looked at yet,     false, 'seen: 3, reason: NewReplicaSetAvailable, exist: 2, updated: 2'",
    "goes back to the old one, false, 'seen: 4, reason: NewReplicaSetAvailable, exist: 2, updated: 0'",
  })
  void deploymentHasRolled(String what, boolean rolled, String status) {
    Deployment child =
        Serialization.unmarshal(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x, generation: 4}\n"
                + "spec: {replicas: 2}\nstatus: {availableReplicas: 1, "
                + status
                    .replace("updated:", "updatedReplicas:")
                    .replace("exist:", "replicas:")
                    .replace("seen:", "observedGeneration:")
                    .replaceAll(
                        "reason: (\\w+)",
                        "conditions: [{type: Progressing, status: 'True', reason: $1}]")
                + "}\n",
            Deployment.class);
    assertEquals(rolled, ChildStatus.of("w", child).rolled(), what);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "lost a pod since,     true,  'observedGeneration: 4, currentRevision: b, updateRevision: b, replicas: 2'",
    "rolls,                false, 'observedGeneration: 4, currentRevision: a, updateRevision: b, replicas: 2'",
    "is not looked at yet, false, 'observedGeneration: 3, currentRevision: b, updateRevision: b, replicas: 2'",
    "starts in order,      false, 'observedGeneration: 4, currentRevision: b, updateRevision: b, replicas: 1'",
  })
  void statefulSetHasRolled(String what, boolean rolled, String status) {
    StatefulSet child =
        Serialization.unmarshal(
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: x, generation: 4}\n"
                + "spec: {replicas: 2}\nstatus: {availableReplicas: 1, "
                + status
                + "}\n",
            StatefulSet.class);
    assertEquals(rolled, ChildStatus.of("w", child).rolled(), what);
  }

  /** What was asked since the report may have taken some of what it counts away. */
  @ParameterizedTest(name = "{0}: {6}")
  @CsvSource({
    "it is of what was asked,        Deployment,  4, 4, 3, 3, 3",
    "a rollout has more,             Deployment,  4, 4, 3, 4, 3",
    "it was raised since,            Deployment,  5, 4, 4, 3, 3",
    "it was lowered since,           Deployment,  5, 4, 1, 4, 1",
    "it was lowered and raised,      Deployment,  6, 4, 4, 4, 0",
    "nothing was reported,           Deployment,  1, 0, 4, 0, 0",
    "it was lowered since,           StatefulSet, 5, 4, 1, 4, 1",
    "it was lowered and raised,      StatefulSet, 6, 4, 4, 4, 0",
  })
  void whatIsAssuredIsLeftByAllThatWasAsked(
      String what, String kind, int generation, int seen, int asked, int available, int assured) {
    HasMetadata child =
        Serialization.unmarshal(
            """
            apiVersion: apps/v1
            kind: %s
            metadata: {name: x, generation: %s}
            spec: {replicas: %s}
            status: {observedGeneration: %s, replicas: %s, availableReplicas: %s}
            """
                .formatted(kind, generation, asked, seen, available, available));
    assertEquals(assured, ChildStatus.of("w", child).assured(), what);
    assertEquals(available, ChildStatus.of("w", child).available(), "what leaves counts whole");
  }
}
