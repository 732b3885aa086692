package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes within a day, and what policies say that cannot be meant. */
class AheadTest {

  private static String input(String policy) {
    return PlanCommandTest.ESTATE
            .replace(
                "metadata: {name: shop}",
                "metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}")
            .replaceFirst(
                "(?s)(metadata: \\{name: north\\}\\s*spec:\\s*)",
                "$1\n  maintenance: [{from: '2026-12-05T01:00:00Z', to: '2026-12-05T04:00:00Z'}]\n  ")
        + """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: SovereigntyPolicy
          metadata: {name: quiet}
          spec: {%s}
          ---
          """
            .formatted(policy)
        + PlanCommandTest.workload("web", 2, "");
  }

  /** An operation of three hours is seen, and its notice from the hour at which it begins. */
  @ParameterizedTest(name = "{0} hours")
  @CsvSource(
      delimiter = '|',
      value = {
        "0  | 2026-12-05 02:00+01:00: rule ops of quiet: Pass, then InMaintenance: north"
            + " 2026-12-05 05:00+01:00: rule ops of quiet: InMaintenance, then Pass: north",
        "24 | 2026-12-04 02:00+01:00: rule ops of quiet: Pass, then MaintenanceAnnounced: north"
            + " 2026-12-05 02:00+01:00: rule ops of quiet: MaintenanceAnnounced, then InMaintenance: north"
            + " 2026-12-05 05:00+01:00: rule ops of quiet: InMaintenance, then Pass: north",
      })
  void operationsStandAheadToTheInstant(int notice, String expected) {
    String policy =
        "rules: [{name: ops, rule: maintenance-window, parameters: {noticeHours: " + notice + "}}]";
    Typed typed = Typed.withInput(input(policy), "explain", "web", "-f", "-");
    assertTrue(
        typed.out().replaceAll("\\s+", " ").contains("Ahead " + expected + " Tolerates"),
        typed.out() + typed.err());
  }

