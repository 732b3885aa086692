package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.expression.Expressions;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.explain.Outlook;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Provider.Qualification;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.Zone;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is ahead, asked at the dates at which an answer may turn, is what asking every rule on every
 * day finds. Every date that the records of zones and providers have is drawn at random, those of
 * fields to come included.
 */
class OutlookDatesTest {

  private static final int SEEDS = 16;
  private static final int DAYS = 60;

  private static final List<ZoneRule> EXPRESSIONS =
      List.of(
          expression("zone.region != 'r' || now < timestamp('2026-07-14T00:00:00Z')", null),
          expression("provider.name == 'nobody'", "'on ' + string(now)"),
          expression(
              "now - zone.siteProvenance.asOf < duration('7200h')", "'too old on ' + string(now)"),
          expression("zone.siteProvenance.asOf > timestamp('2026-01-15T00:00:00Z')", null));

  private static final Zone.Homologation HOMOLOGATION =
      new Zone.Homologation(
          "H-1",
          List.of("DiffusionRestreinte"),
          LocalDate.of(2026, 1, 1),
          LocalDate.of(2026, 12, 31),
          Case.SIGNED);

  private static ZoneRule expression(String condition, String message) {
    return assertInstanceOf(
            Expressions.Compiled.Rule.class, Expressions.compile(condition, message, List.of()))
        .rule();
  }

  /** Each day ahead asks again; a provider of which nothing is known later is not made anew. */
  @Test
  void aProviderWithNothingAheadIsTheSameOnEachDay() {
    Qualification dated = Case.qualified();
    LocalDate asOf = LocalDate.of(2026, 12, 1);
    Qualification ahead =
        new Qualification(
            dated.scheme(),
            dated.version(),
            dated.state(),
            dated.layers(),
            dated.activities(),
            null,
            dated.validFrom(),
            dated.validUntil(),
            Case.dated(Basis.RegulatorList, asOf.toString()),
            true);
    for (Qualification one : List.of(dated, ahead)) {
      Estate estate = new Case().offering(one).question(Parameters.NONE).estate();
      Provider provider = estate.providers().get(0);
      for (LocalDate day : List.of(asOf.minusDays(1), asOf)) {
        Instant at = day.atStartOfDay(ZoneRule.PARIS).toInstant();
        Provider then = estate.later(at).providers().get(0);
        assertEquals(one == dated || day.isBefore(asOf), then == provider, day + " " + one);
      }
    }
  }

