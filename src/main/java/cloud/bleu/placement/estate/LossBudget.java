package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many losses of zones are taken by observation alone within a sliding hour. Losses that people
 * report are not counted. {@link LossTally} says which zones are one loss.
 *
 * @param most losses within an hour; 0: each waits for a person
 * @param used how many were taken that count at the estate's instant
 * @param taken what was taken, and counts or is of a zone that is silent since then; sorted
 * @param waiting zones that would be left now, and are not
 */
public record LossBudget(int most, int used, List<Taken> taken, List<Waiting> waiting) {

  /** The largest bound: a status lists what was taken of a zone. */
  public static final int LARGEST = 100;

  /** Longer than a status takes to be written and read. */
  public static final Duration LATE = Duration.ofSeconds(30);

  /** How often what cannot be recorded is looked at again. */
  public static final Duration AGAIN = Duration.ofMinutes(1);

  /** An hour, and by how much later than it is taken a loss may move something. */
  public static final Duration COUNTS = Duration.ofHours(1).plus(AGAIN).plus(LATE);

  /** For longer than anybody waits, where only a person decides, or nothing is recorded yet. */
  public static final Duration NEVER = Duration.ofDays(3_650);

  /**
   * @throws IllegalArgumentException if the bound is less than 0 or more than {@link #LARGEST}
   */
  public LossBudget {
    if (most < 0 || most > LARGEST) {
      throw new IllegalArgumentException(
          "losses in an hour are from 0 to " + LARGEST + ", not " + most);
    }
    taken = taken.stream().distinct().sorted().toList();
    waiting = List.copyOf(waiting);
  }

  /** A budget of which nothing was taken. */
  public LossBudget(int most) {
    this(most, 0, List.of(), List.of());
  }

  /**
   * A loss that was taken by observation alone.
   *
   * @param since when the zone was seen to fall silent; null: nobody saw that, so it is a loss of
   *     its own
   * @param at when its loss was taken
   * @param until before which it counts
   */
  public record Taken(String zone, @Nullable Instant since, Instant at, Instant until)
      implements Comparable<Taken> {
    private static final Comparator<Taken> ORDER =
        Comparator.comparing(Taken::since, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
            .thenComparing(Taken::zone)
            .thenComparing(Taken::at)
            .thenComparing(Taken::until);

    /** By a clock that goes evenly: it counts for {@link #COUNTS}. */
    public Taken(String zone, @Nullable Instant since, Instant at) {
      this(zone, since, at, at.plus(COUNTS));
    }

    @Override
    public int compareTo(Taken other) {
      return ORDER.compare(this, other);
    }

    /** Whether it is one of those that count at an instant. */
    public boolean countsAt(Instant now) {
      return until.isAfter(now);
    }

    /** A copy, taken at another instant, by a clock that goes evenly. */
    public Taken takenAt(Instant other) {
      return new Taken(zone, since, other);
    }

    /**
     * A copy by a clock that may have been set. If it was, how long ago the loss was taken is not
     * known, and the loss counts from when the clock began to go evenly.
     *
     * @param clockSince since when the clock has gone evenly; null: nothing is known against it
     */
    public Taken by(@Nullable Instant clockSince) {
      return clockSince != null && at.isBefore(clockSince)
          ? new Taken(zone, since, at, clockSince.plus(COUNTS))
          : takenAt(at);
    }

    /** Whether that zone is left for it still: it lasts, and nobody reported the zone. */
    public boolean standsFor(Zone other) {
      return lastsFor(other)
          && other.state() != ZoneState.Lost
          && other.state() != ZoneState.Drained;
    }

    /** Whether that zone was not heard of since then, so that its silence is no other loss. */
    public boolean lastsFor(Zone other) {
      Instant silent = other.health().silentSince();
      return other.name().equals(zone) && silent != null && !silent.isAfter(at);
    }

    /** Whether that zone has taken nothing since then, and it counts: another silence adds none. */
    public boolean coversAt(Instant now, Zone other) {
      Instant closed = other.stateSince();
      return other.name().equals(zone) && countsAt(now) && closed != null && !closed.isAfter(at);
    }
  }

  /** Why a silent zone is not left. */
  public enum Why {
    /** As many losses were taken as may be. */
    BoundReached,
    /** Its loss is taken, and its status is about to say so. */
    Recording,
    /** Its status does not say that a loss was taken, or cannot. */
    NotRecorded
  }

  /**
   * A silent zone that would be left now, and is not.
   *
   * @param until when it is looked at again; nothing moves for it before that where the bound is
   *     reached. Null: a person has to report it
   * @param stated for how long it would have to be silent without that
   */
  public record Waiting(String zone, Why why, @Nullable Instant until, Duration stated) {

    /** The wait of a zone that states nothing. */
    public Waiting(String zone, Why why, @Nullable Instant until) {
      this(zone, why, until, Duration.ZERO);
    }
  }

  /** Why and until when a zone waits; null when it does not. */
  public @Nullable Waiting waiting(String zone) {
    return waiting.stream().filter(one -> one.zone().equals(zone)).findFirst().orElse(null);
  }

  /** Whether a zone waits for that reason. */
  public boolean isWaiting(String zone, Why why) {
    return waiting.stream().anyMatch(one -> one.zone().equals(zone) && one.why() == why);
  }

  /** How many zones wait to be left, without those whose status is about to be written. */
  public int held() {
    return (int) waiting.stream().filter(one -> one.why() != Why.Recording).count();
  }

  /** What was taken of a zone, the first silence first. */
  public List<Taken> taken(String zone) {
    return taken.stream().filter(one -> one.zone().equals(zone)).toList();
  }

  /** The zones whose losses count at an instant, by name. */
  public SortedSet<String> countedAt(Instant now) {
    return taken.stream()
        .filter(one -> one.countsAt(now))
        .map(Taken::zone)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The zones whose loss would wait if all of some zones fell silent at once, by name.
   *
   * @param leavers of those zones; one for which a loss stands at that instant is no other loss
   */
  public SortedSet<String> beyond(FirstLeavers leavers, Instant now) {
    List<Zone> asking = leavers.asking().stream().filter(zone -> !stands(taken, zone)).toList();
    return new LossTally(asking).beyond(asking, most - used);
  }

  /** Whether one of those losses stands for a zone. */
  public static boolean stands(Collection<Taken> taken, Zone zone) {
    return taken.stream().anyMatch(one -> one.standsFor(zone));
  }
}
