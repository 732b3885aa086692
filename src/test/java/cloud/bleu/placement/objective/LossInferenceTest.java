package cloud.bleu.placement.objective;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.id;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Health.Signal;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which losses wait for a person: those that look like an outage of our own (more than half of the
 * observed zones, or whole sites that share no hazard), and those of zones that nobody watches.
 */
class LossInferenceTest {

  /** What a workload lacks that runs in zones so and tolerates losses of scopes so. */
  private static String missing(EstateBuilder estate, String in, Scope... scopes) {
    WorkloadBuilder a = leaving("a").replicas(in.length());
    for (Scope scope : scopes) {
      a.tolerate(scope, 0, Workload.Recover.BestEffort, false);
    }
    Object[] running = new Object[2 * in.length()];
    for (int i = 0; i < in.length(); i++) {
      running[2 * i] = "z" + in.charAt(i);
      running[2 * i + 1] = 1;
    }
    return missing(estate.workload(a).running("a", running).build());
  }

  private static WorkloadBuilder leaving(String name) {
    return workload(name).failover(Duration.ofMinutes(5), Duration.ofMinutes(30));
  }

  private static String missing(Estate built) {
    Decision decision =
        Planner.propose(built, Map.of()).decisions().stream()
            .filter(d -> d.id().equals(id("a")))
            .findFirst()
            .orElseThrow();
    return new LossInference(built)
        .missing(built.workloads().get(0), decision).stream()
            .map(LossInferenceTest::words)
            .collect(Collectors.joining(", "));
  }

  private static String words(Message message) {
    if (message.key().equals("objective.manyLosses")) {
      boolean ends = MessageBundle.ENGLISH.text(message).contains("an hour has passed");
      return "manyLosses " + message.value("value") + (ends ? "" : ", never");
    }
    return message.key().equals("objective.notWatched")
        ? "notWatched " + message.value("zone")
        : "manySilent " + message.value("loss") + " " + message.value("value");
  }

  private static EstateBuilder plain(int zones) {
    EstateBuilder estate = estate();
    for (int z = 1; z <= zones; z++) {
      estate.zone(zone("z" + z));
    }
    return estate;
  }

  /** The loss of one zone of so many, each of which is observed. */
  @ParameterizedTest
  @CsvSource({
    // the only zone, one of two: not more than half of them
    "1, 1, manySilent Zone z1",
    "2, 1, ''",
    "3, 1, ''",
    "3, 123, ''",
  })
  void oneZoneOfSoMany(int zones, String in, String missing) {
    assertEquals(missing, missing(plain(zones), in, Scope.ZONE));
  }

  /** Zones 1 and 2 are one site or region of so many zones. */
  @ParameterizedTest
  @CsvSource({
    // more than half of the zones
    "SITE, 3, manySilent Site s",
    "SITE, 4, ''",
    "SITE, 5, ''",
    // not more than half, but two sites that share no hazard
    "REGION, 3, manySilent Region r1",
    "REGION, 5, manySilent Region r1",
  })
  void twoZonesOfSoMany(String scope, int zones, String missing) {
    Scope of = scope.equals("SITE") ? Scope.SITE : Scope.REGION;
    assertEquals(missing, missing(pair(of, zones), "1", of));
    assertEquals("", missing(pair(of, zones), "1"), "nothing is asked");
  }

  private static EstateBuilder pair(Scope of, int zones) {
    EstateBuilder estate = estate();
    for (int z = 1; z <= zones; z++) {
      ZoneBuilder one = zone("z" + z).region(z <= 2 ? "r1" : "r2");
      estate.zone(z <= 2 && of.equals(Scope.SITE) ? one.site("s") : one);
    }
    return estate;
  }

