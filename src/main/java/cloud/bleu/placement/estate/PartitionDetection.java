package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether zones are silent, or the operator sees too little. Zones of unrelated sites seldom fail
 * within one minute; an operator or a control plane that lost its network sees just that.
 * Kubernetes stops its evictions for the same reason when a whole cluster turns silent. Silence
 * counts from when it is seen, however long its zone or a workload waits. Zones that people
 * reported lost are left out, and so are drained ones that are silent: nobody needs to infer
 * anything of them.
 */
public final class PartitionDetection {

  /** Zones that turn silent within this are taken for one event. */
  public static final Duration TOGETHER = Duration.ofMinutes(1);

  private PartitionDetection() {}

  /**
   * Whether a loss is reported, seen or in doubt, as a sentence that names the first zone; null
   * while all zones are reached.
   */
  public static @Nullable String incident(List<Zone> zones) {
    Zone zone = first(zones);
    if (zone == null) {
      return null;
    }
    return zone.state() == ZoneState.Lost
        ? "zone " + zone.name() + " is reported Lost"
        : "zone " + zone.name() + " is silent since " + zone.unhealthySince();
  }

  /**
   * The first zone of which a loss is reported or seen; null while all zones are reached. A loss in
   * doubt is a silence, so its zones are among them.
   */
  public static @Nullable Zone first(List<Zone> zones) {
    return zones.stream()
        .filter(zone -> zone.state() == ZoneState.Lost || zone.unhealthySince() != null)
        .findFirst()
        .orElse(null);
  }

  /**
   * Why nothing is decided by inference now, as a sentence that names the zones; null while what is
   * seen is trusted.
   */
  public static @Nullable String doubt(List<Zone> zones) {
    return doubt(zones, null);
  }

  /**
   * Why nothing moves for zones of which only their probes say that they are silent, as a sentence.
   * Null while there is no such zone, or while at least half of the zones that are asked are
   * answered. All questions go one way out, so a fault on this side cannot be told from a fault of
   * a zone.
   */
  public static @Nullable String probesDoubt(List<Zone> zones) {
    List<Zone> asked =
        zones.stream()
            .filter(z -> z.health().probing() != Health.Probing.None)
            .filter(z -> !isTold(z, z.health().probing() != Health.Probing.Answered))
            .toList();
    List<Zone> unanswered =
        asked.stream().filter(z -> z.health().probing() != Health.Probing.Answered).toList();
    return unanswered.size() * 2 > asked.size()
            && asked.stream().anyMatch(z -> z.health().probing() == Health.Probing.Alone)
        ? "%s of %s zones whose probes are asked are not answered, and nothing else says so: %s"
            .formatted(unanswered.size(), asked.size(), names(unanswered))
        : null;
  }

  /**
   * As {@link #doubt(List)}, if the silence of one zone is a part of it.
   *
   * @param about that zone; null: any
   */
  public static @Nullable String doubt(List<Zone> zones, @Nullable Zone about) {
    List<Zone> observed =
        zones.stream()
            .filter(z -> z.health().observed())
            .filter(z -> !isTold(z, z.health().silentSince() != null))
            .sorted(Comparator.comparing(Zone::name))
            .toList();
    List<Zone> silent =
        observed.stream()
            .filter(z -> z.health().silentSince() != null)
            .sorted(Comparator.comparing(PartitionDetection::since))
            .toList();
    for (int first = 0; first < silent.size(); first++) {
      Instant end = since(silent.get(first)).plus(TOGETHER);
      List<Zone> together =
          silent.subList(first, silent.size()).stream()
              .filter(z -> !since(z).isAfter(end))
              .toList();
      String doubt = doubt(together, observed, about);
      if (doubt != null) {
        return doubt;
      }
    }
    return null;
  }

  /**
   * Whether a person said already what silence would. A drained zone that is heard is a witness as
   * any other.
   */
  private static boolean isTold(Zone zone, boolean silent) {
    return zone.state() == ZoneState.Lost || silent && zone.state() == ZoneState.Drained;
  }

  private static @Nullable String doubt(
      List<Zone> together, List<Zone> observed, @Nullable Zone about) {
    if (together.size() * 2 > observed.size() && concerns(together, about)) {
      return "%s of %s zones that are observed turned silent within a minute: %s"
          .formatted(together.size(), observed.size(), names(together));
    }
    List<Zone> whole = ofWholeSites(together, observed);
    boolean unrelated =
        whole.stream().map(Zone::site).distinct().count() > 1 && !shareAHazard(whole);
    return unrelated && concerns(whole, about)
        ? "all zones of several sites that share no hazard turned silent within a minute: "
            + names(whole)
        : null;
  }

  private static boolean concerns(List<Zone> zones, @Nullable Zone about) {
    return about == null || zones.stream().anyMatch(z -> z.name().equals(about.name()));
  }

  /** The zones of sites from which no zone is heard of any more. */
  private static List<Zone> ofWholeSites(List<Zone> together, List<Zone> observed) {
    Map<String, Integer> heard = new HashMap<>();
    observed.forEach(z -> heard.merge(z.site(), 1, Integer::sum));
    together.forEach(z -> heard.merge(z.site(), -1, Integer::sum));
    return together.stream().filter(z -> heard.getOrDefault(z.site(), 0) == 0).toList();
  }

  /** Whether all are exposed to one hazard in the same way, so that they may fail together. */
  private static boolean shareAHazard(List<Zone> zones) {
    Map<String, String> shared = new TreeMap<>(zones.get(0).failureDomains());
    shared.values().removeIf(Zone.NOT_EXPOSED::equals);
    for (Zone zone : zones) {
      shared.entrySet().retainAll(zone.failureDomains().entrySet());
    }
    return !shared.isEmpty();
  }

  private static Instant since(Zone zone) {
    Instant since = zone.health().silentSince();
    return since == null ? Instant.MAX : since;
  }

  private static String names(List<Zone> zones) {
    return String.join(
        ", ", new ArrayList<>(new TreeSet<>(zones.stream().map(Zone::name).toList())));
  }
}
