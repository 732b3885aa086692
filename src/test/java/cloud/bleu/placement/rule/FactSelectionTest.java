package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import cloud.bleu.expression.Expressions;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.FactMessages;
import cloud.bleu.placement.estate.FactSelection;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which facts an answer rests on, by what is asked about and by what the workload is. */
class FactSelectionTest {
  private static final String PROVIDER = " legalEntity ownership operations suppliers";
  private static final String OFFERING = " agreement SecNumCloud";

  /** All kinds of facts are stated, two homologations among them, and nothing of it is asked. */
  private static Case all() {
    Case all = new Case();
    all.homologations =
        List.of(
            new Zone.Homologation("H-1", List.of("Sensitive"), null, null, Case.SIGNED),
            new Zone.Homologation("H-2", List.of("Health"), null, null, Case.SIGNED));
    all.dataClasses = List.of();
    return all;
  }

  private static ZoneRule.Question question(Case c, Link link) {
    ZoneRule.Question asked = c.question(Parameters.NONE);
    return new ZoneRule.Question(
        asked.workload(), asked.zone(), asked.provider(), asked.parameters(), asked.estate(), link);
  }

  /** {@code location site}: the kinds in the order of the facts, a homologation by its name. */
  private static String facts(ZoneRule.Question question) {
    return FactSelection.facts(question).stream()
        .map(FactSelectionTest::word)
        .collect(Collectors.joining(" "));
  }

  private static String word(StatedFact fact) {
    if (fact.kind() == StatedFact.Kind.Homologation) {
      return fact.name();
    }
    String kinds = FactMessages.kinds(List.of(fact)).get(0).text();
    return kinds.substring(kinds.indexOf('(') + 1, kinds.indexOf(')'));
  }

  @ParameterizedTest
  @CsvSource({
    // what of the workload, the zone or its provider is so; what is said of the zone
    "'', site location egress",
    "claims, site location storage egress",
    "backup, site location storage egress",
    "unseen, site location storage egress",
    "survives, site location failureDomains egress",
    "sensitive, site location H-1 egress",
    "health, site location H-2 egress",
    "both, site location H-1 H-2 egress",
    "nowhere, site egress",
    "measured, site location coordinates egress",
    "ownDistance, site location storage egress",
    "measuredAlike, site location egress",
    "zone.failureDomains.flood == 'None', site location failureDomains egress",
    "zone.homologations.size() > 0, site location H-1 H-2 egress",
    "zone.equipment.storage.classes.size() > 0, site location storage egress",
    "zone.location.coordinates.latitudeE6 > 0, site location coordinates egress",
    "provider.name != '', site location egress",
  })
  void ofAZoneThatReplicasRunIn(String what, String facts) {
    assertEquals(facts + PROVIDER + OFFERING, facts(question(with(what), Link.Zone)));
  }

  private static Case with(String what) {
    Case c = all();
    switch (what) {
      case "claims" ->
          c.claims = List.of(new Closure.Claim(TemplatePart.claimTemplate("data"), "fast"));
      case "backup" -> c.backup = new Closure.Backup(List.of("far"), 0);
      case "unseen" -> c.content = Closure.Content.OthersPods;
      case "survives" ->
          c.tolerate =
              List.of(
                  new Workload.Tolerate(
                      Scope.hazard("flood"),
                      0,
                      Workload.Recover.None,
                      Workload.DataCopy.Unspecified,
                      true));
      case "sensitive" -> c.dataClasses = List.of("Sensitive");
      case "health" -> c.dataClasses = List.of("Health");
      case "both" -> c.dataClasses = List.of("Health", "Sensitive");
      case "measured" -> {
        c.coordinatesProvenance = Case.dated(Basis.Assumption, "2026-02-01");
        measured(c);
      }
      case "measuredAlike" -> measured(c);
      case "ownDistance" -> {
        measured(c);
        c.coordinatesProvenance = Case.dated(Basis.Assumption, "2026-02-01");
        c.rules = List.of();
        c.backup = new Closure.Backup(List.of("far"), 300_000);
      }
      case "nowhere" -> c.country = null;
      default -> {
        if (what.contains(" ")) {
          c.coordinates = new Zone.Coordinates(48_850_000, 2_350_000);
          c.coordinatesProvenance = Case.dated(Basis.Assumption, "2026-02-01");
          c.rules = List.of(own(what));
        }
      }
    }
    return c;
  }

