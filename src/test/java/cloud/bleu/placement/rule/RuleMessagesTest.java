package cloud.bleu.placement.rule;

import static cloud.bleu.placement.rule.Case.holder;
import static cloud.bleu.placement.rule.Case.qualification;
import static cloud.bleu.placement.rule.Case.qualified;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.Provider.Qualification;
import cloud.bleu.placement.ownership.Shareholding;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people read: the fact, then what to do next, with names in order. */
class RuleMessagesTest {

  private static final String ROOT = "Example SAS";

  @Test
  void qualifications() {
    Case c = new Case().offering(qualification("InEvaluation", null, null));
    assertEquals(
        "SecNumCloud 3.2 of offering o is InEvaluation, accepted: Qualified; use a zone of an offering"
            + " whose qualification is accepted",
        c.verdict(new QualifiedOffering()).message());
    assertEquals(
        "SecNumCloud 3.2 of offering o is stated to be InEvaluation for layer IaaS",
        c.verdict(new QualifiedOffering(), "acceptStates", List.of("Qualified", "InEvaluation"))
            .message());
    assertEquals(
        "SecNumCloud 3.2 of offering o has no known validFrom and validUntil; state it from the"
            + " attestation",
        new Case()
            .offering(qualification("Qualified", null, null))
            .verdict(new QualifiedOffering())
            .message());
    assertEquals(
        "the last day of SecNumCloud 3.2 of offering o is 2025-12-31; use another zone, or record the renewal"
            + " with its source",
        new Case()
            .offering(qualification("Qualified", "2023-01-01", "2025-12-31"))
            .verdict(new QualifiedOffering())
            .message());
  }

  @Test
  void ofSeveralObstaclesTheOneThatCameNearest() {
    // Withdrawn is found at the second check, the end of the window at the fifth.
    Case c =
        new Case()
            .offering(
                qualification("Withdrawn", "2023-01-01", "2027-12-31"),
                qualification("Qualified", "2023-01-01", "2025-12-31"),
                qualification("Suspended", "2023-01-01", "2027-12-31"));
    assertEquals("Reject Expired", c.ask(new QualifiedOffering()));
    // As near as each other: by text.
    c.offering(
        qualification("Withdrawn", "2023-01-01", "2027-12-31"),
        qualification("Suspended", "2023-01-01", "2027-12-31"));
    assertEquals("Reject Suspended", c.ask(new QualifiedOffering()));
  }

  @Test
  void ofSeveralLayersTheFirstThatFailsWorst() {
    Case c = new Case();
    c.layers = List.of("SaaS", "PaaS", "IaaS");
    assertEquals(
        "layer PaaS is not in the scope of SecNumCloud 3.2 of offering o; use a zone where it is, or"
            + " run it on another layer (spec.layers)",
        c.verdict(new QualifiedOffering()).message());
  }

  @Test
  void theBetterDocumentedQualificationCarriesThePass() {
    Qualification q = qualified();
    Qualification press =
        new Qualification(
            q.scheme(),
            q.version(),
            q.state(),
            q.layers(),
            List.of(),
            null,
            q.validFrom(),
            q.validUntil(),
            Case.dated(Basis.Press, "2026-01-01"));
    Case c = new Case();
    c.offerings.set(
        0, new Offering("o", q.layers(), List.of("r"), List.of(), null, List.of(press, q)));
    assertEquals(
        cloud.bleu.placement.model.Origin.Attested, c.verdict(new QualifiedOffering()).origin());
  }

