package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ChildStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a rollout is overdue of which no controller says so. */
class RolloutDeadlineTest {

  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  /**
   * Since how many minutes the operator has asked for what is asked, and the status is as it is; a
   * dash: nobody noted that.
   */
  @ParameterizedTest(name = "{0}: {5}")
  @CsvSource(
      delimiter = '|',
      value = {
        // a Deployment of two replicas, at generation 4
        "its controller is down       | Deployment  | seen: 3, exist: 2, updated: 2, available: 2 | 10 | 90 | DeadlineExceeded",
        "it may look any moment       | Deployment  | seen: 3, exist: 2, updated: 2, available: 2 | 9  | 90 | OnItsWay",
        "it has not looked ever       | Deployment  | exist: 0                                    | 11 | -  | DeadlineExceeded",
        "nobody noted when            | Deployment  | seen: 3                                     | -  | -  | OnItsWay",
        "one pod was ready just now   | Deployment  | seen: 4, exist: 3, updated: 1, available: 2 | 60 | 9  | OnItsWay",
        "none was ready since         | Deployment  | seen: 4, exist: 3, updated: 1, available: 2 | 60 | 10 | DeadlineExceeded",
        "it is paused                 | Deployment  | seen: 4, exist: 3, updated: 1, available: 2, conditions: [{type: Progressing, status: Unknown, reason: DeploymentPaused}] | 60 | 10 | DeadlineExceeded",
        "its controller says so first | Deployment  | seen: 4, exist: 3, updated: 1, available: 2, conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded}] | 1 | 1 | DeadlineExceeded",
        "a pod fails after a rollout  | Deployment  | seen: 4, exist: 2, updated: 2, available: 1, conditions: [{type: Progressing, status: 'True', reason: NewReplicaSetAvailable}] | 60 | 60 | OnItsWay",
        "it is done                   | Deployment  | seen: 4, exist: 2, updated: 2, available: 2 | 60 | 60 | Done",
        // a StatefulSet, whose controller has no word for it
        "it rolls                     | StatefulSet | seen: 4, exist: 2, updated: 1, available: 1, current: a, update: b | 60 | 9  | OnItsWay",
        "it rolls no more             | StatefulSet | seen: 4, exist: 2, updated: 1, available: 1, current: a, update: b | 60 | 10 | DeadlineExceeded",
        "its last pod is never ready  | StatefulSet | seen: 4, exist: 2, updated: 2, available: 1, current: a, update: b | 60 | 10 | DeadlineExceeded",
        "its first pod is never ready | StatefulSet | seen: 4, exist: 1, updated: 1, available: 0, current: a, update: a | 60 | 10 | DeadlineExceeded",
        "a pod fails after a rollout  | StatefulSet | seen: 4, exist: 2, updated: 2, available: 1, current: b, update: b | 60 | 60 | OnItsWay",
        "its controller is down       | StatefulSet | seen: 3, exist: 2, updated: 2, available: 2, current: b, update: b | 10 | 60 | DeadlineExceeded",
      })
  void aRolloutIsOverdueWithoutProgress(
      String what, String kind, String status, String asked, String told, String progress) {
    RolloutDeadline deadline = RolloutDeadline.of(workload("deployment: {template: {}}"), NOON);
    HasMetadata child = child(kind, status, asked, told);
    assertEquals(progress, deadline.progress(ChildStatus.of("db", child)).name(), what);
  }

  private static HasMetadata child(String kind, String status, String asked, String told) {
    return Serialization.unmarshal(
        """
        apiVersion: apps/v1
        kind: %s
        metadata:
          name: x
          generation: 4
          managedFields:
          - {manager: kubectl, time: "2026-11-30T11:59:59Z"}
          %s
          %s
        spec: {replicas: 2}
        status: {%s}
        """
            .formatted(
                kind,
                entry("manager: bleu-workload", asked),
                entry("manager: kube-controller-manager, subresource: status", told),
                status
                    .replace("seen:", "observedGeneration:")
                    .replace("exist:", "replicas:")
                    .replace("updated:", "updatedReplicas:")
                    .replace("available:", "availableReplicas:")
                    .replace("current:", "currentRevision:")
                    .replace("update:", "updateRevision:")));
  }

  private static String entry(String writer, String minutes) {
    return minutes.equals("-")
        ? ""
        : "- {" + writer + ", time: \"" + ago(Integer.parseInt(minutes)) + "\"}";
  }

  private static Instant ago(int minutes) {
    return NOON.minus(Duration.ofMinutes(minutes));
  }

  private static BleuWorkload workload(String source) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: db}
        spec: {workload: {%s}}
        """
            .formatted(source),
        BleuWorkload.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deployment: {template: {}}                              | PT10M",
        "deployment: {template: {}, progressDeadlineSeconds: 90} | PT1M30S",
        "statefulSet: {template: {}}                             | PT10M",
        "deploymentRef: {name: web}                              | PT10M",
        "karmada: {bindingOf: {kind: Deployment, name: web}}     | PT10M",
      })
  void theDeadlineIsThatOfTheChild(String source, Duration after) {
    assertEquals(after, RolloutDeadline.of(workload(source), NOON).after());
  }

  /** Nothing else tells of it: the next look is when the first of those that go on is overdue. */
  @ParameterizedTest
  @CsvSource({"4, 7, 2026-11-30T12:03:00Z", "4, 12, 2026-11-30T12:06:00Z", "11, 12, ", "60, 61, "})
  void itIsLookedAtAgainWhenTheNextIsOverdue(String one, String other, @Nullable Instant next) {
    String rolling = "seen: 4, exist: 2, updated: 1, available: 1";
    assertEquals(
        next,
        RolloutDeadline.of(workload("statefulSet: {template: {}}"), NOON)
            .next(
                List.of(
                    ChildStatus.of("db", child("Deployment", rolling, one, "60")),
                    ChildStatus.of("db", child("Deployment", rolling, other, "60")),
                    ChildStatus.of(
                        "db",
                        child(
                            "Deployment",
                            "seen: 4, exist: 2, updated: 2, available: 2",
                            "1",
                            "1")))));
  }
}