  /** Two sites on one river may fail together: that is no sign of an outage of our own. */
  @ParameterizedTest
  @CsvSource({
    "rhone, rhone, ''",
    "rhone, seine, manySilent Region r1",
    "None, None, manySilent Region r1",
  })
  void sitesThatShareAHazard(String first, String second, String missing) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").region("r1").hazard("flood", first))
            .zone(zone("z2").region("r1").hazard("flood", second))
            .zone(zone("z3").region("r2"), zone("z4").region("r2"), zone("z5").region("r2"));
    assertEquals(missing, missing(estate, "1", Scope.REGION));
  }

  @ParameterizedTest
  @CsvSource({
    "Healthy, ''",
    "Degraded, ''",
    "NotObserved, notWatched z1",
    "NodesUnknown, notWatched z1",
  })
  void aZoneThatNobodyWatches(Signal signal, String missing) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").health(new Health(signal, NOW)))
            .zone(zone("z2"), zone("z3"), zone("z4"));
    assertEquals(missing, missing(estate, "12", Scope.ZONE));
  }

  /** Only the zones in use matter, and of the zones only those that are watched are counted. */
  @Test
  void zonesOutOfUseDoNotMatter() {
    EstateBuilder estate =
        plain(3).zone(zone("z4").health(Health.NOT_OBSERVED), zone("z5").health(Signal.Gone, NOW));
    assertEquals("", missing(estate, "12", Scope.ZONE));
  }

  /** A zone that is only home, and holds nothing now, loses nothing. */
  @Test
  void aHomeWithoutReplicasDoesNotMatter() {
    EstateBuilder estate =
        plain(3)
            .zone(zone("z4").health(Health.NOT_OBSERVED))
            .workload(
                workload("a")
                    .tolerate(Scope.ZONE, 0, Workload.Recover.BestEffort, false)
                    .rebalance(Workload.Rebalance.Mode.Never, 0))
            .placement(
                new Placement(
                    id("a"),
                    null,
                    List.of(new Assignment("z1", 1, 0), new Assignment("z4", 0, 1)),
                    List.of(),
                    0));
    assertEquals("", missing(estate.build()));
  }

  @Test
  void zonesThatNobodyWatchesAreNotCounted() {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3"))
            .zone(zone("z4").health(Health.NOT_OBSERVED), zone("z5").health(Health.NOT_OBSERVED));
    assertEquals("manySilent Site s", missing(estate, "1", Scope.SITE));
  }

  /** Whatever is silent now counts for nothing: an answer does not change with the minutes. */
  @ParameterizedTest
  @CsvSource({"0, ''", "5, ''", "5000, ''"})
  void whatIsSilentNowDoesNotMatter(int minutes, String missing) {
    EstateBuilder estate =
        plain(3)
            .zone(
                zone("z4").unhealthySince(NOW.minus(Duration.ofMinutes(minutes))),
                zone("z5").unhealthySince(NOW.minus(Duration.ofMinutes(minutes))));
    assertEquals(missing, missing(estate, "1", Scope.ZONE));
  }

  /** A zone that is told Lost needs no inference, so it is not one of those that are observed. */
  @Test
  void zonesThatAreToldLostAreNotCounted() {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").site("s"), zone("z2").site("s"), zone("z3"))
            .zone(zone("z4").state(ZoneState.Lost), zone("z5").state(ZoneState.Lost));
    assertEquals("manySilent Site s", missing(estate, "1", Scope.SITE));
  }

  /** In the order in which the workload asks; each loss for itself. */
  @Test
  void inTheOrderInWhichTheWorkloadAsks() {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").region("r1").site("s"), zone("z2").region("r1").site("s"))
            .zone(zone("z3").region("r1"));
    assertEquals(
        "manySilent Region r1, manySilent Site s",
        missing(estate, "1", Scope.REGION, Scope.ZONE, Scope.SITE));
  }

  /** A zone that is exposed to no hazard of that name is in no such loss, watched or not. */
  @Test
  void aZoneThatIsNotExposedIsInNoLoss() {
    Scope flood = Scope.hazard("flood");
    EstateBuilder estate =
        estate()
            .zone(zone("z1").hazard("flood", "None").health(Health.NOT_OBSERVED))
            .zone(zone("z2").hazard("flood", "rhone"), zone("z3").hazard("flood", "seine"));
    assertEquals("", missing(estate, "1", flood));
  }

  /**
   * Which losses are beyond the bound that the operator has: only zones that somebody leaves by
   * observation ask, and only the replicas of the workload matter. The zones z1 and z2 of region r1
   * are of two sites that have other zones, so their silence raises no doubt.
   */
  @ParameterizedTest
  @CsvSource({
    // none at all: no hour ends that
    "0, 1, , Zone, 'manyLosses z1, never'",
    "1, 1, , Zone, ''",
    "1, 12, , Region, manyLosses r1",
    "2, 12, , Region, ''",
    // nobody leaves the other zone, or only its replicas wait
    "1, 2, , Region, ''",
    "1, 2, 1, Region, manyLosses r1",
    "1, 1, 2, Region, ''",
  })
  void lossesBeyondTheBound(int most, String in, String others, String scope, String missing) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").region("r1").site("s"), zone("z2").region("r1").site("t"))
            .zone(zone("z3").site("s"), zone("z4").site("t"), zone("z5"))
            .losses(new LossBudget(most));
    if (others != null) {
      estate.workload(leaving("b")).running("b", "z" + others, 1);
    }
    assertEquals(missing, missing(estate, in, new Scope(scope)));
  }
}
