package cloud.bleu.status.evacuation;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus.Evacuation;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The last time that replicas left zones, followed from one status of the workload to the next: so
 * another process goes on where this one ended.
 */
public final class LastEvacuation {

  /** The cause of what somebody drained: that is no loss, and no time was asked for it. */
  public static final String DRAINED = "Drained";

  private static final String SILENT = "Silent";
  private static final String LOST = "Lost";

  /** Why replicas leave zones. */
  public static final List<String> CAUSES = List.of(SILENT, LOST, DRAINED);

  /** Of decisions that answer to the state of zones. */
  private static final String ZONE_STATE = "ZoneState";

  private LastEvacuation() {}

  /**
   * What is seen of a workload.
   *
   * @param assignments that its WorkloadPlacement says
   * @param zones of them, by name; those that are not there count as in service
   * @param cause of the decision in force, null where another process took it
   * @param failoverAfter of the workload, as it is written
   * @param ready whether all of it is Ready
   */
  public record Look(
      List<Assignment> assignments,
      Function<String, @Nullable Zone> zones,
      @Nullable String cause,
      String failoverAfter,
      boolean ready,
      Instant now) {

    /** Replicas that are away from their zones, by zone. */
    private SortedMap<String, Integer> away() {
      SortedMap<String, Integer> away = new TreeMap<>();
      for (Assignment assignment : assignments) {
        Integer home = assignment.home();
        if (home != null && home > assignment.replicas()) {
          away.put(assignment.zone(), home - assignment.replicas());
        }
      }
      return away;
    }

    private @Nullable String closed(String name) {
      Zone zone = zones.apply(name);
      if (zone == null) {
        return null;
      }
      return switch (zone.state()) {
        case Lost -> LOST;
        case Drained -> DRAINED;
        default -> zone.health().isSilent() ? SILENT : null;
      };
    }

    private @Nullable Instant silentSince(String name) {
      Zone zone = zones.apply(name);
      return zone == null || zone.state() == ZoneState.Drained ? null : zone.unhealthySince();
    }
  }

  /**
   * What the next status says.
   *
   * @param before what the status says now
   * @return null while replicas never left a zone
   */
  public static @Nullable Evacuation next(@Nullable Evacuation before, Look look) {
    SortedMap<String, Integer> away = look.away();
    int sum = away.values().stream().mapToInt(n -> n).sum();
    Evacuation next = before;
    if (ZONE_STATE.equals(look.cause())) {
      List<String> left = left(before, away, sum, look);
      if (!left.isEmpty()) {
        next =
            before != null && before.readyTime() == null && before.away() != null
                ? further(before, away, sum)
                : begun(left, away, sum, look);
      }
    }
    return next == null ? null : seen(next, sumOf(next, away), look);
  }

  /**
   * The evacuation of which the last replica is Ready now and was not before; null for none.
   *
   * @param before the status of the workload until now, null for none
   * @param next its status from now on
   */
  public static @Nullable Evacuation ended(
      @Nullable BleuWorkloadStatus before, BleuWorkloadStatus next) {
    Evacuation then = before == null ? null : before.lastEvacuation();
    Evacuation now = next.lastEvacuation();
    boolean known =
        now == null || then != null && Objects.equals(then.readyTime(), now.readyTime());
    return known || now.readyTime() == null ? null : now;
  }

  /** One that is over, in a sentence. */
  public static String sentence(Evacuation over) {
    return (over.replicas() == 1
            ? "1 replica that left "
            : over.replicas() + " replicas that left ")
        + String.join(", ", over.zones())
        + (over.replicas() == 1 ? " is" : " are")
        + " Ready elsewhere after "
        + over.tookSeconds()
        + "s"
        + (over.failoverAfter() == null
            ? ""
            : ", failover.after " + over.failoverAfter() + " included");
  }

  /** Zones out of service that more replicas left than is known; empty for none. */
  private static List<String> left(
      @Nullable Evacuation before, SortedMap<String, Integer> away, int sum, Look look) {
    List<String> closed = away.keySet().stream().filter(zone -> look.closed(zone) != null).toList();
    if (before == null || before.away() == null) {
      return closed;
    }
    List<String> others = closed.stream().filter(zone -> !before.zones().contains(zone)).toList();
    return others.isEmpty() && sum > before.away() ? closed : others;
  }

  private static Evacuation begun(
      List<String> left, SortedMap<String, Integer> away, int sum, Look look) {
    Instant since = null;
    boolean lost = false;
    boolean silent = false;
    for (String zone : left) {
      Instant heard = look.silentSince(zone);
      since = heard != null && (since == null || heard.isBefore(since)) ? heard : since;
      lost |= LOST.equals(look.closed(zone));
      silent |= SILENT.equals(look.closed(zone));
    }
    String cause = lost ? LOST : silent ? SILENT : DRAINED;
    return new Evacuation(
        List.copyOf(away.keySet()),
        cause,
        sum,
        sum,
        cause.equals(SILENT) ? look.failoverAfter() : null,
        text(since == null ? look.now() : since),
        text(look.now()),
        null,
        null);
  }

  /** More left before the last one was Ready. */
  private static Evacuation further(Evacuation before, SortedMap<String, Integer> away, int sum) {
    return new Evacuation(
        List.copyOf(away.keySet()),
        before.cause(),
        Math.max(sum, before.replicas()),
        sum,
        before.failoverAfter(),
        before.sinceTime(),
        before.movedTime(),
        null,
        null);
  }

  private static int sumOf(Evacuation evacuation, SortedMap<String, Integer> away) {
    return evacuation.zones().stream().mapToInt(zone -> away.getOrDefault(zone, 0)).sum();
  }

  private static Evacuation seen(Evacuation e, int away, Look look) {
    String ready = e.readyTime();
    Long took = e.tookSeconds();
    if (ready == null && e.away() != null && look.ready()) {
      ready = text(look.now());
      Duration whole = Duration.between(Instant.parse(e.sinceTime()), Instant.parse(ready));
      took = Math.max(0, whole.toSeconds());
    }
    return new Evacuation(
        e.zones(),
        e.cause(),
        e.replicas(),
        away == 0 ? null : (Integer) away,
        e.failoverAfter(),
        e.sinceTime(),
        e.movedTime(),
        ready,
        took);
  }

  private static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
