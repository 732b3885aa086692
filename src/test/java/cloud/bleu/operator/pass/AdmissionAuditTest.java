package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.delivery.StatedClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pods run outside of the decisions, whatever their labels say. */
class AdmissionAuditTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private static final String SHOP =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: n}
      status: {conditions: [{type: Ready, status: "%s"}]}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: shop, uid: u-web}
      spec: {replicas: 1, dataClasses: [Ordinary], workload: {deployment: {template: {}}}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: nightly, namespace: shop, uid: u-nightly}
      spec: {replicas: 1, dataClasses: [Ordinary], workload: {pods: {selector: {matchLabels: {a: b}}}}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web-a-1, namespace: shop, labels: {placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: a}, OWNED}
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: web-b-2, namespace: shop, labels: {placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: b}, OWNED}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: mine, namespace: shop}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: web, namespace: shop}
      spec: {assignments: [{zone: a, replicas: 1}, {zone: b, replicas: 0}]}
      ---
      """;

  private final StillCaches still = new StillCaches();
  private final StatedClock clock = new StatedClock(NOON);
  private final AdmissionAudit audit = new AdmissionAudit(still.caches, clock);

  @AfterEach
  void stop() {
    still.close();
  }

  private int outside(String ready, String metadata, String phase) {
    still
        .with(SHOP.replace("OWNED", owned("u-web")).formatted(ready))
        .with(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: shop, %s}
            spec: {nodeName: n, containers: []}
            status: {phase: %s}
            """
                .formatted(metadata, phase));
    audit.look();
    return audit.podsOutside();
  }

  private static String metadata(
      String workload, String zone, String hash, String kind, String name) {
    return "labels: {placement.bleu.cloud/workload: %s, placement.bleu.cloud/zone: %s%s}"
            .formatted(workload, zone, hash == null ? "" : ", pod-template-hash: " + hash)
        + (kind == null
            ? ""
            : ", ownerReferences: [{apiVersion: apps/v1, kind: %s, name: %s, uid: u, controller: true}]"
                .formatted(kind, name));
  }

  /** What its labels say does not count where no child of its workload controls it. */
  @ParameterizedTest
  @CsvSource({
    "web, a, x, ReplicaSet, web-a-1-x, 0",
    "web, b, , StatefulSet, web-b-2, 0",
    // Let go of, as with another hash.
    "web, a, mine, , , 1",
    "web, a, x, , , 1",
    // Somebody else's.
    "web, a, x, ReplicaSet, mine-x, 1",
    "web, a, mine, ReplicaSet, web-a-1-x, 1",
    "web, b, x, ReplicaSet, web-a-1-x, 1",
    "other, a, x, ReplicaSet, web-a-1-x, 1",
    // Its Deployment is gone: the garbage collector takes it along.
    "web, c, x, ReplicaSet, web-c-3-x, 0",
    "web, a, , StatefulSet, web-a-1, 0",
    // Pods that others create have controllers of theirs, or none.
    "nightly, a, , , , 0",
    "nightly, a, x, ReplicaSet, mine-x, 0",
  })
  void podIsOfADecisionThatControlsIt(
      String workload, String zone, String hash, String kind, String name, int outside) {
    assertEquals(outside, outside("True", metadata(workload, zone, hash, kind, name), "Running"));
  }

  /** What the garbage collector leaves behind counts once it has had its time. */
  @Test
  void podOfAChildThatIsGoneCountsAfterFiveMinutes() {
    String pod = metadata("web", "c", "x", "ReplicaSet", "web-c-3-x");
    assertEquals(0, outside("True", pod, "Running"));
    clock.pass(Duration.ofMinutes(4));
    assertEquals(0, outside("True", pod, "Running"));
    clock.pass(Duration.ofMinutes(1));
    assertEquals(1, outside("True", pod, "Running"));
    still.with(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web-c-3, namespace: shop, labels: {placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: c}, OWNED}
        """
            .replace("OWNED", owned("u-web")));
    assertEquals(0, outside("True", pod, "Running"), "it is there again");
  }

  /** They keep its pods where no decision looks, for as long as somebody likes. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "it is as delivered | web | OWNED | 0",
        "it is being deleted | web | OWNED, deletionTimestamp: 2026-11-24T12:00:00Z | 1",
        "nothing controls it | web | annotations: {} | 1",
        "it is another workload's | web | OTHER | 1",
        "its workload was deleted alone | gone | annotations: {} | 1",
        "its workload is gone and still named | gone | OWNED | 1",
      })
  void podOfAChildThatNobodyDeliversCountsAfterFiveMinutes(
      String what, String workload, String metadata, int outside) {
    String child =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web-d-4, namespace: shop, labels: {placement.bleu.cloud/workload: %s, placement.bleu.cloud/zone: d}, %s}
        """
            .formatted(workload, metadata)
            .replace("OWNED", owned("u-web"))
            .replace("OTHER", owned("u-other"));
    String pod = metadata(workload, "d", "x", "ReplicaSet", "web-d-4-x");
    still.with(child);
    assertEquals(0, outside("True", pod, "Running"));
    clock.pass(Duration.ofMinutes(4));
    assertEquals(0, outside("True", pod, "Running"));
    clock.pass(Duration.ofMinutes(1));
    assertEquals(outside, outside("True", pod, "Running"));
  }

  private static String owned(String uid) {
    return "ownerReferences: [{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, name: web, uid: %s, controller: true}]"
        .formatted(uid);
  }

  /** Deleted two hours ago, or now, in a zone with and without replicas of the decision. */
  @ParameterizedTest
  @CsvSource({
    "a, True, 2026-11-24T10:00:30Z, 30, Running, 0",
    "b, True, 2026-11-24T10:00:30Z, 30, Running, 1",
    "c, True, 2026-11-24T10:00:30Z, 30, Running, 1",
    "b, False, 2026-11-24T10:00:30Z, 30, Running, 1",
    "b, Unknown, 2026-11-24T10:00:30Z, 30, Running, 0",
    "b, True, 2026-11-24T10:00:30Z, 30, Failed, 0",
    "b, True, 2026-11-24T12:00:30Z, 30, Running, 0",
    // A year of grace, from two hours ago: the server writes the end of it.
    "b, True, 2027-11-24T10:00:00Z, 31536000, Running, 1",
    "b, True, 2027-11-24T12:00:00Z, 31536000, Running, 0",
    "b, True, no time at all, 30, Running, 0",
  })
  void podThatDoesNotEndCounts(
      String zone, String ready, String deleted, long grace, String phase, int outside) {
    assertEquals(
        outside,
        outside(
            ready,
            metadata("web", zone, "x", null, null)
                + ", deletionTimestamp: \"%s\", deletionGracePeriodSeconds: %d"
                    .formatted(deleted, grace),
            phase));
  }
}
