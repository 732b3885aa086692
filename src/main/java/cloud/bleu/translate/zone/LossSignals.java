package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.placement.model.LossSignal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What would tell of the loss of zones, by what they are declared to be. */
public final class LossSignals {
  private LossSignals() {}

  /** One for each zone, by its name. */
  public static SortedMap<String, LossSignal> of(List<AvailabilityZone> zones) {
    TreeMap<String, LossSignal> signals = new TreeMap<>();
    for (AvailabilityZone zone : zones) {
      signals.put(zone.getMetadata().getName(), of(zone));
    }
    return signals;
  }

  /** What may tell of the loss of a zone: its probes, where nothing else does. */
  static LossSignal of(AvailabilityZone zone) {
    return of(zone, null);
  }

  /**
   * What may tell of the loss of a zone, with what its probes have shown.
   *
   * @param seen what came of its probes by now; null: as far as its status says
   */
  static LossSignal of(AvailabilityZone zone, @Nullable List<Probe> seen) {
    LossSignal signal = of(zone.getSpec() == null ? null : zone.getSpec().target());
    return !signal.counts() && ProbedZone.mayTell(zone, seen) ? LossSignal.Probes : signal;
  }

  /** What may tell of the loss of a zone with this target. */
  static LossSignal of(AvailabilityZoneSpec.@Nullable Target target) {
    if (target == null) {
      return LossSignal.None;
    }
    if (target.karmada() != null) {
      return LossSignal.Karmada;
    }
    if (target.openClusterManagement() != null) {
      return LossSignal.OpenClusterManagement;
    }
    if (target.reachedDirectly()) {
      return LossSignal.Cluster;
    }
    return target.nodeSelector().isEmpty() ? LossSignal.None : LossSignal.Nodes;
  }
}
