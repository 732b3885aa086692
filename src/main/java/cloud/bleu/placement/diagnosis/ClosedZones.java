package cloud.bleu.placement.diagnosis;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.NameList;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The zones that a workload could use and that take nothing new now: because of their state,
 * because a live drill has left them, or because they are silent.
 *
 * @param zones in the order of the estate
 */
public record ClosedZones(List<Zone> zones) {
  /** So many are named: those of which advice speaks. */
  private static final int MOST = 3;

  public ClosedZones {
    zones = List.copyOf(zones);
  }

  /**
   * Those in which a replica fits when they are empty; where no zone that the rules allow is in
   * service, all that are silent too.
   */
  public static ClosedZones of(PlanState planState, CompiledWorkload compiled) {
    boolean anyInService = false;
    for (int z = 0; z < planState.topology.known; z++) {
      anyInService |= compiled.allowed.mayUse[z] && planState.topology.inService(z);
    }
    List<Zone> zones = new ArrayList<>();
    for (int z = 0; z < planState.topology.known; z++) {
      Zone zone = planState.topology.zone(z);
      if (compiled.allowed.eligible[z] && !compiled.allowed.open[z]
          || !anyInService && compiled.allowed.mayUse[z] && isSilent(zone)) {
        zones.add(zone);
      }
    }
    return new ClosedZones(zones);
  }

  /**
   * The same without those that would not help, were they open: those that the weights of the
   * workload leave out.
   *
   * @param helps whether a zone would help otherwise
   */
  public static ClosedZones of(PlanState planState, CompiledWorkload compiled, IntPredicate helps) {
    Set<Zone> helpful = new HashSet<>();
    for (int z = 0; z < planState.topology.known; z++) {
      if (compiled.hasWeight(z) && helps.test(z)) {
        helpful.add(planState.topology.zone(z));
      }
    }
    return new ClosedZones(
        of(planState, compiled).zones.stream().filter(helpful::contains).toList());
  }

  /** What opens a zone again. */
  private enum Way {
    /** Somebody takes back what he said of it. */
    Tell,
    /** Whatever is wrong with it is mended. */
    BringBack,
    /** Nothing is left to do. */
    Await,
    /** The live drill ends. */
    Drill
  }

  private static Way way(Zone zone) {
    if (zone.drill() != null) {
      return Way.Drill;
    }
    return switch (zone.state()) {
      case Lost -> Way.BringBack;
      case Drained, Cordoned -> Way.Tell;
      case Active -> zone.health().signal() == Health.Signal.Recovering ? Way.Await : Way.BringBack;
    };
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
                        zone.drill() == null ? null : zone.drill().closes()))
            .toList());
  }

  /** The live drills whose end opens some of them, by name. */
  List<String> drills() {
    return drills(zones);
  }

  private static List<String> drills(List<Zone> zones) {
    return zones.stream()
        .map(Zone::drill)
        .filter(Objects::nonNull)
        .map(Zone.Drill::name)
        .distinct()
        .toList();
  }

  /** Whether some are opened by something else than the end of a live drill. */
  boolean isByOthers() {
    return zones.stream().anyMatch(zone -> way(zone) != Way.Drill);
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
    Message next =
        Message.of(
            "do.orOpen",
            "next",
            reason.finding().next(),
            "told",
            named(Way.Tell),
            "silent",
            named(Way.BringBack),
            "recovering",
            named(Way.Await),
            "drills",
            drills(first()));
    return new Decision.Reason(reason.code(), why.advising(next), reason.canPassByItself());
  }

  private List<Zone> first() {
    return zones.subList(0, Math.min(MOST, zones.size()));
  }

  /** Those of the first that are opened so. */
  private List<String> named(Way way) {
    return first().stream().filter(zone -> way(zone) == way).map(Zone::name).toList();
  }

  private static String state(Zone zone) {
    if (zone.drill() != null) {
      return "drilled";
    }
    if (zone.state() == ZoneState.Active && zone.health().signal() == Health.Signal.NodesUnknown) {
      return "nodeless";
    }
    if (zone.state() == ZoneState.Active && zone.health().isClosed()) {
      return "recovering";
    }
    return zone.state() == ZoneState.Active && isSilent(zone) ? "silent" : zone.state().name();
  }

  private static boolean isSilent(Zone zone) {
    return zone.unhealthySince() != null || zone.health().isClosed();
  }
}
