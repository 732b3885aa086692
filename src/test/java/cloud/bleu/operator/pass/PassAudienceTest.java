package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.snapshot.FactDates;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told of a pass that is published, and of one that failed. */
class PassAudienceTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final StillCaches still = new StillCaches();
  private final AdmissionAudit admission =
      new AdmissionAudit(still.caches, Clock.fixed(NOON, ZoneOffset.UTC));
  private final OperatorMetrics metrics = new OperatorMetrics();
  private final List<String> told = new ArrayList<>();
  private final AtomicReference<Snapshot> reported = new AtomicReference<>();
  private final PassAudience audience =
      new PassAudience(
          metrics,
          (snapshot, governed) -> {
            reported.set(snapshot);
            told.add("reports of " + governed);
          },
          () -> told.add("inventory"),
          admission);

  @AfterEach
  void stop() {
    still.close();
  }

  /** Reports are of the namespaces that are governed at any level, as the pass read them. */
  @ParameterizedTest
  @CsvSource({
    "Enforce, [shop]",
    "Audit, [shop]",
    "Other, []",
  })
  void whoIsToldOfAPass(String level, String governed) {
    still.with(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {placement.bleu.cloud/governed: %s}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: other}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: stray, namespace: shop}
        spec: {nodeName: n, containers: []}
        status: {phase: Running}
        """
            .formatted(level));
    admission.look();
    // What comes after the look of the pass is for the next one.
    still.with(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: later, namespace: shop}
        spec: {nodeName: n, containers: []}
        status: {phase: Running}
        """);
    Snapshot snapshot = PublicationScene.snapshot(Map.of(), Map.of(), new TreeMap<>());
    audience.tell(snapshot, read(), System.nanoTime() - Duration.ofHours(1).toNanos());
    assertEquals(List.of("reports of " + governed, "inventory"), told);
    assertSame(snapshot, reported.get());
    assertEquals(1, gauge("bleu.workloads"));
    assertEquals(governed.equals("[]") ? 0 : 1, gauge("bleu.pods.outside.decisions"));
    assertEquals(1, metrics.registry.get("bleu.placement.pass").timer().count());
    assertEquals(
        1, (int) metrics.registry.get("bleu.placement.pass").timer().totalTime(TimeUnit.HOURS));
    assertEquals(0, failures());
  }

  @Test
  void aPassThatFailedIsCountedAndNobodyElseHearsOfIt() {
    audience.failed();
    audience.failed();
    assertEquals(2, failures());
    assertEquals(List.of(), told);
    assertEquals(0, metrics.registry.get("bleu.placement.pass").timer().count());
  }

  private double failures() {
    return metrics.registry.get("bleu.placement.pass.failures").counter().count();
  }

  private double gauge(String name) {
    return metrics.registry.get(name).gauge().value();
  }

  private ReadEstate read() {
    still.with(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shop, uid: u-web}
        spec: {replicas: 1, dataClasses: [Ordinary], workload: {external: {requests: {cpu: "1"}}}}
        """);
    ApiObjects objects =
        ApiObjects.NONE
            .with(Namespace.class, still.caches.namespaces.getIndexer().list())
            .with(BleuWorkload.class, still.caches.workloads.getIndexer().list());
    Translation translation = EstateTranslator.translate(objects, NOON, Map.of());
    FactDates dates = new FactDates(translation.estate());
    return new ReadEstate(
        objects,
        ReadEstate.byId(objects.workloads()),
        translation,
        dates,
        new SnapshotAssembly().inputs(objects, translation, dates, Map.of()),
        id -> null);
  }
}
