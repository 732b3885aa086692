package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many losses of zones are taken by observation alone within a sliding hour. What people report
 * is no part of it. Zones that fall silent within a minute are one loss if all of them are of one
 * site or exposed to one hazard in the same way. What is not stated is not shared.
 *
 * @param most losses within an hour; 0: each waits for a person
 * @param used how many were taken within the hour before the estate's instant
 * @param taken what was taken, within the hour or of a zone that takes nothing since then; sorted
 * @param waiting zones whose loss is not taken, in the order in which they will be
 */
public record LossBudget(int most, int used, List<Taken> taken, List<Waiting> waiting) {

  /** The largest bound: a status lists what was taken of a zone. */
  public static final int LARGEST = 100;

  /** For so long a loss counts. */
  public static final Duration HOUR = Duration.ofHours(1);

  /** For longer than anybody waits, where only a person decides. */
  public static final Duration NEVER = Duration.ofDays(3_650);

  private static final Duration TOGETHER = Duration.ofMinutes(1);

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

  /** Of which nothing was taken. */
  public LossBudget(int most) {
    this(most, 0, List.of(), List.of());
  }

  /**
   * A loss that was taken by observation alone.
   *
   * @param since when the zone fell silent
   * @param at when its loss was taken
   */
  public record Taken(String zone, Instant since, Instant at) implements Comparable<Taken> {
    private static final Comparator<Taken> ORDER =
        Comparator.comparing(Taken::since).thenComparing(Taken::zone).thenComparing(Taken::at);

    @Override
    public int compareTo(Taken other) {
      return ORDER.compare(this, other);
    }

    /** Whether it is one of those of the hour before that instant. */
    public boolean countsAt(Instant now) {
      return at.isAfter(now.minus(HOUR));
    }
  }

  /**
   * A silent zone that is not left, because too many losses were taken.
   *
   * @param until when its loss is taken if it is still silent; null: when a person reports it
   */
  public record Waiting(String zone, @Nullable Instant until) {}

  /** Whether and until when a zone waits; null when it does not. */
  public @Nullable Waiting waiting(String zone) {
    return waiting.stream().filter(one -> one.zone().equals(zone)).findFirst().orElse(null);
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

  /** Of zones that fall silent at once, those whose loss would wait, by name. */
  public SortedSet<String> beyond(Collection<Zone> zones) {
    SortedSet<String> beyond = new TreeSet<>();
    List<Event> events = new ArrayList<>();
    for (Zone zone : zones.stream().sorted(Comparator.comparing(Zone::name)).toList()) {
      Event event = join(events, Instant.EPOCH, exposures(zone.name(), zone));
      if (events.indexOf(event) >= most - used) {
        beyond.add(zone.name());
      }
    }
    return beyond;
  }

  /**
   * How many losses some are that count at an instant.
   *
   * @param zones by name; null: there is no such zone any more, and it shares nothing
   */
  public static int count(
      Collection<Taken> taken, Function<String, @Nullable Zone> zones, Instant now) {
    List<Event> events = new ArrayList<>();
    int count = 0;
    for (Taken one : taken.stream().sorted().toList()) {
      Event event = join(events, one.since(), exposures(one.zone(), zones.apply(one.zone())));
      if (one.countsAt(now) && !event.counted) {
        event.counted = true;
        count++;
      }
    }
    return count;
  }

  /** Zones that were lost together, for a cause that all of them share. */
  private static final class Event {
    private final Instant first;
    private final Set<Map.Entry<String, String>> common;
    private boolean counted;

    private Event(Instant first, Set<Map.Entry<String, String>> common) {
      this.first = first;
      this.common = new HashSet<>(common);
    }
  }

  private static Event join(
      List<Event> events, Instant since, Set<Map.Entry<String, String>> exposures) {
    for (Event event : events) {
      if (!since.isAfter(event.first.plus(TOGETHER))
          && event.common.stream().anyMatch(exposures::contains)) {
        event.common.retainAll(exposures);
        return event;
      }
    }
    Event event = new Event(since, exposures);
    events.add(event);
    return event;
  }

  /** What others can be lost with: the site, and each hazard. No hazard has such a name. */
  private static Set<Map.Entry<String, String>> exposures(String name, @Nullable Zone zone) {
    if (zone == null) {
      return Set.of(Map.entry("Zone", name));
    }
    Set<Map.Entry<String, String>> exposures = new HashSet<>();
    exposures.add(Map.entry("Zone", name));
    exposures.add(Map.entry("Site", zone.site()));
    zone.failureDomains()
        .forEach(
            (hazard, domain) -> {
              if (!domain.equals(Zone.NOT_EXPOSED)) {
                exposures.add(Map.entry(hazard, domain));
              }
            });
    return exposures;
  }
}
