package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes down whether it is looked at or brought to something, and by which decision. */
final class RecordedTarget implements ZoneTarget, ClusterWideTarget {
  final List<String> asked = new ArrayList<>();
  private final Map<String, TargetObservation.Unseen> unseen = new HashMap<>();
  boolean refuses;

  /** Whether that is as the namespace is being deleted. */
  boolean isEnding;

  /** What stands in zones. */
  final List<ZoneObservation> standing = new ArrayList<>();

  void goAway(String zone) {
    unseen.put(
        zone,
        new TargetObservation.Unseen(
            DeliveryProblem.unseenZone("made up by a test", zone), Instant.EPOCH));
  }

  @Override
  public TargetObservation observe(BleuWorkload workload, Set<String> zones) {
    asked.add("sees " + String.join(" ", zones));
    return new TargetObservation(standing, Map.of(), unseen);
  }

  @Override
  public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
    return true;
  }

  @Override
  public Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest) {
    return Acceptance.TAKEN;
  }

  @Override
  public Ensured ensure(BleuWorkload workload, ZoneDesired desired) {
    return Ensured.WRITTEN;
  }

  @Override
  public @Nullable EgressReport ensureEgress(
      BleuWorkload workload, Pods pods, List<DeliveryProblem> problems) {
    asked.add("writes");
    if (refuses) {
      DeliveryProblem problem =
          DeliveryProblem.passing(DeliveryProblem.REFUSED, "made up by a test");
      problems.add(isEnding ? problem.ofEndingNamespace() : problem);
    }
    return null;
  }

  @Override
  public @Nullable EgressReport observeEgress(BleuWorkload workload, Pods pods) {
    asked.add("looks");
    return null;
  }

  @Override
  public boolean ensureBudget(
      BleuWorkload workload, Pods pods, @Nullable Integer most, List<DeliveryProblem> problems) {
    return false;
  }

  @Override
  public void withdraw(BleuWorkload workload, List<DeliveryProblem> problems) {}

  @Override
  public @Nullable DeliveryProblem left(BleuWorkload workload, Set<String> staying) {
    return null;
  }
}
