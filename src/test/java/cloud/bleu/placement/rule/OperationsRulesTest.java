package cloud.bleu.placement.rule;

import static cloud.bleu.placement.rule.Case.operations;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Provider;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From where the provider runs its services, and under whose law. */
class OperationsRulesTest {

  private static final ZoneRule TECHNICAL = new TechnicalDataLocation();
  private static final ZoneRule ADMINISTRATION = new AdministrationLocation();
  private static final ZoneRule SUPPORT = new SupportLocation();
  private static final ZoneRule LAW = new GoverningLaw();

  @ParameterizedTest(name = "in {0}, accepted {1}: {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "FR, EU, Pass",
        "FR DE IE, EU, Pass",
        "FR US, EU, NotAccepted", // one outside is enough
        "NO, EU, NotAccepted", // the Area is not the Union
        "NO, EEA, Pass",
        "FR DE, FR, NotAccepted",
        "EU, EU, Pass",
        "EU, EEA, Pass",
        "EU, FR, Unknown", // some country of the Union: which one is not said
        "EU, US, NotAccepted",
        "EEA, EU, Unknown",
        "EEA, EEA, Pass",
        "EU US, FR, NotAccepted", // what is known to fail comes first
        "fr, EU, Unknown",
        "-, EU, Unknown",
      })
  void places(String stated, String accepted, String answer) {
    Case c = new Case();
    c.operations = operations(stated, "FR", "None", stated);
    Object[] parameters = {"countries", List.of(accepted)};
    assertEquals(expected("AdministrationLocation", answer), c.ask(ADMINISTRATION, parameters));
    assertEquals(expected("TechnicalDataLocation", answer), c.ask(TECHNICAL, parameters));
  }

  private static String expected(String code, String answer) {
    return switch (answer) {
      case "NotAccepted" -> "Reject " + code + answer;
      case "Unknown" -> "Unknown " + code + answer;
      default -> answer;
    };
  }

  @ParameterizedTest(name = "from {0}, {1}, accepted {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "FR, None, None Listed, Pass",
        "-, None, None, Pass", // there is none, wherever the rest comes from
        "FR DE, -, None, Pass", // the list is complete: nothing comes from outside
        "FR US, Listed, None Listed, Pass", // 19.2.e allows it
        "FR US, Listed, None, Reject NonEUSupportNotAccepted",
        "FR US, Unrestricted, None Listed, Reject NonEUSupportNotAccepted",
        "FR US, Unrestricted, None Listed Unrestricted, Pass",
        "-, Unrestricted, None Listed, Reject NonEUSupportNotAccepted",
        "FR US, -, None Listed, Unknown SupportLocationUnknown",
        "-, -, None Listed, Unknown SupportLocationUnknown",
        "FR US, None, None Listed, Unknown SupportInconsistent",
        "EEA, None, None, Pass", // may all be in the Union
        "EEA, -, None, Unknown SupportLocationUnknown",
        "FR EEA, -, None, Unknown SupportLocationUnknown", // one of two places may lie outside
        "FR EEA, Listed, None, Reject NonEUSupportNotAccepted",
        "FR DE, Listed, None, Unknown SupportInconsistent", // none comes from outside
        "FR DE, Listed, None Listed, Pass",
      })
  void support(String from, String form, String accepted, String answer) {
    Case c = new Case();
    c.operations = operations("FR", from, form, "FR");
    assertEquals(answer, c.ask(SUPPORT, "acceptNonEUSupport", List.of(accepted.split(" "))));
  }

  @ParameterizedTest(name = "from {0}, accepted from {1}: {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "FR, FR, Pass",
        "FR DE, FR, Reject SupportLocationNotAccepted",
        "FR DE, EU, Pass",
        "EU, FR, Unknown SupportLocationUnknown",
        "FR EU, FR, Unknown SupportLocationUnknown", // one of two places may lie elsewhere
        "DE EU, FR, Reject SupportLocationNotAccepted", // one of two places does
        "-, FR, Unknown SupportLocationUnknown",
      })
  void supportFromCertainCountries(String from, String countries, String answer) {
    Case c = new Case();
    c.operations = operations("FR", from, "None", "FR");
    assertEquals(answer, c.ask(SUPPORT, "countries", List.of(countries)));
  }

  @ParameterizedTest(name = "law of {0}: {1}")
  @CsvSource(
      nullValues = "-",
      value = {
        "FR, Pass",
        "IE, Pass",
        "US, Reject LawNotAccepted",
        "GB, Reject LawNotAccepted",
        "NO, Reject LawNotAccepted",
        "-, Unknown LawUnknown",
        "french, Unknown LawUnknown",
      })
  void law(String country, String answer) {
    Case c = new Case();
    c.legalEntity = new Provider.LegalEntity("Example SAS", "FR", "FR", "FR", country, Case.SIGNED);
    assertEquals(answer, c.ask(LAW));
  }

  @Test
  void noFactNoAnswer() {
    Case c = new Case();
    c.operations = null;
    c.legalEntity = null;
    assertEquals("Unknown AdministrationLocationUnknown", c.ask(ADMINISTRATION));
    assertEquals("Unknown TechnicalDataLocationUnknown", c.ask(TECHNICAL));
    assertEquals("Unknown SupportLocationUnknown", c.ask(SUPPORT));
    assertEquals("Unknown LawUnknown", c.ask(LAW));
    c.providerExists = false;
    for (ZoneRule rule : List.of(ADMINISTRATION, TECHNICAL, SUPPORT, LAW)) {
      assertEquals("Unknown ProviderUnknown", c.ask(rule));
    }
    assertEquals(
        "there is no CloudProvider p; create it with its operations", c.verdict(SUPPORT).message());
  }

  @Test
  void theOriginFollowsTheBasis() {
    for (Basis basis : Basis.values()) {
      Case c = new Case();
      c.operations =
          new Provider.Operations(
              List.of("FR"), List.of("FR"), "None", List.of("FR"), Case.dated(basis, "2026-01-01"));
      for (ZoneRule rule : List.of(ADMINISTRATION, TECHNICAL, SUPPORT)) {
        assertEquals(basis.origin(), c.verdict(rule).origin());
      }
    }
  }

  @Test
  void looserThanTheTextServesNoRequirement() {
    Object[] area = {"countries", List.of("EEA")};
    Object[] france = {"countries", List.of("FR")};
    for (ZoneRule rule : List.of(ADMINISTRATION, TECHNICAL, LAW)) {
      assertEquals(List.of(), rule.requirements(Case.parameters(area)));
      assertEquals(rule.declaration().requirements(), rule.requirements(Case.parameters(france)));
      assertEquals(rule.declaration().requirements(), rule.requirements(Case.parameters()));
    }
    assertEquals(List.of("19.2.e"), SUPPORT.requirements(Case.parameters()));
    assertEquals(
        List.of("19.2.e"),
        SUPPORT.requirements(Case.parameters("acceptNonEUSupport", List.of("None"))));
    assertEquals(
        List.of(),
        SUPPORT.requirements(
            Case.parameters("acceptNonEUSupport", List.of("None", "Unrestricted"))));
  }

  @Test
  void messagesSayWhatAndWhatNext() {
    Case c = new Case();
    c.operations = operations("US FR", "US", "Unrestricted", null);
    assertEquals(
        "provider p administers its services from US, accepted: EU; use a zone of another provider",
        c.verdict(ADMINISTRATION).message());
    assertEquals(
        "it is not known where provider p keeps technical data; state"
            + " spec.operations.technicalDataIn of the provider",
        c.verdict(TECHNICAL).message());
    assertEquals(
        "support of provider p from outside the EU is Unrestricted, accepted: Listed, None; use a"
            + " zone of another provider",
        c.verdict(SUPPORT).message());
    c.operations = operations("FR", "FR DE", "Listed", "FR");
    assertEquals(
        "provider p gives support from DE, FR, and from outside the EU it would be Listed",
        c.verdict(SUPPORT).message());
    c.operations = operations("FR", "FR DE", null, "FR");
    assertEquals(
        "provider p is stated to give no support from outside the EU",
        c.verdict(SUPPORT).message());
  }
}
