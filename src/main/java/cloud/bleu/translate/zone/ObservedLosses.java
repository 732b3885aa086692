package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.LossBudget.Taken;
import cloud.bleu.placement.estate.LossBudget.Waiting;
import cloud.bleu.placement.estate.OwnView;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The bound of losses that are taken by observation alone. A silent zone asks for one when the
 * first workload in it would leave; the longest silent goes first. A zone beyond the bound is
 * silent for longer before anything is moved for it: until the oldest of the losses that count is
 * an hour old. The statuses of the zones say what was taken, so that a restart forgets nothing.
 *
 * @param most losses within an hour
 * @param recordedFirst whether a loss is acted upon only once the status of its zone says that it
 *     was taken: for who moves something. Whoever ends before that has moved nothing.
 */
public record ObservedLosses(int most, boolean recordedFirst) {

  /** Until it is looked again whether a status has it, if nothing tells. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /**
   * The estate with the bound in it.
   *
   * @param objects the zones, whose statuses say what was taken
   * @param before what was taken as this process knows it: statuses may not say so yet
   */
  public Estate in(Estate estate, List<AvailabilityZone> objects, Collection<Taken> before) {
    return new Look(estate, recorded(objects, estate.now()), before).bounded();
  }

  /** One look at all zones. */
  private final class Look {
    private final Estate estate;
    private final Instant now;
    private final Set<Taken> recorded;
    private final Set<Taken> taken = new TreeSet<>();
    private final Map<String, Zone> zones = new TreeMap<>();

    private Look(Estate estate, Set<Taken> recorded, Collection<Taken> before) {
      this.estate = estate;
      this.now = estate.now();
      this.recorded = recorded;
      estate.zones().forEach(zone -> zones.put(zone.name(), zone));
      taken.addAll(recorded);
      for (Taken one : before) {
        Zone zone = zones.get(one.zone());
        // Of a zone that is back before it was recorded nothing was moved.
        if (zone != null && zone.health().isSilent()) {
          taken.add(one);
        }
      }
      taken.removeIf(one -> !one.countsAt(now) && !isOf(zones.get(one.zone()), one));
    }

    private Estate bounded() {
      boolean doubt = OwnView.doubt(estate.zones()) != null;
      List<Zone> beyond = new ArrayList<>();
      for (Zone zone : due()) {
        Taken one = new Taken(zone.name(), since(zone), now);
        if (!fits(taken, one)) {
          beyond.add(zone);
        } else if (!doubt) {
          taken.add(one);
        }
      }
      List<Waiting> waiting = waiting(beyond);
      for (int i = 0; i < waiting.size(); i++) {
        wait(beyond.get(i), waiting.get(i).until());
      }
      for (Zone zone : recordedFirst ? estate.zones() : List.<Zone>of()) {
        Taken one = standing(zone);
        if (one != null && !recorded.contains(one)) {
          wait(zone, now.plus(SOON));
        }
      }
      LossBudget budget =
          new LossBudget(
              most, LossBudget.count(taken, zones::get, now), List.copyOf(taken), waiting);
      return estate.withZones(List.copyOf(zones.values())).withLossBudget(budget);
    }

    /** Those that would be left now and were not taken yet, the longest silent first. */
    private List<Zone> due() {
      Map<String, Duration> patience = patience();
      return estate.zones().stream()
          .filter(zone -> isDue(zone, patience.get(zone.name())) && standing(zone) == null)
          .sorted(Comparator.comparing(ObservedLosses::since).thenComparing(Zone::name))
          .toList();
    }

    private boolean isDue(Zone zone, @Nullable Duration patience) {
      Health health = zone.health();
      Instant since = health.silentSince();
      return !isTold(zone)
          && since != null
          && patience != null
          && !health.isHeld()
          && !since.plus(health.patience(patience)).isAfter(now);
    }

