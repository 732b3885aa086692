package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Beside each answer stand the facts that it rests on, and no others. */
class RuleFactsTest {

  private static final int QUESTIONS = 200;
  private static final Zone.Coordinates PARIS = new Zone.Coordinates(48_850_000, 2_350_000);
  private static final Zone.Coordinates MARSEILLE = new Zone.Coordinates(43_300_000, 5_370_000);
  private static final String SIGNED = ": SignedDocument of 2026-01-01";
  private static final String QUALIFICATION =
      "SecNumCloud 3.2 Qualified, announced 2020-01-01, from 2025-01-01 until 2027-12-31, for offering o of p (Example)";

  static Stream<ZoneRule> rules() {
    return Catalogue.rules().stream();
  }

  @Test
  void everyDeclaredFieldIsOfAKind() {
    Set<String> known =
        Arrays.stream(StatedFact.Kind.values())
            .map(StatedFact.Kind::field)
            .collect(Collectors.toSet());
    for (ZoneRule rule : Catalogue.rules()) {
      for (String field : rule.declaration().facts()) {
        assertTrue(known.contains(field), field + ": tell StatedFact.Kind what it is");
      }
    }
  }

  /** What is known because somebody attests it stands on what somebody attests. */
  @ParameterizedTest
  @MethodSource("rules")
  void theOriginIsThatOfAFact(ZoneRule rule) {
    for (int seed = 0; seed < QUESTIONS; seed++) {
      RandomCase random = new RandomCase(seed);
      Case c = random.next();
      Parameters parameters = random.parameters(rule.declaration());
      ZoneRule.Question q = c.question(parameters);
      BoundRule bound =
          new BoundRule(
              rule,
              "r",
              "p",
              BoundRule.Action.Enforce,
              BoundRule.OnViolation.Report,
              parameters,
              List.of());
      Verdict verdict = bound.evaluate(q.workload(), q.zone(), q.estate());
      List<StatedFact> facts = bound.facts(verdict, q.workload(), q.zone(), q.estate());
      String replay = rule.declaration().id() + " seed " + seed + ": " + verdict + " on " + facts;
      assertEquals(new HashSet<>(facts).size(), facts.size(), replay);
      if (verdict.result() == Verdict.Result.NotApplicable) {
        assertEquals(List.of(), facts, replay);
      }
      boolean known =
          verdict.result() == Verdict.Result.Pass || verdict.result() == Verdict.Result.Reject;
      if (known && verdict.origin() == Origin.Attested) {
        assertTrue(
            facts.stream()
                .anyMatch(
                    f ->
                        f.provenance() != null
                            && f.provenance().basis().origin() == Origin.Attested),
            replay);
      }
    }
  }

  @Test
  void ofTheZoneAndItsProviderThoseThatTheRuleReads() {
    Case c = new Case();
    c.offerings =
        List.of(
            new Provider.Offering(
                "o",
                List.of("IaaS"),
                List.of("r"),
                List.of("vm"),
                null,
                List.of(
                    Case.qualified(),
                    new Provider.Qualification(
                        "HDS",
                        "2",
                        "Qualified",
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        Case.SIGNED))),
            // Not of the zone.
            new Provider.Offering(
                "x", List.of(), List.of(), List.of(), null, List.of(Case.qualified())));
    assertEquals(List.of(QUALIFICATION + SIGNED), c.facts(new QualifiedOffering()));
    assertEquals(List.of("location of zone z" + SIGNED), c.facts(new DataLocation()));
    assertEquals(
        List.of("agreement for offering o of p (Example) (not stated)"),
        c.facts(new AgreementStatesQualification()));
    assertEquals(List.of("services of offering o of p (Example)"), c.facts(new ServicesOffered()));
    c.holders = null;
    assertEquals(
        List.of("ownership of p (Example) (not stated)"), c.facts(new OwnershipThresholds()));
    c.providerExists = false;
    assertEquals(List.of("provider p (not stated)"), c.facts(new OwnershipThresholds()));
    c.services = List.of();
    assertEquals(List.of(), c.facts(new ServicesOffered()));
  }

  /**
   * What was taken away, and what has ended, is no ground of a pass; of a refusal all are named.
   */
  @Test
  void ofAPassTheQualificationsThatHold() {
    Case c =
        new Case()
            .offering(
                Case.qualification("Qualified", "2020-01-01", "2022-12-31"),
                Case.qualification("Withdrawn", "2024-01-01", null),
                Case.qualified());
    assertEquals(List.of(QUALIFICATION + SIGNED), c.facts(new QualifiedOffering()));
    c.offering(Case.qualification("Withdrawn", "2025-02-01", null), Case.qualified());
    assertEquals(2, c.facts(new QualifiedOffering()).size());
  }

