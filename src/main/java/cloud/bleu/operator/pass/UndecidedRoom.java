package cloud.bleu.operator.pass;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.load.UndecidedReplicas;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The room of replicas that run though no decision counts them. The workload that takes them over
 * holds it, and may be decided into it; where there is none it is taken from the zone. What an
 * engine reports of a cluster has the pods of them in it already, so there it is counted once.
 */
final class UndecidedRoom {

  private final Map<WorkloadId, Workload> taking = new HashMap<>();
  private final Map<String, Zone> zones = new HashMap<>();

  private UndecidedRoom(Estate estate) {
    estate.workloads().forEach(workload -> taking.put(workload.id(), workload));
    estate.zones().forEach(zone -> zones.put(zone.name(), zone));
  }

  /** The same with that room held or taken. */
  static Translation in(Translation translation, List<UndecidedReplicas> undecided) {
    if (undecided.isEmpty()) {
      return translation;
    }
    Estate estate = translation.estate();
    UndecidedRoom room = new UndecidedRoom(estate);
    undecided.forEach(room::count);
    return translation.of(
        estate
            .withZones(
                estate.zones().stream().map(z -> room.zones.getOrDefault(z.name(), z)).toList())
            .withWorkloads(
                estate.workloads().stream()
                    .map(w -> room.taking.getOrDefault(w.id(), w))
                    .toList()));
  }

  private void count(UndecidedReplicas some) {
    WorkloadId of = some.of();
    Workload workload = of == null ? null : taking.get(of);
    if (workload == null) {
      some.ordered().forEach((zone, replicas) -> take(zone, replicas, some));
      return;
    }
    taking.put(workload.id(), workload.standing(some.ordered()));
    // The workload is to have what its pods ask, which is not free by the word of the engine.
    some.running()
        .forEach(
            (zone, replicas) ->
                zones.computeIfPresent(
                    zone,
                    (name, one) ->
                        one.capacity() instanceof Capacity.Reported reported
                            ? one.withCapacity(
                                with(reported, some.summed().least(workload.requests()), replicas))
                            : one));
  }

  private void take(String name, int replicas, UndecidedReplicas some) {
    zones.computeIfPresent(
        name,
        (key, zone) -> {
          Quantities one = some.one();
          if (!(zone.capacity() instanceof Capacity.Declared declared)) {
            return zone;
          }
          return zone.withCapacity(
              one == null
                  ? new Capacity.Unknown(declared.usablePercent())
                  : HeldRoom.without(declared, List.of(one.times(replicas))));
        });
  }

  private static Capacity with(Capacity.Reported reported, Quantities one, int replicas) {
    return new Capacity.Reported(
        reported.total().plus(HeldRoom.gross(one.times(replicas), reported)),
        reported.origin(),
        reported.seen(),
        reported.usablePercent());
  }
}
