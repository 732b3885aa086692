package cloud.bleu.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.BoundRule;
import cloud.bleu.placement.CheckerRules;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Waiver;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.Zone;
import cloud.bleu.placement.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of rules is what the rules say, at any instant and in any order of them. */
class RememberedChecksTest {

  private static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"examples/hospital", "examples/ministry"})
  void rememberedAnswersAreThoseOfTheRules(String example) {
    Random random = new Random(4711);
    List<Estate> estates =
        List.of(
            edited(RecordedInputsTest.example(example), random),
            edited(RecordedInputsTest.example(example), random));
    RememberedChecks checks = new RememberedChecks();
    Set<String> seen = new HashSet<>();
    List<String> wrong = new ArrayList<>();
    for (Instant at : instants(random)) {
      // One estate for some time, then another one.
      Estate estate = estates.get(random.nextInt(8) == 0 ? 1 : 0).at(at);
      checks.begin(estate);
      for (Workload workload : estate.workloads()) {
        for (Zone zone : estate.zones()) {
          boolean asked = CheckerRules.ASKING.allows(workload, zone, estate);
          seen.add(workload.id() + " " + zone.name() + " " + asked);
          if (asked != checks.allows(workload, zone, estate)) {
            wrong.add(at + " " + workload.id() + " " + zone.name());
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
    int pairs = estates.get(0).workloads().size() * estates.get(0).zones().size();
    assertTrue(seen.size() > pairs, "nothing ever turned");
  }

  private static List<Instant> instants(Random random) {
    List<Instant> instants = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Instant at = BEGIN.plus(Duration.ofMinutes(random.nextInt(3 * 365 * 24 * 60)));
      // Around midnight in Paris, and the same day again later and earlier.
      instants.add(at);
      instants.add(at.plusSeconds(random.nextInt(7200)));
      instants.add(at.minusSeconds(random.nextInt(7200)));
    }
    for (int minute = 0; minute < 600; minute += 1 + random.nextInt(20)) {
      instants.add(BEGIN.plus(Duration.ofMinutes(minute)));
    }
    return instants;
  }

  /** With operations that begin and end at odd times of the first day, and waivers that do. */
  private static Estate edited(Estate estate, Random random) {
    List<Zone> zones = new ArrayList<>();
    for (Zone zone : estate.zones()) {
      Instant from = BEGIN.plus(Duration.ofMinutes(random.nextInt(300)));
      Instant to = from.plus(Duration.ofMinutes(1 + random.nextInt(300)));
      zones.add(
          new Zone(
              zone.name(),
              zone.provider(),
              zone.offerings(),
              zone.region(),
              zone.site(),
              zone.siteProvenance(),
              zone.location(),
              zone.failureDomains(),
              zone.failureDomainsProvenance(),
              zone.state(),
              zone.stateSince(),
              zone.unhealthySince(),
              zone.capacity(),
              zone.price(),
              zone.equipment(),
              List.of(new Zone.Maintenance(from, to, ZoneState.Cordoned)),
              zone.homologations()));
    }
    List<Workload> workloads = new ArrayList<>();
    for (Workload workload : estate.workloads()) {
      Instant from = BEGIN.plus(Duration.ofMinutes(random.nextInt(300)));
      Waiver waiver =
          new Waiver("w", List.of(), from, from.plus(Duration.ofMinutes(random.nextInt(300))));
      List<BoundRule> rules = new ArrayList<>();
      for (BoundRule rule : workload.rules()) {
        rules.add(random.nextInt(3) == 0 ? rule.withWaivers(List.of(waiver)) : rule);
      }
      workloads.add(workload.withRules(rules));
    }
    return new Estate(
        estate.now(),
        estate.providers(),
        zones,
        workloads,
        estate.placements(),
        estate.roundTrips());
  }
}
