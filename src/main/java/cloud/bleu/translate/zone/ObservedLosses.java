package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.FirstLeavers;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.LossBudget.Taken;
import cloud.bleu.placement.estate.LossBudget.Waiting;
import cloud.bleu.placement.estate.LossBudget.Why;
import cloud.bleu.placement.estate.LossTally;
import cloud.bleu.placement.estate.OwnView;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bound of losses that are taken by observation alone. A silent zone asks for one when the
 * first workload in it would leave; the longest silent goes first. A zone beyond the bound is
 * silent for longer before anything is moved for it: until the first of the losses that count does
 * so no more, when all ask again. The statuses of the zones say what was taken, so that a restart
 * forgets nothing.
 *
 * @param most losses within an hour
 * @param recording what has to say that a loss was taken before it is acted upon
 */
public record ObservedLosses(int most, Recording recording) {

  /** Longer than a status takes to be written and read. */
  private static final Duration LATE = Duration.ofSeconds(30);

  /** What has to say that a loss was taken. */
  public enum Recording {
    /** Nothing: it is only asked what would move. */
    NotNeeded,
    /** The status of its zone: whoever ends before that has moved nothing. */
    First,
    /** The same, and it has no field for it, so none is taken. */
    Impossible
  }

  /**
   * The estate with the bound in it.
   *
   * @param objects the zones, whose statuses say what was taken
   * @param before what was taken as this process knows it: statuses may not say so yet, or no more
   * @param watch from when on what is seen counts
   */
  public Estate in(
      Estate estate,
      List<AvailabilityZone> objects,
      Collection<Taken> before,
      ObservationTrust watch) {
    return new Look(estate, objects, before, watch).bounded();
  }

  /** One look at all zones. */
  private final class Look {
    private final Estate estate;
    private final Instant now;
    private final ObservationTrust watch;
    private final LossTally tally;
    private final Set<Taken> recorded;
    private final Set<Taken> taken = new TreeSet<>();
    private final Map<String, Zone> zones = new TreeMap<>();
    private final List<Waiting> waiting = new ArrayList<>();

    private Look(
        Estate estate,
        List<AvailabilityZone> objects,
        Collection<Taken> before,
        ObservationTrust watch) {
      this.estate = estate;
      this.now = estate.now();
      this.watch = watch;
      this.tally = new LossTally(estate.zones());
      this.recorded = recorded(objects, now, watch);
      estate.zones().forEach(zone -> zones.put(zone.name(), zone));
      Set<String> names =
          objects.stream().map(o -> o.getMetadata().getName()).collect(Collectors.toSet());
      taken.addAll(recorded);
      for (Taken one : before) {
        if (names.contains(one.zone())) {
          taken.add(one.by(watch.clockSince(), now));
        }
      }
      taken.removeIf(one -> !one.countsAt(now) && !holds(one));
    }

    /** Whether its zone has taken nothing since then. One that has no place takes nothing. */
    private boolean holds(Taken one) {
      Zone zone = zones.get(one.zone());
      return zone == null || one.holdsFor(zone, now);
    }

    private Estate bounded() {
      // Nothing moves while our own view is in doubt, so nothing is taken, and nobody waits.
      if (OwnView.doubt(estate.zones()) == null) {
        List<Zone> beyond = take();
        Instant until = most == 0 ? null : firstEnd();
        beyond.forEach(zone -> wait(zone, Why.BoundReached, until));
      }
      LossBudget budget =
          new LossBudget(most, tally.count(taken, now), List.copyOf(taken), waiting);
      return estate.withZones(List.copyOf(zones.values())).withLossBudget(budget);
    }

    /** Takes the losses of those that would be left now; those beyond the bound. */
    private List<Zone> take() {
      List<Zone> beyond = new ArrayList<>();
      for (Zone zone : due()) {
        Taken stands = standing(zone);
        Taken one = stands == null ? new Taken(zone.name(), start(zone), now) : stands;
        if (stands == null && !fits(one)) {
          beyond.add(zone);
        } else if (stands == null && recording == Recording.Impossible) {
          wait(zone, Why.NotRecorded, null);
        } else {
          taken.add(one);
          awaitRecord(zone, one);
        }
      }
      return beyond;
    }