  @Test
  void shares() {
    Case c =
        new Case()
            .holders(
                holder("U", ROOT, "US", "US", "24.0000001", "10"),
                holder("A", ROOT, "FR", "FR", "75.9999999", "90"));
    // Rounded up: what exceeds a threshold must not look like it.
    assertEquals(
        "U has 24.000001 % of the capital of p, accepted: 24; use a zone of another provider",
        c.verdict(new OwnershipThresholds()).message());
    c.holders(
        holder("U", ROOT, "US", "US", "20", "20"),
        holder("V", ROOT, "US", "US", "10", "20"),
        holder("A", ROOT, "FR", "FR", "70", "60"));
    assertEquals(
        "holders outside the EU have 40 % of the votes of p, accepted: 39; use a zone of another"
            + " provider",
        c.verdict(new OwnershipThresholds()).message());
    c.holders(holder("A", ROOT, "FR", "FR", "50", "100"));
    assertEquals(
        "it is not known who holds 50 % of the capital of p; state the missing holders, their seat and"
            + " who controls them",
        c.verdict(new OwnershipThresholds()).message());
    c.holders(holder("A", ROOT, "FR", null, "50", "50"), holder("B", ROOT, "FR", "FR", "50", "50"));
    assertEquals(
        "it is not known who holds 50 % of the capital of p in the end, nor where A is controlled from, it"
            + " is not known who holds 50 % of the votes of p in the end, nor where A is controlled from;"
            + " state country and controlledFrom of A under spec.ownership.holders of the provider, and"
            + " holders who are missing there",
        c.verdict(new OwnershipThresholds()).message());
    c.holders(
        holder("U", ROOT, "US", "US", "1.5", "0"), holder("A", ROOT, "FR", "FR", "98.5", "100"));
    assertEquals(
        "of holders outside the EU 1.5 % of the capital and 0 % of the votes of p are recorded; who holds"
            + " A is not recorded",
        c.verdict(new OwnershipThresholds()).message());
    // What nobody recorded is not zero, though it could be one holder's and still be within 24.
    c.holders(holder("A", ROOT, "FR", "FR", "76", "80"));
    assertEquals(
        "of holders outside the EU 0 % of the capital and 0 % of the votes of p are recorded; beside that,"
            + " who holds 24 % of the capital and 20 % of the votes in the end is not recorded; who"
            + " holds A is not recorded",
        c.verdict(new OwnershipThresholds()).message());
  }

  @Test
  void anUnknownShareOfAnOutsiderInACompanyControlledFromInside() {
    // Of H 30 % are A's; U has some of the other 70 %: at most 70 % of 50 %.
    Case c =
        new Case()
            .holders(
                Case.listed(holder("H", ROOT, "FR", "FR", "50", "50")),
                holder("B", ROOT, "FR", "FR", "50", "50"),
                holder("A", "H", "FR", "FR", "30", "30"),
                holder("U", "H", "US", "US", null, null));
    assertEquals("35", Shareholding.of(c.provider()).capital().unresolved().toPlainString());
    assertEquals("Unknown OwnershipUnresolved", c.ask(new OwnershipThresholds()));
    // An insider's unknown share leaves nothing open.
    c.holders.set(3, holder("C", "H", "FR", "FR", null, null));
    assertEquals("0", Shareholding.of(c.provider()).capital().unresolved().toPlainString());
  }

  @Test
  void holdersOfTheVotesAloneMayContradictThemselvesToo() {
    Case c =
        new Case()
            .holders(
                holder("A", ROOT, "FR", "FR", "50", "60"),
                holder("B", ROOT, "FR", "FR", "50", "41"));
    assertEquals(
        "the holders of provider p contradict themselves: holders of p have more than 100 percent;"
            + " correct spec.ownership of the provider",
        c.verdict(new OwnershipThresholds()).message());
  }

  @Test
  void equalThresholdsAreNoContradiction() {
    assertEquals(
        List.of(),
        new OwnershipThresholds()
            .contradictions(
                Case.parameters("individualPercent", "39", "collectivePercent", "39.0")));
  }

  @Test
  void placesInOrder() {
    Case c = new Case();
    c.country = "US";
    assertEquals(
        "the zone is stated to lie in US, accepted: DE, EU, FR; use a zone in one of these",
        c.verdict(new DataLocation(), "countries", List.of("FR", "EU", "DE")).message());
    assertEquals(
        "the zone is stated to lie in US, asked for: DE, FR; use a zone in one of these or add US to"
            + " spec.residency.countries",
        c.verdict(new Countries(), "countries", List.of("FR", "DE")).message());
    assertEquals(
        "provider p is not among a, b; use a zone of one of these",
        c.verdict(new Providers(), "allow", List.of("b", "a")).message());
  }

  @Test
  void factsInOrder() {
    Case c = new Case();
    c.siteProvenance = Case.dated(Basis.Press, "2020-01-01");
    c.locationProvenance = Case.dated(Basis.Press, "2020-02-01");
    assertEquals(
        "older than 400 days: location of zone z (2020-02-01), site of zone z (2020-01-01); check it"
            + " again and renew source and asOf of its provenance",
        c.verdict(new FactFreshness(), "maxAgeDays", "400").message());
    assertEquals(
        "not on an accepted basis: location of zone z (Press), site of zone z (Press), accepted:"
            + " RegulatorList, SignedDocument; find a better source and state it in its provenance",
        c.verdict(new FactBasis(), "acceptBasis", List.of("SignedDocument", "RegulatorList"))
            .message());
  }
}
