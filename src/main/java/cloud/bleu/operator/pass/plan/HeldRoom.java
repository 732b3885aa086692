package cloud.bleu.operator.pass.plan;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.Translation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The room of replicas that a decision takes away and that run on, because the decision waits: its
 * WorkloadPlacement cannot be written, its gate is not open, or its children are refused. Nobody
 * else gets that room until they are gone. What the decision adds is held by the decision itself.
 */
public final class HeldRoom {

  private HeldRoom() {}

  /** What stands of a workload that is not as decided. */
  public interface Delivered {
    /** Replicas by zone; empty for a decision that waits for nothing. */
    Map<String, Integer> replicas(WorkloadId id, DecisionInForce inForce);
  }

  /** The same with that room taken from the capacity of its zones. */
  public static Translation in(
      Translation translation, Map<WorkloadId, DecisionInForce> decided, Delivered delivered) {
    return in(translation, decided, delivered, Map.of());
  }

  /**
   * The same also without the room of what runs though nothing is decided for it, where somebody
   * declares the room: what is seen of a zone is without it as it is.
   *
   * @param adopted replicas by workload and zone
   */
  public static Translation in(
      Translation translation,
      Map<WorkloadId, DecisionInForce> decided,
      Delivered delivered,
      Map<WorkloadId, Map<String, Integer>> adopted) {
    Map<String, List<Quantities>> held = held(translation.estate(), decided, delivered);
    if (!adopted.isEmpty()) {
      adopt(held, translation.estate(), adopted);
    }
    if (held.isEmpty()) {
      return translation;
    }
    Estate estate = translation.estate();
    List<Zone> zones =
        estate.zones().stream()
            .map(
                zone ->
                    // What no longer fits a zone that lost nodes takes no room on the others.
                    zone.health().degradedSince() != null
                        ? zone
                        : zone.withCapacity(
                            without(zone.capacity(), held.getOrDefault(zone.name(), List.of()))))
            .toList();
    TreeMap<String, Quantities> taken = new TreeMap<>();
    for (int z = 0; z < zones.size(); z++) {
      Zone before = estate.zones().get(z);
      Quantities less = before.capacity().usable().minus(zones.get(z).capacity().usable());
      if (held.containsKey(before.name())) {
        taken.put(before.name(), less);
      }
    }
    return translation.holding(taken, estate.withZones(zones));
  }

  /**
   * How many replicas of a workload hold room in a zone: those of its decision, and those that run
   * on until that is carried out.
   */
  public static int replicas(
      WorkloadId id, DecisionInForce inForce, Delivered delivered, String zone) {
    int standing = inForce.standing() == null ? 0 : in(inForce.standing(), zone);
    int stands = delivered.replicas(id, inForce).getOrDefault(zone, 0);
    return Math.max(in(inForce.spec(), zone), Math.max(standing, stands));
  }

  /** Requests of those replicas, one by one, by zone. */
  private static Map<String, List<Quantities>> held(
      Estate estate, Map<WorkloadId, DecisionInForce> decided, Delivered delivered) {
    Map<String, List<Quantities>> held = new HashMap<>();
    for (Workload workload : estate.workloads()) {
      DecisionInForce inForce = decided.get(workload.id());
      if (inForce == null) {
        continue;
      }
      Map<String, Integer> stands = new TreeMap<>(delivered.replicas(workload.id(), inForce));
      WorkloadPlacementSpec standing = inForce.standing();
      // Pods of others are counted where they stand.
      if (standing != null && !isOfOthers(workload)) {
        standing.assignments().forEach(a -> stands.merge(a.zone(), replicas(a), Math::max));
      }
      stands.forEach(
          (zone, replicas) -> {
            for (int i = in(inForce.spec(), zone); i < replicas; i++) {
              held.computeIfAbsent(zone, z -> new ArrayList<>()).add(workload.requests());
            }
          });
    }
    return held;
  }