  @Test
  void ofWhatLooksAtFactsThoseThatItNames() {
    Case c = new Case();
    c.siteProvenance = Case.dated(Basis.Press, "2025-01-01");
    c.egress = null;
    c.zoneEgress = null;
    assertEquals(
        List.of("site of zone z: Press of 2025-01-01"),
        c.facts(new FactBasis(), "acceptBasis", List.of("SignedDocument")));
    assertEquals(
        List.of("site of zone z: Press of 2025-01-01"),
        c.facts(new FactFreshness(), "maxAgeDays", 100));
    // 424 days old on the day of the question.
    assertEquals(
        List.of("site of zone z: Press of 2025-01-01"),
        c.facts(new FactFreshness(), "maxAgeDays", 400, "graceDays", 30));
    assertEquals(
        List.of(
            QUALIFICATION + SIGNED,
            "agreement A-1 for offering o of p (Example)" + SIGNED,
            "legal entity Example SAS of p (Example)" + SIGNED,
            "location of zone z" + SIGNED,
            "operations of p (Example)" + SIGNED,
            "ownership of p (Example)" + SIGNED,
            "site of zone z: Press of 2025-01-01",
            "supplier Vendor of p (Example)" + SIGNED),
        c.facts(new FactFreshness(), "maxAgeDays", 500));
  }

  @Test
  void ofDependenciesThoseThatTheEnforcedRulesRead() {
    Case c = new Case();
    c.rules =
        List.of(
            bound(new QualifiedOffering(), BoundRule.Action.Enforce),
            bound(new SeatInEu(), BoundRule.Action.Enforce),
            bound(new GoverningLaw(), BoundRule.Action.Warn),
            bound(new DataLocation(), BoundRule.Action.Enforce));
    DependenciesCompliant rule = new DependenciesCompliant();
    // The dependency is offering o of p, with layers CaaS and IaaS; it has no place.
    assertEquals(
        List.of(
            QUALIFICATION + SIGNED,
            "legal entity Example SAS of p (Example)" + SIGNED,
            "services of offering o of p (Example)"),
        c.facts(rule));
    c.legalEntity = new Provider.LegalEntity("Example SAS", "US", "FR", "FR", "FR", Case.SIGNED);
    assertEquals(List.of("legal entity Example SAS of p (Example)" + SIGNED), c.facts(rule));
    c.dependencies =
        List.of(new Closure.Dependency("mail", "m", "exchange", List.of(), false, false));
    assertEquals(List.of("provider m (not stated)"), c.facts(rule));
    c.dependencies =
        List.of(new Closure.Dependency("mail", "p", "exchange", List.of(), false, false));
    assertEquals(List.of("offering exchange of p (Example) (not stated)"), c.facts(rule));
    c.dependencies = List.of();
    assertEquals(List.of(), c.facts(rule));
  }

  @Test
  void ofBackupsThoseOfBothZones() {
    Case c = new Case();
    c.dataBound = true;
    c.coordinates = PARIS;
    c.backup = new Closure.Backup(List.of("far"), 0);
    c.otherZones = List.of(c.aside("far", "site-far", MARSEILLE));
    c.rules = List.of(bound(new DataLocation(), BoundRule.Action.Enforce));
    BackupLocation rule = new BackupLocation();
    assertEquals(
        List.of(
            "location of zone far" + SIGNED,
            "site of zone far" + SIGNED,
            "site of zone z" + SIGNED,
            "storage of zone z" + SIGNED),
        c.facts(rule));
    assertEquals(
        List.of("location of zone far" + SIGNED, "location of zone z" + SIGNED),
        c.facts(rule, "minDistanceKm", 700));
    c.otherZones = List.of(c.aside("far", "site", MARSEILLE));
    assertEquals(List.of("site of zone far" + SIGNED, "site of zone z" + SIGNED), c.facts(rule));
    c.siteProvenance = Case.dated(Basis.Assumption, null);
    assertEquals(Origin.Assumed, c.verdict(rule).origin(), "the site is anybody's guess");
    c.backup = new Closure.Backup(List.of("gone"), 0);
    assertEquals(List.of("place of zone gone (not stated)"), c.facts(rule).subList(0, 1));
    c.backup = null;
    assertEquals(List.of(), c.facts(rule));
  }

  private static BoundRule bound(ZoneRule rule, BoundRule.Action action) {
    Parameters parameters = Case.parameters("countries", List.of("EU"));
    return new BoundRule(
        rule,
        rule.declaration().id(),
        "p",
        action,
        BoundRule.OnViolation.Report,
        parameters,
        List.of());
  }
}
