package cloud.bleu.cli.explain;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.ZoneStatus;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.LossSignal;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.simulation.UnreportedLoss;
import cloud.bleu.translate.zone.LossSignals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a workload where nothing is heard of one of its zones, and nobody reports a loss.
 *
 * @param zones by what would come of the silence of each of them alone
 * @param unconfirmed what the operator wrote down of zones of which nothing is certain now
 */
public record SilentZoneOutcomes(Map<Message, List<String>> zones, List<ZoneStatus> unconfirmed) {

  /** As it is told where nobody is sure. */
  public static final String UNCONFIRMED = "Unconfirmed";

  /** Nothing of it can be seen. */
  public static final SilentZoneOutcomes NONE = new SilentZoneOutcomes(Map.of(), List.of());

  public SilentZoneOutcomes {
    zones = new TreeMap<>(zones);
    unconfirmed = List.copyOf(unconfirmed);
  }

  /** Of a decision, and what was written down of the one in force. */
  public static SilentZoneOutcomes of(
      Estate estate,
      Workload workload,
      Decision decision,
      List<AvailabilityZone> zones,
      List<WorkloadPlacement> placements) {
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
    return new SilentZoneOutcomes(
        told,
        placements.stream()
            .filter(
                p ->
                    workload.id().name().equals(p.getMetadata().getName())
                        && workload.id().namespace().equals(p.getMetadata().getNamespace()))
            .flatMap(p -> unconfirmed(p.getStatus()).stream())
            .toList());
  }

  private static List<Zone> zone(Estate estate, String name) {
    Zone zone = estate.zone(name);
    return zone == null ? List.of() : List.of(zone);
  }

  /** What was written down alone. */
  static SilentZoneOutcomes of(@Nullable WorkloadPlacementStatus status) {
    return new SilentZoneOutcomes(Map.of(), unconfirmed(status));
  }

  /** Zones in which what the workload had may run on, as the operator wrote them down. */
  public static List<ZoneStatus> unconfirmed(@Nullable WorkloadPlacementStatus status) {
    return status == null
        ? List.of()
        : status.zones().stream().filter(zone -> UNCONFIRMED.equals(zone.fenced())).toList();
  }

  /** That what a workload had in a zone may run on, and what to do. */
  public static Message mayRunOn(ZoneStatus zone) {
    return Message.of("silence.mayRunOn", "zone", zone.zone(), "since", zone.unknownSince());
  }

  /** One message for each of these zones. */
  public List<Message> mayRunOn() {
    return unconfirmed.stream().map(SilentZoneOutcomes::mayRunOn).toList();
  }

  /** What would come of a silence, with the zones of which that is so. */
  public List<Message> lines() {
    return zones.entrySet().stream()
        .map(e -> Message.of("silence.inZones", "zones", e.getValue(), "what", e.getKey()))
        .toList();
  }

  /** Indented, one paragraph each. */
  public static String paragraphs(List<String> lines) {
    return lines.stream().map(line -> Table.wrapped("  " + line, 4)).collect(Collectors.joining());
  }

  /** For programs: {@code unreported} by zone, and {@code mayRunOn}; without what there is none. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    Map<String, String> unreported = new TreeMap<>();
    zones.forEach(
        (what, names) ->
            names.forEach(name -> unreported.put(name, MessageBundle.ENGLISH.text(what))));
    if (!unreported.isEmpty()) {
      tree.put("unreported", unreported);
    }
    if (!unconfirmed.isEmpty()) {
      tree.put("mayRunOn", unconfirmed.stream().map(ZoneStatus::zone).toList());
    }
    return tree;
  }
}
