package cloud.bleu.placement.rule;

import static cloud.bleu.placement.rule.Case.qualified;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.Provider.Qualification;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A decision of the regulator that is recorded beside the qualification that it ends. */
class RevokedQualificationTest {

  private static final QualifiedOffering RULE = new QualifiedOffering();

  /** What is written of one entry; no asOf: of 2026-01-01. */
  private static Qualification entry(String state, String from, String until, String asOf) {
    return entry("3.2", state, List.of("CaaS", "IaaS"), List.of(), from, until, asOf);
  }

  private static Qualification entry(
      String version,
      String state,
      List<String> layers,
      List<String> activities,
      String from,
      String until,
      String asOf) {
    return new Qualification(
        "SecNumCloud",
        version,
        state,
        layers,
        activities,
        null,
        from == null ? null : LocalDate.parse(from),
        until == null ? null : LocalDate.parse(until),
        Case.dated(
            Basis.RegulatorList, asOf == null ? "2026-01-01" : asOf.equals("none") ? null : asOf));
  }

  private static String on(String day, Qualification... entries) {
    Case c = new Case().offering(entries);
    c.now = Instant.parse(day + "T11:00:00Z");
    return c.ask(RULE);
  }

  /** The qualification itself is from 2025-01-01 until 2027-12-31, as of 2026-01-01. */
  @ParameterizedTest(name = "{0} from {1} until {2} as of {3}, on {4}")
  @CsvSource(
      nullValues = "-",
      value = {
        "Withdrawn, 2026-11-20, 2028-12-16, 2026-11-20, 2026-11-19, Pass",
        "Withdrawn, 2026-11-20, 2028-12-16, 2026-11-20, 2026-11-20, Reject Withdrawn",
        "Withdrawn, 2026-11-20, 2028-12-16, 2026-11-20, 2026-11-21, Reject Withdrawn",
        "Withdrawn, 2026-11-20, -,          2026-11-20, 2026-11-19, Pass",
        "Withdrawn, 2026-11-20, -,          2026-11-20, 2026-11-20, Reject Withdrawn",
        "Suspended, 2025-01-01, 2027-12-31, 2026-01-01, 2026-03-01, Reject Suspended",
        // A suspension that ends lets the qualification go on.
        "Suspended, 2026-02-01, 2026-02-28, 2026-02-01, 2026-01-31, Pass",
        "Suspended, 2026-02-01, 2026-02-28, 2026-02-01, 2026-02-01, Reject Suspended",
        "Suspended, 2026-02-01, 2026-02-28, 2026-02-01, 2026-02-28, Reject Suspended",
        "Suspended, 2026-02-01, 2026-02-28, 2026-02-01, 2026-03-01, Pass",
        // Without days it holds on all of them, as far as anybody knows.
        "Withdrawn, -,          -,          2026-02-01, 2026-03-01, Reject Withdrawn",
        "Withdrawn, -,          -,          none,       2026-03-01, Reject Withdrawn",
        "Withdrawn, -,          2026-02-28, 2026-02-01, 2026-02-28, Reject Withdrawn",
        "Withdrawn, -,          2026-02-28, 2026-02-01, 2026-03-01, Pass",
        "InEvaluation, 2025-01-01, 2027-12-31, 2026-02-01, 2026-03-01, Pass"
      })
  void fromItsDayOn(
      String state, String from, String until, String asOf, String day, String answer) {
    Qualification decision = entry(state, from, until, asOf);
    assertEquals(answer, on(day, qualified(), decision));
    assertEquals(answer, on(day, decision, qualified()), "whatever the order");
  }

