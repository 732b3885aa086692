package cloud.bleu.delivery.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.ZoneObservation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pods are deleted because a StatefulSet waits for them for ever. */
class EarlierPodsTest {

  private static final String EARLIER = "db-1";
  private static final String OURS = "set-uid";

  private static StatefulSet set(String policy, long seen) {
    return Serialization.unmarshal(
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db, namespace: shop, uid: set-uid, generation: 3}
        spec: {%s}
        status: {observedGeneration: %d, currentRevision: db-0, updateRevision: db-2}
        """
            .formatted(policy, seen),
        StatefulSet.class);
  }

  private static Pod pod(String revision, String owner, String meta, String status) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: db-1
          namespace: shop
          labels: {controller-revision-hash: %s}
          ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: %s, controller: true}]
          %s
        spec: {containers: [{name: main, image: none}]}
        status: {%s}
        """
            .formatted(revision, owner, meta, status),
        Pod.class);
  }

  private static int deleted(StatefulSet set, Pod pod) {
    return EarlierPods.unstarted(set, List.of(pod)).size();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no status yet | 1 | ",
        "no node | 1 | phase: Pending, conditions: [{type: PodScheduled, status: 'False'}]",
        "being created | 1 | phase: Pending, containerStatuses: [{name: main, state: {waiting: {reason:"
            + " ContainerCreating}}}]",
        "no image | 1 | phase: Pending, containerStatuses: [{name: main, restartCount: 0, started: false,"
            + " state: {waiting: {reason: ImagePullBackOff}}}]",
        "no Secret | 1 | phase: Pending, containerStatuses: [{name: main, state: {waiting: {reason:"
            + " CreateContainerConfigError}}}]",
        "no image of an init container | 1 | phase: Pending, initContainerStatuses: [{name: first, state:"
            + " {waiting: {reason: ErrImagePull}}}]",
        // It may have prepared a volume.
        "an init container has ended | 0 | phase: Pending, initContainerStatuses: [{name: first, state:"
            + " {terminated: {exitCode: 0}}}], containerStatuses: [{name: main, state: {waiting: {reason:"
            + " ImagePullBackOff}}}]",
        "an init container fails | 0 | phase: Pending, initContainerStatuses: [{name: first, state: {waiting:"
            + " {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1}}}]",
        "one of two has started | 0 | phase: Pending, containerStatuses: [{name: main, state: {running: {}}},"
            + " {name: side, state: {waiting: {reason: ImagePullBackOff}}}]",
        "it crashes | 0 | phase: Running, containerStatuses: [{name: main, restartCount: 4, state: {waiting:"
            + " {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1}}}]",
        "its image is gone since | 0 | phase: Pending, containerStatuses: [{name: main, restartCount: 1,"
            + " state: {waiting: {reason: ImagePullBackOff}}}]",
        "it runs and is not ready | 0 | phase: Running, conditions: [{type: Ready, status: 'False'}]",
        "it is ready | 0 | phase: Running, conditions: [{type: Ready, status: 'True'}]",
        // Its controller replaces it by itself.
        "it was evicted | 0 | phase: Failed, reason: Evicted"
      })
  void byWhatHasStarted(String what, int deleted, String status) {
    assertEquals(
        deleted, deleted(set("", 3), pod(EARLIER, OURS, "", status == null ? "" : status)), what);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      nullValues = "-",
      value = {
        "of an earlier template, 1, db-1, set-uid, '', '', 3",
        "of the present template, 0, db-2, set-uid, '', '', 3",
        "of another owner, 0, db-1, other-uid, '', '', 3",
        "being deleted, 0, db-1, set-uid, deletionTimestamp: \"2026-05-04T10:00:00Z\", '', 3",
        // Until then nobody knows which template is the present one.
        "its controller has not looked, 0, db-1, set-uid, '', '', 2",
        "its controller waits for none, 0, db-1, set-uid, '', 'podManagementPolicy: Parallel', 3",
        "its controller waits for each, 1, db-1, set-uid, '', 'podManagementPolicy: OrderedReady', 3"
      })
  void byWhoseItIs(
      String what,
      int deleted,
      String revision,
      String owner,
      String meta,
      String policy,
      long seen) {
    assertEquals(
        deleted, deleted(set(policy, seen), pod(revision, owner, meta, "phase: Pending")), what);
  }

  /** Of a Deployment none is. */
  @Test
  void onlyAStatefulSetWaits() {
    EarlierPods pods = new EarlierPods(null, () -> null);
    assertEquals(
        List.of(),
        pods.of(
            new BleuWorkload(),
            new ZoneObservation(new Deployment(), "a", false, "t", 2, 2, 2, 2, true, false)));
  }
}