  /** A rule of one's own; it only warns, and what it reads counts all the same. */
  private static BoundRule own(String expression) {
    return new BoundRule(
        ((Expressions.Compiled.Rule) Expressions.compile(expression, null, List.of())).rule(),
        "own",
        "p",
        BoundRule.Action.Warn,
        BoundRule.OnViolation.Report,
        Parameters.NONE,
        List.of());
  }

  /** One rule that asks for a scheme does not take the facts from another one that reads more. */
  @ParameterizedTest
  @CsvSource({
    "qualified, SecNumCloud",
    "own, HDS SecNumCloud",
    "own qualified, HDS SecNumCloud",
    "location, HDS SecNumCloud"
  })
  void ofQualifications(String rules, String schemes) {
    Case c = all();
    c.offering(ofScheme("HDS"), Case.qualified());
    List<BoundRule> bound = new ArrayList<>();
    if (rules.contains("own")) {
      bound.add(own("offerings.exists(o, o.qualifications.exists(q, q.scheme == 'HDS'))"));
    }
    if (rules.contains("location")) {
      bound.add(own("zone.location.country == 'FR'"));
    }
    if (rules.contains("qualified")) {
      bound.add(
          new BoundRule(
              new QualifiedOffering(),
              "qualified",
              "p",
              BoundRule.Action.Enforce,
              BoundRule.OnViolation.Report,
              Parameters.NONE,
              List.of()));
    }
    c.rules = bound;
    assertEquals(
        schemes,
        FactSelection.facts(question(c, Link.Zone)).stream()
            .filter(f -> f.kind() == StatedFact.Kind.Qualification)
            .map(StatedFact::name)
            .sorted()
            .collect(Collectors.joining(" ")));
  }

  private static Provider.Qualification ofScheme(String scheme) {
    Provider.Qualification q = Case.qualified();
    return new Provider.Qualification(
        scheme,
        q.version(),
        q.state(),
        q.layers(),
        q.activities(),
        q.announcedOn(),
        q.validFrom(),
        q.validUntil(),
        q.provenance());
  }

  /** A policy asks how far it is. */
  private static void measured(Case c) {
    c.coordinates = new Zone.Coordinates(48_850_000, 2_350_000);
    c.rules = List.of(FactsTest.measuring());
  }

  @ParameterizedTest
  @CsvSource({
    // A dependency has no place, and nodes call nothing where only copies are.
    "Dependency, ''",
    "BackupZone, site location H-1",
  })
  void ofWhatIsUsedFromElsewhere(Link link, String facts) {
    assertEquals((facts + PROVIDER + OFFERING).trim(), facts(question(with("sensitive"), link)));
  }

  /** Of another offering of the provider nothing counts; without a provider nothing of it. */
  @ParameterizedTest
  @CsvSource({"o, true", "x, false"})
  void ofTheOfferingsOfTheZone(String offering, boolean counts) {
    Case c = all();
    c.zoneOfferings = List.of(offering);
    assertEquals(
        "site location egress" + PROVIDER + (counts ? OFFERING : ""),
        facts(question(c, Link.Zone)));
    c.providerExists = false;
    assertEquals("site location egress", facts(question(c, Link.Zone)));
  }

  /** Equal for those for whom it is the same, whatever else they are. */
  @ParameterizedTest
  @CsvSource({
    "'', nowhere, true",
    "claims, backup, true",
    "'', claims, false",
    "'', survives, false",
    "'', measured, false",
    "backup, ownDistance, true",
    "sensitive, health, false",
    "'', zone.failureDomains.flood == 'None', false",
    "survives, zone.failureDomains.flood == 'None', true",
    "'', provider.name != '', true",
  })
  void equalWhereTheSameCounts(String one, String other, boolean equal) {
    FactSelection first = FactSelection.of(question(with(one), Link.Zone).workload());
    FactSelection second = FactSelection.of(question(with(other), Link.Zone).workload());
    if (equal) {
      assertEquals(first, second);
    } else {
      assertNotEquals(first, second);
    }
  }
}
