package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Territory;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the zone is: countries, regions, zones, providers, and what state it is in. */
class PlaceRulesTest {

  @ParameterizedTest(name = "{0} {1} in {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "FR, -, EU, true",
        "FR, FR-IDF, EU, true",
        "FR, FR-IDF, FR, true",
        "FR, -, DE FR, true",
        "FR, -, DE BE, false",
        "DE, -, EU, true",
        "HR, -, EU, true", // the youngest member
        "GB, -, EU, false", // left on 2020-01-31
        "CH, -, EU, false",
        "CH, -, EEA, false", // in EFTA, not in the Area
        "NO, -, EU, false",
        "NO, -, EEA, true",
        "IS, -, EEA, true",
        "LI, -, EEA, true",
        "FR, -, EEA, true",
        "US, -, EU EEA, false",
        "US, -, EU US, true",
        "RE, -, EU, true", // outermost region of France
        "RE, -, FR, false", // a code of its own
        "NC, -, EU, false",
        "FR, FR-NC, EU, false", // French, not of the Union
        "FR, FR-NC, FR, false", // a code of its own as well
        "FR, FR-NC, FR NC, true",
        "FR, FR-NC, NC, true",
        "NL, NL-CW, EU, false", // the Dutch ones are associated, not members
        "NL, NL-BQ1, EU EEA, false",
        "NL, NL-BQ1, NL, false",
        "NL, NL-BQ1, BQ, true",
        "NL, NL-NH, EU, true",
        "NO, NO-21, EEA, false", // Svalbard
        "NO, NO-03, EEA, true",
        "FR, FR-974, EU, true",
        "GL, -, EU, false", // left in 1985
      })
  void countries(String country, String subdivision, String accepted, boolean in) {
    Case c = new Case();
    c.country = country;
    c.subdivision = subdivision;
    List<String> names = Arrays.asList(accepted.split(" "));
    assertEquals(
        in ? "Pass" : "Reject CountryNotAccepted", c.ask(new DataLocation(), "countries", names));
    assertEquals(
        in ? "Pass" : "Reject CountryNotAllowed", c.ask(new Countries(), "countries", names));
  }

  @Test
  void theUnionHas27MembersAndTheAreaThreeMore() {
    assertEquals(27, Territory.EU_MEMBERS.size());
    assertEquals(3, Territory.EEA_EFTA.size());
    assertEquals(true, Territory.EU_MEMBERS.stream().allMatch(Territory::isCountry));
  }

  @Test
  void dataLocationAsksForTheUnionByDefault() {
    Case c = new Case();
    assertEquals("Pass", c.ask(new DataLocation()));
    c.country = "US";
    assertEquals("Reject CountryNotAccepted", c.ask(new DataLocation()));
    assertEquals("NotApplicable", c.ask(new Countries()));
  }

  @Test
  void anUnknownCountryIsInNoCountry() {
    for (String country : Arrays.asList(null, "", "fr", "FRA", "EU", "ZZ")) {
      Case c = new Case();
      c.country = country;
      assertEquals("Unknown CountryUnknown", c.ask(new DataLocation()), country);
      assertEquals(
          "Unknown CountryUnknown", c.ask(new Countries(), "countries", List.of("FR")), country);
    }
  }

  /** Where on the map it is asks nobody who asks for a country. */
  @Test
  void aCountryIsKnownWhereItsCoordinatesAreAssumed() {
    Case c = new Case();
    c.locationProvenance = Case.dated(Basis.Contract, "2026-01-01");
    c.coordinates = new Zone.Coordinates(48_850_000, 2_350_000);
    c.coordinatesProvenance = Case.dated(Basis.Assumption, "2026-02-01");
    Verdict verdict = c.verdict(new DataLocation(), "countries", List.of("FR"));
    assertEquals(Origin.Attested, verdict.origin());
    assertEquals(List.of("19.2.a"), verdict.requirements());
    assertEquals(
        List.of("location of zone z: Contract of 2026-01-01"), c.facts(new DataLocation()));
    assertEquals(Origin.Attested, c.verdict(new Countries(), "countries", List.of("FR")).origin());
  }

  @Test
  void originOfALocationIsItsBasis() {
    for (Basis basis : Basis.values()) {
      Case c = new Case();
      c.locationProvenance = Case.dated(basis, "2026-01-01");
      for (String country : Arrays.asList("FR", "US", null)) {
        c.country = country;
        assertEquals(basis.origin(), c.verdict(new DataLocation()).origin());
        assertEquals(
            basis.origin(), c.verdict(new Countries(), "countries", List.of("FR")).origin());
      }
    }
  }

  @ParameterizedTest(name = "allow [{0}] deny [{1}]: {2}")
  @CsvSource({
    "'', '', Pass",
    "x, '', Pass",
    "x y, '', Pass",
    "y, '', Reject NotAllowed",
    "'', x, Reject Denied",
    "'', y, Pass",
    "x, y, Pass",
    "x, x, Reject Denied", // denial wins
    "X, '', Reject NotAllowed", // names are exact
  })
  void allowAndDeny(String allow, String deny, String answer) {
    Case c = new Case();
    c.zoneProvider = "x";
    c.region = "x";
    Object[] parameters = {"allow", names(allow), "deny", names(deny)};
    assertEquals(coded(answer, "Provider"), c.ask(new Providers(), parameters));
    assertEquals(coded(answer, "Region"), c.ask(new Regions(), parameters));
    Object[] zones = {"allow", zoneNames(allow), "deny", zoneNames(deny)};
    assertEquals(coded(answer, "Zone"), c.ask(new Zones(), zones));
  }

  @Test
  void aRegionThatIsNotKnown() {
    Case c = new Case();
    c.region = "";
    assertEquals("Pass", c.ask(new Regions()));
    assertEquals("Unknown RegionUnknown", c.ask(new Regions(), "deny", List.of("x")));
  }

  @Test
  void bothAllowedAndDeniedIsAContradiction() {
    for (ZoneRule rule : List.of(new Providers(), new Regions(), new Zones())) {
      assertEquals(
          List.of("a, b is both allowed and denied; take it out of one list"),
          rule.contradictions(
              Case.parameters("allow", List.of("c", "b", "a"), "deny", List.of("a", "b"))));
      assertEquals(
          List.of(),
          rule.contradictions(Case.parameters("allow", List.of("a"), "deny", List.of("b"))));
    }
  }

  @Test
  void zoneStates() {
    Case c = new Case();
    ZoneState rule = new ZoneState();
    assertEquals("Pass", c.ask(rule));
    c.state = cloud.bleu.placement.model.ZoneState.Cordoned;
    assertEquals("Reject ZoneCordoned", c.ask(rule));
    c.state = cloud.bleu.placement.model.ZoneState.Drained;
    assertEquals("Reject ZoneDrained", c.ask(rule));
    c.state = cloud.bleu.placement.model.ZoneState.Lost;
    assertEquals("Reject ZoneLost", c.ask(rule));
    assertEquals(Origin.Enforced, c.verdict(rule).origin());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-28T09:00:00Z | 2026-11-28T11:00:00Z |  since 2026-11-28T09:00:00Z, until 2026-11-28T11:00:00Z at the latest",
        "2026-11-28T09:00:00Z | |  since 2026-11-28T09:00:00Z",
        " | | ''"
      })
  void aZoneThatADrillHasLeftNamesTheDrill(Instant began, Instant closes, String when) {
    Case c = new Case();
    c.drill =
        new Zone.Drill("fr-a-live", began, closes, cloud.bleu.placement.model.ZoneState.Active);
    Verdict verdict = c.verdict(new ZoneState());
    assertEquals("ZoneDrilled", verdict.code());
    assertEquals(
        "live drill fr-a-live has what runs here move to other zones"
            + (when.isEmpty() ? "" : " " + when)
            + "; wait until it ends, or end it with `bleu drill fr-a-live --abort`",
        verdict.finding().text());
  }

  /** To wait for its end opens nothing: what somebody closed is to be opened. */
  @Test
  void aClosedZoneThatADrillHasLeftSaysWhatOpensIt() {
    Case c = new Case();
    c.state = cloud.bleu.placement.model.ZoneState.Cordoned;
    c.drill = new Zone.Drill("fr-a-live", null, null, cloud.bleu.placement.model.ZoneState.Active);
    Verdict verdict = c.verdict(new ZoneState());
    assertEquals("ZoneDrilled", verdict.code());
    assertEquals(
        "live drill fr-a-live has what runs here move to other zones, and the zone is also"
            + " Cordoned; use another zone, or end the incident and set spec.state of the zone to"
            + " Active",
        verdict.finding().text());
  }

  private static List<String> names(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  /** The zone of a case is called z. */
  private static List<String> zoneNames(String text) {
    return names(text).stream().map(n -> n.equals("x") ? "z" : n).toList();
  }

  private static String coded(String answer, String kind) {
    return answer.replace("Reject ", "Reject " + kind);
  }
}
