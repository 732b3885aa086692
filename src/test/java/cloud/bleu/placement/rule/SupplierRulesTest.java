package cloud.bleu.placement.rule;

import static cloud.bleu.placement.rule.Case.supplier;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Provider;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the provider relies on, and who has a say in it. */
class SupplierRulesTest {

  private static final ZoneRule ACCESS = new SupplierAccess();
  private static final ZoneRule AUTONOMY = new OperatingAutonomy();
  private static final ZoneRule CONTROL = new NoForeignControl();

  @ParameterizedTest(name = "{0} controlled from {1}, access {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "US, US, false, Pass", // technology from outside is allowed, access is not
        "US, US, true, Reject SupplierHasAccess",
        "US, -, true, Reject SupplierHasAccess",
        "FR, US, true, Reject SupplierHasAccess", // a subsidiary
        "US, FR, true, Reject SupplierHasAccess",
        "GB, GB, true, Reject SupplierHasAccess",
        "NO, NO, true, Reject SupplierHasAccess",
        "FR, DE, true, Pass", // the text speaks of those outside only
        "FR, -, true, Unknown SupplierAccessUnknown",
        "-, -, true, Unknown SupplierAccessUnknown",
        "-, -, false, Pass",
        "US, US, -, Unknown SupplierAccessUnknown",
        "FR, FR, -, Pass",
      })
  void access(String country, String controlledFrom, Boolean technicalAccess, String answer) {
    Case c = new Case();
    c.suppliers = List.of(supplier("Vendor", country, controlledFrom, technicalAccess, null));
    assertEquals(answer, c.ask(ACCESS));
  }

  @ParameterizedTest(name = "{0} controlled from {1}, {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "US, US, OwnSkills, Pass",
        "US, US, TwoSuppliers, Pass",
        "US, US, SupplierQualified, Pass",
        "US, US, None, Reject AutonomyNotAccepted",
        "FR, US, None, Reject AutonomyNotAccepted",
        "FR, FR, None, Pass",
        "FR, -, None, Unknown AutonomyUnknown",
        "US, US, -, Unknown AutonomyUnknown",
        "US, US, nonsense, Unknown AutonomyUnknown",
      })
  void autonomy(String country, String controlledFrom, String autonomy, String answer) {
    Case c = new Case();
    c.suppliers = List.of(supplier("Vendor", country, controlledFrom, false, autonomy));
    assertEquals(answer, c.ask(AUTONOMY));
  }

  /** Those in the Union, which it need not go on without, are counted and not named. */
  @Test
  void theAnswerSaysHowItGoesOnWithoutWhom() {
    Case c = new Case();
    c.suppliers =
        List.of(
            supplier("Zeta", "US", "US", false, "OwnSkills"),
            supplier("Home", "FR", "FR", false, "None"),
            supplier("Alpha", "US", "US", false, "TwoSuppliers"));
    assertEquals(
        "provider p is stated to be able to go on without its suppliers from outside the EU"
            + " (Alpha: TwoSuppliers, Zeta: OwnSkills), of 3 that are recorded",
        c.verdict(AUTONOMY).message());
  }

  @Test
  void aPolicyMayAskForMoreOrLess() {
    Case c = new Case();
    c.suppliers = List.of(supplier("Vendor", "US", "US", false, "TwoSuppliers"));
    assertEquals("Reject AutonomyNotAccepted", c.ask(AUTONOMY, "accept", List.of("OwnSkills")));
    assertEquals(
        List.of("19.6.d"), AUTONOMY.requirements(Case.parameters("accept", List.of("OwnSkills"))));
    assertEquals(
        List.of(), AUTONOMY.requirements(Case.parameters("accept", List.of("OwnSkills", "None"))));
  }

  @Test
  void everySupplierIsNamedAndSilenceIsNotNobody() {
    Case c = new Case();
    c.suppliers =
        List.of(
            supplier("Zeta", "US", "US", true, "None"),
            supplier("Alpha", "GB", "GB", true, "None"),
            supplier("Beta", "US", "US", null, null));
    assertEquals(
        "of provider p: Alpha, Zeta (outside the EU): stated to have technical means to obtain data; use"
            + " a zone of another provider",
        c.verdict(ACCESS).message());
    c.suppliers = List.of(supplier("Beta", "US", "US", null, null));
    assertEquals(
        "of provider p: it is not known whether this supplier from outside the EU has technical means"
            + " to obtain data: Beta; state country, controlledFrom and technicalAccess under"
            + " spec.suppliers of the provider",
        c.verdict(ACCESS).message());
    c.suppliers = List.of();
    assertEquals("Unknown SuppliersUnknown", c.ask(ACCESS));
    assertEquals("Unknown SuppliersUnknown", c.ask(AUTONOMY));
  }

  @Test
  void theWeakestBasisStandsForAll() {
    Case c = new Case();
    Provider.Supplier press =
        new Provider.Supplier(
            "B", "US", "US", false, "OwnSkills", Case.dated(Basis.Press, "2026-01-01"));
    c.suppliers = List.of(supplier("A", "US", "US", false, "OwnSkills"), press);
    assertEquals(Origin.Declared, c.verdict(ACCESS).origin());
    assertEquals(Origin.Declared, c.verdict(AUTONOMY).origin());
  }

  @ParameterizedTest(name = "veto {0}, appointment {1}: {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "false, false, Pass",
        "true, false, Reject ForeignVeto",
        "false, true, Reject ForeignAppointment",
        "true, true, Reject ForeignVeto",
        "true, -, Reject ForeignVeto",
        "-, true, Reject ForeignAppointment",
        "-, false, Unknown ForeignControlUnknown",
        "false, -, Unknown ForeignControlUnknown",
        "-, -, Unknown ForeignControlUnknown",
      })
  void control(Boolean veto, Boolean appointment, String answer) {
    Case c = new Case();
    c.veto = veto;
    c.appointment = appointment;
    assertEquals(answer, c.ask(CONTROL));
  }

  @Test
  void controlNeedsTheFactAndNamesTheRight() {
    Case c = new Case();
    c.veto = true;
    c.appointment = true;
    assertEquals(
        "somebody outside the EU has in provider p a right of veto and the appointment of a"
            + " majority; use a zone of another provider",
        c.verdict(CONTROL).message());
    c.holders = null;
    assertEquals("Unknown ForeignControlUnknown", c.ask(CONTROL));
    c.providerExists = false;
    assertEquals("Unknown ProviderUnknown", c.ask(CONTROL));
    assertEquals("Unknown ProviderUnknown", c.ask(ACCESS));
    assertEquals("Unknown ProviderUnknown", c.ask(AUTONOMY));
  }
}
