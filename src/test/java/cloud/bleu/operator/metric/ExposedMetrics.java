package cloud.bleu.operator.metric;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillSpec;
import cloud.bleu.operator.Exposition;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.cache.GuardedWatcher;
import cloud.bleu.operator.drill.DrillGauges;
import cloud.bleu.operator.evidence.EvidenceHealth;
import cloud.bleu.operator.probe.ProbeGauges;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trace.DroppedSpans;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything of the operator's own that it exposes, each with all of its labels. */
public final class ExposedMetrics {
  /**
   * Those that a leader with a workload, and without policies and drills, does not expose yet, each
   * with what makes it appear. An alert or a dashboard on it shows nothing until then.
   */
  public static final SortedMap<String, String> LATER =
      new TreeMap<>(
          Map.of(
              "bleu_drill_last_passed_age_seconds",
              "a `ResilienceDrill` that is to pass again",
              "bleu_drill_stale",
              "the same",
              "bleu_next_lapse_timestamp_seconds",
              "a workload that will run in breach within 90 days",
              "bleu_rule_violations",
              "a workload in breach of an enforced rule",
              "bleu_zone_gone_replicas",
              "replicas in a zone whose AvailabilityZone is gone",
              "bleu_zone_undeclared_objects",
              "an object in a member that no BleuWorkload declares",
              "bleu_zone_probe_failing",
              "a zone with a probe that may be asked",
              "bleu_zone_probe_misses_total",
              "a probe that is not answered for the first time"));

  private ExposedMetrics() {}

  /** The families by name. */
  public static SortedMap<String, Exposition.Family> families() {
    OperatorMetrics metrics = new OperatorMetrics();
    metrics.leading(() -> true);
    metrics.unreachable(zone -> false);
    metrics.undeclared(zone -> 1);
    metrics.unrecordable(() -> false);
    metrics.decided("InputChanged", 0);
    metrics.standing(EstateGaugesTest.everything());
    new DroppedSpans(metrics.registry);
    new EvidenceHealth(metrics.registry, (reason, sentence) -> {});
    new DrillGauges(metrics.registry, Clock.systemUTC()).show(List.of(drill()));
    ProbeGauges probes = new ProbeGauges(metrics.registry);
    probes.show(Map.of("a", List.of(new Probe("front", "Answers", null, null))));
    probes.missed("a", "front");
    try (KubernetesClient client = OperatorUnderTest.clientOf(1);
        EventRecorder events =
            new EventRecorder(
                client, "test", Clock.systemUTC(), metrics.registry, namespace -> true)) {
      new RefusedWrites(metrics.registry, events);
      new GuardedWatcher((before, after) -> {}, object -> {}, problem -> {}, metrics.registry);
    }
    return Exposition.parse(metrics.text());
  }

  private static ResilienceDrill drill() {
    ResilienceDrill drill = new ResilienceDrill();
    drill.setMetadata(new ObjectMetaBuilder().withName("site").build());
    drill.setSpec(
        Serialization.unmarshal(
            "{\"scope\":{\"site\":\"a\"},\"schedule\":\"@monthly\"}", ResilienceDrillSpec.class));
    return drill;
  }
}
