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
 * else gets that room until they are gone. The decision itself holds the room that it adds.
 */
public final class HeldRoom {

  private HeldRoom() {}

  /** What stands of a workload that is not as decided. */
  public interface Delivered {
    /** Replicas by zone; empty for a decision that waits for nothing. */
    Map<String, Integer> replicas(WorkloadId id, DecisionInForce inForce);
  }

  /** The translation with that room taken from the capacity of its zones. */
  public static Translation in(
      Translation translation, Map<WorkloadId, DecisionInForce> decided, Delivered delivered) {
    return in(translation, decided, delivered, Map.of());
  }

  /**
   * The translation without that room and, in zones whose room is declared, without the room of
   * what runs though nothing is decided for it. Measured room is without the latter already.
   *
   * @param adopted replicas by workload and zone
   */
  public static Translation in(
      Translation translation,
      Map<WorkloadId, DecisionInForce> decided,
      Delivered delivered,
      Map<WorkloadId, Map<String, Integer>> adopted) {
    Map<String, Map<Quantities, Integer>> held = held(translation.estate(), decided, delivered);
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
                            without(zone.capacity(), held.getOrDefault(zone.name(), Map.of()))))
            .toList();
    TreeMap<String, Quantities> taken = new TreeMap<>();
    for (int z = 0; z < zones.size(); z++) {
      Zone before = estate.zones().get(z);
      if (held.containsKey(before.name())) {
        Quantities left = zones.get(z).capacity().usable();
        taken.put(before.name(), before.capacity().usable().minus(left));
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

  /** How many replicas ask for what, by zone: of how many is said, nobody knows an upper bound. */
  private static Map<String, Map<Quantities, Integer>> held(
      Estate estate, Map<WorkloadId, DecisionInForce> decided, Delivered delivered) {
    Map<String, Map<Quantities, Integer>> held = new HashMap<>();
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
          (zone, replicas) ->
              add(held, zone, workload.requests(), replicas - in(inForce.spec(), zone)));
    }
    return held;
  }

  private static void add(
      Map<String, Map<Quantities, Integer>> held, String zone, Quantities request, int replicas) {
    if (replicas > 0) {
      held.computeIfAbsent(zone, z -> new LinkedHashMap<>())
          .merge(request, replicas, (a, b) -> (int) Math.min(Integer.MAX_VALUE, (long) a + b));
    }
  }

  private static void adopt(
      Map<String, Map<Quantities, Integer>> held,
      Estate estate,
      Map<WorkloadId, Map<String, Integer>> adopted) {
    Set<String> declared =
        estate.zones().stream()
            .filter(zone -> zone.capacity().whole() instanceof Capacity.Declared)
            .map(Zone::name)
            .collect(Collectors.toSet());
    for (Workload workload : estate.workloads()) {
      adopted
          .getOrDefault(workload.id(), Map.of())
          .forEach(
              (zone, replicas) -> {
                if (declared.contains(zone)) {
                  add(held, zone, workload.requests(), replicas);
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

  /**
   * What replicas leave of a zone.
   *
   * @param asked how many ask for what
   */
  static Capacity without(Capacity capacity, Map<Quantities, Integer> asked) {
    if (asked.isEmpty() || capacity instanceof Capacity.Unknown) {
      return capacity;
    }
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
      return new Capacity.Measured(
          less(measured.nodes(), request, replicas), measured.usablePercent());
    }
    Quantities usable = capacity.usable();
    Quantities rest = usable.minus(request.times(replicas));
    TreeMap<String, Long> total = new TreeMap<>(capacity.total().amounts());
    total.replaceAll(
        (r, v) -> rest.get(r) < usable.get(r) ? total(rest.get(r), capacity.usablePercent()) : v);
    Quantities left = new Quantities(total);
    if (capacity instanceof Capacity.Declared declared) {
      return new Capacity.Declared(left, declared.largestNode(), declared.usablePercent());
    }
    return capacity instanceof Capacity.Reported reported
        ? new Capacity.Reported(left, reported.origin(), reported.seen(), reported.usablePercent())
        : capacity;
  }

  /** Each where most of them fit; once no node has room for one, all on the first. */
  private static List<Capacity.Node> less(
      List<Capacity.Node> before, Quantities request, int replicas) {
    List<Capacity.Node> nodes = new ArrayList<>(before);
    int next;
    for (int left = replicas; left > 0 && !nodes.isEmpty(); left -= next) {
      int best = fittest(nodes, request);
      Capacity.Node node = nodes.get(best);
      next = fit(node, request) > 0 ? 1 : left;
      nodes.set(best, new Capacity.Node(node.name(), node.free().minus(request.times(next))));
    }
    return nodes;
  }

  /** The least total of which so many per cent are an amount. */
  private static long total(long amount, int percent) {
    long whole = Quantities.saturatingProduct(amount / percent, 100);
    return Quantities.saturatingSum(whole, (amount % percent * 100 + percent - 1) / percent);
  }

  /** The first of the nodes with the most room left over for such replicas. */
  private static int fittest(List<Capacity.Node> nodes, Quantities request) {
    int best = 0;
    long most = -1;
    for (int i = 0; i < nodes.size(); i++) {
      long fit = fit(nodes.get(i), request);
      if (fit > most) {
        most = fit;
        best = i;
      }
    }
    return best;
  }

  private static long fit(Capacity.Node node, Quantities request) {
    long fit = Integer.MAX_VALUE;
    for (Map.Entry<String, Long> e : request.amounts().entrySet()) {
      if (e.getValue() > 0) {
        fit = Math.min(fit, node.free().get(e.getKey()) / e.getValue());
      }
    }
    return fit;
  }
}
