package cloud.bleu.placement.rule;

import static cloud.bleu.placement.rule.Case.dated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.FactSelection;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Age and basis of every group of facts that a zone is judged by. */
class FactsTest {

  private static final ZoneRule FRESHNESS = new FactFreshness();
  private static final ZoneRule BASIS = new FactBasis();
  private static final Object[] MAX_60_GRACE_10 = {"maxAgeDays", "60", "graceDays", "10"};

  /** Every group, by the name under which messages speak of it. */
  private static final Map<String, BiConsumer<Case, Provenance>> GROUPS =
      Map.of(
          "site of zone z", (c, p) -> c.siteProvenance = p,
          "location of zone z", (c, p) -> c.locationProvenance = p,
          "coordinates of zone z",
              (c, p) -> {
                c.coordinates = new Zone.Coordinates(48_850_000, 2_350_000);
                c.coordinatesProvenance = p;
                c.rules = List.of(measuring());
              },
          "failureDomains of zone z",
              (c, p) -> {
                c.hazardsProvenance = p;
                c.tolerate = List.of(survive(Scope.hazard("flood")));
              },
          "legalEntity of provider p",
              (c, p) ->
                  c.legalEntity =
                      new Provider.LegalEntity("Example SAS", "FR", "FR", "FR", "FR", p),
          "ownership of provider p", (c, p) -> c.ownershipProvenance = p,
          "operations of provider p",
              (c, p) ->
                  c.operations =
                      new Provider.Operations(
                          List.of("FR"), List.of("FR"), "None", List.of("FR"), p),
          "supplier Vendor of provider p",
              (c, p) ->
                  c.suppliers =
                      List.of(new Provider.Supplier("Vendor", "US", "US", false, "OwnSkills", p)),
          "agreement for offering o",
              (c, p) ->
                  c.agreement(
                      new Provider.Agreement("A-1", Case.SIGNED.asOf(), true, List.of(), p)),
          "SecNumCloud qualification of offering o",
              (c, p) -> {
                Provider.Agreement agreement = c.offerings.get(0).agreement();
                c.offering(qualification("SecNumCloud", p)).agreement(agreement);
              });

  @ParameterizedTest(name = "asOf 2026-01-01, 60 days and 10 of grace, at {0}: {1}")
  @CsvSource({
    // 60 days after 2026-01-01 is 2026-03-02, 70 days after is 2026-03-12; days are days in Paris.
    "2026-01-01T11:00:00Z, Pass, false",
    "2026-03-01T11:00:00Z, Pass, false",
    "2026-03-02T22:59:59Z, Pass, false",
    "2026-03-02T23:00:00Z, Pass InGrace, true",
    "2026-03-12T22:59:59Z, Pass InGrace, true",
    "2026-03-12T23:00:00Z, Unknown TooOld, false",
    "2025-12-31T22:59:59Z, Unknown DatedInFuture, false",
    "2025-12-31T23:00:00Z, Pass, false",
  })
  void age(Instant now, String answer, boolean inGrace) {
    for (String group : GROUPS.keySet()) {
      Case c = new Case();
      GROUPS.values().forEach(set -> set.accept(c, dated(Basis.Contract, null)));
      for (Map.Entry<String, BiConsumer<Case, Provenance>> e : GROUPS.entrySet()) {
        String today = now.atZone(ZoneRule.PARIS).toLocalDate().toString();
        e.getValue()
            .accept(c, dated(Basis.Contract, e.getKey().equals(group) ? "2026-01-01" : today));
      }
      c.now = now;
      Verdict verdict = c.verdict(FRESHNESS, MAX_60_GRACE_10);
      assertEquals(answer, c.ask(FRESHNESS, MAX_60_GRACE_10), group);
      assertEquals(inGrace, verdict.message().startsWith("in grace: "), group);
      assertEquals(
          inGrace || verdict.failing(),
          verdict.message().contains(group + " (2026-01-01)"),
          verdict.message());
    }
  }

  @Test
  void inGraceSaysUntilWhenAndWhatToDo() {
    Case c = new Case();
    c.now = Instant.parse("2026-03-05T11:00:00Z");
    c.legalEntity = null;
    c.holders = null;
    c.suppliers = List.of();
    c.operations = null;
    c.offerings = List.of();
    c.zoneEgress = null;
    c.locationProvenance = dated(Basis.Contract, "2026-03-01");
    assertEquals(
        "in grace: site of zone z (2026-01-01) until 2026-03-12; check it again and renew source and"
            + " asOf of its provenance",
        c.verdict(FRESHNESS, MAX_60_GRACE_10).message());
  }

