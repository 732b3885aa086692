package cloud.bleu.placement;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What happens to {@link EditedEstates}, and what is rare there and hard on who remembers: who
 * counts on evictions is suspended, goes on, leaves and is back with what was in force, a victim is
 * given up and comes back, the estate of some plans before is planned again as it was, and replicas
 * ask for more than is counted. One seed, one history.
 */
final class JumpingEstates {
  /** Three of these are more than is counted of any zone. */
  private static final long HUGE = 30L << 50;

  private final Random random;
  private final EditedEstates edited;
  private final List<Estate> past = new ArrayList<>();

  /** Who is suspended or given up, as it was before. */
  private final Map<WorkloadId, Workload> before = new HashMap<>();

  /** Who is not in the estate for a while, with what was in force. */
  private final Map<Workload, Placement> gone = new LinkedHashMap<>();

  JumpingEstates(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L + 11);
    edited = new EditedEstates(seed);
  }

  /** Nothing runs yet. */
  Estate first() {
    Estate first = edited.first();
    List<Zone> zones = new ArrayList<>();
    for (Zone zone : first.zones()) {
      TreeMap<String, Long> amounts = new TreeMap<>(zone.capacity().total().amounts());
      amounts.put("memory", 2 * HUGE);
      zones.add(
          zone.withCapacity(
              new Capacity.Declared(new Quantities(amounts), Quantities.of(Map.of()), 100)));
    }
    return with(first, zones, first.workloads(), first.placements());
  }

  /** What a pass starts from next, of an estate and its plan; null if there was no plan. */
  Estate next(Estate estate, @Nullable Plan plan) {
    past.add(estate);
    int what = random.nextInt(14);
    if (plan == null || what == 0) {
      return estate;
    }
    if (what <= 2) {
      return past.get(Math.max(0, past.size() - 2 - random.nextInt(2)));
    }
    List<Placement> running = what == 3 ? estate.placements() : Estates.inForce(plan);
    List<WorkloadId> evictors = new ArrayList<>();
    List<WorkloadId> victims = new ArrayList<>();
    for (Placement placement : running) {
      for (Contingency contingency : placement.contingency()) {
        if (!contingency.evicts().isEmpty()) {
          evictors.add(placement.id());
          contingency.evicts().forEach(eviction -> victims.add(eviction.workload()));
        }
      }
    }
    List<WorkloadId> crowds = new ArrayList<>();
    for (Placement placement : running) {
      if (placement.assignments().stream().anyMatch(there -> there.replicas() > 2)) {
        crowds.add(placement.id());
      }
    }
    return switch (what) {
      case 4 -> edit(estate, running, evictors, Workload::frozen);
      case 5 -> edit(estate, running, victims, victim -> victim.withReplicas(0));
      case 6 -> gone.isEmpty() ? without(estate, running, evictors) : back(estate, running);
      case 7, 8 -> edit(estate, running, List.copyOf(before.keySet()), this::asBefore);
      case 9 -> edit(estate, running, crowds, JumpingEstates::huge);
      case 10 -> edit(estate, running, urgent(estate), w -> w.withReplicas(w.replicas() + 2));
      default -> edited.next(estate, plan);
    };
  }

  /** Some workloads, for whom nothing new is to be decided: another few each time. */
  Map<WorkloadId, String> fenced(Estate estate) {
    Map<WorkloadId, String> fenced = new HashMap<>();
    for (int i = random.nextInt(4); i > 1 && !estate.workloads().isEmpty(); i--) {
      int at = random.nextInt(estate.workloads().size());
      fenced.put(estate.workloads().get(at).id(), "Fenced: by a test");
    }
    return fenced;
  }

  /** What happens to a workload. */
  private interface Edit {
    Workload of(Workload workload);
  }

  private Estate edit(Estate estate, List<Placement> running, List<WorkloadId> some, Edit edit) {
    List<Workload> workloads = new ArrayList<>(estate.workloads());
    List<Integer> known = new ArrayList<>();
    for (int w = 0; w < workloads.size(); w++) {
      if (some.isEmpty() || some.contains(workloads.get(w).id())) {
        known.add(w);
      }
    }
    if (!known.isEmpty()) {
      int w = known.get(random.nextInt(known.size()));
      Workload workload = workloads.get(w);
      Workload other = edit.of(workload);
      if (before.remove(workload.id()) == null) {
        before.put(workload.id(), workload);
      }
      workloads.set(w, other);
    }
    return with(estate, estate.zones(), workloads, running);
  }

  /** Those of more than the lowest priority. */
  private static List<WorkloadId> urgent(Estate estate) {
    return estate.workloads().stream()
        .filter(workload -> workload.priority().value() > 0)
        .map(Workload::id)
        .toList();
  }

  private Estate without(Estate estate, List<Placement> running, List<WorkloadId> some) {
    List<Workload> workloads = new ArrayList<>(estate.workloads());
    List<Placement> placements = new ArrayList<>(running);
    for (Placement placement : running) {
      for (Workload workload : estate.workloads()) {
        if (workload.id().equals(placement.id()) && some.contains(placement.id())) {
          gone.put(workload, placement);
          workloads.remove(workload);
          placements.remove(placement);
        }
      }
    }
    return with(estate, estate.zones(), workloads, placements);
  }

  /** Those who were gone, as they stood then. */
  private Estate back(Estate estate, List<Placement> running) {
    List<Workload> workloads = new ArrayList<>(estate.workloads());
    List<Placement> placements = new ArrayList<>(running);
    gone.forEach(
        (workload, placement) -> {
          if (workloads.stream().noneMatch(each -> each.id().equals(workload.id()))) {
            workloads.add(workload);
            placements.removeIf(each -> each.id().equals(placement.id()));
            placements.add(placement);
          }
        });
    gone.clear();
    return with(estate, estate.zones(), workloads, placements);
  }

  private Workload asBefore(Workload workload) {
    return before.getOrDefault(workload.id(), workload);
  }

  private static Estate with(
      Estate estate, List<Zone> zones, List<Workload> workloads, List<Placement> placements) {
    return new Estate(
        estate.now().plusSeconds(1),
        estate.providers(),
        zones,
        workloads,
        placements,
        estate.roundTrips());
  }

  /** The same, of which each replica asks for nearly half of what is counted at most. */
  private static Workload huge(Workload w) {
    TreeMap<String, Long> amounts = new TreeMap<>(w.requests().amounts());
    amounts.put("memory", HUGE);
    return new Workload(
        w.id(),
        w.uid(),
        w.replicas(),
        new Quantities(amounts),
        w.surges(),
        w.dataBound(),
        w.layers(),
        w.services(),
        w.dataClasses(),
        w.closure(),
        w.rules(),
        w.spread(),
        w.tolerate(),
        w.replication(),
        w.formerVolumes(),
        w.abandonVolumesIn(),
        w.quorum(),
        w.failoverAfter(),
        w.silenceAfter(),
        w.returnAfter(),
        w.perZoneMin(),
        w.perZoneMax(),
        w.weights(),
        w.affinity(),
        w.antiAffinity(),
        w.priority(),
        w.objective(),
        w.rebalance(),
        w.suspended());
  }
}
