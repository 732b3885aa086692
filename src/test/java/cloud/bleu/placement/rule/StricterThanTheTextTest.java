package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What fails only by a parameter that is stricter than the text carries no identifier (0293). */
class StricterThanTheTextTest {

  private static Verdict ask(String id, Case c, Object... parameters) {
    ZoneRule rule = Catalogue.rule(id);
    Parameters given = Case.parameters(parameters);
    ZoneRule.Question question = c.question(given);
    return new BoundRule(
            rule,
            id,
            "house",
            BoundRule.Action.Enforce,
            BoundRule.OnViolation.Report,
            given,
            rule.requirements(given))
        .evaluate(question.workload(), question.zone(), question.estate());
  }

  private static Arguments row(
      String rule, Object[] house, Consumer<Case> byTheHouse, Consumer<Case> byTheText) {
    return Arguments.of(rule, house, byTheHouse, byTheText);
  }

  private static Object[] with(Object... parameters) {
    return parameters;
  }

  private static void shares(Case c, String outside) {
    String rest = String.valueOf(100 - Integer.parseInt(outside));
    c.holders(
        Case.holder("A", "Example SAS", "FR", "FR", rest, rest),
        Case.holder("B", "Example SAS", "US", "US", outside, outside));
  }

  private static void law(Case c, String law) {
    c.legalEntity =
        new cloud.bleu.placement.model.Provider.LegalEntity(
            "Example SAS", "FR", "FR", "FR", law, Case.SIGNED);
  }

  static Stream<Arguments> refusals() {
    Object[] france = with("countries", List.of("FR"));
    return Stream.of(
        row("data-location", france, c -> c.country = "DE", c -> c.country = "US"),
        row(
            "administration-location",
            france,
            c -> c.operations = Case.operations("DE", "FR", "None", "FR"),
            c -> c.operations = Case.operations("US", "FR", "None", "FR")),
        row(
            "technical-data-location",
            france,
            c -> c.operations = Case.operations("FR", "FR", "None", "DE"),
            c -> c.operations = Case.operations("FR", "FR", "None", "US")),
        row("governing-law", france, c -> law(c, "DE"), c -> law(c, "US")),
        row(
            "support-location",
            with("acceptNonEUSupport", List.of("None")),
            c -> c.operations = Case.operations("FR", "US", "Listed", "FR"),
            c -> c.operations = Case.operations("FR", "US", "Unrestricted", "FR")),
        row(
            "ownership-thresholds",
            with("individualPercent", "10", "collectivePercent", "20"),
            c -> shares(c, "15"),
            c -> shares(c, "30")),
        row(
            "operating-autonomy",
            with("accept", List.of("OwnSkills")),
            c -> c.suppliers = List.of(Case.supplier("Vendor", "US", "US", false, "TwoSuppliers")),
            c -> c.suppliers = List.of(Case.supplier("Vendor", "US", "US", false, "None"))),
        row(
            "homologation",
            with("dataClasses", List.of("DiffusionRestreinte", "Health", "Sensitive")),
            c -> c.dataClasses = List.of("Sensitive"),
            c -> c.dataClasses = List.of("Health")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void onlyWhatTheTextRefusesCarriesIts(
      String rule, Object[] house, Consumer<Case> byTheHouse, Consumer<Case> byTheText) {
    List<String> served = Catalogue.rule(rule).requirements(Case.parameters(house));
    assertTrue(!served.isEmpty(), "it serves identifiers with these parameters");
    Case strict = new Case();
    byTheHouse.accept(strict);
    Verdict refused = ask(rule, strict, house);
    assertEquals(Verdict.Result.Reject, refused.result());
    assertEquals(List.of(), refused.requirements(), refused.message());
    Case outside = new Case();
    byTheText.accept(outside);
    Verdict outsideToo = ask(rule, outside, house);
    assertEquals(Verdict.Result.Reject, outsideToo.result());
    assertEquals(served, outsideToo.requirements(), outsideToo.message());
  }

  @Test
  void whatIsOpenByTheTextIsNoRefusalByIt() {
    Case c = new Case();
    c.holders(
        Case.holder("A", "Example SAS", "FR", "FR", "55", "55"),
        Case.holder("B", "Example SAS", "US", "US", "15", "15"),
        Case.holder("C", "Example SAS", null, null, "30", "30"));
    Verdict refused = ask("ownership-thresholds", c, "individualPercent", "10");
    assertEquals("Reject", refused.result().name());
    assertEquals(List.of(), refused.requirements());
    Verdict open = ask("ownership-thresholds", c);
    assertEquals("Unknown", open.result().name());
    assertEquals(List.of("19.6.b"), open.requirements());
  }

  @Test
  void thatThePlaceIsToldIsNotRefused() {
    Case c = new Case();
    assertEquals(List.of("19.2.a", "19.2.b"), ask("data-location", c).requirements());
    c.country = "US";
    assertEquals(List.of("19.2.b"), ask("data-location", c).requirements());
    c.country = null;
    c.locationProvenance = new Provenance(Basis.Assumption, null, null, null, null);
    assertEquals(List.of("19.2.a", "19.2.b"), ask("data-location", c).requirements());
    c.country = "FR";
    assertEquals(List.of("19.2.b"), ask("data-location", c).requirements());
  }

  @Test
  void aTargetThatOnlyTheHouseRefusesIsNoRefusalByTheText() {
    for (String country : List.of("DE", "US")) {
      Case c = new Case();
      c.dataBound = true;
      c.coordinates = new Zone.Coordinates(48_850_000, 2_350_000);
      c.backup = new Closure.Backup(List.of("far"), 1000);
      c.country = country;
      c.otherZones =
          List.of(c.aside("far", "site-far", new Zone.Coordinates(43_300_000, 5_370_000)));
      c.country = "FR";
      ZoneRule places = Catalogue.rule("data-location");
      Parameters france = Case.parameters("countries", List.of("FR"));
      c.rules =
          List.of(
              new BoundRule(
                  places,
                  "france",
                  "house",
                  BoundRule.Action.Enforce,
                  BoundRule.OnViolation.Report,
                  france,
                  places.requirements(france)));
      Verdict refused = ask("backup-location", c, "minDistanceKm", "1");
      assertEquals("BackupRefused", refused.code());
      assertEquals(
          country.equals("DE") ? List.of() : List.of("12.5.d", "19.2.b"), refused.requirements());
    }
  }

  /** Each rule that names an identifier and takes parameters says with which it is the text. */
  @Test
  void withTheParametersOfTheTextItServesAllOfIts() {
    for (ZoneRule rule : Catalogue.rules()) {
      TreeSet<String> left = new TreeSet<>(rule.declaration().requirements());
      left.removeAll(rule.requirements(rule.byTheText()));
      // The distance is the customer's, and that a place is told is seen at the fact.
      left.removeAll(List.of("12.5.d", "19.2.a"));
      assertEquals(new TreeSet<>(), left, rule.declaration().id());
    }
  }
}
