package cloud.bleu.placement.diagnosis;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.NameList;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;

/**
 * The zones that a workload could use and that take nothing new now: because of their state,
 * because a live drill has left them, or because they are silent.
 *
 * @param zones in the order of the estate
 * @param now when they are closed
 */
public record ClosedZones(List<Zone> zones, Instant now) {
  /** So many are named: those of which advice speaks. */
  private static final int MOST = 3;

  public ClosedZones {
    zones = List.copyOf(zones);
  }

  /**
   * The closed zones in which a replica fits when they are empty. Where no zone that the rules
   * allow is in service, all silent zones are among them too.
   */
  public static ClosedZones of(PlanState planState, CompiledWorkload compiled) {
    return those(planState, compiled, z -> true);
  }

  /**
   * Those of {@link #of(PlanState, CompiledWorkload)} that would help if they were open: those that
   * the weights of the workload leave out would not.
   *
   * @param helps whether a zone would help otherwise
   */
  public static ClosedZones of(PlanState planState, CompiledWorkload compiled, IntPredicate helps) {
    return those(planState, compiled, z -> compiled.hasWeight(z) && helps.test(z));
  }

  private static ClosedZones those(
      PlanState planState, CompiledWorkload compiled, IntPredicate wanted) {
    boolean anyInService = false;
    for (int z = 0; z < planState.topology.known; z++) {
      anyInService |= compiled.allowed.mayUse[z] && planState.topology.inService(z);
    }
    List<Zone> zones = new ArrayList<>();
    for (int z = 0; z < planState.topology.known; z++) {
      Zone zone = planState.topology.zone(z);
      boolean closed =
          compiled.allowed.eligible[z] && !compiled.allowed.open[z]
              || !anyInService && compiled.allowed.mayUse[z] && isSilent(zone);
      if (closed && wanted.test(z)) {
        zones.add(zone);
      }
    }
    return new ClosedZones(zones, planState.topology.estate.now());
  }

  /** What opens a zone again, or comes before that where there is more than one. */
  private enum Way {
    /** Somebody takes back what he said of it. */
    Tell,
    /** Whatever is wrong with it is fixed. */
    BringBack,
    /** It gets the nodes that it never had. */
    GiveNodes,
    /** The operator gets a way to its target. */
    Connect,
    /** Nothing is left to do. */
    Await,
    /** The live drill ends, and nothing else closes the zone. */
    Drill,
    /** The announced maintenance ends. */
    Maintenance
  }

  private Way way(Zone zone) {
    boolean recovering = zone.health().signal() == Health.Signal.Recovering;
    if (zone.state() == ZoneState.Lost) {
      return Way.BringBack;
    }
    if (isUnreachable(zone)) {
      return Way.Connect;
    }
    if (zone.health().signal() == Health.Signal.NodesUnknown) {
      return Way.GiveNodes;
    }
    Zone.Drill drill = zone.drill();
    if (drill != null && drill.otherwise() == ZoneState.Active) {
      return Way.Drill;
    }
    if (zone.unhealthySince() != null) {
      return Way.BringBack;
    }
    ZoneState told = drill == null ? zone.state() : drill.otherwise();
    if (told == ZoneState.Active) {
      return recovering ? Way.Await : Way.BringBack;
    }
    boolean maintained =
        zone.maintenance().stream().anyMatch(m -> m.at(now) && m.state().worse(told) == m.state());
    return maintained ? Way.Maintenance : Way.Tell;
  }

  /** The first three, each with why it is closed, and whether there are others. */
  Message named() {
    return NameList.first(
        zones.stream()
            .map(
                zone ->
                    Message.of(
                        "zone.is",
                        "zone",
                        zone.name(),
                        "state",
                        state(zone),
                        "until",
                        zone.drill() == null ? null : zone.drill().closes(),
                        "also",
                        zone.drill() == null || zone.drill().otherwise() == ZoneState.Active
                            ? null
                            : zone.drill().otherwise().name()))
            .toList());
  }

  private List<String> drills(List<Zone> some) {
    return some.stream()
        .filter(zone -> way(zone) == Way.Drill)
        .map(Zone::drill)
        .filter(Objects::nonNull)
        .map(Zone.Drill::name)
        .distinct()
        .toList();
  }

  /** What to do where they are all that there is: how to open them, or to do without. */
  Message advice() {
    List<String> drills = drills(zones);
    if (drills.isEmpty()) {
      return opening(Message.of("do.allowZones"), drills);
    }
    String last = drills.get(drills.size() - 1);
    return zones.stream().allMatch(zone -> way(zone) == Way.Drill)
        ? Message.of("do.awaitDrill", "drill", last)
        : opening(Message.of("do.awaitTheDrill", "drill", last), List.of());
  }

  /**
   * A reason why no place was found among the other zones, with these and how to open them again;
   * the reason as it is where there are none.
   */
  public Decision.Reason leftOutOf(Decision.Reason reason) {
    if (zones.isEmpty()) {
      return reason;
    }
    Message why = Message.of("why.leftOut", "why", reason.finding().fact(), "zones", named());
    Message next = opening(reason.finding().next(), drills(first()));
    return new Decision.Reason(reason.code(), why.advising(next), reason.canPassByItself());
  }

  /** Other advice, or to open these. */
  private Message opening(Message next, List<String> drills) {
    return Message.of(
        "do.orOpen",
        "next",
        next,
        "told",
        named(Way.Tell),
        "silent",
        named(Way.BringBack),
        "nodeless",
        named(Way.GiveNodes),
        "unreachable",
        named(Way.Connect),
        "recovering",
        named(Way.Await),
        "maintained",
        named(Way.Maintenance),
        "drills",
        drills);
  }

  private List<Zone> first() {
    return zones.subList(0, Math.min(MOST, zones.size()));
  }

  /** Those of the first that are opened so. */
  private List<String> named(Way way) {
    return first().stream().filter(zone -> way(zone) == way).map(Zone::name).toList();
  }

  /** Why it is closed, as messages have it. */
  static String state(Zone zone) {
    if (zone.drill() != null) {
      return "drilled";
    }
    if (zone.state() == ZoneState.Active && isUnreachable(zone)) {
      return "unreachable";
    }
    if (zone.state() == ZoneState.Active && zone.health().signal() == Health.Signal.NodesUnknown) {
      return "nodeless";
    }
    if (zone.state() == ZoneState.Active && zone.isClosed()) {
      return "recovering";
    }
    return zone.state() == ZoneState.Active && isSilent(zone) ? "silent" : zone.state().name();
  }

  private static boolean isSilent(Zone zone) {
    return zone.unhealthySince() != null || zone.isClosed();
  }

  private static boolean isUnreachable(Zone zone) {
    return zone.delivery().unreachable() != null && !zone.health().isSilent();
  }
}
