package cloud.bleu.placement.rule;

import static cloud.bleu.placement.rule.Case.qualified;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.Provider.Qualification;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
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
        "SecNumClout,      3.2,   Unknown StateUnknown",
        "ANSSI/SecNumClout, 3.2,  Unknown StateUnknown",
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
    // The same text, or the same one of the four.
    "ISO27001,   ISO/IEC-27001,             Reject Withdrawn",
    "ISO27001,   ISO/CEI-27001,             Reject Withdrawn",
    "ISO27001,   ISO/CEI-27001-2022,        Reject Withdrawn",
    "ISO27001,   NF-EN-ISO-IEC-27001,       Reject Withdrawn",
    "ISO27001,   EN27001,                   Reject Withdrawn",
    "ISO27001,   27001,                     Reject Withdrawn",
    "ISO27701,   ISO/CEI-27701,             Reject Withdrawn",
    "HDS,        Certification-HDS,         Reject Withdrawn",
    "HDS,        CertificationHDS,          Reject Withdrawn",
    "HDS,        HDS-hebergeur,             Reject Withdrawn",
    "HDS,        HDSv2,                     Reject Withdrawn",
    "HDS,        H.D.S,                     Reject Withdrawn",
    "HDS,        HDS/ISO27001,              Reject Withdrawn",
    "HDS,        Hebergeur-donnees-de-sante, Reject Withdrawn",
    "HDS,        Hébergeur-données-de-santé, Reject Withdrawn",
    "C5,         BSI-C5,                    Reject Withdrawn",
    "C5,         BSIC5,                     Reject Withdrawn",
    "C5,         C5-Type2,                  Reject Withdrawn",
    "C5,         C5Type2,                   Reject Withdrawn",
    "C5,         C5-2020,                   Reject Withdrawn",
    "HDS,        Health-Data-Hosting,       Reject Withdrawn",
    "SecNumCloud, SNCloud,                   Reject Withdrawn",
    "ISAE-3402,  ISAE3402,                  Reject Withdrawn",
    "ISO27001,   ISO270012022,              Reject Withdrawn",
    "ISO27001,   ISO-27-001,                Reject Withdrawn",
    "ISO27701,   ISO-27-701,                Reject Withdrawn",
    "SecNumCloud, ISO27018-SNC,              Reject Withdrawn",
    "SecNumCloud, S.N.C.,                    Reject Withdrawn",
    "SecNumCloud, SNC-ANSSI-v3.2,            Reject Withdrawn",
    "SecNumCloud, Sec_Num_Cloud_3_2,         Reject Withdrawn",
    "SecNumCloud, SecNumCloud\u0301,              Reject Withdrawn",
    "C5,         C-5,                       Reject Withdrawn",
    "C5,         C5:2020,                   Reject Withdrawn",
    "C5,         BSI-C5-Typ-2,              Reject Withdrawn",
    "C5,         C5Testat,                  Reject Withdrawn",
    "C5,         C52020,                    Reject Withdrawn",
    "C5,         C5.2020,                   Reject Withdrawn",
    "C5,         C5-Basic,                  Reject Withdrawn",
    "HDS,        HDS-Hebergeur,             Reject Withdrawn",
    "HDS,        Hébergement-des-données-de-santé, Reject Withdrawn",
    "HDS,        HDS1.1,                    Reject Withdrawn",
    "HDS,        ASIP-HDS,                  Reject Withdrawn",
    "HDS,        HDSv2.0,                   Reject Withdrawn",
    "SecNumCloud, secnumcloud32,             Reject Withdrawn",
    "SecNumCloud, anssisecnumcloud,          Reject Withdrawn",
    "ISO27001,   isoiec27001,               Reject Withdrawn",
    "ISO27001,   IEC-27001,                 Reject Withdrawn",
    "ISO27001,   CEI-27001,                 Reject Withdrawn",
    "CEI-62443,  IEC62443,                  Reject Withdrawn",
    "MySeal,     my seal,                   Reject Withdrawn",
    "MySeal,     MY-SEAL,                   Reject Withdrawn",
    "ISO27001,   ISO27001v2,                Reject Withdrawn",
    "C5,         C5v2,                      Reject Withdrawn",
    "C5,         C5-2,                      Reject Withdrawn",
    "HDS,        HDS2,                      Reject Withdrawn",
    // Nobody knows whether it is of that scheme: nothing new, and nothing moves.
    "ISO27001,   ISO27K,                    Unknown StateUnknown", // the family
    "ISO27001,   ISO27K-18,                 Unknown StateUnknown",
    "ISO27001,   HDS/ISO27K,                Unknown StateUnknown",
    "ISO27001,   ISO270018,                 Unknown StateUnknown", // ISO27018 with a digit too many
    "ISO27001,   ISO/IEC-270017,            Unknown StateUnknown",
    "SecNumCloud, HDS/SecNumClaud,           Unknown StateUnknown",
    "SecNumCloud, HDSv2/ISO27001/SecNum,     Unknown StateUnknown",
    "HDS,        SecNumCloud-3.2/HSD,       Unknown StateUnknown",
    "HDS,        HSD,                       Unknown StateUnknown",
    "SecNumCloud, SecNum,                    Unknown StateUnknown",
    "SecNumCloud, PASSI/SecNum,              Unknown StateUnknown",
    "SecNumCloud, PASSI/SecNumClout,         Unknown StateUnknown",
    "SecNumCloud, ISO27018/SecNum,           Unknown StateUnknown",
    "SecNumCloud, NumCloud,                  Unknown StateUnknown",
    "ISO27001,   ISO2701,                   Unknown StateUnknown",
    "ISO27001,   ISO27010,                  Unknown StateUnknown",
    "ISO27001,   ISO27011,                  Unknown StateUnknown",
    "ISO27001,   ISO27002,                  Unknown StateUnknown",
    "ISO27001,   ISO72001,                  Unknown StateUnknown",
    "ISO27001,   ISO2001,                   Unknown StateUnknown",
    "ISO27001,   ISO270001,                 Unknown StateUnknown",
    "ISO27001,   ISO27O01,                  Unknown StateUnknown",
    "ISO27001,   ISO-20701,                 Unknown StateUnknown",
    "ISO27001,   ISO-2701-2022,             Unknown StateUnknown",
    "SecNumCloud, PASSISecNum,               Unknown StateUnknown",
    "SecNumCloud, ISO27018SecNum,            Unknown StateUnknown",
    "SecNumCloud, AnssiSecNumClaud,          Unknown StateUnknown",
    "SecNumCloud, ANSSI-Sec-Num-Claud,       Unknown StateUnknown",
    "SecNumCloud, SecNumC,                   Unknown StateUnknown",
    "SecNumCloud, ecNumCloud,                Unknown StateUnknown",
    "SecNumCloud, SecNumClaud,               Unknown StateUnknown",
    "SecNumCloud, Sec-Num-Claud,             Unknown StateUnknown",
    "SecNumCloud, SecNumClode,             Unknown StateUnknown",
    "SecNumCloud, SecNumClaud3.2,            Unknown StateUnknown",
    "ISO27001,   ISO/IEC-2701,              Unknown StateUnknown",
    "HDS,        HSDv2,                     Unknown StateUnknown",
    "HDS,        ISO27018/HSD,              Unknown StateUnknown",
    "C5,         5C,                        Unknown StateUnknown",
    "ISO27001,   ISO27018/ISO2701,          Unknown StateUnknown",
    "SecNumCloud, SecNumEdu/SecNum,          Unknown StateUnknown",
    "ISO/IEC-27001, ISO2701,                   Unknown StateUnknown",
    // Anything else takes nothing away.
    "C5,         C51,                       Pass",
    "C5,         CC-5.1,                    Pass",
    "C5,         HDS/SecNumClaud,           Pass",
    "SecNumCloud, HDS-Cloud,                 Pass",
    "ISO27001,   ISO27701,                  Pass",
    "ISO27701,   ISO/IEC-27001,             Pass",
    "ISO27001,   ISO27017,                  Pass",
    "C5,         HDS,                       Pass",
    "C5,         SNC,                       Pass",
    "MySeal,     MySael,                    Pass",
    "MySeal,     MySealv2,                  Pass",
    "Acme-Seal,  Seal,                      Pass",
    "C5,         c5testat,                  Pass",
    "HDS,        hds2024fr,                 Pass",
    "HDS,        asiphds,                   Pass",
    "HDS,        certificationhds,          Pass",
    "C5,         Kriterienkatalog,          Pass",
    "MySeal,     OurSeal,                   Pass",
    "SecNumCloud, ENS,                       Pass",
    "SecNumCloud, ISO42001,                  Pass",
    "SecNumCloud, ISO-27005,                 Pass",
    "SecNumCloud, ISAE3402,                  Pass",
    "ISAE-3402,  ISAE-3000,                 Pass",
    "Acme-Seal,  Acme-Label,                Pass",
    "SecNumCloud, SSAE18,                    Pass",
    "SecNumCloud, HIPAA,                     Pass",
    "SecNumCloud, HITRUST,                   Pass",
    "SecNumCloud, CISPE,                     Pass",
    "SecNumCloud, PCI,                       Pass",
    "SecNumCloud, AICPA-SOC2,                Pass",
    "SecNumCloud, EN-ISO-9001,               Pass",
    "SecNumCloud, Gaia-X,                    Pass",
    "SecNumCloud, Cloud-de-confiance,        Pass",
    "SecNumCloud, RGS,                       Pass",
    "SecNumCloud, eIDAS,                     Pass",
    "SecNumCloud, PDIS,                      Pass",
    "SecNumCloud, CSPN,                      Pass",
    "SecNumCloud, EUCC,                      Pass",
    "SecNumCloud, SecureCloud,               Pass",
    "SecNumCloud, Acme-SecureCloud,          Pass",
    "ISO27001,   ISO45001,                  Pass",
    "HDS,        ENS,                       Pass",
    "HDS,        RGS,                       Pass",
    "ISO27017,   ISO27018/ISO27017,         Pass",
    "ISO27018,   ISO/IEC-27017-27018,       Pass",
    "ISO27017,   ISO-27001-27017,           Pass",
    "NF-EN-ISO-9001, ISO9001,                   Pass",
    "ISO9001,    ISO-9001-2015,             Pass",
    "ISO9001,    ISO90012015,               Pass",
    "EN50600,    NF-EN-50600,               Pass",
    "ISO20000,   ISO/IEC-20000-1,           Pass",
    "AICPA-SOC2, SOC2,                      Pass",
    "AICPA-SOC2, SOC-2-Type2,               Pass",
    "SOC2-Type2, SOC-2-Type-II,             Pass",
    "SOC2-Type2, SOC2-Type1,                Pass",
    "SOC2-TypeII, SOC-2-Type1,               Pass",
    "SOC2-Type2, SOC3,                      Pass",
    "EUCS-High,  EUCS-Basic,                Pass",
    "EUCS-High,  EUCS,                      Pass",
    "FedRAMP-High, FedRAMP-Moderate,          Pass",
    "HDS,        EUCS,                      Pass",
    "HDS,        SOC2-Type2,                Pass",
    "SOC2,       SOC2-Type2,                Pass",
    "EUCS,       EUCS-2024,                 Pass",
    "EUCS,       SOC2,                      Pass",
    "SOC2,       SOC-1,                     Pass",
    "SOC2,       SOC-3,                     Pass",
    "SOC-2,      SOC-1,                     Pass",
    "SOC-2-Type2, SOC-1-Type2,               Pass",
    "SOC-2-Type2, SOC-1,                     Pass",
    "SOC-2-Type2, SOC1,                      Pass",
    "SOC2-Type2, SOC1-Type2,                Pass",
    "ENS,        EN-ISO-9001,               Pass",
    "ENS,        UNE-EN-ISO-9001,           Pass",
    "ENS,        NF-EN-50600,               Pass",
    "ENS,        DIN-EN-ISO/IEC-27018,      Pass",
    "ENS,        Siemens-CERT,              Pass",
    "ENS,        ISO9001,                   Pass",
    "PRIS,       PDIS,                      Pass",
    "PAMS,       PACS,                      Pass",
    "ANSSI-PRIS, ANSSI-PDIS,                Pass",
    "HDS,        HAS,                       Pass",
    "HDS,        HD-Cert,                   Pass",
    "HDS,        Entrepots-Donnees-Sante,   Pass",
    "Gaia-X-Label-3, Gaia-X-Label-2,            Pass",
    "ACN-QC3,    ACN-QC2,                   Pass",
    "DoD-IL5,    DoD-IL4,                   Pass",
    "SSAE18,     SSAE16,                    Pass",
    "NEN7510,    NEN7512,                   Pass",
    "MTCS-Level3, MTCS-Level1,               Pass",
    "Cyber-Essentials-Plus, Cyber-Essentials,          Pass",
    "ENS-Alto,   ENS-Medio,                 Pass",
    "ISO27017,   ISO27071,                  Pass",
    "ISO27018,   ISO-2718,                  Pass",
    "SOC2-Type2, SOC2-Type1/2,              Pass",
    "SOC2-Type2, SOC2-Type-1-and-2,         Pass",
    "SOC2-TypeII, SOC2-TypeI/II,             Pass",
    "SOC2-Type2, SOC2-Type-I+II,            Pass",
    "SOC2-Type2, SOC2-Types-1-2,            Pass",
    "SOC2-Type2, SOC2-Type1+Type2,          Pass",
    "SOC2-Type2, SOC2-Type-II-Low,          Pass",
    "EUCS-High,  EUCS-Substantiel,          Pass",
    "EUCS-Eleve, EUCS-Basic,                Pass",
    "EUCS-High,  EUCS-Eleve,                Pass",
    "EUCS-High,  EUCS-CS3-Basic+,           Pass",
    "PASSI-RGS,  PASSI-LPM,                 Pass",
    "HITRUST-r2, HITRUST-e1,                Pass",
    "TISAX-AL3,  TISAX-AL2,                 Pass",
    "CSA-STAR-Certification, CSA-STAR-Self-Assessment,  Pass",
    "PCI-DSS,    PCI-DSS-SAQ,               Pass",
    "PASSI,      Passivhaus,                Pass",
    "PASSI-RGS,  PassivHouse,               Pass",
    "HDS,        iso27001hds,               Pass",
    "HDS,        HDSISO27001,               Pass",
    "C5,         soc2c5,                    Pass",
    "SecNumCloud, AtosNCloud,                Pass",
    "SecNumCloud, SecNumEdu,                 Pass",
    "SecNumCloud, Visa-de-securite-ANSSI,    Pass",
    "ISO27001,   ISO-27-017,                Pass",
    "ISO27001,   ISO/IEC-27018-2019,        Pass",
    "ISO27001,   ISO-27701,                 Pass",
    "ISO27001,   ISO22301,                  Pass",
    "ISO27001,   ISO20000,                  Pass",
    "HDS,        HD,                        Pass",
    "HDS,        HADS,                      Pass",
    "C5,         CC,                        Pass",
    "C5,         CS,                        Pass",
    "ENS,        ISO2701,                   Pass"
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
        of(entry("3.2", state, List.of(layer), List.of(), from, until, null), "SecNum", "3.2");
    assertEquals(answer, on("2026-03-01", qualified(), unclear));
    assertEquals(answer, on("2026-03-01", unclear, qualified()), "whatever the order");
  }

  /**
   * SecNumCloud 3.2 is qualified, beside it stand the other schemes, qualified too, and the
   * decision is of the last one.
   */
  @ParameterizedTest(name = "{0} asked, {1} beside it, {2} withdrawn: {3}")
  @CsvSource({
    "SecNumCloud, SOC2-Type2,      SOC2-Type1, Pass",
    "SOC2-Type2,  SOC2-Type2,      SOC2-Type1, Pass",
    "SecNumCloud, SOC2,            SOC2-Type1, Pass",
    "SOC2,        SOC2,            SOC2-Type1, Pass",
    "SecNumCloud, EUCS-High,       EUCS-Basic, Pass",
    "SecNumCloud, FedRAMP-High,    FedRAMP-Moderate, Pass",
    "SecNumCloud, ISO27001,        ISO27001-2013, Pass",
    "SecNumCloud, HDS,             HSD, Pass",
    "HDS,         HDS,             HSD, Unknown StateUnknown",
    "SecNumCloud, MySeal,          MySael, Pass",
    "SecNumCloud, HDS,             SecNum, Unknown StateUnknown",
    "HDS,         HDS,             SecNum, Pass",
    "Seal-A,      Seal-A+Seal-B,   Seal-B, Pass",
    "Seal-B,      Seal-A+Seal-B,   Seal-B, Reject Withdrawn",
    "Seal-A,      Seal-A,          Seal-B, Pass"
  })
  void aDecisionHarmsNothingThatItCannotBeAbout(
      String asked, String beside, String decided, String answer) {
    List<Qualification> entries = new ArrayList<>(List.of(qualified()));
    for (String scheme : beside.split("\\+")) {
      entries.add(of(qualified(), scheme, "2"));
    }
    entries.add(of(entry("Withdrawn", "2026-02-01", null, null), decided, "2"));
    Case c = new Case().offering(entries.toArray(Qualification[]::new));
    assertEquals(answer, c.ask(RULE, "scheme", asked));
  }

  /**
   * SecNumCloud 3.2, HDS 2 and ISO27001 2022 are qualified, and one decision is of two of them. Of
   * a scheme that has not its version it counts for every entry.
   */
  @ParameterizedTest(name = "{0} {1}: {2} {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "HDS/ISO27001,    2022, HDS,         Reject Withdrawn",
        "HDS/ISO27001,    2022, ISO27001,    Reject Withdrawn",
        "HDS/ISO27001,    2,    HDS,         Reject Withdrawn",
        "HDS/ISO27001,    2,    ISO27001,    Reject Withdrawn",
        "HDS/ISO27001,    9,    HDS,         Reject Withdrawn",
        "HDS/ISO27001,    -,    HDS,         Reject Withdrawn",
        "HDS/ISO27001,    2022, SecNumCloud, Pass",
        "HDS/SecNumCloud, 3.2,  HDS,         Reject Withdrawn",
        "HDS/SecNumCloud, 3.2,  SecNumCloud, Reject Withdrawn",
        "HDS/SecNumCloud, 3.2,  ISO27001,    Pass"
      })
  void aDecisionOnTwoSchemesCountsForBoth(
      String scheme, String version, String asked, String answer) {
    Case c =
        new Case()
            .offering(
                qualified(),
                of(qualified(), "HDS", "2"),
                of(qualified(), "ISO27001", "2022"),
                of(entry("Withdrawn", "2026-02-01", null, null), scheme, version));
    assertEquals(answer, c.ask(RULE, "scheme", asked));
  }

  /** The version after the name is one that is stated. Of two that differ each counts. */
  @ParameterizedTest(name = "{0} {1} and {2}, of {3} {4}: {5}")
  @CsvSource(
      nullValues = "-",
      value = {
        "SecNumCloud, 3.1,  3.2,  SecNumCloud-3.1,       -,    Pass",
        "SecNumCloud, 3.1,  3.2,  SecNumCloud-3.1.0,     -,    Pass",
        "SecNumCloud, 3.1,  3.2,  Sec_Num_Cloud_3_1,     -,    Pass",
        "SecNumCloud, 3.1,  3.2,  SNCv3.1,               -,    Pass",
        "SecNumCloud, 3.1,  3.2,  secnumcloud-v3.1,      -,    Pass",
        "SecNumCloud, 3.1,  3.2,  SecNumCloud-3.2,       -,    Reject Suspended",
        "SecNumCloud, 3.1,  3.2,  SecNumCloud-3.1,       3.2,  Reject Suspended",
        "SecNumCloud, 3.1,  3.2,  SecNumCloud-3.2,       3.1,  Reject Suspended",
        "SecNumCloud, 3.1,  3.2,  SecNumCloud-3.3,       3.1,  Reject Suspended", // of none
        "SecNumCloud, 3.1,  3.2,  SecNumCloud-3.1,       3.3,  Reject Suspended",
        "SecNumCloud, 3.1,  3.2,  SecNumCloud-3.1,       v3.1, Pass",
        "SecNumCloud, 3.1,  3.2,  SecNumCloud-3.1,       '',   Pass", // states no other one
        "SecNumCloud, 3.1,  3.2,  SecNumCloud-3.2,       ' ',  Reject Suspended",
        // One states the other more coarsely, or otherwise.
        "SecNumCloud, 3.2,  3.1,  SecNumCloud-3,         3.2,  Pass",
        "SecNumCloud, 3.2,  3.1,  SecNumCloud-3,         3.1,  Reject Suspended",
        "SecNumCloud, 3.2,  3.1,  SecNumCloud-3.2,       3,    Pass",
        "SecNumCloud, 3.2,  3.1,  SecNumCloud-3.1,       3,    Reject Suspended",
        "SecNumCloud, 3.2,  3.1,  SecNumCloud-3.0,       3.2,  Reject Suspended", // of none
        "SecNumCloud, 3.2,  3.1,  SecNumCloud32,         3.2,  Pass",
        "SecNumCloud, 3.2,  3.1,  SecNumCloud-3.2,       32,   Pass",
        "C5,      Type 2, Type 1, C5-2020,            Type 2,  Pass",
        "C5,      Type 1, Type 2, C5-2020,            Type 2,  Reject Suspended",
        "C5, 2020 Type 2, 2020 Type 1, C5-2020,  2020 Type 2,  Pass",
        "HDS,         1.1,  2,    HDS-2,                 1.1,  Reject Suspended",
        "SecNumCloud, 3.1,  3.2,  SecNumCloud-3.3,       -,    Reject Suspended",
        "SecNumCloud, 3.1,  3.2,  SecNumCloud-31,        -,    Reject Suspended",
        "SecNumCloud, 3.1,  3.2,  SecNumCloud,           -,    Reject Suspended",
        "SecNumCloud, 3.1,  3.2,  HDS/SecNumCloud-3.1,   -,    Reject Suspended", // of two
        "ISO27001,    2013, 2022, ISO/IEC-27001:2013,    -,    Pass",
        "ISO27001,    2013, 2022, ISO270012013,          -,    Pass",
        "ISO27001,    1,    2022, ISO/IEC-27001,         -,    Reject Suspended", // no version
        "ISO27001,    2013, 2022, ISO27001:2022,         -,    Reject Suspended",
        "C5,          2016, 2020, BSI-C5:2016,           -,    Pass",
        "C5,          5,    2020, BSI-C5,                -,    Reject Suspended", // no version
        "HDS,         1.1,  2,    HDS1.1,                -,    Pass",
        "HDS,         1.1,  2,    HDS-hebergeur-1.1,     -,    Reject Suspended" // not after the
        // name
      })
  void theVersionAfterTheNameCounts(
      String asked, String older, String now, String scheme, String version, String answer) {
    Case c =
        new Case()
            .offering(
                of(qualified(), asked, now),
                of(entry("Qualified", "2022-01-01", "2024-12-31", null), asked, older),
                of(entry("Suspended", "2026-02-01", null, null), scheme, version));
    assertEquals(answer, c.ask(RULE, "scheme", asked));
  }

  /** Of a grant whose scheme and version differ nobody knows the version: it grants neither. */
  @ParameterizedTest(name = "{0} {1}, asked for {2}: {3}")
  @CsvSource({
    "SecNumCloud-3.2, 3.1, '',  Unknown VersionUnknown",
    "SecNumCloud-3.2, 3.1, 3.1, Unknown VersionUnknown",
    "SecNumCloud-3.2, 3.1, 3.2, Unknown VersionUnknown",
    "SecNumCloud-3.2, 3.1, 2.0, Reject VersionNotAccepted",
    "SecNumCloud-3.2, 3.2, 3.2, Pass",
    "SecNumCloud-3.2, v3.2, '', Pass",
    "SecNumCloud-3.0, 3.2, '',  Unknown VersionUnknown",
    // One states the other more coarsely, or otherwise: they are no two.
    "SecNumCloud-3.2, '',   '', Pass",
    "SecNumCloud-3.2, ' ',  '', Pass",
    "SecNumCloud-3,   3.2, '',  Pass",
    "SecNumCloud-3,   3.2, 3.2, Pass",
    "SecNumCloud-3,   3.2, 3.1, Reject VersionNotAccepted",
    "SecNumCloud-3.2, 3,   '',  Pass",
    "SecNumCloud-3.2, 3,   3,   Pass",
    "SecNumCloud-3.2, 3,   3.1, Reject VersionNotAccepted",
    "SecNumCloud-3,   3,   3,   Pass",
    "SecNumCloud32,   3.2, 3.2, Pass",
    "C5-2020,  Type 2, '',      Pass",
    "C5-2020,  Type 2, Type 2,  Pass",
    "C5-2020,  2020 Type 2, '', Pass",
    "C5-2020,  2016 Type 2, '', Unknown VersionUnknown",
  })
  void aGrantOfTwoVersionsGrantsNeither(
      String scheme, String version, String wanted, String answer) {
    Case c = new Case().offering(of(qualified(), scheme, version));
    assertEquals(answer, c.ask(RULE, "scheme", scheme, "version", wanted));
  }

  /** What it grants is not known. Each of its versions keeps a decision on it from the others. */
  @ParameterizedTest(name = "beside {0} {1}: {2}")
  @CsvSource({
    "SecNumCloud,     3.1, Pass",
    "SecNumCloud-3.2, 3.1, Pass",
    "SecNumCloud-3.1, 3.3, Pass",
    "SecNumCloud-3.2, 3.3, Reject Withdrawn", // of none
    "SecNumCloud,     '',  Reject Withdrawn",
  })
  void aGrantOfTwoVersionsNarrowsADecisionOnEither(String scheme, String version, String answer) {
    Case c =
        new Case()
            .offering(
                qualified(),
                of(entry("Qualified", "2022-01-01", "2024-12-31", null), scheme, version),
                of(entry("Withdrawn", "2026-02-01", null, null), "SecNumCloud", "3.1"));
    assertEquals(answer, c.ask(RULE));
  }

  /** The one under {@code version} is named first. */
  @Test
  void theVerdictSaysWhichVersionIsWhere() {
    assertEquals(
        "the version of SecNumCloud-3.2 3.1 of offering o is not known: its version and its scheme"
            + " say 3.1 and 3.2; state it from the attestation",
        new Case()
            .offering(of(qualified(), "SecNumCloud-3.2", "3.1"))
            .verdict(RULE, "scheme", "SecNumCloud-3.2")
            .message());
  }

  /** What an entry of another offering of the provider names is a scheme of its own. */
  @Test
  void aSchemeOfAnotherOfferingIsKnown() {
    Qualification decision = of(entry("Withdrawn", "2026-02-01", null, null), "SecNum", "1");
    Case c = new Case().offering(qualified(), decision);
    assertEquals("Unknown StateUnknown", c.ask(RULE));
    c.offerings.add(
        new Offering(
            "p",
            List.of("IaaS"),
            List.of("r"),
            List.of(),
            null,
            List.of(of(qualified(), "SecNum", "1"))));
    assertEquals("Pass", c.ask(RULE));
  }

  /**
   * A day more than a year after what is stated: nobody knows whether it is meant. The answer stays
   * the same until the day itself.
   */
  @ParameterizedTest(name = "{0} from {1} as of {2}, on {3}: {4}")
  @CsvSource({
    "Withdrawn, 2027-01-01, 2026-01-01, 2026-03-01, Pass",
    "Withdrawn, 2027-01-01, 2026-01-01, 2026-12-31, Pass",
    "Withdrawn, 2027-01-01, 2026-01-01, 2027-01-01, Reject Withdrawn",
    "Withdrawn, 2027-01-02, 2026-01-01, 2026-03-01, Unknown StateUnknown",
    "Withdrawn, 2027-01-02, 2026-01-01, 2026-12-31, Unknown StateUnknown",
    "Withdrawn, 2027-01-02, 2026-01-01, 2027-01-01, Unknown StateUnknown",
    "Withdrawn, 2027-01-02, 2026-01-01, 2027-01-02, Reject Withdrawn",
    "Suspended, 2062-05-01, 2026-01-01, 2026-03-01, Unknown StateUnknown",
    // Asked of a day in the past.
    "Withdrawn, 2026-05-01, 2026-05-01, 2025-02-01, Pass",
    "Withdrawn, 2026-05-01, 2026-05-01, 2025-12-01, Pass",
    "Withdrawn, 2026-05-01, 2026-05-01, 2026-05-01, Reject Withdrawn",
    // Of which day it is nobody says: it is reckoned from the day that is asked for.
    "Withdrawn, 2027-03-01, none,       2026-03-01, Pass",
    "Withdrawn, 2027-03-02, none,       2026-03-01, Unknown StateUnknown",
    "Withdrawn, 2027-03-02, none,       2027-03-02, Reject Withdrawn"
  })
  void aDayFarAheadIsNotKnownUntilItComes(
      String state, String from, String asOf, String day, String answer) {
    Qualification decision = entry(state, from, null, asOf);
    assertEquals(answer, on(day, qualified(), decision));
    assertEquals(answer, on(day, decision, qualified()), "whatever the order");
  }

  @Test
  void theVerdictSaysThatTheDayIsFar() {
    assertEquals(
        "it is not known whether SecNumCloud 3.2 of offering o still holds: the entry beside it is"
            + " Withdrawn from 2062-05-01, more than a year after it was stated; correct that day or its"
            + " asOf, or, if the end is known so early, state it as validUntil of what ends and remove that entry",
        new Case()
            .offering(qualified(), entry("Withdrawn", "2062-05-01", null, null))
            .verdict(RULE)
            .message());
  }

  /** The qualification is of the first activities, the decision of the second ones. */
  @ParameterizedTest(name = "{0} beside {1}: {2}")
  @CsvSource({
    "1+2,            2,       Reject Withdrawn",
    "1+2,            3,       Pass",
    "1+2,            hosting, Pass",
    "1+2,            3+hosting, Pass",
    "hosting+backup, hostng,  Unknown StateUnknown",
    "hosting+backup, 1,       Pass",
    "activite-1+activite-2, Activité1, Reject Withdrawn",
    "activite-1+activite-2, activite-3, Pass",
    "activite-1+activite-2, activit-1, Unknown StateUnknown",
    "Act1+Act2,      Act3,    Pass",
    "A1+A2,          A3,      Pass",
    "1+2,            1-2,     Pass",
    "1.1,            1.2,     Pass",
    "hosting,        host,    Pass",
    "1. infrastructure, 2. infrastructure, Pass",
    "IT,             OT,      Pass",
    "hosting,        backup,  Pass"
  })
  void anActivityThatNobodyKnowsHidesNoDecision(String granted, String decided, String answer) {
    assertEquals(
        answer,
        on(
            "2026-03-01",
            entry(
                "2",
                "Qualified",
                List.of("IaaS"),
                List.of(granted.split("\\+")),
                "2025-01-01",
                "2027-12-31",
                null),
            entry(
                "2",
                "Withdrawn",
                List.of("IaaS"),
                List.of(decided.split("\\+")),
                "2026-02-01",
                null,
                null)));
  }

  @Test
  void theVerdictSaysWhichEntryNobodyUnderstands() {
    Case c =
        new Case()
            .offering(
                qualified(), of(entry("Withdrawn", "2026-02-01", null, null), "SecNum", "3.2"));
    assertEquals(
        "it is not known whether SecNumCloud 3.2 of offering o still holds: the entry beside it of"
            + " the scheme SecNum is Withdrawn, and it may be about this one; write its scheme as in the"
            + " entry that it is about, or keep the earlier entry of its own scheme with validUntil",
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