    private @Nullable Taken standing(Zone zone) {
      return taken.stream().filter(one -> one.standsFor(zone, now)).findFirst().orElse(null);
    }

    /** Lets the zone wait until its status says so, which wakes the loop. */
    private void awaitRecord(Zone zone, Taken one) {
      if (recording == Recording.NotNeeded || LossBudget.stands(recorded, zone, now)) {
        return;
      }
      Instant late = one.at().plus(LATE);
      if (one.at().isAfter(now) || !late.isAfter(now)) {
        wait(zone, Why.NotRecorded, null);
      } else {
        wait(zone, Why.Recording, late);
      }
    }

    /** When the first of the losses that count does so no more; null: none counts. */
    private @Nullable Instant firstEnd() {
      return taken.stream()
          .map(Taken::until)
          .filter(end -> end.isAfter(now))
          .min(Instant::compareTo)
          .orElse(null);
    }

    /** Those that would be left now, the longest silent first. */
    private List<Zone> due() {
      List<Zone> silent =
          estate.zones().stream()
              .filter(zone -> zone.health().silentSince() != null && !zone.health().isHeld())
              .toList();
      FirstLeavers leavers = new FirstLeavers(estate, silent);
      return silent.stream()
          .filter(zone -> isDue(zone, leavers.of(zone.name())))
          .sorted(Comparator.comparing(ObservedLosses::since).thenComparing(Zone::name))
          .toList();
    }

    private boolean isDue(Zone zone, @Nullable Duration first) {
      return first != null && !since(zone).plus(zone.health().patience(first)).isAfter(now);
    }

    /** Whether it is within the bound: a part of a loss that counts anyhow is. */
    private boolean fits(Taken one) {
      Set<Taken> all = new HashSet<>(taken);
      all.add(one);
      return tally.count(all, now) <= most;
    }

    /**
     * When a zone was seen to fall silent: its silence closed it, and our view had no gap and no
     * doubt about then. Else its silence may count from later than it began; null then.
     */
    private @Nullable Instant start(Zone zone) {
      Instant since = since(zone);
      Instant closed = zone.stateSince();
      boolean closedIt =
          closed == null || Duration.between(closed, since).abs().compareTo(OwnView.TOGETHER) <= 0;
      return closedIt && isLater(since, watch.unbrokenSince()) && isLater(since, watch.clockSince())
          ? since
          : null;
    }

    private void wait(Zone zone, Why why, @Nullable Instant until) {
      waiting.add(new Waiting(zone.name(), why, until));
      // When a status is late says nothing of when the zone may be left.
      Duration wait =
          until == null || why == Why.Recording
              ? LossBudget.NEVER
              : Duration.between(since(zone), until);
      Health health = zone.health();
      zones.put(
          zone.name(),
          zone.withHealth(zone.state(), zone.stateSince(), health.after(health.patience(wait))));
    }
  }

  /** What begins so soon after a gap in our view may have begun in it. */
  private static boolean isLater(Instant since, @Nullable Instant gap) {
    return gap == null || since.isAfter(gap.plus(OwnView.TOGETHER));
  }

  private static Instant since(Zone zone) {
    Instant since = zone.health().silentSince();
    return since == null ? Instant.MAX : since;
  }

  /**
   * What the statuses of zones say was taken. When cannot be read counts from now on.
   *
   * @param watch says whether the clock was set since
   */
  public static Set<Taken> recorded(
      List<AvailabilityZone> objects, Instant now, ObservationTrust watch) {
    Set<Taken> recorded = new HashSet<>();
    for (AvailabilityZone object : objects) {
      AvailabilityZoneStatus status = object.getStatus();
      if (status != null) {
        for (AvailabilityZoneStatus.ObservedLoss loss : status.observedLosses()) {
          Instant at = instant(loss.takenTime());
          Taken one =
              new Taken(
                  object.getMetadata().getName(), instant(loss.sinceTime()), at == null ? now : at);
          recorded.add(one.by(watch.clockSince(), now));
        }
      }
    }
    return recorded;
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