  private static void adopt(
      Map<String, List<Quantities>> held,
      Estate estate,
      Map<WorkloadId, Map<String, Integer>> adopted) {
    Set<String> declared =
        estate.zones().stream()
            .filter(zone -> zone.capacity() instanceof Capacity.Declared)
            .map(Zone::name)
            .collect(Collectors.toSet());
    for (Workload workload : estate.workloads()) {
      adopted
          .getOrDefault(workload.id(), Map.of())
          .forEach(
              (zone, replicas) -> {
                if (declared.contains(zone) && replicas > 0) {
                  held.computeIfAbsent(zone, z -> new ArrayList<>())
                      .addAll(Collections.nCopies(replicas, workload.requests()));
                }
              });
    }
  }

  private static boolean isOfOthers(Workload workload) {
    Closure.Content content = workload.closure().content();
    return content == Closure.Content.AdmittedPods || content == Closure.Content.OthersPods;
  }

  /** How many replicas a decision has in a zone. */
  public static int in(WorkloadPlacementSpec spec, String zone) {
    return spec.assignments().stream()
        .filter(a -> a.zone().equals(zone))
        .mapToInt(HeldRoom::replicas)
        .sum();
  }

  private static int replicas(Assignment assignment) {
    return assignment.replicas() == null ? 0 : assignment.replicas();
  }

  private static Capacity without(Capacity capacity, List<Quantities> replicas) {
    if (replicas.isEmpty() || capacity instanceof Capacity.Unknown) {
      return capacity;
    }
    Map<Quantities, Integer> asked = new LinkedHashMap<>();
    replicas.forEach(request -> asked.merge(request, 1, Integer::sum));
    Capacity whole = capacity.whole();
    Quantities usable = whole.usable();
    Capacity rest = capacity instanceof Capacity.Remaining some ? some.rest() : capacity;
    Quantities outgrown = capacity.outgrown();
    for (Map.Entry<Quantities, Integer> one : asked.entrySet()) {
      Quantities request = one.getKey();
      if (whole.fits(request) && isWithin(usable, request)) {
        rest = less(rest, request, one.getValue());
      } else {
        outgrown = outgrown.plus(request.times(one.getValue()));
      }
    }
    return new Capacity.Remaining(whole, rest, outgrown);
  }

  private static boolean isWithin(Quantities usable, Quantities request) {
    return request.amounts().entrySet().stream()
        .allMatch(asked -> asked.getValue() <= usable.get(asked.getKey()));
  }

  private static Capacity less(Capacity capacity, Quantities request, int replicas) {
    if (capacity instanceof Capacity.Measured measured) {
      List<Capacity.Node> nodes = new ArrayList<>(measured.nodes());
      for (int i = 0; i < replicas; i++) {
        int best = fittest(nodes, request);
        if (best >= 0) {
          Capacity.Node node = nodes.get(best);
          nodes.set(best, new Capacity.Node(node.name(), node.free().minus(request)));
        }
      }
      return new Capacity.Measured(nodes, measured.usablePercent());
    }
    Quantities usable = capacity.usable();
    Quantities less = usable.minus(request.times(replicas));
    TreeMap<String, Long> total = new TreeMap<>(capacity.total().amounts());
    total.replaceAll(
        (r, v) -> less.get(r) < usable.get(r) ? total(less.get(r), capacity.usablePercent()) : v);
    Quantities left = new Quantities(total);
    if (capacity instanceof Capacity.Declared declared) {
      return new Capacity.Declared(left, declared.largestNode(), declared.usablePercent());
    }
    return capacity instanceof Capacity.Reported reported
        ? new Capacity.Reported(left, reported.origin(), reported.seen(), reported.usablePercent())
        : capacity;
  }

  /** The least total of which so many per cent are an amount. */
  private static long total(long amount, int percent) {
    long whole = Quantities.saturatingProduct(amount / percent, 100);
    return Quantities.saturatingSum(whole, (amount % percent * 100 + percent - 1) / percent);
  }

  /** The node with the most room left over for such a replica; -1 when there is none. */
  private static int fittest(List<Capacity.Node> nodes, Quantities request) {
    int best = -1;
    long most = -1;
    for (int i = 0; i < nodes.size(); i++) {
      long fit = Integer.MAX_VALUE;
      for (Map.Entry<String, Long> e : request.amounts().entrySet()) {
        if (e.getValue() > 0) {
          fit = Math.min(fit, nodes.get(i).free().get(e.getKey()) / e.getValue());
        }
      }
      if (fit > most) {
        most = fit;
        best = i;
      }
    }
    return best;
  }
}
