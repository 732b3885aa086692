package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Provider.Offering;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the provider is and what it sells: seat, layers, services. */
class ProviderRulesTest {

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "FR, FR, FR, Pass",
        "FR, DE, IE, Pass",
        "US, FR, FR, Reject SeatOutsideEU", // all three, not one of them
        "FR, US, FR, Reject SeatOutsideEU",
        "FR, FR, US, Reject SeatOutsideEU",
        "NO, NO, NO, Reject SeatOutsideEU", // the Area is not the Union
        "GB, FR, FR, Reject SeatOutsideEU",
        "-, FR, FR, Unknown SeatUnknown",
        "FR, -, FR, Unknown SeatUnknown",
        "FR, FR, -, Unknown SeatUnknown",
        "FR, FR, france, Unknown SeatUnknown",
        "US, -, FR, Reject SeatOutsideEU", // one outside is enough to know
        "-, -, -, Unknown SeatUnknown",
      })
  void seat(String office, String administration, String establishment, String answer) {
    Case c = new Case();
    c.legalEntity =
        new Provider.LegalEntity(
            "Example SAS", office, administration, establishment, "FR", Case.SIGNED);
    assertEquals(answer, c.ask(new SeatInEu()));
  }

  @Test
  void seatMessagesNameThePlaces() {
    Case c = new Case();
    c.legalEntity = new Provider.LegalEntity("Example SAS", "US", "FR", "GB", "FR", Case.SIGNED);
    assertEquals(
        "provider p has its principal establishment in GB and its registered office in US; use a"
            + " zone of a provider whose seat is in the European Union",
        c.verdict(new SeatInEu()).message());
  }

  @Test
  void seatFollowsItsBasisAndNeedsTheFact() {
    for (Basis basis : Basis.values()) {
      Case c = new Case();
      c.legalEntity =
          new Provider.LegalEntity("x", "FR", "FR", "FR", "FR", Case.dated(basis, "2026-01-01"));
      assertEquals(basis.origin(), c.verdict(new SeatInEu()).origin());
    }
    Case c = new Case();
    c.legalEntity = null;
    assertEquals("Unknown SeatUnknown", c.ask(new SeatInEu()));
    c.providerExists = false;
    assertEquals("Unknown ProviderUnknown", c.ask(new SeatInEu()));
  }

  @Test
  void layers() {
    Case c = new Case(); // offers CaaS and IaaS
    assertEquals("Pass", c.ask(new LayersCovered()));
    c.layers = List.of("CaaS", "IaaS");
    assertEquals("Pass", c.ask(new LayersCovered()));
    c.layers = List.of("IaaS", "SaaS", "PaaS");
    assertEquals("Reject LayerNotOffered", c.ask(new LayersCovered()));
    assertEquals(
        "no offering of the zone has layers PaaS, SaaS; use a zone that has it, or change spec.layers of"
            + " the workload",
        c.verdict(new LayersCovered()).message());
    c.offerings.add(
        new Offering("q", List.of("PaaS", "SaaS"), List.of("r"), List.of(), null, List.of()));
    assertEquals(
        "Reject LayerNotOffered", c.ask(new LayersCovered())); // sold, but not in this zone
    // The zone's own offering has the layers, but is sold in another region.
    Case elsewhere = new Case();
    elsewhere.layers = List.of("IaaS");
    elsewhere.region = "far";
    assertEquals("Reject LayerNotOffered", elsewhere.ask(new LayersCovered()));
    assertEquals(
        "no offering of the zone has layer IaaS in region far; use a zone that has it, or change"
            + " spec.layers of the workload",
        elsewhere.verdict(new LayersCovered()).message());
    c.zoneOfferings = List.of("o", "q");
    assertEquals("Pass", c.ask(new LayersCovered()));
    c.layers = List.of();
    assertEquals("NotApplicable", c.ask(new LayersCovered()));
  }

  @Test
  void services() {
    Case c = new Case(); // offers disk and vm
    assertEquals("Pass", c.ask(new ServicesOffered()));
    c.services = List.of("vm", "queue", "blob");
    assertEquals("Reject ServiceNotOffered", c.ask(new ServicesOffered()));
    assertEquals(
        "no offering of the zone has services blob, queue; use a zone that has it, or change"
            + " spec.services of the workload",
        c.verdict(new ServicesOffered()).message());
    c.offerings.add(
        new Offering(
            "q", List.of("PaaS"), List.of("r"), List.of("blob", "queue"), null, List.of()));
    c.zoneOfferings = List.of("o", "q");
    assertEquals("Pass", c.ask(new ServicesOffered()));
    c.services = List.of();
    assertEquals("NotApplicable", c.ask(new ServicesOffered()));
  }

  @Test
  void offeringsOfAnotherRegionSellNothingHere() {
    Case c = new Case();
    c.region = "elsewhere";
    assertEquals("Reject LayerNotOffered", c.ask(new LayersCovered()));
    assertEquals("Reject ServiceNotOffered", c.ask(new ServicesOffered()));
  }

  @Test
  void whatIsNotDescribedIsUnknown() {
    Case c = new Case();
    c.layers = List.of("PaaS");
    c.services = List.of("queue");
    c.zoneOfferings = List.of("o", "nobody-described-it");
    assertEquals("Unknown OfferingUnknown", c.ask(new LayersCovered()));
    assertEquals("Unknown OfferingUnknown", c.ask(new ServicesOffered()));
    c.zoneOfferings = List.of();
    assertEquals("Unknown LayersUnknown", c.ask(new LayersCovered()));
    assertEquals("Unknown ServicesUnknown", c.ask(new ServicesOffered()));
    c.zoneOfferings = List.of("o");
    c.offerings.set(0, new Offering("o", List.of(), List.of("r"), List.of(), null, List.of()));
    assertEquals("Unknown LayersUnknown", c.ask(new LayersCovered()));
    assertEquals("Unknown ServicesUnknown", c.ask(new ServicesOffered()));
    c.providerExists = false;
    assertEquals("Unknown ProviderUnknown", c.ask(new LayersCovered()));
    assertEquals("Unknown ProviderUnknown", c.ask(new ServicesOffered()));
  }
}
