package cloud.bleu.placement.diagnosis;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.NameList;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Why no zone at all takes a new replica of a workload. */
final class ZoneDiagnosis {
  private ZoneDiagnosis() {}

  static Decision.Reason reason(PlanState planState, CompiledWorkload compiled) {
    List<Zone> allowed = new ArrayList<>();
    for (int z = 0; z < planState.topology.known; z++) {
      if (compiled.allowed.mayUse[z]) {
        allowed.add(planState.topology.zone(z));
      }
    }
    ClosedZones closed = ClosedZones.of(planState, compiled);
    if (!closed.zones().isEmpty()) {
      return ReasonCode.NoZoneAllowed.forNow(
          Message.of("why.zonesClosed", "zones", closed.named()), closed.advice());
    }
    if (!allowed.isEmpty()) {
      return tooLarge(compiled.workload, allowed);
    }
    if (planState.topology.known == 0) {
      return ReasonCode.NoZoneAllowed.because(
          Message.of("why.noZone"), Message.of("do.createZones"));
    }
    return ReasonCode.NoZoneAllowed.because(
        Message.of(
            "why.zonesExcluded",
            "grounds",
            NameList.first(grounds(compiled, compiled.allowed.rejected().keySet()))),
        Message.of("do.seeEach"));
  }

  /** A code of one statement: how many zones it excludes, and whether any of them for certain. */
  private record Ground(Message message, boolean rejects, int order, Set<String> zones) {}

  private record Answer(Message message, boolean rejects) {}

  /**
   * What excludes zones, each with the rule that says so: first what is known to fail, then what is
   * not known; each by the number of zones, then in the order in which the policies state it.
   *
   * @param zones those asked about, by name
   */
  static List<Message> grounds(CompiledWorkload compiled, Set<String> zones) {
    Map<Answer, Ground> grounds = new LinkedHashMap<>();
    for (Map.Entry<String, List<Verdict>> rejected : compiled.allowed.rejected().entrySet()) {
      for (Verdict v :
          zones.contains(rejected.getKey()) ? rejected.getValue() : List.<Verdict>of()) {
        if (!v.excludes()) {
          continue;
        }
        boolean rejects = v.result() == Verdict.Result.Reject;
        Message message =
            Message.of(
                "ground",
                "code",
                v.code(),
                "rule",
                v.rule(),
                "policy",
                v.policy(),
                "field",
                v.impliedBy());
        grounds
            .computeIfAbsent(
                new Answer(message, rejects),
                a -> new Ground(message, rejects, order(compiled.workload, v), new TreeSet<>()))
            .zones
            .add(v.zone());
      }
    }
    return grounds.values().stream()
        .sorted(
            Comparator.comparing((Ground g) -> !g.rejects)
                .thenComparing(g -> -g.zones.size())
                .thenComparing(Ground::order)
                .thenComparing(Ground::message))
        .map(Ground::message)
        .distinct()
        .toList();
  }

  /** Where the statement stands among those of the workload; what the engine adds comes last. */
  private static int order(Workload workload, Verdict v) {
    int i = 0;
    for (BoundRule rule : workload.rules()) {
      if (rule.name().equals(v.rule()) && Objects.equals(rule.policy(), v.policy())) {
        return i;
      }
      i++;
    }
    return i;
  }

  private static Decision.Reason tooLarge(Workload workload, List<Zone> allowed) {
    List<String> unknown =
        allowed.stream()
            .filter(zone -> zone.capacity() instanceof Capacity.Unknown)
            .map(Zone::name)
            .toList();
    if (unknown.size() == allowed.size()) {
      return ReasonCode.RoomUnknown.forNow(
          Message.of("why.roomUnknown", "zones", NameList.first(unknown)),
          Message.of("do.stateCapacity"));
    }
    Map<String, String> asked = workload.requests().shortTexts(RoundingMode.CEILING);
    TreeMap<String, String> largest = new TreeMap<>();
    Zone closest = null;
    long best = -1;
    for (Zone zone : allowed) {
      for (Quantities fit : fits(zone.capacity().whole())) {
        long met = closeness(workload.requests(), fit);
        if (met > best) {
          best = met;
          closest = zone;
          largest = new TreeMap<>(fit.shortTexts(RoundingMode.FLOOR));
        }
      }
    }
    return ReasonCode.ReplicaTooLarge.because(
        Message.of(
            "why.tooLarge",
            "asked",
            written(asked),
            "zone",
            closest == null ? "" : closest.name(),
            "largest",
            closest == null ? List.of() : held(asked.keySet(), largest, closest.capacity().whole()),
            "unknown",
            unknown.isEmpty() ? null : NameList.first(unknown)),
        Message.of(unknown.isEmpty() ? "do.askLessOrLargerNode" : "do.askLessOrStateCapacity"),
        // What somebody reports of a cluster is another sum in a moment.
        allowed.stream()
            .anyMatch(
                zone ->
                    zone.capacity() instanceof Capacity.Unknown
                        || zone.capacity().whole() instanceof Capacity.Reported));
  }

  /** The largest places for one replica in an empty zone, none larger than what is usable. */
  private static List<Quantities> fits(Capacity capacity) {
    if (capacity instanceof Capacity.Unknown) {
      return List.of();
    }
    Quantities usable = capacity.usable();
    if (capacity instanceof Capacity.Measured measured) {
      List<Quantities> fits = new ArrayList<>();
      measured.nodes().forEach(n -> fits.add(least(usable, n.free())));
      return fits.isEmpty() ? List.of(Quantities.NONE) : fits;
    }
    return List.of(
        capacity instanceof Capacity.Declared declared
            ? least(usable, declared.largestNode())
            : usable);
  }

  private static Quantities least(Quantities usable, Quantities node) {
    TreeMap<String, Long> least = new TreeMap<>(usable.amounts());
    least.replaceAll((r, v) -> node.amounts().containsKey(r) ? Math.min(v, node.get(r)) : v);
    return new Quantities(least);
  }

  /** How much of the scarcest resource there is, in parts per million of what is asked. */
  private static long closeness(Quantities asked, Quantities fit) {
    long least = Long.MAX_VALUE;
    for (Map.Entry<String, Long> e : asked.amounts().entrySet()) {
      if (e.getValue() > 0) {
        double part = (double) fit.get(e.getKey()) / e.getValue();
        least = Math.min(least, (long) (Math.min(1, part) * 1_000_000));
      }
    }
    return least;
  }

  /**
   * How much zones hold of each resource that is asked for; or that a declared zone leaves it out.
   */
  private static List<Object> held(
      Set<String> asked, Map<String, String> largest, Capacity capacity) {
    List<Object> held = new ArrayList<>();
    for (String resource : asked) {
      if (resource.equals(Capacity.PODS)) {
        continue;
      }
      String amount = largest.get(resource);
      if (amount != null) {
        held.add(resource + " " + amount);
      } else if (capacity instanceof Capacity.Declared) {
        held.add(Message.of("why.resourceNotStated", "resource", resource));
      } else {
        held.add(resource + " 0");
      }
    }
    return held;
  }

  private static List<String> written(Map<String, String> amounts) {
    return amounts.entrySet().stream()
        .filter(e -> !e.getKey().equals("pods"))
        .map(e -> e.getKey() + " " + e.getValue())
        .toList();
  }
}
