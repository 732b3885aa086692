package cloud.bleu.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.PlannerMemory;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pass after pass over shipped examples, with their real rules and facts, objects read anew as the
 * operator does: random edits of zones, providers, workloads and waivers, and jumps in time to and
 * fro across midnights, operations and the dates of facts. The plan with what is remembered of the
 * passes before is the plan of who remembers nothing, verdicts and reasons included.
 */
class RememberedPlansTest {

  private static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");

  /** How many kinds of edits there are, one of which changes nothing but the time. */
  private static final int EDITS = 9;

  /** Each kind of edit occurs twice. */
  private static final int PASSES = Campaign.size("bleu.passes", 2) * EDITS;

  private static final int STEPS = 2;

  private final Random random = new Random(20261125);

  @ParameterizedTest
  @ValueSource(strings = {"examples/hospital", "examples/ministry"})
  void aPlanIsTheSameWithAndWithoutMemory(String example) {
    PlannerMemory memory = new PlannerMemory();
    List<Instant> dates = dates(read(example, BEGIN));
    Instant now = BEGIN;
    Estate estate = read(example, now);
    Set<Object> rejections = new HashSet<>();
    for (int pass = 0; pass < PASSES; pass++) {
      Plan fresh = Planner.plan(estate);
      assertEquals(fresh, Planner.plan(estate, memory), example + " pass " + pass + " at " + now);
      fresh.decisions().forEach(d -> rejections.add(d.rejected()));
      // The same objects at other instants: the plan as a whole may be remembered.
      for (int i = 0; i < STEPS; i++) {
        Estate then = estate.at(switchTime(now, dates));
        assertEquals(Planner.plan(then), Planner.plan(then, memory), example + " " + then.now());
      }
      now = switchTime(now, dates);
      // Read anew: equal objects, none of them the same.
      Estate again = random.nextInt(6) == 0 ? read(example, now) : copy(estate, now);
      estate = edited(again, fresh, pass % EDITS);
    }
    assertTrue(rejections.size() > PASSES / 5, "hardly anything turned: " + rejections.size());
  }

  /**
   * What is remembered of a workload is found by its equal, rules of templates and CEL included.
   */
  @ParameterizedTest
  @ValueSource(strings = {"examples/hospital", "examples/ministry", "examples/migration"})
  void objectsReadAnewAreEqual(String example) {
    assertEquals(read(example, BEGIN).workloads(), read(example, BEGIN).workloads());
  }

  private static Estate read(String directory, Instant now) {
    return EstateTranslator.translate(
            ManifestObjects.of(
                    ManifestReader.read(List.of(directory), InputStream.nullInputStream()))
                .objects(),
            now,
            Map.of())
        .estate();
  }

  private static Estate copy(Estate estate, Instant now) {
    return new Estate(
        now,
        estate.providers().stream().map(p -> provider(p, p.ownership(), p.operations())).toList(),
        estate.zones().stream().map(z -> zone(z, z.health(), z.maintenance())).toList(),
        estate.workloads().stream().map(w -> w.withReplicas(w.replicas())).toList(),
        estate.placements(),
        estate.roundTrips());
  }

  /** The beginnings and ends of what facts say, and midnights. */
  private static List<Instant> dates(Estate estate) {
    List<Instant> dates = new ArrayList<>();
    for (Provider provider : estate.providers()) {
      for (Provider.Offering offering : provider.offerings()) {
        for (Provider.Qualification q : offering.qualifications()) {
          add(dates, q.validFrom());
          add(dates, q.validUntil());
        }
      }
    }
    for (int days = 0; days < 800; days += 40) {
      add(dates, LocalDate.of(2026, 11, 20).plusDays(days));
    }
    return dates;
  }

  private static void add(List<Instant> dates, LocalDate date) {
    if (date != null) {
      dates.add(date.atStartOfDay(ZoneRule.PARIS).toInstant());
      dates.add(date.plusDays(1).atStartOfDay(ZoneRule.PARIS).toInstant());
    }
  }

  private Instant switchTime(Instant now, List<Instant> dates) {
    return switch (random.nextInt(5)) {
      case 0 -> dates.get(random.nextInt(dates.size())).plusNanos(random.nextInt(3) - 1);
      case 1 -> now.minusSeconds(random.nextInt(7200));
      case 2 -> BEGIN.plus(Duration.ofMinutes(random.nextInt(1000)));
      default -> now.plusSeconds(random.nextInt(3600));
    };
  }

  private Estate edited(Estate estate, Plan plan, int kind) {
    List<Zone> zones = new ArrayList<>(estate.zones());
    List<Provider> providers = new ArrayList<>(estate.providers());
    List<Workload> workloads = new ArrayList<>(estate.workloads());
    int z = random.nextInt(zones.size());
    int p = random.nextInt(providers.size());
    int w = random.nextInt(workloads.size());
    Zone zone = zones.get(z);
    Provider provider = providers.get(p);
    Workload workload = workloads.get(w);
    Instant odd = BEGIN.plus(Duration.ofMinutes(random.nextInt(1000)));
    switch (kind) {
      case 0 -> zones.set(z, zone.withState(state(), estate.now(), zone.unhealthySince()));
      case 1 ->
          zones.set(
              z,
              zone(
                  zone,
                  new Health(Health.Signal.Silent, estate.now().minusSeconds(60)),
                  zone.maintenance()));
      case 2 ->
          zones.set(
              z,
              zone(
                  zone,
                  Health.NOT_OBSERVED,
                  List.of(new Zone.Maintenance(odd, odd.plusSeconds(5000), ZoneState.Cordoned))));
      case 3 -> providers.set(p, provider(provider, null, provider.operations()));
      case 4 -> providers.set(p, provider(provider, provider.ownership(), null));
      case 5 -> workloads.set(w, workload.withReplicas(random.nextInt(8)));
      case 6 -> {
        Waiver waiver = new Waiver("w", List.of(), odd, odd.plusSeconds(4000));
        List<BoundRule> rules = new ArrayList<>();
        workload.rules().forEach(rule -> rules.add(rule.withWaivers(List.of(waiver))));
        workloads.set(w, workload.withRules(rules));
      }
      case 7 -> workloads.set(w, workload.withRules(List.of()));
      default -> {
        // Nothing but the time.
      }
    }
    List<Placement> placements = new ArrayList<>();
    for (Decision d : plan.decisions()) {
      placements.add(new Placement(d.id(), null, d.assignments(), d.contingency(), 0));
    }
    return new Estate(estate.now(), providers, zones, workloads, placements, estate.roundTrips());
  }

  private ZoneState state() {
    return ZoneState.values()[random.nextInt(ZoneState.values().length)];
  }

  private static Provider provider(
      Provider of, Provider.Ownership ownership, Provider.Operations operations) {
    return new Provider(
        of.name(),
        of.displayName(),
        of.legalEntity(),
        ownership,
        of.suppliers(),
        operations,
        of.offerings());
  }

  private static Zone zone(Zone of, Health health, List<Zone.Maintenance> maintenance) {
    return new Zone(
        of.name(),
        of.provider(),
        of.offerings(),
        of.region(),
        of.site(),
        of.siteProvenance(),
        of.location(),
        of.failureDomains(),
        of.failureDomainsProvenance(),
        of.state(),
        of.stateSince(),
        health,
        of.silentAfter(),
        of.capacity(),
        of.price(),
        of.equipment(),
        maintenance,
        of.homologations(),
        of.delivery(),
        of.drill());
  }
}