  /** The new qualification is from 2026-06-01 until 2028-12-31; it is asked on 2026-07-01. */
  @ParameterizedTest(name = "{0} until {1} as of {2}, new one as of {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "2025-05-01, 2026-05-31, 2026-06-01, 2026-06-01, Pass",
        "2025-05-01, 2026-07-01, 2026-06-01, 2026-06-01, Reject Withdrawn",
        // Without an end: what begins later and is not stated earlier is granted anew.
        "2025-05-01, -,          2025-05-01, 2026-06-01, Pass",
        "2025-05-01, -,          2026-06-01, 2026-06-01, Pass",
        "2025-05-01, -,          2026-06-02, 2026-06-01, Reject Withdrawn",
        "2026-06-01, -,          2026-06-01, 2026-06-01, Reject Withdrawn",
        "-,          -,          2025-05-01, 2026-06-01, Pass",
        "-,          -,          2026-06-01, 2026-06-01, Reject Withdrawn",
        // Nobody knows which of them is the later one.
        "-,          -,          none,       2026-06-01, Reject Withdrawn",
        "2025-05-01, -,          none,       2026-06-01, Reject Withdrawn",
        "2025-05-01, -,          2025-05-01, none,       Reject Withdrawn"
      })
  void whatIsGrantedAnew(String from, String until, String asOf, String newAsOf, String answer) {
    assertEquals(
        answer,
        on(
            "2026-07-01",
            entry("Withdrawn", from, until, asOf),
            entry("Qualified", "2026-06-01", "2028-12-31", newAsOf)));
  }

  @Test
  void onlyWhatItIsAbout() {
    String day = "2026-03-01";
    List<String> none = List.of();
    Qualification older = entry("Qualified", "2022-01-01", "2024-12-31", null);
    older = of(older, "SecNumCloud", "3.1");
    assertEquals(
        "Pass",
        on(day, qualified(), older, decision("3.1", List.of("IaaS"), none)),
        "another version");
    assertEquals(
        "Reject Withdrawn",
        on(day, qualified(), decision("3.1", List.of("IaaS"), none)),
        "a version that no entry has: nobody knows which of them is meant");
    assertEquals(
        "Reject Withdrawn", on(day, qualified(), decision(null, List.of("IaaS"), none)), "any");
    assertEquals(
        "Pass", on(day, qualified(), decision("3.2", List.of("CaaS"), none)), "another layer");
    assertEquals("Reject Withdrawn", on(day, qualified(), decision("3.2", none, none)), "any");
    Qualification hosting =
        entry("3.2", "Qualified", List.of("IaaS"), List.of("1"), "2025-01-01", "2027-12-31", null);
    assertEquals("Pass", on(day, hosting, decision("3.2", List.of("IaaS"), List.of("2"))));
    assertEquals(
        "Reject Withdrawn", on(day, hosting, decision("3.2", List.of("IaaS"), List.of("1", "2"))));
    Case twoOfferings = new Case().offering(decision("3.2", List.of("IaaS"), none));
    twoOfferings.offerings.add(
        new Offering(
            "p", List.of("IaaS"), List.of("r"), List.of("bare"), null, List.of(qualified())));
    twoOfferings.zoneOfferings = List.of("o", "p");
    twoOfferings.services = List.of("bare");
    assertEquals("Pass", twoOfferings.ask(RULE), "of another offering");
  }

  private static Qualification of(Qualification q, String scheme, String version) {
    return new Qualification(
        scheme,
        version,
        q.state(),
        q.layers(),
        q.activities(),
        q.announcedOn(),
        q.validFrom(),
        q.validUntil(),
        q.provenance());
  }

  /** The qualification is of SecNumCloud 3.2. */
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "SecNumCloud,      3.2,   Reject Suspended",
        "secnumcloud,      3.2,   Reject Suspended",
        "' SecNumCloud ',  3.2,   Reject Suspended",
        "SecNumCloud-3.2,  -,     Reject Suspended",
        "SecNumCloud-3.2,  3.2,   Reject Suspended",
        "ANSSI/SecNumCloud, 3.2,  Reject Suspended",
        "SecNumClout,      3.2,   Reject Suspended",
        "ANSSI/SecNumClout, 3.2,  Reject Suspended",
        "SNC,              3.2,   Reject Suspended",
        "SNC3.2,           -,     Reject Suspended",
        "HDS/SecNumCloud,  3.2,   Reject Suspended", // one decision on both
        "SecNumCloud,      v3.2,  Reject Suspended",
        "SecNumCloud,      V3.2,  Reject Suspended",
        "SecNumCloud,      ' 3.2', Reject Suspended",
        "SecNumCloud,      version 3.2, Reject Suspended",
        "SecNumCloud,      3.2.0, Reject Suspended",
        "SecNumCloud,      32,    Reject Suspended", // no entry has it
        "secnumcloud,      v3.1,  Pass", // there is one of 3.1
        "HDS,              3.2,   Pass",
        "C5,               -,     Pass",
        "ISO27001,         -,     Pass",
        "EUCS,             -,     Pass"
      })
  void aSlipInTheSchemeOrTheVersionHidesNoDecision(String scheme, String version, String answer) {
    Qualification older = entry("Qualified", "2022-01-01", "2024-12-31", null);
    assertEquals(
        answer,
        on(
            "2026-03-01",
            qualified(),
            of(older, "SecNumCloud", "3.1"),
            of(entry("Suspended", "2026-02-01", null, null), scheme, version)));
  }

  /** What is granted is of the first scheme, and the decision beside it of the second one. */
  @ParameterizedTest(name = "{0} beside {1}: {2}")
  @CsvSource({
    "ISO27001, ISO/IEC-27001,             Reject Withdrawn",
    "ISO27001, ISO/CEI-27001,             Reject Withdrawn",
    "ISO27001, ISO/CEI-27001-2022,        Reject Withdrawn",
    "ISO27001, NF-EN-ISO-IEC-27001,       Reject Withdrawn",
    "ISO27001, EN27001,                   Reject Withdrawn",
    "ISO27001, 27001,                     Reject Withdrawn",
    "ISO27001, ISO27701,                  Pass",
    "ISO27701, ISO/CEI-27701,             Reject Withdrawn",
    "ISO27701, ISO/IEC-27001,             Pass",
    "ISO27001, ISO27017,                  Pass",
    "HDS,      Certification-HDS,         Reject Withdrawn",
    "HDS,      CertificationHDS,          Reject Withdrawn",
    "HDS,      HDS-hebergeur,             Reject Withdrawn",
    "HDS,      HDSv2,                     Reject Withdrawn",
    "HDS,      H.D.S,                     Reject Withdrawn",
    "HDS,      HDS/ISO27001,              Reject Withdrawn",
    "HDS,      Hebergeur-donnees-de-sante, Reject Withdrawn",
    "HDS,      Hébergeur-données-de-santé, Unknown StateUnknown", // no letters of the kind's
    "C5,       BSI-C5,                    Reject Withdrawn",
    "C5,       BSIC5,                     Reject Withdrawn",
    "C5,       C5-Type2,                  Reject Withdrawn",
    "C5,       C5Type2,                   Reject Withdrawn",
    "C5,       C5-2020,                   Reject Withdrawn",
    "C5,       HDS,                       Pass",
    "C5,       SNC,                       Pass",
    // Nobody knows of which scheme it is: nothing new, and nothing moves.
    "HDS,      HSD,                       Unknown StateUnknown",
    "C5,       Kriterienkatalog,          Unknown StateUnknown",
    "MySeal,   OurSeal,                   Unknown StateUnknown",
    // A scheme of its own, that other people know.
    "HDS,      EUCS,                      Pass",
    "HDS,      SOC2-Type2,                Pass",
    "SOC2,     SOC2-Type2,                Unknown StateUnknown",
    "EUCS,     EUCS-2024,                 Unknown StateUnknown",
    "EUCS,     SOC2,                      Pass"
  })
  void aDecisionCountsWhicheverWayItsSchemeIsWritten(
      String granted, String revoked, String answer) {
    Case c =
        new Case()
            .offering(
                of(qualified(), granted, "2"),
                of(entry("Withdrawn", "2026-02-01", null, null), revoked, "2"));
    assertEquals(answer, c.ask(RULE, "scheme", granted));
  }

  /** Of which scheme it is nobody knows; on which days and of which layers it is is known. */
  @ParameterizedTest(name = "{0} from {1} until {2} of {3}: {4}")
  @CsvSource(
      nullValues = "-",
      value = {
        "Withdrawn,    2026-02-01, -,          IaaS, Unknown StateUnknown",
        "Suspended,    -,          -,          IaaS, Unknown StateUnknown",
        "Suspended,    2026-02-01, 2026-02-28, IaaS, Pass",
        "Withdrawn,    2026-03-02, -,          IaaS, Pass",
        "Withdrawn,    2026-02-01, -,          SaaS, Pass",
        "Qualified,    2026-02-01, -,          IaaS, Pass",
        "InEvaluation, -,          -,          IaaS, Pass"
      })
  void aDecisionOfASchemeThatNobodyKnowsCountsWhereItMayCount(
      String state, String from, String until, String layer, String answer) {
    Qualification unclear =
        of(entry("3.2", state, List.of(layer), List.of(), from, until, null), "Label-X", "3.2");
    assertEquals(answer, on("2026-03-01", qualified(), unclear));
    assertEquals(answer, on("2026-03-01", unclear, qualified()), "whatever the order");
  }

  @Test
  void theVerdictSaysWhichEntryNobodyUnderstands() {
    Case c =
        new Case()
            .offering(
                qualified(), of(entry("Withdrawn", "2026-02-01", null, null), "Label-X", "3.2"));
    assertEquals(
        "it is not known whether SecNumCloud 3.2 of offering o still holds: the entry beside it of"
            + " the scheme Label-X is Withdrawn, and no such scheme is known; correct the scheme of that"
            + " entry, or remove it if it is about nothing that is listed",
        c.verdict(RULE).message());
  }

  @Test
  void aSlipGrantsNothing() {
    for (String scheme : List.of("secnumcloud", "SecNumCloud-3.2")) {
      assertEquals("Reject NotQualified", on("2026-03-01", of(qualified(), scheme, "3.2")));
    }
    assertEquals(
        "Reject VersionNotAccepted",
        new Case().offering(of(qualified(), "SecNumCloud", "v3.2")).ask(RULE, "version", "3.2"));
  }

  @Test
  void anotherNameOfAnotherSchemeIsOneWithItself() {
    Qualification mine = of(qualified(), "MySeal", "1");
    Case c = new Case().offering(mine, of(entry("Withdrawn", null, null, null), "myseal", "v1"));
    assertEquals("Reject Withdrawn", c.ask(RULE, "scheme", "MySeal"));
    assertEquals("Pass", new Case().offering(mine).ask(RULE, "scheme", "MySeal"));
  }

  private static Qualification decision(
      String version, List<String> layers, List<String> activities) {
    return entry(version, "Withdrawn", layers, activities, "2026-01-01", "2027-12-31", null);
  }

  @Test
  void whatThePolicyAcceptsDoesNotMatter() {
    Case c = new Case().offering(qualified(), entry("Withdrawn", "2026-01-01", null, "2026-01-01"));
    List<String> accepted = List.of("Qualified", "InEvaluation", "Suspended");
    assertEquals("Reject Withdrawn", c.ask(RULE, "acceptStates", accepted));
    c.offering(qualified(), entry("Suspended", "2026-01-01", null, "2026-01-01"));
    assertEquals("Pass", c.ask(RULE, "acceptStates", accepted));
  }

  @Test
  void theVerdictNamesTheEntry() {
    Case c =
        new Case()
            .offering(
                entry("Qualified", "2020-01-01", "2022-12-31", "2026-01-01"),
                qualified(),
                entry("Withdrawn", "2026-02-01", "2028-12-16", "2026-01-01"));
    assertEquals(
        "SecNumCloud 3.2 of offering o is Withdrawn (from 2026-02-01 until 2028-12-16), which"
            + " outweighs the entry beside it that is Qualified; use a zone of another offering, or, if"
            + " it was granted anew, set validUntil of this entry to the day it ended",
        c.verdict(RULE).message());
  }
}
