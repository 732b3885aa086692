package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waivers as plans take them and as {@code bleu waivers} lists them, offline. */
class WaiversCommandTest {

  private static final String POLICY =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: %s}
      spec:
        rules: [{name: place, rule: data-location, action: Enforce, parameters: {countries: [DE]}}]
        %s
      ---
      """;

  private static final String WAIVER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyWaiver
      metadata: {name: late, namespace: shop}
      spec:
        policyRef: abroad
        rule: place
        workloadRef: {name: web}
        zones: [north]
        reason: the move is late
        notBefore: 2026-11-01T00:00:00Z
        expirationTime: 2026-12-31T00:00:00Z
        requestedBy: anne
        approvedBy: bob
      ---
      """;

  /** The north is in France, the south in Germany; the policy wants Germany. */
  private static String input(String policy, String more) {
    return PlanCommandTest.ESTATE.replace(
            "metadata: {name: shop}",
            "metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}")
        + POLICY.formatted("abroad", policy)
        + PlanCommandTest.workload("web", 4, "")
        + more;
  }

  @Test
  void aWaiverLetsOneWorkloadIntoOneZoneAndIsNamed() throws Exception {
    String input = input("waivable: [place]", WAIVER);
    // Three fit into each zone.
    Typed without = Typed.withInput(input("waivable: [place]", ""), "plan", "-f", "-");
    assertEquals(ExitCode.UNPLACED, without.code());
    Typed with = Typed.withInput(input, "plan", "-f", "-");
    assertEquals(ExitCode.OK, with.code(), with.out());
    assertTrue(with.out().contains("north=2, south=2"), with.out());

    String explained = Typed.withInput(input, "explain", "web", "-f", "-").out();
    assertTrue(
        explained.contains(
            """

            Runs under a waiver of
              CountryNotAccepted: \
            """),
        explained);
    assertTrue(explained.contains("  waiver late until 2026-12-31T00:00:00Z\n"), explained);
    JsonNode tree =
        new ObjectMapper()
            .readTree(Typed.withInput(input, "explain", "web", "-f", "-", "-o", "json").out());
    assertEquals("late", tree.path("waivers").path(0).path("name").asText());
    assertEquals("north", tree.path("waivers").path(0).path("zone").asText());
    assertEquals(0, tree.path("violations").size());
  }

  @ParameterizedTest
  @CsvSource({"2026-10-31, UNPLACED", "2026-11-02, OK", "2026-12-30, OK", "2027-01-01, UNPLACED"})
  void itCountsFromItsFirstInstantUntilItsLast(String day, String code) {
    Typed typed =
        Typed.withInput(input("waivable: [place]", WAIVER), "plan", "-f", "-", "--at", day);
    assertEquals(code.equals("OK") ? ExitCode.OK : ExitCode.UNPLACED, typed.code(), typed.out());
  }

  /** In Paris, with the time where it is not the beginning of a day. */
  @ParameterizedTest
  @CsvSource({
    "2026-12-30T23:00:00Z, 2026-12-31",
    "2026-12-30T23:00:01Z, 2026-12-31 00:00:01+01:00",
    "2026-12-31T12:00:00Z, 2026-12-31 13:00+01:00"
  })
  void itsEndStandsAhead(String end, String day) throws Exception {
    String input = input("waivable: [place]", WAIVER.replace("2026-12-31T00:00:00Z", end));
    String text = Typed.withInput(input, "explain", "web", "-f", "-").out();
    assertTrue(
        text.replaceAll("\\s+", " ")
            .contains(
                "Ahead "
                    + day
                    + ": rule place of abroad: Waived by late until "
                    + end
                    + ", then CountryNotAccepted: north"),
        text);
    JsonNode turn =
        new ObjectMapper()
            .readTree(Typed.withInput(input, "explain", "web", "-f", "-", "-o", "json").out())
            .path("ahead")
            .path(0);
    assertEquals(
        "{\"day\":\""
            + day.substring(0, 10)
            + "\",\"at\":\""
            + end
            + "\",\"rule\":\"place\",\"policy\":\"abroad\",\"before\":\"Waived\",\"waiver\":\"late\","
            + "\"expirationTime\":\""
            + end
            + "\",\"after\":\"CountryNotAccepted\",\"zones\":[\"north\"]}",
        turn.toString());
    String french = Typed.withInput(input, "explain", "web", "-f", "-", "--lang", "fr").out();
    assertTrue(
        french
            .replaceAll("\\s+", " ")
            .contains(day + " : règle place de abroad : écartée par late jusqu'à " + end),
        french);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "waivable: [place] | approvedBy: bob | '' | AwaitingApproval: nobody approved it;",
        "'' | x | x | NotWaivable: policy abroad does not list its rule place in spec.waivable;",
        "waivable: [place] | 2026-11-01 | 2026-11-30 | NotYetInForce: it is in force from 2026-11-30T00:00:00Z"
      })
  void whatDoesNotCountIsNamedWithWhyNot(String policy, String from, String to, String says)
      throws Exception {
    String input = input(policy, from.equals("x") ? WAIVER : WAIVER.replace(from, to));
    String text = Typed.withInput(input, "explain", "web", "-f", "-").out();
    assertTrue(
        text.replaceAll("\\s+", " ").contains("Waivers that do not count now waiver late " + says),
        text);
    String state = says.substring(0, says.indexOf(':'));
    JsonNode idle =
        new ObjectMapper()
            .readTree(Typed.withInput(input, "explain", "web", "-f", "-", "-o", "json").out())
            .path("idleWaivers");
    assertEquals(1, idle.size());
    assertEquals("late", idle.path(0).path("name").asText());
    assertEquals(state, idle.path(0).path("state").asText());
    String french = Typed.withInput(input, "explain", "web", "-f", "-", "--lang", "fr").out();
    assertTrue(french.contains("  dérogation late " + state + " : "), french);
  }

  /** What ends gives a breach where it runs, and nothing moves. */
  @Test
  void itsEndIsABreachThatWhatIfForetells() throws Exception {
    Typed typed =
        Typed.withInput(
            input("waivable: [place]", WAIVER),
            "what-if",
            "-f",
            "-",
            "-o",
            "json",
            "--at",
            "2027-01-01");
    JsonNode tree = new ObjectMapper().readTree(typed.out());
    JsonNode web = tree.path("workloads").path(0);
    assertEquals(0, web.path("moves").asInt());
    assertEquals("north", web.path("after").path("violations").path(0).path("zone").asText());
    assertEquals(0, web.path("before").path("violations").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          InForce          | waivable: [place]                                | reason: the move is late | reason: the move is late
          AwaitingApproval | waivable: [place]                                | approvedBy: bob          | zones: [north]
          NotYetInForce    | waivable: [place]                                | notBefore: 2026-11-01    | notBefore: 2026-12-01
          Expired          | waivable: [place]                                | expirationTime: 2026-12-31 | expirationTime: 2026-11-10
          WorkloadMissing  | waivable: [place]                                | {name: web}              | {name: webb}
          NotWaivable      | waivable: []                                     | zones: [north]           | zones: [north]
          RuleMissing      | waivable: [place]                                | rule: place              | rule: plaice
          TooLong          | '{waivable: [place], waiverLimits: {maxDays: 59}}'  | zones: [north]        | zones: [north]
          InForce          | '{waivable: [place], waiverLimits: {maxDays: 60}}'  | zones: [north]        | zones: [north]
          """)
  void eachSaysHowItStands(String state, String policy, String text, String other)
      throws Exception {
    String spec =
        policy.startsWith("{")
            ? "waivable: [place]\n  waiverLimits: "
                + policy.replaceAll(".*waiverLimits: (.*)}", "$1")
            : policy;
    String waiver =
        WAIVER.replace(text, other).replace("zones: [north]\n  zones: [north]", "zones: [north]");
    if (other.equals("zones: [north]") && !text.equals(other)) {
      waiver = WAIVER.replace("  " + text + "\n", "");
    }
    Typed typed = Typed.withInput(input(spec, waiver), "waivers", "-f", "-", "-o", "json");
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    JsonNode one = new ObjectMapper().readTree(typed.out()).path("waivers").path(0);
    assertEquals(state, one.path("state").asText(), typed.out());
    int code = Typed.withInput(input(spec, waiver), "plan", "-f", "-").code();
    assertEquals(state.equals("InForce") ? ExitCode.OK : ExitCode.UNPLACED, code);
  }

  /** As a workload that is not there: zones come and go, and nothing else waits for that. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[nort, zx]  | ZoneMissing | there is no AvailabilityZone nort or zx here; correct spec.zones",
        "[north, zx] | InForce     | ''"
      })
  void aZoneThatIsNotThereIsSaid(String zones, String state, String says) {
    String text = input("waivable: [place]", WAIVER.replace("zones: [north]", "zones: " + zones));
    Typed listed = Typed.withInput(text, "waivers", "-f", "-", "-o", "json");
    assertEquals("", listed.err());
    assertTrue(listed.out().contains("\"" + state + "\""), listed.out());
    assertTrue(listed.out().contains(says), listed.out());
  }

  /** A waiver of one policy is none where another policy enforces the same and has no waivers. */
  @Test
  void everyPolicyThatEnforcesTheRuleMustAllowIt() throws Exception {
    String input = input("waivable: [place]", POLICY.formatted("other", "") + WAIVER);
    JsonNode one =
        new ObjectMapper()
            .readTree(Typed.withInput(input, "waivers", "-f", "-", "-o", "json").out())
            .path("waivers")
            .path(0);
    assertEquals("NotWaivable", one.path("state").asText());
    assertTrue(one.path("message").asText().contains("policy other does not list"), one.toString());
  }

  @Test
  void renewalsAreCounted() throws Exception {
    String again =
        WAIVER.replace("name: late,", "name: later,").replace("2026-11-01", "2026-11-15");
    String limits = "waivable: [place]\n  waiverLimits: {maxRenewals: %d}";
    for (int most : new int[] {0, 1}) {
      JsonNode waivers =
          new ObjectMapper()
              .readTree(
                  Typed.withInput(
                          input(limits.formatted(most), WAIVER + again),
                          "waivers",
                          "-f",
                          "-",
                          "-o",
                          "json")
                      .out())
              .path("waivers");
      assertEquals("InForce", waivers.path(0).path("state").asText());
      assertEquals(
          most == 0 ? "TooManyRenewals" : "InForce", waivers.path(1).path("state").asText());
    }
  }

  @Test
  void peopleSeeWhatIsSetAsideAndWhatIsLeftToDo() {
    String input =
        input(
            "waivable: [place]",
            WAIVER + WAIVER.replace("late,", "second,").replace("  approvedBy: bob\n", ""));
    assertEquals(
        """
        WAIVER       WORKLOAD  RULE             UNTIL                 STATE
        shop/late    web       place of abroad  2026-12-31T00:00:00Z  InForce
        shop/second  web       place of abroad  2026-12-31T00:00:00Z  AwaitingApproval

        shop/second: nobody approved it; another person than the one who asks does, with `bleu waivers
          approve`
        """,
        Typed.withInput(input, "waivers", "-f", "-").out());
    assertEquals("no waiver\n", Typed.withInput(input, "waivers", "-f", "-", "-n", "x").out());
  }

  /** Where admission was off, or in a file, nobody has looked at the names yet. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          approvedBy: bob  | approvedBy: anne | a waiver is requested by one person and approved by another one
          requestedBy: anne| requestedBy: ""  | a waiver is requested by one person and approved by another one
          approvedBy: bob  | approvedBy: system:serviceaccount:gitops:robot | a person approves a waiver, not a service account such as "system:serviceaccount:gitops:robot"; have a person approve it with `bleu waivers approve`
          """)
  void oneApprovedByNobodyWhoMayIsAnError(String text, String other, String says) {
    String input = input("waivable: [place]", WAIVER.replace(text, other));
    for (String[] command :
        new String[][] {
          {"plan", "-f", "-"}, {"explain", "web", "-f", "-"}, {"waivers", "-f", "-"}
        }) {
      Typed typed = Typed.withInput(input, command);
      assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.out());
      String err = typed.err().replaceAll("\\s+", " ");
      for (String words : says.split("; ")) {
        assertTrue(err.contains("spec.approvedBy: ") && err.contains(words), err);
      }
    }
  }

  /** Who asks for it may be GitOps. */
  @Test
  void serviceAccountMayAsk() {
    String robot = WAIVER.replace("requestedBy: anne", "requestedBy: system:serviceaccount:x:y");
    assertEquals(
        ExitCode.OK, Typed.withInput(input("waivable: [place]", robot), "plan", "-f", "-").code());
  }

  @Test
  void wrongInstantsAreErrors() {
    String wrong = WAIVER.replace("2026-12-31T00:00:00Z", "2026-10-31T00:00:00Z");
    Typed typed = Typed.withInput(input("waivable: [place, plaice]", wrong), "plan", "-f", "-");
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertTrue(typed.err().contains("notBefore is not before expirationTime"), typed.err());
    assertTrue(typed.err().contains("spec.waivable[1]: there is no rule \"plaice\""), typed.err());
  }

  private static final String OPENED =
      "by=alice; zone=north; from=%s; until=2026-11-26T10:00:00Z; reason=Germany is lost";

  /** With a break-glass of a person for the north, and a second signature if any. */
  private static String glass(String from, boolean signed) {
    String opened = OPENED.formatted(from);
    return input("waivable: [place]", "")
        .replace(
            "metadata: {name: web, namespace: shop}",
            "metadata: {name: web, namespace: shop, annotations: {placement.bleu.cloud/break-glass: '"
                + opened
                + "'"
                + (signed
                    ? ", placement.bleu.cloud/break-glass-countersigned: 'by=bob; signs: "
                        + opened
                        + "'"
                    : "")
                + "}}");
  }

  /** By its beginning, a second signature and how far one looks: what is due of it, and when. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-11-24T11:00:00Z | false | 90 | 2026-11-25T11:00:00Z | AwaitingSignature
          2026-11-24T11:00:00Z | true  | 90 | 2026-11-26T10:00:00Z | Countersigned
          2026-11-24T11:00:00Z | false | 0  | 2026-11-25T11:00:00Z | AwaitingSignature
          2026-11-24T11:00:00Z | true  | 1  |                      | Countersigned
          2026-11-23T11:00:00Z | false | 0  | 2026-11-24T11:00:00Z | Unsigned
          2026-11-25T11:00:00Z | false | 0  |                      | NotYetInForce
          2026-11-25T11:00:00Z | false | 9  | 2026-11-25T11:00:00Z | NotYetInForce
          """)
  void breakGlassesAreListedWithWhatIsDueOfThem(
      String from, boolean signed, int within, String by, String state) throws Exception {
    String input = glass(from, signed);
    JsonNode all = tree(input, "waivers", "-f", "-", "-o", "json");
    assertEquals(1, all.size(), all.toString());
    assertEquals(
        "shop/web",
        all.path(0).path("namespace").asText() + "/" + all.path(0).path("name").asText());
    assertEquals("north", all.path(0).path("zone").asText());
    assertEquals("alice", all.path(0).path("by").asText());
    assertEquals(state, all.path(0).path("state").asText());
    JsonNode due =
        tree(input, "facts", "due", "-f", "-", "-o", "json", "--within", String.valueOf(within));
    assertEquals(by == null ? 0 : 1, due.size(), due.toString());
    assertEquals(by == null ? "" : by, due.path(0).path("due").asText());
  }

  private static JsonNode tree(String input, String... typed) throws Exception {
    return new ObjectMapper().readTree(Typed.withInput(input, typed).out()).path("breakGlass");
  }

  @Test
  void peopleReadBreakGlassesBesideWaivers() {
    String input = glass("2026-11-24T11:00:00Z", false);
    String table =
        """
        BREAK-GLASS  ZONE   BY     UNTIL                 DUE                   STATE
        shop/web     north  alice  2026-11-26T10:00:00Z  2026-11-25T11:00:00Z  AwaitingSignature
        """;
    Typed waivers = Typed.withInput(input, "waivers", "-f", "-");
    assertTrue(waivers.out().startsWith("no waiver\n\n" + table), waivers.out());
    assertTrue(waivers.out().contains("shop/web: "), waivers.out());
    Typed due = Typed.withInput(input, "facts", "due", "-f", "-");
    assertTrue(due.out().contains("\n" + table), due.out());
    assertTrue(due.out().contains("--countersign"), due.out());
    Typed others = Typed.withInput(input, "waivers", "-f", "-", "-n", "other");
    assertEquals("no waiver\n", others.out());
  }
}