  @Test
  void aFactWithoutADateHasNoKnownAge() {
    GROUPS.forEach(
        (group, set) -> {
          Case c = new Case();
          set.accept(c, dated(Basis.Contract, null));
          assertEquals("Unknown AgeUnknown", c.ask(FRESHNESS, "maxAgeDays", "36500"), group);
        });
  }

  @Test
  void everyDoubtIsNamedAtOnce() {
    Case c = new Case();
    c.siteProvenance = dated(Basis.Contract, "2020-01-01");
    c.locationProvenance = dated(Basis.Contract, null);
    c.ownershipProvenance = dated(Basis.Contract, "2027-01-01");
    assertEquals(
        "older than 60 days: site of zone z (2020-01-01), without a date: location of zone z, a"
            + " fact is dated in the future: ownership of provider p (2027-01-01); check it again"
            + " and renew source and asOf of its provenance, state asOf in its provenance, correct asOf in its provenance",
        c.verdict(FRESHNESS, MAX_60_GRACE_10).message());
  }

  @Test
  void basisOfEveryGroup() {
    for (Basis basis : Basis.values()) {
      GROUPS.forEach(
          (group, set) -> {
            Case c = new Case();
            set.accept(c, dated(basis, "2026-01-01"));
            assertEquals(
                "Pass", c.ask(BASIS, "acceptBasis", List.of(basis.name(), "SignedDocument")));
            String strict = c.ask(BASIS, "acceptBasis", List.of("SignedDocument"));
            assertEquals(
                basis == Basis.SignedDocument ? "Pass" : "Unknown BasisNotAccepted", strict, group);
            Verdict verdict = c.verdict(BASIS, "acceptBasis", List.of("SignedDocument"));
            assertEquals(Origin.Attested.weaker(basis.origin()), verdict.origin());
            assertEquals(
                verdict.failing(), verdict.message().contains(group + " (" + basis + ")"), group);
          });
    }
  }

  @Test
  void factsWithoutProvenanceAreAssumptionsWithoutADate() {
    Case c = new Case();
    c.siteProvenance = Provenance.NONE;
    assertEquals("Unknown BasisNotAccepted", c.ask(BASIS, "acceptBasis", List.of("Press")));
    assertEquals("Unknown AgeUnknown", c.ask(FRESHNESS, "maxAgeDays", "365"));
  }

  /** What a workload itself wants of distances is no judgement of a policy. */
  @Test
  void coordinatesCountOnlyWhereAPolicyAsksHowFarBackupsAre() {
    Case c = new Case();
    c.coordinates = new Zone.Coordinates(48_850_000, 2_350_000);
    c.coordinatesProvenance = dated(Basis.Assumption, "2026-01-01");
    assertEquals("Pass", c.ask(BASIS, "acceptBasis", List.of("SignedDocument")));
    c.rules = List.of(measuring());
    assertEquals(
        "Unknown BasisNotAccepted", c.ask(BASIS, "acceptBasis", List.of("SignedDocument")));
    c.coordinatesProvenance = null;
    assertEquals("Pass", c.ask(BASIS, "acceptBasis", List.of("SignedDocument")));
  }

  /** An accepted basis needs a source, but for what is only assumed; a weak one is told first. */
  @ParameterizedTest(name = "site: {0} of {1}, country: {2}, accepted {3}: {4}, {5} facts")
  @CsvSource({
    "Press, '', SignedDocument, Press SignedDocument, Unknown SourceNotStated, 1",
    "Press, papers, SignedDocument, Press SignedDocument, Pass, all",
    "Assumption, '', SignedDocument, Assumption SignedDocument, Pass, all",
    "Press, '', Contract, Press SignedDocument, Unknown BasisNotAccepted, 1",
    "Press, '', Contract, SignedDocument, Unknown BasisNotAccepted, 2",
  })
  void whatIsAcceptedHasASource(
      Basis site, String source, Basis country, String accepted, String answer, String told) {
    Case c = new Case();
    c.siteProvenance = new Provenance(site, source, LocalDate.parse("2026-01-01"), null, null);
    c.locationProvenance = dated(country, "2026-01-01");
    c.coordinatesProvenance = dated(Basis.SignedDocument, "2026-01-01");
    Object[] parameters = {"acceptBasis", List.of(accepted.split(" "))};
    assertEquals(answer, c.ask(BASIS, parameters));
    int all = FactSelection.facts(c.question(Case.parameters(parameters))).size();
    assertEquals(
        told.equals("all") ? all : Integer.parseInt(told), c.facts(BASIS, parameters).size());
  }

