package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.FirstLeavers;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.LossBudget.Taken;
import cloud.bleu.placement.estate.LossBudget.Waiting;
import cloud.bleu.placement.estate.LossBudget.Why;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  /** What has to say that a loss was taken. */
  public enum Recording {
    /** Nothing: it is only asked what would move. */
    NotNeeded,
    /** The status of its zone: whoever ends before that has moved nothing. */
    First,
    /** The status of its zone, which has no field for it, so no loss is taken. */
    Impossible
  }

  /**
   * The estate with the bound in it.
   *
   * @param objects the zones, whose statuses say what was taken
   * @param before what came of it last: statuses may not say so yet, or no more; null: nothing did
   * @param observed from when on what is seen counts
   */
  public Estate in(
      Estate estate,
      List<AvailabilityZone> objects,
      @Nullable LossBudget before,
      ObservedState observed) {
    return new Look(estate, objects, before == null ? new LossBudget(most) : before, observed)
        .bounded();
  }

  /** One look at all zones. */
  private final class Look {
    private final Estate estate;
    private final Instant now;
    private final ObservedState observed;
    private final LossBudget before;
    private final KnownLosses losses;
    private final Map<String, Zone> zones = new TreeMap<>();
    private final List<Waiting> waiting = new ArrayList<>();

    private Look(
        Estate estate, List<AvailabilityZone> objects, LossBudget before, ObservedState observed) {
      this.estate = estate;
      this.now = estate.now();
      this.observed = observed;
      this.before = before;
      this.losses = new KnownLosses(estate, objects, before.taken(), observed.clockSince());
      estate.zones().forEach(zone -> zones.put(zone.name(), zone));
    }

    private Estate bounded() {
      // Nothing moves while our own view is in doubt, so nothing is taken, and nobody waits.
      if (PartitionDetection.doubt(estate.zones()) == null) {
        List<Zone> beyond = take();
        Instant until = most == 0 ? null : losses.firstEnd();
        beyond.forEach(zone -> wait(zone, Why.BoundReached, until));
      }
      LossBudget budget = new LossBudget(most, losses.used(), losses.all(), waiting);
      return estate.withZones(List.copyOf(zones.values())).withLossBudget(budget);
    }

    /** Takes the losses of those that would be left now; those beyond the bound. */
    private List<Zone> take() {
      List<Zone> beyond = new ArrayList<>();
      for (Zone zone : due()) {
        Taken stands = losses.standing(zone);
        Taken covers = stands == null ? losses.covering(zone) : null;
        Taken asked = new Taken(zone.name(), start(zone), now);
        if (stands != null) {
          awaitRecord(zone, stands);
        } else if (covers == null && losses.usedWith(asked) > most) {
          beyond.add(zone);
        } else if (recording == Recording.Impossible) {
          wait(zone, Why.NotRecorded, again(zone));
        } else {
          awaitRecord(zone, covers == null ? losses.take(asked) : losses.renew(covers));
        }
      }
      return beyond;
    }

    /**
     * Lets the zone wait until its status says so, which wakes the loop. Once that is late its loss
     * is taken anew from time to time, so that it counts for an hour from when the zone is left.
     */
    private void awaitRecord(Zone zone, Taken one) {
      if (recording == Recording.NotNeeded || losses.isRecorded(zone)) {
        return;
      }
      Instant late = one.at().plus(LossBudget.LATE);
      if (late.isAfter(now) && !before.isWaiting(zone.name(), Why.NotRecorded)) {
        wait(zone, Why.Recording, late);
        return;
      }
      if (told(zone) == null) {
        losses.renew(one);
      }
      wait(zone, Why.NotRecorded, again(zone));
    }

    /** When that is looked at again as it was told before; null: it was not, or that is over. */
    private @Nullable Instant told(Zone zone) {
      Waiting told = before.waiting(zone.name());
      Instant until = told == null || told.why() != Why.NotRecorded ? null : told.until();
      return until != null && until.isAfter(now) && !until.isAfter(now.plus(LossBudget.AGAIN))
          ? until
          : null;
    }

    private Instant again(Zone zone) {
      Instant told = told(zone);
      return told == null ? now.plus(LossBudget.AGAIN) : told;
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

    /**
     * When a zone was seen to fall silent: its silence closed it, and our view had no gap and no
     * doubt about then. Else its silence may count from later than it began; null then.
     */
    private @Nullable Instant start(Zone zone) {
      Instant since = since(zone);
      Instant closed = zone.stateSince();
      boolean closedIt =
          closed == null
              || Duration.between(closed, since).abs().compareTo(PartitionDetection.TOGETHER) <= 0;
      return closedIt
              && isLater(since, observed.unbrokenSince())
              && isLater(since, observed.clockSince())
          ? since
          : null;
    }

    private void wait(Zone zone, Why why, @Nullable Instant until) {
      Health health = zone.health();
      waiting.add(new Waiting(zone.name(), why, until, health.after()));
      // When a record is looked for again says nothing of when the zone may be left.
      Duration wait =
          until == null || why != Why.BoundReached
              ? LossBudget.NEVER
              : Duration.between(since(zone), until);
      zones.put(
          zone.name(),
          zone.withHealth(zone.state(), zone.stateSince(), health.after(health.patience(wait))));
    }
  }

  /** What begins so soon after a gap in our view may have begun in it. */
  private static boolean isLater(Instant since, @Nullable Instant gap) {
    return gap == null || since.isAfter(gap.plus(PartitionDetection.TOGETHER));
  }

  private static Instant since(Zone zone) {
    Instant since = zone.health().silentSince();
    return since == null ? Instant.MAX : since;
  }
}
