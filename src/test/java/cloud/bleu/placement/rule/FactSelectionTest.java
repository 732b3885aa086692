package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import cloud.bleu.placement.estate.FactMessages;
import cloud.bleu.placement.estate.FactSelection;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
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
  })
  void ofAZoneThatReplicasRunIn(String what, String facts) {
    assertEquals(facts + PROVIDER + OFFERING, facts(question(with(what), Link.Zone)));
  }

  private static Case with(String what) {
    Case c = all();
    switch (what) {
      case "claims" -> c.claims = List.of(new Closure.Claim("data", "fast"));
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
        // As it is.
      }
    }
    return c;
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
