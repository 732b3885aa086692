package cloud.bleu.placement.estate;

import cloud.bleu.placement.estate.LossBudget.Taken;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How many losses some zones are: those that were seen to fall silent within a minute are one if
 * all of them are of one site or exposed to one hazard in the same way. What is not stated is not
 * shared, and neither is a silence of which nobody saw the beginning. A zone that is lost twice is
 * two losses, however soon.
 */
public final class LossTally {

  /** By zone: what others can be lost with. */
  private final Map<String, Set<Map.Entry<String, String>>> exposures = new HashMap<>();

  /** Counts losses among these zones; a zone that is not among them shares nothing. */
  public LossTally(Collection<Zone> zones) {
    zones.forEach(zone -> exposures.put(zone.name(), exposures(zone)));
  }

  /** How many losses those are that count at an instant. */
  public int count(Collection<Taken> taken, Instant at) {
    List<Cause> causes = new ArrayList<>();
    Set<Cause> counted = new HashSet<>();
    for (Taken one : taken.stream().sorted().toList()) {
      Cause cause = cause(causes, one.zone(), one.since());
      if (one.countsAt(at)) {
        counted.add(cause);
      }
    }
    return counted.size();
  }

  /**
   * The zones that are a part of more losses than so many if all of some fell silent at once, by
   * name.
   *
   * @param zones in the order in which they are taken
   */
  public SortedSet<String> beyond(List<Zone> zones, int most) {
    SortedSet<String> beyond = new TreeSet<>();
    List<Cause> causes = new ArrayList<>();
    for (Zone zone : zones) {
      if (causes.indexOf(cause(causes, zone.name(), Instant.EPOCH)) >= most) {
        beyond.add(zone.name());
      }
    }
    return beyond;
  }

  private Cause cause(List<Cause> causes, String zone, @Nullable Instant since) {
    Set<Map.Entry<String, String>> own = exposures.getOrDefault(zone, Set.of());
    for (Cause cause : causes) {
      if (since != null && cause.takes(zone, since, own)) {
        return cause;
      }
    }
    Cause cause = new Cause(zone, since, own);
    causes.add(cause);
    return cause;
  }

  private static Set<Map.Entry<String, String>> exposures(Zone zone) {
    Set<Map.Entry<String, String>> exposures = new HashSet<>();
    // No hazard has such a name.
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

  /** Zones that were lost together, and what all of them share. */
  private static final class Cause {
    private final @Nullable Instant first;
    private final Set<Map.Entry<String, String>> common;
    private final Map<String, Instant> zones = new HashMap<>();

    private Cause(String zone, @Nullable Instant since, Set<Map.Entry<String, String>> own) {
      this.first = since;
      this.common = new HashSet<>(own);
      if (since != null) {
        zones.put(zone, since);
      }
    }

    /** Whether this is a part of it, which then shares no more than that has as well. */
    private boolean takes(String zone, Instant since, Set<Map.Entry<String, String>> own) {
      if (first == null || since.isAfter(first.plus(PartitionDetection.TOGETHER))) {
        return false;
      }
      Instant known = zones.get(zone);
      boolean takes = known == null ? common.stream().anyMatch(own::contains) : known.equals(since);
      if (takes && known == null) {
        zones.put(zone, since);
        common.retainAll(own);
      }
      return takes;
    }
  }
}