    /** By zone: how long the first of the workloads waits that leave it by observation. */
    private Map<String, Duration> patience() {
      Map<WorkloadId, Duration> own = new HashMap<>();
      for (Workload workload : estate.workloads()) {
        Duration after = workload.failoverAfter();
        if (after != null && !workload.dataBound() && !workload.quorum() && !workload.suspended()) {
          own.put(workload.id(), after);
        }
      }
      Map<String, Duration> least = new HashMap<>();
      for (Placement placement : estate.placements()) {
        Duration after = own.get(placement.id());
        for (Assignment assignment : placement.assignments()) {
          if (after != null && assignment.replicas() > 0) {
            least.merge(assignment.zone(), after, (a, b) -> a.compareTo(b) < 0 ? a : b);
          }
        }
      }
      return least;
    }

    /** Until when each waits, one after the other. */
    private List<Waiting> waiting(List<Zone> beyond) {
      Set<Taken> planned = new TreeSet<>(taken);
      List<Waiting> waiting = new ArrayList<>();
      for (Zone zone : beyond) {
        Instant until = until(zone, planned);
        if (until != null) {
          planned.add(new Taken(zone.name(), since(zone), until));
        }
        waiting.add(new Waiting(zone.name(), until));
      }
      return waiting;
    }

    private @Nullable Instant until(Zone zone, Set<Taken> planned) {
      TreeSet<Instant> turns = new TreeSet<>();
      for (Taken one : planned) {
        turns.add(one.at());
        turns.add(one.at().plus(LossBudget.HOUR));
      }
      for (Instant turn : turns.tailSet(now, false)) {
        Set<Taken> then = new TreeSet<>(planned);
        then.removeIf(one -> one.at().isAfter(turn));
        if (fits(then, new Taken(zone.name(), since(zone), turn))) {
          return turn;
        }
      }
      return null;
    }

    /** Whether it is within the bound with those: a part of a loss that counts anyhow is. */
    private boolean fits(Set<Taken> others, Taken one) {
      Set<Taken> all = new HashSet<>(others);
      all.add(one);
      return LossBudget.count(all, zones::get, one.at()) <= most;
    }

    /** The loss for which a zone is left; null: it is not, or not by observation. */
    private @Nullable Taken standing(Zone zone) {
      return taken.stream().filter(one -> isOf(zone, one)).reduce((a, b) -> b).orElse(null);
    }

    private void wait(Zone zone, @Nullable Instant until) {
      Duration wait = until == null ? LossBudget.NEVER : Duration.between(since(zone), until);
      Health health = zone.health();
      zones.put(
          zone.name(),
          zone.withHealth(zone.state(), zone.stateSince(), health.after(health.patience(wait))));
    }
  }

  /** Whether a zone is silent still, and took nothing new since that loss of it. */
  private static boolean isOf(@Nullable Zone zone, Taken one) {
    Instant closed = zone == null ? null : zone.stateSince();
    return zone != null
        && closed != null
        && zone.name().equals(one.zone())
        && zone.health().isSilent()
        && !isTold(zone)
        && !closed.isAfter(one.at());
  }

  /** Whether a person says that the zone is to be left, so that nobody needs to infer it. */
  private static boolean isTold(Zone zone) {
    return zone.state() == ZoneState.Lost || zone.state() == ZoneState.Drained;
  }

  private static Instant since(Zone zone) {
    Instant since = zone.health().silentSince();
    return since == null ? Instant.MAX : since;
  }

  /** What the statuses of zones say was taken. What cannot be read of it counts from now on. */
  public static Set<Taken> recorded(List<AvailabilityZone> objects, Instant now) {
    Set<Taken> recorded = new HashSet<>();
    for (AvailabilityZone object : objects) {
      AvailabilityZoneStatus status = object.getStatus();
      if (status != null) {
        for (AvailabilityZoneStatus.ObservedLoss loss : status.observedLosses()) {
          Instant at = instant(loss.takenTime(), now);
          recorded.add(
              new Taken(object.getMetadata().getName(), instant(loss.sinceTime(), at), at));
        }
      }
    }
    return recorded;
  }

  private static Instant instant(@Nullable String text, Instant otherwise) {
    try {
      return text == null ? otherwise : Instant.parse(text);
    } catch (DateTimeException e) {
      return otherwise;
    }
  }
}
