package cloud.bleu.placement;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What may come next in an estate whose zones fall silent, lose nodes and answer again. */
public final class SilentHistories {
  private SilentHistories() {}

  /** A quarter of an hour at most passes, and each zone may change what is heard of it. */
  public static Estate next(Estate before, List<Placement> running, long seed) {
    return next(before, running, seed, false);
  }

  /** The same, and some zones wait before what is heard of them counts. */
  public static Estate nextThatWaits(Estate before, List<Placement> running, long seed) {
    return next(before, running, seed, true);
  }

  private static Estate next(Estate before, List<Placement> running, long seed, boolean waits) {
    Random random = new Random(seed);
    Instant now = before.now().plusSeconds(random.nextInt(900));
    boolean all = random.nextInt(8) == 0;
    List<Zone> zones = new ArrayList<>();
    for (Zone zone : before.zones()) {
      zones.add(all ? silent(zone, now) : next(zone, now, random, waits));
    }
    List<Workload> workloads = new ArrayList<>();
    for (Workload workload : before.workloads()) {
      boolean scaled = random.nextInt(6) == 0;
      workloads.add(scaled ? workload.withReplicas(random.nextInt(7)) : workload);
    }
    return new Estate(now, before.providers(), zones, workloads, running, before.roundTrips());
  }

  private static Zone next(Zone zone, Instant now, Random random, boolean waits) {
    return switch (random.nextInt(12)) {
      case 0 -> silent(zone, now);
      case 1 -> heard(zone, Health.Signal.Gone, now);
      case 2 -> heard(zone, Health.Signal.Degraded, now);
      case 3 -> zone.withHealth(ZoneState.Lost, now, zone.health());
      case 4, 5 -> heard(zone, Health.Signal.Healthy, now);
      case 6 -> waits ? waiting(zone, now, random) : zone;
      default -> zone;
    };
  }

  /** Silent, in part, or in service again, and the zone waits longer than its workloads. */
  private static Zone waiting(Zone zone, Instant now, Random random) {
    Duration wait = Duration.ofSeconds(60 + random.nextInt(900));
    Health.Signal seen =
        zone.health().isSilent()
            ? Health.Signal.Recovering
            : random.nextBoolean() ? Health.Signal.Silent : Health.Signal.Degraded;
    return zone.withHealth(ZoneState.Active, now, new Health(seen, now).after(wait));
  }

  private static Zone silent(Zone zone, Instant now) {
    return heard(zone, Health.Signal.Silent, now);
  }

  private static Zone heard(Zone zone, Health.Signal signal, Instant now) {
    Instant since = zone.health().signal() == signal ? zone.health().since() : now;
    return zone.withHealth(ZoneState.Active, now, new Health(signal, since));
  }

  /** What a decision takes away without leave, as a sentence; null for nothing. */
  public static @Nullable String taken(Estate estate, Decision decision) {
    Placement before = null;
    for (Placement placement : estate.placements()) {
      before = placement.id().equals(decision.id()) ? placement : before;
    }
    if (before == null || decision.cause() == Decision.Cause.Preempted) {
      return null;
    }
    int ran = 0;
    int lost = 0;
    for (Assignment a : before.assignments()) {
      ran += a.replicas();
      Zone zone = estate.zone(a.zone());
      lost += zone != null && zone.state() == ZoneState.Lost ? a.replicas() : 0;
    }
    int runs = decision.assignments().stream().mapToInt(Assignment::replicas).sum();
    int asked = 0;
    for (Workload workload : estate.workloads()) {
      asked = workload.id().equals(decision.id()) ? workload.replicas() : asked;
    }
    return runs < Math.min(asked, ran - lost)
        ? decision.id() + " had " + ran + ", of which " + lost + " lost, and has " + runs
        : null;
  }
}
