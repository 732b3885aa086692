package cloud.bleu.placement.rule;

import static cloud.bleu.placement.rule.Case.agreement;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Provider;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the customer has signed. */
class AgreementStatesQualificationTest {

  private static final ZoneRule RULE = new AgreementStatesQualification();

  @ParameterizedTest(name = "signed {0}, states {1}: {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "2026-01-01, true, Pass",
        "2026-01-01, false, Reject QualificationNotStated",
        "-, false, Reject QualificationNotStated",
        "2026-01-01, -, Unknown AgreementUnknown",
        "-, true, Unknown AgreementUnknown",
        "2027-01-01, true, Reject AgreementNotSigned",
      })
  void whatItSays(String signedOn, Boolean states, String answer) {
    assertEquals(answer, new Case().agreement(agreement(signedOn, states)).ask(RULE));
  }

  @ParameterizedTest(name = "signed on 2026-03-02, at {0}: {1}")
  @CsvSource({
    "2026-03-01T22:59:59Z, Reject AgreementNotSigned", // days are days in Paris
    "2026-03-01T23:00:00Z, Pass",
    "2026-03-02T23:00:00Z, Pass",
  })
  void fromTheDayOfSignature(Instant now, String answer) {
    Case c = new Case().agreement(agreement("2026-03-02", true));
    c.now = now;
    assertEquals(answer, c.ask(RULE));
  }

  @Test
  void subscriptions() {
    Case c = new Case(); // covers sub-1
    assertEquals("Pass", c.ask(RULE, "subscriptions", List.of("sub-1")));
    assertEquals(
        "Reject SubscriptionNotCovered", c.ask(RULE, "subscriptions", List.of("sub-1", "sub-2")));
    Provider.Agreement any =
        new Provider.Agreement("A-1", Case.SIGNED.asOf(), true, List.of(), Case.SIGNED);
    c.agreement(any);
    assertEquals("Pass", c.ask(RULE));
    assertEquals("Unknown SubscriptionsUnknown", c.ask(RULE, "subscriptions", List.of("sub-1")));
  }

  @Test
  void noAgreementNoReference() {
    Case c = new Case().agreement((Provider.Agreement) null);
    assertEquals(
        "it is not known under which agreement offering o is bought; state agreement under"
            + " spec.offerings of the provider",
        c.verdict(RULE).message());
    c.agreement(new Provider.Agreement("", Case.SIGNED.asOf(), true, List.of(), Case.SIGNED));
    assertEquals("Unknown AgreementUnknown", c.ask(RULE));
    c.zoneOfferings = List.of("o", "nobody-described-it");
    assertEquals("Unknown OfferingUnknown", c.ask(RULE));
    c.zoneOfferings = List.of();
    assertEquals("Unknown OfferingUnknown", c.ask(RULE));
    c.providerExists = false;
    assertEquals("Unknown ProviderUnknown", c.ask(RULE));
  }

  @Test
  void everyOfferingThatSellsAUsedLayerCounts() {
    Case c = new Case();
    c.offerings.add(
        new Provider.Offering(
            "plain",
            List.of("IaaS"),
            List.of("r"),
            List.of("mail"),
            agreement("2026-01-01", false),
            List.of()));
    assertEquals("Pass", c.ask(RULE)); // not in this zone
    c.zoneOfferings = List.of("o", "plain");
    assertEquals("Reject QualificationNotStated", c.ask(RULE));
    c.layers = List.of("CaaS"); // which only o sells
    assertEquals("Pass", c.ask(RULE));
    c.layers = List.of();
    assertEquals("Reject QualificationNotStated", c.ask(RULE));
  }

  /** An offering of another layer, under an agreement that names it unqualified or under none. */
  @ParameterizedTest(name = "{0} of {1}, states {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "mail, PaaS, false, Pass", // which the workload does not use
        "vm, PaaS, false, Reject QualificationNotStated",
        "vm, PaaS, -, Unknown AgreementUnknown",
        "mail vm, PaaS, false, Reject QualificationNotStated",
        "vm, PaaS, true, Pass",
        // Nobody lists what it sells: it may be what is used, which moves nothing.
        "'', PaaS, false, Unknown QualificationNotStated",
        "'', PaaS, -, Unknown AgreementUnknown",
        "mail, '', false, Unknown QualificationNotStated",
      })
  void everyOfferingThatSellsAUsedServiceCounts(
      String services, String layers, Boolean states, String answer) {
    Case c = new Case();
    c.offerings.add(
        new Provider.Offering(
            "beside",
            words(layers),
            List.of("r"),
            words(services),
            states == null ? null : agreement("2026-01-01", states),
            List.of()));
    c.zoneOfferings = List.of("beside", "o");
    assertEquals(answer, c.ask(RULE));
    boolean used = !"mail".equals(services) || layers.isEmpty();
    assertEquals(
        used ? 2 : 1, c.facts(RULE).size(), "a pass rests on the agreements that it is about");
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  @Test
  void theAnswerIsAboutServices() {
    Case c = new Case();
    Object one = RULE.about(c.workload());
    c.services = List.of("disk");
    assertNotEquals(one, RULE.about(c.workload()));
  }

  @Test
  void theOriginFollowsTheBasis() {
    for (Basis basis : Basis.values()) {
      Case c =
          new Case()
              .agreement(
                  new Provider.Agreement(
                      "A-1", Case.SIGNED.asOf(), true, List.of(), Case.dated(basis, "2026-01-01")));
      assertEquals(basis.origin(), c.verdict(RULE).origin());
    }
  }
}