  @Test
  void hazardsCountOnlyWhereTheWorkloadIsToSurviveOne() {
    Case c = new Case();
    c.hazardsProvenance = Provenance.NONE;
    assertEquals("Pass", c.ask(BASIS, "acceptBasis", List.of("SignedDocument")));
    c.tolerate = List.of(survive(Scope.SITE));
    assertEquals("Pass", c.ask(BASIS, "acceptBasis", List.of("SignedDocument")));
    c.tolerate = List.of(survive(Scope.SITE), survive(Scope.hazard("power")));
    assertEquals(
        "Unknown BasisNotAccepted", c.ask(BASIS, "acceptBasis", List.of("SignedDocument")));
  }

  /** What was looked at is named, so that nobody takes it for more; hazards with their promise. */
  @Test
  void theSentenceNamesTheFacts() {
    String rest =
        "location, site), provider (legalEntity, operations, ownership, suppliers), offerings"
            + " (SecNumCloud, agreement)";
    Case c = new Case();
    assertEquals(
        "on an accepted basis: zone (egress, " + rest,
        c.verdict(BASIS, "acceptBasis", List.of("SignedDocument")).message());
    c.tolerate = List.of(survive(Scope.hazard("flood")));
    assertEquals(
        "on an accepted basis: zone (egress, failureDomains, " + rest,
        c.verdict(BASIS, "acceptBasis", List.of("SignedDocument")).message());
    assertEquals(
        "at most 60 days old: zone (egress, failureDomains, " + rest,
        c.verdict(FRESHNESS, MAX_60_GRACE_10).message());
    c.hazardsProvenance = dated(Basis.Assumption, "2010-01-01");
    assertEquals(
        "Unknown BasisNotAccepted", c.ask(BASIS, "acceptBasis", List.of("SignedDocument")));
    assertEquals("Unknown TooOld", c.ask(FRESHNESS, MAX_60_GRACE_10));
  }

  @Test
  void qualificationsOfASchemeThatNobodyAsksForDoNotCount() {
    Case c =
        new Case()
            .offering(
                qualification("SecNumCloud", Case.SIGNED),
                qualification("HDS", dated(Basis.Press, "2020-01-01")));
    // No rule asks for a scheme: all of them count.
    assertEquals(
        "Unknown BasisNotAccepted", c.ask(BASIS, "acceptBasis", List.of("SignedDocument")));
    assertEquals("Unknown TooOld", c.ask(FRESHNESS, MAX_60_GRACE_10));
    c.rules = List.of(bound(new QualifiedOffering()));
    assertEquals("Pass", c.ask(BASIS, "acceptBasis", List.of("SignedDocument")));
    assertEquals("Pass", c.ask(FRESHNESS, MAX_60_GRACE_10));
    List<BoundRule> both = new ArrayList<>(c.rules);
    both.add(bound(new QualifiedOffering(), "scheme", "HDS"));
    c.rules = both;
    assertEquals(
        "Unknown BasisNotAccepted", c.ask(BASIS, "acceptBasis", List.of("SignedDocument")));
  }

  @Test
  void offeringsThatTheZoneDoesNotHaveDoNotCount() {
    Case c = new Case();
    c.offerings.add(
        new Provider.Offering(
            "other",
            List.of(),
            List.of(),
            List.of(),
            null,
            List.of(qualification("SecNumCloud", Provenance.NONE))));
    assertEquals("Pass", c.ask(BASIS, "acceptBasis", List.of("SignedDocument")));
    c.zoneOfferings = List.of("o", "other");
    assertEquals(
        "Unknown BasisNotAccepted", c.ask(BASIS, "acceptBasis", List.of("SignedDocument")));
  }

  @Test
  void whatIsNotStatedHasNoAge() {
    Case c = new Case();
    c.providerExists = false;
    c.country = null;
    c.locationProvenance = Provenance.NONE;
    assertEquals("Pass", c.ask(FRESHNESS, MAX_60_GRACE_10));
    assertTrue(c.verdict(FRESHNESS, MAX_60_GRACE_10).message().contains("60 days"));
  }

  private static BoundRule bound(ZoneRule rule, Object... namesAndValues) {
    return new BoundRule(
        rule,
        "r",
        "p",
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Report,
        Case.parameters(namesAndValues),
        List.of());
  }

  /** A policy asks how far backups are. */
  static BoundRule measuring() {
    return new BoundRule(
        new BackupLocation(),
        "far",
        "p",
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Report,
        Case.parameters("minDistanceKm", "300"),
        List.of());
  }

  private static Workload.Tolerate survive(Scope scope) {
    return new Workload.Tolerate(
        scope, 0, Workload.Recover.Reserved, Workload.DataCopy.Unspecified, true);
  }

  private static Provider.Qualification qualification(String scheme, Provenance provenance) {
    return new Provider.Qualification(
        scheme, "3.2", "Qualified", List.of("IaaS"), List.of(), null, null, null, provenance);
  }
}
