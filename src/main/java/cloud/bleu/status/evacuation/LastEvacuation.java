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
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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

  /** Why replicas leave zones, what outweighs the others last. */
  public static final List<String> CAUSES = List.of(DRAINED, SILENT, LOST);

  /** What begins so soon after the move before it, while that is under way, is one with it. */
  private static final Duration TOGETHER = Duration.ofMinutes(1);

  private LastEvacuation() {}

  /**
   * What is seen of a workload.
   *
   * @param told replicas by zone, as the status until now says
   * @param assignments that its WorkloadPlacement says
   * @param zones of them, by name; those that are not there count as in service
   * @param failoverAfter of the workload, as it is written
   * @param ready whether all of it is Ready, and as many replicas were counted so in each zone as
   *     are decided there
   */
  public record Look(
      SortedMap<String, Integer> told,
      List<Assignment> assignments,
      Function<String, @Nullable Zone> zones,
      String failoverAfter,
      boolean ready,
      Instant now) {

    /** Replicas that left zones which are out of service since the status until now, by zone. */
    private SortedMap<String, Integer> left() {
      Map<String, Assignment> decided = new TreeMap<>();
      assignments.forEach(a -> decided.put(a.zone(), a));
      // Whose home is elsewhere leaves too where it found another place; else it was scaled away.
      int guests = assignments.stream().mapToInt(this::gained).sum();
      SortedMap<String, Integer> left = new TreeMap<>();
      for (Map.Entry<String, Integer> zone : told.entrySet()) {
        Assignment a = decided.get(zone.getKey());
        int own = own(zone.getValue(), a);
        if (own > 0 && closed(zone.getKey()) != null) {
          left.put(zone.getKey(), own);
          guests -= own;
        }
      }
      for (Map.Entry<String, Integer> zone : told.entrySet()) {
        Assignment a = decided.get(zone.getKey());
        int gone = zone.getValue() - (a == null ? 0 : a.replicas()) - own(zone.getValue(), a);
        int some = Math.min(gone, guests);
        if (some > 0 && away() > 0 && closed(zone.getKey()) != null) {
          left.merge(zone.getKey(), some, Integer::sum);
          guests -= some;
        }
      }
      return left;
    }

    private int gained(Assignment a) {
      return Math.max(0, a.replicas() - told.getOrDefault(a.zone(), 0));
    }

    /** Replicas at home in a zone that were there by the status until now and are away. */
    private static int own(int then, @Nullable Assignment a) {
      return a == null || a.home() == null
          ? 0
          : Math.max(0, Math.min(then, a.home()) - a.replicas());
    }

    /** Replicas that are away from home, whenever they left. */
    private int away() {
      return assignments.stream().mapToInt(Look::away).sum();
    }

    private static int away(Assignment a) {
      return a.home() == null ? 0 : Math.max(0, a.home() - a.replicas());
    }

    /** Whether what left these zones is home, though it was Ready nowhere else. */
    private boolean isHome(List<String> left) {
      return away() == 0
          || left.stream().allMatch(zone -> closed(zone) == null)
              && assignments.stream().noneMatch(a -> left.contains(a.zone()) && away(a) > 0);
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
   * @return null while replicas never left a zone, and where they were home before they were Ready
   *     elsewhere
   */
  public static @Nullable Evacuation next(@Nullable Evacuation before, Look look) {
    SortedMap<String, Integer> left = look.left();
    if (left.isEmpty()) {
      return before == null ? null : seen(before, look);
    }
    Evacuation begun = begun(left, look);
    return seen(before == null || !areOne(before, begun) ? begun : joined(before, begun), look);
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

  private static Evacuation begun(SortedMap<String, Integer> left, Look look) {
    Instant since = null;
    String cause = DRAINED;
    for (String zone : left.keySet()) {
      Instant heard = look.silentSince(zone);
      since = heard != null && (since == null || heard.isBefore(since)) ? heard : since;
      cause = worse(cause, Objects.requireNonNull(look.closed(zone)));
    }
    return new Evacuation(
        List.copyOf(left.keySet()),
        cause,
        left.values().stream().mapToInt(n -> n).sum(),
        null,
        cause.equals(SILENT) ? look.failoverAfter() : null,
        text(since == null ? look.now() : since),
        text(look.now()),
        null,
        null);
  }

  /** Whether one that begins while another is under way belongs to it. */
  private static boolean areOne(Evacuation before, Evacuation begun) {
    return before.readyTime() == null
        && !Instant.parse(begun.sinceTime())
            .isAfter(Instant.parse(before.movedTime()).plus(TOGETHER));
  }

  /** Both in one, which is over when the last replica of both is Ready; a drain is not timed. */
  private static Evacuation joined(Evacuation before, Evacuation begun) {
    String cause = worse(before.cause(), begun.cause());
    boolean drained = before.cause().equals(DRAINED) && !cause.equals(DRAINED);
    boolean earlier =
        !begun.cause().equals(DRAINED)
            && Instant.parse(begun.sinceTime()).isBefore(Instant.parse(before.sinceTime()));
    SortedSet<String> zones = new TreeSet<>(before.zones());
    zones.addAll(begun.zones());
    return new Evacuation(
        List.copyOf(zones),
        cause,
        before.replicas() + begun.replicas(),
        null,
        !cause.equals(SILENT)
            ? null
            : before.failoverAfter() == null ? begun.failoverAfter() : before.failoverAfter(),
        drained || earlier ? begun.sinceTime() : before.sinceTime(),
        drained ? begun.movedTime() : before.movedTime(),
        null,
        null);
  }

  private static String worse(String a, String b) {
    return CAUSES.indexOf(a) < CAUSES.indexOf(b) ? b : a;
  }

  private static @Nullable Evacuation seen(Evacuation e, Look look) {
    String ready = e.readyTime();
    Long took = e.tookSeconds();
    if (ready == null) {
      if (look.isHome(e.zones())) {
        return null;
      }
      if (look.ready()) {
        ready = text(look.now());
        Duration whole = Duration.between(Instant.parse(e.sinceTime()), Instant.parse(ready));
        took = Math.max(0, whole.toSeconds());
      }
    }
    int away = look.away();
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