  @Test
  void itIsWhatAskingEveryDayFinds() throws Exception {
    Set<String> turned = new TreeSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      // Half of them of which everything but the dates is good, so that these decide.
      Case drawn = new RandomCase(seed).next();
      Case good = new Case();
      good.otherZones = drawn.otherZones;
      good.dataClasses = List.of("DiffusionRestreinte");
      good.homologations = List.of(HOMOLOGATION);
      drawn.now = good.now;
      drawn = seed % 2 == 0 ? good : drawn;
      Workload workload = drawn.workload().withRules(rules(seed, drawn));
      Estate estate = redated(drawn.question(Parameters.NONE).estate(), new Random(seed));
      List<Outlook.Turn> ahead = Outlook.of(workload, estate, DAYS);
      assertEquals(lines(everyDay(workload, estate)), lines(ahead), "seed " + seed);
      for (Outlook.Turn turn : ahead) {
        turned.add(turn.before().code());
        turned.add(turn.after().code());
        turned.add(turn.after().result().name());
      }
    }
    List<String> dated =
        List.of(
            "Expired",
            "NotYetValid",
            "TooOld",
            "DatedInFuture",
            "HomologationExpired",
            "InMaintenance",
            "ExpressionFalse",
            "Waived");
    assertTrue(turned.containsAll(dated), turned.toString());
  }

  private static String lines(List<Outlook.Turn> turns) {
    return turns.stream().map(Outlook.Turn::toString).collect(Collectors.joining("\n"));
  }

  /** Each rule of the catalogue with parameters of its own; some are set aside for a time. */
  private static List<BoundRule> rules(int seed, Case drawn) {
    RandomCase random = new RandomCase(seed + 1000L);
    Random more = new Random(seed);
    List<BoundRule> rules = new ArrayList<>();
    Stream.of(Catalogue.rules(), EXPRESSIONS)
        .flatMap(List::stream)
        .forEach(
            rule -> {
              Instant from = instant(drawn.now, more);
              Waiver waiver =
                  new Waiver(
                      "w",
                      more.nextBoolean() ? List.of() : List.of("far", drawn.zoneName),
                      from,
                      from.plus(Duration.ofHours(more.nextInt(1000))));
              rules.add(
                  new BoundRule(
                      rule,
                      rule.declaration().id() + rules.size(),
                      more.nextInt(4) == 0 ? null : "policy",
                      BoundRule.Action.values()[more.nextInt(3)],
                      BoundRule.OnViolation.Report,
                      more.nextBoolean() ? random.parameters(rule.declaration()) : Parameters.NONE,
                      List.of(),
                      more.nextInt(4) == 0 ? List.of(waiver) : List.of(),
                      null));
            });
    return rules;
  }

  private static Estate redated(Estate estate, Random random) throws Exception {
    List<Provider> providers = new ArrayList<>();
    for (Provider provider : estate.providers()) {
      Provider redated = (Provider) redated(provider, estate.now(), random);
      providers.add(read(redated, LocalDate.ofInstant(estate.now(), ZoneRule.PARIS)));
    }
    List<Zone> zones = new ArrayList<>();
    for (Zone zone : estate.zones()) {
      zones.add((Zone) redated(zone, estate.now(), random));
    }
    return new Estate(estate.now(), providers, zones, List.of(), List.of(), List.of());
  }

  /** As it is read on a day, after which nothing is known to be stated. */
  private static Provider read(Provider provider, LocalDate day) {
    return new Provider(
        provider.name(),
        provider.displayName(),
        provider.legalEntity(),
        provider.ownership(),
        provider.suppliers(),
        provider.operations(),
        provider.offerings().stream().map(offering -> read(offering, day)).toList());
  }

  private static Provider.Offering read(Provider.Offering offering, LocalDate day) {
    return new Provider.Offering(
        offering.name(),
        offering.layers(),
        offering.regions(),
        offering.services(),
        offering.agreement(),
        offering.qualifications().stream()
            .map(
                q ->
                    new Provider.Qualification(
                        q.scheme(),
                        q.version(),
                        q.state(),
                        q.layers(),
                        q.activities(),
                        q.announcedOn(),
                        q.validFrom(),
                        q.validUntil(),
                        q.provenance(),
                        q.provenance().asOf() != null && q.provenance().asOf().isAfter(day)))
            .toList());
  }

  private static Estate at(Estate estate, Instant at) {
    LocalDate day = LocalDate.ofInstant(at, ZoneRule.PARIS);
    return new Estate(
        at,
        estate.providers().stream().map(p -> read(p, day)).toList(),
        estate.zones(),
        estate.workloads(),
        estate.placements(),
        estate.roundTrips());
  }

  /** The same with other dates, in all records within. */
  private static Object redated(Object value, Instant now, Random random) throws Exception {
    if (value instanceof LocalDate) {
      LocalDate today = LocalDate.ofInstant(now, ZoneRule.PARIS);
      return switch (random.nextInt(30)) {
        case 0 -> LocalDate.MIN;
        case 1 -> LocalDate.MAX;
        default -> today.plusDays(random.nextInt(-DAYS - DAYS / 2, DAYS + DAYS / 4));
      };
    }
    if (value instanceof Instant) {
      return instant(now, random);
    }
    if (value instanceof List<?> list) {
      List<Object> others = new ArrayList<>();
      for (Object one : list) {
        others.add(redated(one, now, random));
      }
      return others;
    }
    if (!(value instanceof Record)) {
      return value;
    }
    RecordComponent[] components = value.getClass().getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      components[i].getAccessor().setAccessible(true);
      values[i] = redated(components[i].getAccessor().invoke(value), now, random);
    }
    var constructor = value.getClass().getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }

  private static Instant instant(Instant now, Random random) {
    return now.plus(Duration.ofMinutes(random.nextInt(-50_000, 100_000)));
  }

  /** The beginning of each day, and each instant that a rule or a waiver names. */
  private static List<Outlook.Turn> everyDay(Workload workload, Estate estate) {
    LocalDate first = LocalDate.ofInstant(estate.now(), ZoneRule.PARIS);
    TreeSet<Instant> instants = new TreeSet<>();
    for (int ahead = 1; ahead <= DAYS + 1; ahead++) {
      instants.add(first.plusDays(ahead).atStartOfDay(ZoneRule.PARIS).toInstant());
    }
    Instant end = instants.last();
    for (BoundRule rule : workload.rules()) {
      for (Zone zone : estate.zones()) {
        instants.addAll(rule.rule().turningPoints(zone, rule.parameters()));
      }
      rule.waivers().forEach(w -> instants.addAll(List.of(w.from(), w.until())));
    }
    List<Outlook.Turn> turns = new ArrayList<>();
    List<Verdict> last = verdicts(workload, estate);
    Instant before = estate.now();
    for (Instant at : instants.subSet(estate.now(), false, end, false)) {
      List<Verdict> now = verdicts(workload, at(estate, at));
      for (int i = 0; i < now.size(); i++) {
        Verdict was = last.get(i);
        Verdict is = now.get(i);
        boolean speaks = was.failing() || was.warns() || is.failing() || is.warns();
        if (speaks && (was.result() != is.result() || !was.code().equals(is.code()))) {
          BoundRule rule = workload.rules().get(i % workload.rules().size());
          boolean waived = was.result() == Verdict.Result.Waived;
          turns.add(new Outlook.Turn(at, was, is, waived ? rule.waiver(is.zone(), before) : null));
        }
      }
      last = now;
      before = at;
    }
    return turns;
  }

  private static List<Verdict> verdicts(Workload workload, Estate estate) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Zone zone : estate.zones()) {
      workload.rules().forEach(rule -> verdicts.add(rule.evaluate(workload, zone, estate)));
    }
    return verdicts;
  }
}
