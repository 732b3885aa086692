package cloud.bleu.cli.explain;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.evidence.assessment.ZoneFence;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.LossSignal;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.simulation.UnreportedLoss;
import cloud.bleu.standing.RecordedFences;
import cloud.bleu.translate.zone.LossSignals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What becomes of a workload where nothing is heard of one of its zones, and nobody reports a loss.
 *
 * @param zones by what would come of the silence of each of them alone
 * @param workload of which it is told
 * @param fences what the operator wrote down of zones of which it is not seen what stands there
 */
public record SilentZoneOutcomes(
    Map<Message, List<String>> zones, WorkloadId workload, RecordedFences fences) {

  /** Nothing of it can be seen. */
  public static final SilentZoneOutcomes NONE =
      new SilentZoneOutcomes(Map.of(), new WorkloadId("", ""), RecordedFences.NONE);

  public SilentZoneOutcomes {
    zones = new TreeMap<>(zones);
  }

  /** Of a decision, and what was written down of the one in force. */
  public static SilentZoneOutcomes of(
      Estate estate,
      Workload workload,
      Decision decision,
      List<AvailabilityZone> zones,
      RecordedFences fences) {
    Map<String, LossSignal> signals = LossSignals.of(zones);
    Map<Message, List<String>> told = new TreeMap<>();
    for (Assignment assignment : decision.assignments()) {
      if (assignment.replicas() > 0) {
        String zone = assignment.zone();
        Message waits = new UnreportedLoss(estate, signals, Set.of(zone)).waits(workload, zone);
        told.computeIfAbsent(
                waits == null ? UnreportedLoss.moves(workload, zone(estate, zone)) : waits,
                m -> new ArrayList<>())
            .add(zone);
      }
    }
    return new SilentZoneOutcomes(told, workload.id(), fences);
  }

  private static List<Zone> zone(Estate estate, String name) {
    Zone zone = estate.zone(name);
    return zone == null ? List.of() : List.of(zone);
  }

  /** What was written down alone. */
  static SilentZoneOutcomes of(WorkloadId workload, RecordedFences fences) {
    return new SilentZoneOutcomes(Map.of(), workload, fences);
  }

  /** One message for each zone in which what the workload had may run on. */
  public List<Message> mayRunOn() {
    return fences.mayRunOn(workload);
  }

  /** What would come of a silence, with the zones of which that is so. */
  public List<Message> lines() {
    return zones.entrySet().stream()
        .map(e -> Message.of("silence.inZones", "zones", e.getValue(), "what", e.getKey()))
        .toList();
  }

  /**
   * For programs: {@code unreported} by zone, and {@code mayRunOn}, {@code fences}; without what
   * there is none.
   */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    Map<String, String> unreported = new TreeMap<>();
    zones.forEach(
        (what, names) ->
            names.forEach(name -> unreported.put(name, MessageBundle.ENGLISH.text(what))));
    if (!unreported.isEmpty()) {
      tree.put("unreported", unreported);
    }
    List<String> uncertain =
        fences.of(workload).stream()
            .filter(f -> f.mayRunOn() != null)
            .map(ZoneFence::zone)
            .toList();
    if (!uncertain.isEmpty()) {
      tree.put("mayRunOn", uncertain);
    }
    tree.putAll(fences.tree(workload));
    return tree;
  }
}
