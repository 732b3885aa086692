package cloud.bleu.placement.rule;

import static cloud.bleu.placement.rule.Case.qualification;
import static cloud.bleu.placement.rule.Case.qualified;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.Provider.Qualification;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualifiedOfferingTest {

  private static final QualifiedOffering RULE = new QualifiedOffering();

  @Test
  void passesWithADocumentForTheLayerInTheRegionToday() {
    Case c = new Case();
    assertEquals("Pass", c.ask(RULE, "version", "3.2"));
    assertEquals(Origin.Attested, c.verdict(RULE).origin());
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    // The window is days in Paris, both inclusive; in winter Paris is one hour ahead of UTC.
    "before the first day, 2024-12-31T22:59:59Z, Reject NotYetValid",
    "first second of the first day, 2024-12-31T23:00:00Z, Pass",
    "the day after the first, 2025-01-02T12:00:00Z, Pass",
    "last second of the last day, 2027-12-31T22:59:59Z, Pass",
    "first second after the last day, 2027-12-31T23:00:00Z, Reject Expired",
  })
  void windowIsDaysInParis(String what, Instant now, String answer) {
    Case c = new Case();
    c.now = now;
    assertEquals(answer, c.ask(RULE));
  }

  @Test
  void windowIsDaysInParisInSummerToo() {
    Case c = new Case().offering(qualification("Qualified", "2026-07-01", "2026-07-31"));
    c.now = Instant.parse("2026-07-31T21:59:59Z"); // two hours ahead of UTC
    assertEquals("Pass", c.ask(RULE));
    c.now = Instant.parse("2026-07-31T22:00:00Z");
    assertEquals("Reject Expired", c.ask(RULE));
  }

  @ParameterizedTest(name = "from {0} until {1}, open accepted {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "2025-01-01, -, false, Unknown WindowUnknown",
        "-, 2027-12-31, false, Unknown WindowUnknown",
        "-, -, false, Unknown WindowUnknown", // announced in 2020, which opens nothing
        "-, -, true, Pass",
        "2025-01-01, -, true, Pass",
        "-, 2027-12-31, true, Pass",
        "2026-03-02, -, true, Reject NotYetValid", // what is known counts, open or not
        "-, 2026-02-28, true, Reject Expired",
        "-, 2026-02-28, false, Reject Expired",
        "2026-03-01, 2026-03-01, false, Pass",
      })
  void openWindows(String from, String until, boolean accepted, String answer) {
    Case c = new Case().offering(qualification("Qualified", from, until));
    assertEquals(answer, c.ask(RULE, "acceptOpenWindow", accepted));
  }

  @ParameterizedTest(name = "state {0}")
  @CsvSource({
    "Qualified, Pass, Pass",
    "InEvaluation, Reject InEvaluation, Pass",
    "Suspended, Reject Suspended, Reject Suspended",
    "Withdrawn, Reject Withdrawn, Reject Withdrawn",
    "qualified, Unknown StateUnknown, Unknown StateUnknown",
    "'', Unknown StateUnknown, Unknown StateUnknown",
  })
  void states(String state, String byDefault, String inPreparation) {
    Case c = new Case().offering(qualification(state, "2025-01-01", "2027-12-31"));
    assertEquals(byDefault, c.ask(RULE));
    assertEquals(inPreparation, c.ask(RULE, "acceptStates", List.of("Qualified", "InEvaluation")));
  }

  @Test
  void anAcceptedEvaluationNeedsNoWindow() {
    Case c = new Case().offering(qualification("InEvaluation", null, null));
    assertEquals("Pass", c.ask(RULE, "acceptStates", List.of("InEvaluation")));
    assertEquals(
        "Reject StateNotAccepted", new Case().ask(RULE, "acceptStates", List.of("InEvaluation")));
  }

  @Test
  void versionAndScheme() {
    assertEquals("Reject VersionNotAccepted", new Case().ask(RULE, "version", "3.1"));
    assertEquals("Reject NotQualified", new Case().ask(RULE, "scheme", "HDS"));
    Qualification unversioned =
        new Qualification(
            "SecNumCloud",
            null,
            "Qualified",
            List.of("IaaS"),
            List.of(),
            null,
            qualified().validFrom(),
            qualified().validUntil(),
            Case.SIGNED);
    assertEquals("Pass", new Case().offering(unversioned).ask(RULE));
    assertEquals(
        "Unknown VersionUnknown", new Case().offering(unversioned).ask(RULE, "version", "3.2"));
  }

  @Test
  void everyLayerOfTheWorkloadMustBeInScope() {
    Case c = new Case();
    c.layers = List.of("IaaS", "CaaS");
    assertEquals("Pass", c.ask(RULE));
    c.layers = List.of("IaaS", "PaaS");
    assertEquals("Reject LayerNotInScope", c.ask(RULE));
    c.layers = List.of();
    assertEquals("Unknown LayersNotStated", c.ask(RULE));
  }

  @Test
  void layersMayBeQualifiedThroughDifferentOfferings() {
    Case c = new Case();
    c.offerings.add(
        new Offering(
            "paas", List.of("PaaS"), List.of("r"), List.of(), null, List.of(paas(Case.SIGNED))));
    c.layers = List.of("IaaS", "PaaS");
    assertEquals("Reject LayerNotInScope", c.ask(RULE)); // the zone does not have the second one
    c.zoneOfferings = List.of("o", "paas");
    assertEquals("Pass", c.ask(RULE));
    c.offerings.set(
        1,
        new Offering(
            "paas",
            List.of("PaaS"),
            List.of("r"),
            List.of(),
            null,
            List.of(paas(Case.dated(Basis.Press, "2026-01-01")))));
    assertEquals(Origin.Declared, c.verdict(RULE).origin()); // as strong as its weakest link
  }

  @Test
  void scopeAndRegionsThatNobodyStatedAreUnknown() {
    Qualification q = qualified();
    Case c =
        new Case()
            .offering(
                new Qualification(
                    "SecNumCloud",
                    "3.2",
                    "Qualified",
                    List.of(),
                    List.of(),
                    null,
                    q.validFrom(),
                    q.validUntil(),
                    Case.SIGNED));
    assertEquals("Unknown ScopeUnknown", c.ask(RULE));
    c = new Case();
    c.offerings.set(0, new Offering("o", List.of("IaaS"), List.of(), List.of(), null, List.of(q)));
    assertEquals("Unknown RegionsUnknown", c.ask(RULE));
  }

  @Test
  void theQualificationHoldsInTheOfferingsRegionsOnly() {
    Case c = new Case();
    c.region = "elsewhere";
    assertEquals("Reject RegionNotCovered", c.ask(RULE));
  }

  @Test
  void anyOfferingOfTheZoneMaySatisfyIt() {
    Case c = new Case().offering(qualification("Withdrawn", "2025-01-01", "2027-12-31"));
    c.offerings.add(
        new Offering("p", List.of("IaaS"), List.of("r"), List.of(), null, List.of(qualified())));
    assertEquals("Reject Withdrawn", c.ask(RULE));
    // Both sell the layer, and nobody says which of them is used.
    c.zoneOfferings = List.of("o", "p");
    assertEquals("Unknown OfferingUnclear", c.ask(RULE));
    // What one of them sells tells it.
    c.offerings.set(
        1,
        new Offering(
            "p", List.of("IaaS"), List.of("r"), List.of("bare"), null, List.of(qualified())));
    c.services = List.of("bare");
    assertEquals("Pass", c.ask(RULE));
  }

  private static Offering selling(String name, List<String> services, Qualification... granted) {
    return new Offering(name, List.of("IaaS"), List.of("r"), services, null, List.of(granted));
  }

  /** Two offerings of one layer, of which only the first is qualified. */
  @ParameterizedTest(name = "good sells {0}, bare sells {1}, used {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "vm, db, vm, Pass",
        "vm, db, db, Reject ServiceNotInScope",
        "vm, db, vm db, Reject ServiceNotInScope",
        "vm, db, -, Unknown OfferingUnclear",
        "vm, vm db, vm, Unknown OfferingUnclear", // either may be the one
        "vm, -, vm, Unknown OfferingUnclear", // what nobody lists may be sold
        "vm, db, queue, Unknown OfferingUnclear", // that it is not sold is another rule's
      })
  void theOfferingInUseIsTheOneThatCounts(String good, String bare, String used, String answer) {
    Case c = new Case();
    c.offerings =
        new java.util.ArrayList<>(
            List.of(selling("good", words(good), qualified()), selling("bare", words(bare))));
    c.zoneOfferings = List.of("good", "bare");
    c.services = words(used);
    assertEquals(answer, c.ask(RULE));
    // Whether the zone is made of one of them alone is not unclear.
    c.zoneOfferings = List.of("good");
    assertEquals("Pass", c.ask(RULE));
    c.zoneOfferings = List.of("bare");
    assertEquals("Reject NotQualified", c.ask(RULE));
  }

  @Test
  void anOfferingOfAnotherRegionIsNotInUse() {
    Case c = new Case();
    c.offerings =
        new java.util.ArrayList<>(
            List.of(
                selling("good", List.of(), qualified()),
                new Offering("bare", List.of("IaaS"), List.of("far"), List.of(), null, List.of())));
    c.zoneOfferings = List.of("good", "bare");
    assertEquals("Pass", c.ask(RULE));
  }

  @Test
  void whatTellsTheOfferingIsOnlyDeclared() {
    Case c = new Case();
    c.offerings =
        new java.util.ArrayList<>(
            List.of(selling("good", List.of("vm"), qualified()), selling("bare", List.of("db"))));
    c.zoneOfferings = List.of("good");
    assertEquals(Origin.Attested, c.verdict(RULE).origin());
    c.zoneOfferings = List.of("good", "bare");
    assertEquals(Origin.Declared, c.verdict(RULE).origin());
  }

  @Test
  void whatIsWrongWithTheOfferingInUseIsSaid() {
    Case c = new Case();
    c.offerings =
        new java.util.ArrayList<>(
            List.of(selling("good", List.of("vm"), qualified()), selling("bare", List.of("db"))));
    c.zoneOfferings = List.of("good", "bare");
    c.services = List.of("db");
    assertEquals(
        "service db is one of offering bare, which no SecNumCloud qualification covers in region r;"
            + " use a zone where it is covered, or take another service (spec.services)",
        c.verdict(RULE).message());
    c.services = List.of();
    assertEquals(
        "it is not known which of bare (IaaS), good (IaaS) gives layer IaaS, and a SecNumCloud"
            + " qualification covers only good (IaaS); state spec.services of the workload, or only"
            + " the offerings that are used in spec.offerings of the zone",
        c.verdict(RULE).message());
  }

  private static List<String> words(String text) {
    return text == null ? List.of() : List.of(text.split(" "));
  }

  @Test
  void anOldQualificationBesideTheOneInForceDoesNoHarm() {
    Case c =
        new Case().offering(qualification("Qualified", "2020-01-01", "2022-12-31"), qualified());
    assertEquals("Pass", c.ask(RULE));
  }

  @Test
  void whatCouldStillSatisfyItIsUnknownNotRefused() {
    Case c =
        new Case()
            .offering(
                qualification("InEvaluation", "2025-01-01", "2027-12-31"),
                qualification("Qualified", null, null));
    assertEquals("Unknown WindowUnknown", c.ask(RULE));
    c = new Case().offering();
    assertEquals("Reject NotQualified", c.ask(RULE));
    c.zoneOfferings = List.of("o", "nobody-described-it");
    assertEquals("Unknown OfferingUnknown", c.ask(RULE));
    c.zoneOfferings = List.of();
    assertEquals("Unknown OfferingUnknown", c.ask(RULE));
    c.providerExists = false;
    assertEquals("Unknown ProviderUnknown", c.ask(RULE));
  }

  @Test
  void originFollowsTheBasis() {
    for (Basis basis : Basis.values()) {
      Qualification q = qualified();
      Case c =
          new Case()
              .offering(
                  new Qualification(
                      "SecNumCloud",
                      "3.2",
                      "Suspended",
                      q.layers(),
                      List.of(),
                      null,
                      q.validFrom(),
                      q.validUntil(),
                      Case.dated(basis, "2026-01-01")));
      assertEquals(basis.origin(), c.verdict(RULE).origin());
    }
  }

  @Test
  void looserParametersServeNoRequirement() {
    assertEquals(List.of("3.2"), requirements("version", "3.2"));
    assertEquals(List.of(), requirements());
    assertEquals(List.of(), requirements("version", "3.1"));
    assertEquals(List.of(), requirements("version", "3.2", "scheme", "HDS"));
    assertEquals(List.of(), requirements("version", "3.2", "acceptOpenWindow", true));
    assertEquals(
        List.of(),
        requirements("version", "3.2", "acceptStates", List.of("Qualified", "InEvaluation")));
  }

  private static List<String> requirements(Object... namesAndValues) {
    return RULE.requirements(Case.parameters(namesAndValues));
  }

  @Test
  void whatOnlyThePressSaysIsToBeCheckedInTheRegulatorsList() {
    Qualification q = qualified();
    Case c = new Case().offering(announced(Basis.Press, null));
    assertEquals("Unknown OnlyAnnounced", c.ask(RULE));
    assertEquals(
        "SecNumCloud 3.2 of offering o is only announced in the press; check the regulator's list and"
            + " record it",
        c.verdict(RULE).message());
    assertEquals("Pass", c.ask(RULE, "acceptOpenWindow", true));
    c.offering(announced(Basis.Press, q.validUntil()));
    assertEquals("Pass", c.ask(RULE)); // the basis is another rule's
    c.offering(announced(Basis.SignedDocument, null));
    assertEquals("Unknown WindowUnknown", c.ask(RULE));
  }

  private static Qualification announced(Basis basis, java.time.LocalDate until) {
    Qualification q = qualified();
    return new Qualification(
        "SecNumCloud",
        "3.2",
        "Qualified",
        q.layers(),
        List.of(),
        q.announcedOn(),
        until == null ? null : q.validFrom(),
        until,
        Case.dated(basis, "2026-01-01"));
  }

  @ParameterizedTest(name = "granted for {0}, asked for {1}: {2}")
  @CsvSource(
      nullValues = "",
      value = {
        "hosting backup, hosting, Pass",
        "hosting, hosting backup, Reject ActivityNotInScope",
        ", hosting, Unknown ActivitiesUnknown",
        ", , Pass",
      })
  void activities(String granted, String asked, String answer) {
    Qualification q = qualified();
    Case c =
        new Case()
            .offering(
                new Qualification(
                    "SecNumCloud",
                    "3.2",
                    "Qualified",
                    q.layers(),
                    granted == null ? List.of() : List.of(granted.split(" ")),
                    null,
                    q.validFrom(),
                    q.validUntil(),
                    Case.SIGNED));
    Object[] none = {};
    Object[] some = {"activities", asked == null ? List.of() : List.of(asked.split(" "))};
    assertEquals(answer, c.ask(RULE, asked == null ? none : some));
  }

  private static Qualification paas(cloud.bleu.placement.model.Provenance provenance) {
    return new Qualification(
        "SecNumCloud",
        "3.2",
        "Qualified",
        List.of("PaaS"),
        List.of(),
        null,
        qualified().validFrom(),
        qualified().validUntil(),
        provenance);
  }
}