  /** Nobody states when it ends; the scheme grants it for three years. */
  @ParameterizedTest(name = "{0} at {1}: {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "announcedOn: '2023-12-31'                           | 2026-11-27 | 2026-12-31",
        // What counts is the window.
        "validFrom: '2024-01-15', announcedOn: '2023-12-31'  | 2026-11-27 | 2027-01-15",
        "announcedOn: '2023-12-31'                           | 2027-03-01 | 2026-12-31", // passed
        "announcedOn: '2025-12-17'                           | 2026-11-27 | -", // beyond 400 days
        "announcedOn: '2023-12-31', validUntil: '2027-01-31' | 2026-11-27 | -", // its end is stated
        "layers: [IaaS]                                      | 2026-11-27 | -", // it follows from
        // nothing
      })
  void aQualificationWithoutAnEndProbablyHasOne(String days, String at, String end) {
    String estate =
        input("rules: [{name: q, rule: qualified-offering, action: Warn}]")
            .replace(
                "spec: {displayName: Acme}",
                "spec: {offerings: [{name: base, layers: [IaaS], regions: [r], qualifications: [{scheme:"
                    + " SecNumCloud, version: '3.2', state: Qualified, "
                    + days
                    + "}]}]}")
            .replaceFirst("provider: acme", "provider: acme\n  offerings: [base]");
    Typed typed = Typed.withInput(estate, "explain", "web", "-f", "-", "--at", at);
    String told = typed.out().replaceAll("\\s+", " ");
    String expected =
        ": SecNumCloud 3.2 of offering base of acme probably ends (Assumption: granted for 3 years,"
            + " from ";
    boolean passed = end != null && end.compareTo(at) < 0;
    assertEquals(end != null && !passed, told.contains("probably ends"), typed.out() + typed.err());
    assertEquals(passed, told.contains("probably ended"), typed.out() + typed.err());
    assertTrue(
        end == null || told.contains(end + (passed ? expected.replace("ends", "ended") : expected)),
        typed.out() + typed.err());
    assertEquals(passed, told.contains("Probably ended " + end + ":"), typed.out() + typed.err());
    Typed french = Typed.withInput(estate, "explain", "web", "-f", "-", "--at", at, "--lang", "fr");
    String dit = french.out().replaceAll("\\s+", " ");
    assertEquals(end != null && !passed, dit.contains("prend probablement fin"), dit);
    assertEquals(passed, dit.contains("a probablement pris fin"), dit);
  }

  private static final String STATED = "{basis: Contract, source: c, asOf: '2026-11-20'}";

  /** An asOf to come is told as it is stated, and stands ahead: from then on it is known. */
  @Test
  void aDecisionDatedAheadTurnsOnItsDay() {
    String estate =
        input("facts: {maxAgeDays: 300}, rules: [{name: age, rule: fact-freshness}]")
            .replace(
                "spec: {displayName: Acme}",
                "spec: {offerings: [{name: base, layers: [IaaS], regions: [r], qualifications: [{scheme:"
                    + " HDS, version: '2', state: Withdrawn, provenance: {basis: Contract, source: c,"
                    + " asOf: '2026-12-05'}}]}]}")
            .replaceFirst(
                "provider: acme(\\s*region: r\\s*site: site-north\\s*)location: \\{country: FR}",
                "provider: acme\n  offerings: [base]\n  siteProvenance: "
                    + STATED
                    + "$1location: {country: FR, provenance: "
                    + STATED
                    + "}");
    Typed typed = Typed.withInput(estate, "explain", "web", "-f", "-");
    String told = typed.out().replaceAll("\\s+", " ");
    assertTrue(
        told.contains(
            "DatedInFuture: a fact is dated in the future: HDS qualification of offering base"
                + " (2026-12-05)"),
        typed.out() + typed.err());
    assertTrue(
        told.contains("2026-12-05: rule age of quiet: DatedInFuture, then Pass: north"),
        typed.out() + typed.err());
  }

  /** From the day on which a renewal is stated it outlives a withdrawal; a note says so. */
  @ParameterizedTest(name = "as of {0}, asked for {1}: {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "2026-12-05, 2026-11-24, 2026-12-05",
        "2026-12-05, 2026-12-04, 2026-12-05",
        "2026-12-05, 2027-01-10, -", // not known today, and no day ahead makes it known
        "2026-11-24, 2026-11-24, -", // known already
      })
  void aRenewalDatedAheadCountsFromItsDayOn(String asOf, String at, String turn) {
    String entry =
        "    - {scheme: SecNumCloud, version: '3.2', state: %s, layers: [IaaS], validFrom: '%s',"
            + " provenance: {basis: RegulatorList, source: l, asOf: '%s'}}\n";
    String estate =
        QualifiedEstate.of(
                entry.formatted("Withdrawn", "2026-04-01", "2026-05-01")
                    + entry.formatted("Qualified", "2026-06-01', validUntil: '2028-12-31", asOf),
                QualifiedEstate.RULE)
            + QualifiedEstate.WORKLOAD;
    Typed typed = Typed.withInput(estate, "explain", "web", "-f", "-", "--at", at);
    String told = typed.out().replaceAll("\\s+", " ");
    assertEquals(
        turn != null,
        told.contains("Ahead " + turn + ": rule q of asked: Withdrawn, then Pass: north"),
        typed.out() + typed.err());
    assertEquals(turn != null, told.contains("Ahead 2026-12-05"), typed.out());
    assertEquals(
        asOf.compareTo("2026-11-24") > 0,
        typed
            .err()
            .contains(
                "spec.offerings[0].qualifications[1].provenance.asOf: is "
                    + asOf
                    + ", after today, and says nothing before that day"),
        typed.err());
  }

  /** What is assumed hides no answer of a rule, and says on the first screen that it is assumed. */
  @ParameterizedTest
  @CsvSource({
    "en, Warnings, Probably ended, (Assumption: granted",
    "fr, Avertissements, Probablement arrivé à son terme, (supposé : accordée"
  })
  void whatProbablyEndedHidesNoWarning(
      String language, String warnings, String ended, String mark) {
    Typed typed =
        Typed.bleu(
            "explain", "api", "-f", "examples/ministry", "--at", "2027-01-15", "--lang", language);
    // The first screen ends with an empty line and where to read on.
    String told = typed.out().replaceFirst("(?s)\n\n.*", "").replaceAll("\\s+", " ");
    assertTrue(
        told.matches(
            ".* %s SeatUnknown \\([^)]*\\) OwnershipUnknown \\([^)]*\\) %s 2026-12-31 ?: .*"
                .formatted(warnings, ended)),
        typed.out() + typed.err());
    assertTrue(told.contains(mark), typed.out());
  }

  /**
   * What was taken away or renewed does not wait for its end. The entry is of 2023-12-01 and
   * without an end; it is 2026-11-27, and another one stands beside it.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "state: Withdrawn, layers: [IaaS], validFrom: '2026-05-01'                            | false",
        "state: Suspended, layers: [IaaS], validFrom: '2026-05-01', validUntil: '2026-05-31'  | true",
        "state: Withdrawn, layers: [IaaS], validFrom: '2026-12-01'                            | true",
        "state: Qualified, layers: [IaaS], validFrom: '2026-11-01', validUntil: '2029-10-31'  | false",
        "state: Qualified, layers: [IaaS], validFrom: '2026-11-27', validUntil: '2029-10-31'  | false",
        "state: Qualified, layers: [IaaS], validFrom: '2026-11-28', validUntil: '2029-10-31'  | true",
        "state: Qualified, layers: [CaaS], validFrom: '2026-11-01', validUntil: '2029-10-31'  | true",
        "state: Qualified, layers: [IaaS], validFrom: '2022-11-01', validUntil: '2029-10-31'  | true",
        "state: InEvaluation, layers: [IaaS], validFrom: '2026-11-01'                         | true",
      })
  void whatWasTakenAwayOrRenewedDoesNotProbablyEnd(String other, boolean told) {
    String estate =
        input("rules: [{name: q, rule: qualified-offering, action: Warn}]")
            .replace(
                "spec: {displayName: Acme}",
                "spec: {offerings: [{name: base, layers: [IaaS], regions: [r], qualifications: [{scheme:"
                    + " SecNumCloud, version: '3.2', state: Qualified, layers: [IaaS], announcedOn:"
                    + " '2023-12-01'}, {scheme: SecNumCloud, version: '3.2', "
                    + other
                    + "}]}]}")
            .replaceFirst("provider: acme", "provider: acme\n  offerings: [base]");
    Typed due = Typed.withInput(estate, "facts", "due", "-f", "-", "--at", "2026-11-27");
    assertEquals(told, due.out().contains("2026-12-01  ProbablyEnds"), due.out() + due.err());
    Typed explained = Typed.withInput(estate, "explain", "web", "-f", "-", "--at", "2026-11-27");
    String shown = explained.out().replaceAll("\\s+", " ");
    assertEquals(
        told,
        shown.contains("2026-12-01: SecNumCloud 3.2 of offering base of acme probably ends"),
        explained.out() + explained.err());
  }

  /** To confirm a fact states no end: what helps is said. */
  @Test
  void whatHelpsAgainstAProbableEndIsToStateIt() {
    String estate =
        input("rules: [{name: q, rule: qualified-offering, action: Warn}]")
            .replace(
                "spec: {displayName: Acme}",
                "spec: {offerings: [{name: base, layers: [IaaS], regions: [r], qualifications: [{scheme:"
                    + " SecNumCloud, version: '3.2', state: Qualified, announcedOn: '2023-12-01'}]}]}");
    String help = "of what probably ends nobody states the end; state validUntil once it is known";
    for (String day : List.of("2026-11-27", "2028-01-01")) {
      Typed due = Typed.withInput(estate, "facts", "due", "-f", "-", "--at", day);
      assertTrue(due.out().contains(help), due.out());
      assertTrue(!due.out().contains("confirm"), due.out());
      Typed tree = Typed.withInput(estate, "facts", "due", "-f", "-", "--at", day, "-o", "json");
      assertTrue(
          tree.out()
              .contains(
                  day.startsWith("2026")
                      ? "\"state\": \"ProbablyEnds\""
                      : "\"state\": \"ProbablyEnded\""),
          tree.out());
    }
    Typed both =
        Typed.withInput(
            estate.replace(
                "'2023-12-01'}]",
                "'2023-12-01'}, {scheme: HDS, state: Qualified, validUntil: '2026-12-31'}]"),
            "facts",
            "due",
            "-f",
            "-",
            "--at",
            "2026-11-27");
    String told = both.out().replaceAll("\\s+", " ");
    assertTrue(told.contains("of what ends, state the renewal: validUntil"), told);
    assertTrue(!told.contains("confirm one with"), "a confirmation does not move the end");
    assertTrue(told.contains(help), told);
  }

  /** A probable end stands among the days, not after them. */
  @Test
  void allThatIsAheadIsSortedByDay() throws Exception {
    String estate =
        input(
                "facts: {maxAgeDays: 400}, rules: [{name: q, rule: qualified-offering, action: Warn},"
                    + " {name: ops, rule: maintenance-window, parameters: {noticeHours: 0}}]")
            .replace(
                "spec: {displayName: Acme}",
                "spec: {offerings: [{name: base, layers: [IaaS], regions: [r], qualifications: [{scheme:"
                    + " SecNumCloud, version: '3.2', state: Qualified, announcedOn: '2023-12-01'}]}]}")
            .replaceFirst("provider: acme", "provider: acme\n  offerings: [base]");
    for (String language : List.of("en", "fr")) {
      Typed typed =
          Typed.withInput(
              estate,
              "explain",
              "web",
              "-f",
              "-",
              "--at",
              "2026-11-27",
              "--all",
              "--lang",
              language);
      List<String> days =
          typed
              .out()
              .lines()
              .filter(l -> l.matches(" {2}2026-12-\\d\\d.*"))
              .map(l -> l.strip().substring(0, 10))
              .distinct()
              .toList();
      assertEquals(List.of("2026-12-01", "2026-12-05"), days, typed.out());
    }
    Typed due = Typed.withInput(estate, "facts", "due", "-f", "-", "--at", "2026-11-27");
    String row =
        due.out().lines().filter(l -> l.contains("Probably")).findFirst().orElse(due.out());
    assertEquals(
        "2026-12-01 ProbablyEnds CloudProvider/acme offerings[base].qualifications[SecNumCloud]"
            + " Assumption -",
        row.strip().replaceAll(" +", " "));
    Typed later = Typed.withInput(estate, "facts", "due", "-f", "-", "--at", "2028-01-01");
    assertTrue(later.out().contains("2026-12-01  ProbablyEnded"), later.out());
    Typed none =
        Typed.withInput(estate, "facts", "due", "-f", "-", "--at", "2026-11-27", "--within", "3");
    assertTrue(!none.out().contains("Probably"), none.out());
  }

  /** All at once. */
  @Test
  void whatAPolicyCannotMeanIsSaid() {
    Typed typed =
        Typed.withInput(
            input(
                "waiverLimits: {maxDays: 30}, rules: [{name: own, expression: \"zone.name != 'x'\","
                    + " requirements: [99.9.z, 19.2.a, ISO-27001.A.8, '3.2', '11.3']}]"),
            "plan",
            "-f",
            "-");
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertEquals(
        List.of(
            "spec.rules[0].requirements[0]: SecNumCloud 3.2 has no requirement 99.9.z; see `bleu rules"
                + " --requirements`, or put the name of the other text before it",
            "spec.rules[0].requirements[4]: SecNumCloud 3.2 has no requirement 11.3; see `bleu rules"
                + " --requirements`, or put the name of the other text before it",
            "spec.waiverLimits: no rule can be waived, so there is nothing to limit; name rules under"
                + " spec.waivable, or take the limits out"),
        typed
            .err()
            .lines()
            .filter(line -> line.contains("SovereigntyPolicy quiet, "))
            .map(line -> line.replaceFirst("^.*SovereigntyPolicy quiet, ", ""))
            .sorted()
            .toList(),
        typed.err());
  }
}
