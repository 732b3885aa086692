package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is due of entries of one scheme that contradict each other, and what their confirmation
 * does. Today is 24 November 2026.
 */
class ContradictedDuesTest {

  private static final String GROUP = "offerings[base].qualifications[SecNumCloud]";
  private static final String SECOND = "offerings[base].qualifications[SecNumCloud#2]";

  private static final String AGED = "facts: {maxAgeDays: 365}, " + QualifiedEstate.RULE;

  @TempDir private Path folder;

  private static String entry(String state, String days, String asOf) {
    return "    - {scheme: SecNumCloud, version: \"3.2\", state: "
        + state
        + ", layers: [IaaS], "
        + days
        + "provenance: {basis: RegulatorList, source: the list"
        + (asOf == null ? "" : ", asOf: \"" + asOf + "\"")
        + "}}\n";
  }

  private static String of(String scheme, String version, String entry) {
    return entry
        .replace("scheme: SecNumCloud", "scheme: " + scheme)
        .replace("version: \"3.2\"", "version: \"" + version + "\"");
  }

  private Path write(String policy, String... entries) throws IOException {
    Path file = folder.resolve("estate.yaml");
    Files.writeString(
        file, QualifiedEstate.of(String.join("", entries), policy) + QualifiedEstate.WORKLOAD);
    return file;
  }

  private static List<String> due(Path file, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("facts", "due", "-f", file.toString()));
    arguments.addAll(List.of("-o", "json"));
    arguments.addAll(List.of(more));
    Typed typed = Typed.bleu(arguments.toArray(String[]::new));
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    List<String> due = new ArrayList<>();
    for (JsonNode one : new ObjectMapper().readTree(typed.out()).path("due")) {
      due.add(
          one.path("what").asText()
              + " "
              + one.path("state").asText()
              + " "
              + one.path("group").asText());
    }
    return due;
  }

  private static Typed confirm(Path file, String group, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("facts", "confirm", "CloudProvider/acme", group, "-f", file.toString()));
    arguments.addAll(List.of(more));
    return Typed.bleu(arguments.toArray(String[]::new));
  }

  private static boolean placed(Path file) {
    return Typed.bleu("plan", "-f", file.toString()).out().contains("2 of 2 replicas");
  }

  /** What is listed as a group is what the confirmation of that group is about. */
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Withdrawn | validUntil: "2027-01-31", | true
          Suspended | validUntil: "2027-01-31", | true
          Qualified | validUntil: "2027-01-31", | true
          Withdrawn |                           | false
          """)
  void theGroupThatEndsIsTheOneThatIsConfirmed(String first, String until, boolean ends)
      throws IOException {
    Path file =
        write(
            QualifiedEstate.RULE,
            entry(
                first,
                "validFrom: \"2025-05-01\", "
                    + (first.equals("Qualified") ? "validUntil: \"2029-05-01\", " : ""),
                "2025-05-01"),
            entry(
                "Qualified",
                "validFrom: \"2026-06-01\", " + (until == null ? "" : until + " "),
                "2026-06-01"));
    List<String> due = due(file);
    assertEquals(ends ? List.of("Window Due " + SECOND) : List.of(), due);
    if (!due.isEmpty()) {
      Typed typed = confirm(file, due.get(0).substring("Window Due ".length()));
      assertEquals(ExitCode.OK, typed.code(), typed.err());
      assertTrue(typed.out().contains("(was 2026-06-01)"), typed.out());
      assertTrue(placed(file));
    }
  }

  /** The probable end of the second one too. */
  @Test
  void aProbableEndIsOfItsOwnGroup() throws IOException {
    Path file =
        write(
            QualifiedEstate.RULE,
            entry(
                "Withdrawn",
                "validFrom: \"2023-01-01\", validUntil: \"2023-06-30\", ",
                "2023-06-30"),
            entry("Qualified", "validFrom: \"2024-01-15\", ", "2024-01-15"));
    assertEquals(List.of("ProbableEnd ProbablyEnds " + SECOND), due(file));
  }

  /**
   * A decision without an end, and what was granted after it: days of both, the day of the
   * confirmation, and whether it would take away what was granted anew.
   */
  @ParameterizedTest(name = "{0} of {1}, then {2} of {3}, confirmed for {4}: {5}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          -,                            2026-01-15, 'validFrom: "2026-03-01", ', 2026-03-01, 2026-11-24, true
          -,                            2026-01-15, 'validFrom: "2026-03-01", ', 2026-03-01, 2026-02-28, false
          -,                            2026-01-15, 'validFrom: "2026-03-01", ', 2026-03-01, 2026-03-01, true
          -,                            2026-01-15, 'validFrom: "2026-03-01", ', 2026-11-24, 2026-11-24, true
          'validFrom: "2025-05-01", ', 2026-01-15, 'validFrom: "2026-03-01", ', 2026-03-01, 2026-11-24, true
          'validFrom: "2025-05-01", ', 2026-01-15, 'validFrom: "2026-03-01", ', 2026-11-24, 2026-11-24, false
          'validUntil: "2026-02-01", ', 2026-01-15, 'validFrom: "2026-03-01", ', 2026-03-01, 2026-11-24, false
          -,                            2026-01-15, 'validFrom: "2027-03-01", ', 2026-03-01, 2026-11-24, true
          -,                            2026-01-15, 'validFrom: "2027-03-01", ', 2026-11-24, 2026-11-24, false
          -,                            2026-04-15, 'validFrom: "2026-03-01", ', 2026-04-15, 2026-11-24, false
          -,                            2026-01-15, 'validFrom: "2026-03-01", validUntil: "2026-10-31", ', 2026-03-01, 2026-11-24, false
          """)
  void aDecisionIsNotConfirmedOverWhatWasGrantedAnew(
      String decided, String stated, String granted, String renewed, String day, boolean takes)
      throws IOException {
    Path file =
        write(
            QualifiedEstate.RULE,
            entry("Withdrawn", decided == null ? "" : decided, stated),
            entry("Qualified", granted + "activities: [a], ", renewed));
    String before = Files.readString(file);
    Typed typed = confirm(file, GROUP, "--as-of", day);
    assertEquals(takes ? ExitCode.BAD_INPUT : ExitCode.OK, typed.code(), typed.out() + typed.err());
    assertEquals(takes, before.equals(Files.readString(file)));
    if (takes) {
      assertEquals(List.of(), typed.err().lines().filter(l -> l.length() > 100).toList());
      assertTrue(
          typed
              .err()
              .replaceAll("\\s+", " ")
              .contains(
                  GROUP
                      + " is Withdrawn: stated on "
                      + day
                      + " it would take away "
                      + SECOND
                      + ", which was granted after it; state validUntil of "
                      + GROUP
                      + ", the last day on which it counted"),
          typed.err());
    }
  }

  /** Once a suspension of today has ended, what it hides would be gone for good. */
  @Test
  void noOtherDecisionHidesWhatAConfirmationTakesAway() throws IOException {
    Path file =
        write(
            QualifiedEstate.RULE,
            entry("Withdrawn", "", "2026-01-15"),
            entry("Qualified", "validFrom: \"2026-03-01\", ", "2026-03-01"),
            entry(
                "Suspended",
                "validFrom: \"2026-11-01\", validUntil: \"2026-12-31\", ",
                "2026-11-01"));
    String before = Files.readString(file);
    Typed typed = confirm(file, GROUP);
    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.out() + typed.err());
    assertTrue(
        typed.err().replaceAll("\\s+", " ").contains("it would take away " + SECOND), typed.err());
    assertEquals(before, Files.readString(file));
  }

  /** What is stated for a day to come counts from that day on, and would be gone by then. */
  @ParameterizedTest(name = "decided {0}, granted from {1} as of {2}: {3}")
  @CsvSource({
    "2026-05-01, 2026-06-01, 2026-12-05, true",
    "2026-05-01, 2026-12-04, 2026-12-05, false", // begins after the confirmation as well
    "2026-07-01, 2026-06-01, 2026-12-05, false", // is taken away in any case
  })
  void whatIsGrantedForADayToComeIsNotTakenAwayEither(
      String decided, String from, String granted, boolean takes) throws IOException {
    Path file =
        write(
            QualifiedEstate.RULE,
            entry("Withdrawn", "", decided),
            entry("Qualified", "validFrom: \"" + from + "\", ", granted));
    Typed typed = confirm(file, GROUP);
    assertEquals(takes ? ExitCode.BAD_INPUT : ExitCode.OK, typed.code(), typed.out() + typed.err());
  }

  /** Nothing was granted by it: the advice would end a decision that counts. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          InEvaluation | validFrom: "2027-03-01",
          InEvaluation | validFrom: "2026-03-01",
          Qualified    | validFrom: "2026-03-01", validUntil: "2040-03-01",
          """)
  void whatWasNotGrantedIsNotTakenAway(String state, String days) throws IOException {
    Path file =
        write(AGED, entry("Withdrawn", "", "2026-01-15"), entry(state, days + " ", "2026-03-01"));
    Typed typed = confirm(file, GROUP);
    assertEquals(ExitCode.OK, typed.code(), typed.out() + typed.err());
  }

  /** Its scheme and its version state two, so it grants neither, and nothing would be gone. */
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "SecNumCloud-3.2, 3.1, false",
    "SecNumCloud-3.2, 3.2, true",
    "SecNumCloud-3,   3.2, true",
    "SecNumCloud-3.2, '',  true",
  })
  void whatGrantsNeitherOfTwoVersionsIsNotTakenAway(String scheme, String version, boolean takes)
      throws IOException {
    Path file =
        write(
            AGED,
            entry("Withdrawn", "", "2026-01-15"),
            of(scheme, version, entry("Qualified", "validFrom: \"2026-03-01\", ", "2026-03-01")));
    Typed due = Typed.bleu("facts", "due", "-f", file.toString(), "--within", "400");
    assertEquals(
        takes,
        due.out().replaceAll("\\s+", " ").contains("it would take away"),
        due.out() + due.err());
    Typed typed = confirm(file, GROUP);
    assertEquals(takes ? ExitCode.BAD_INPUT : ExitCode.OK, typed.code(), typed.out() + typed.err());
  }

  /** The list that asks for the confirmation says of which entry it is none. */
  @ParameterizedTest(name = "--at {0}: {1}")
  @CsvSource({"2026-11-24, true", "2027-03-15, true", "2026-02-01, false"})
  void theAdviceIsWhatTheConfirmationTakes(String at, boolean told) throws IOException {
    Path file =
        write(
            AGED,
            entry("Withdrawn", "", "2026-01-15"),
            entry("Qualified", "validFrom: \"2026-03-01\", ", "2026-03-01"));
    Typed typed = Typed.bleu("facts", "due", "-f", file.toString(), "--within", "400", "--at", at);
    assertEquals(
        told,
        typed
            .out()
            .replaceAll("\\s+", " ")
            .contains(
                "do not confirm CloudProvider/acme "
                    + GROUP
                    + ": it would take away "
                    + SECOND
                    + ", which was granted after it; state validUntil of "
                    + GROUP),
        typed.out());
  }

  /** What an entry beside it takes away does not end; what one will take away ends before. */
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          Withdrawn, 'validFrom: "2026-07-01", ', -
          Suspended, 'validFrom: "2026-07-01", validUntil: "2026-12-31", ', 2027-01-31
          Suspended, 'validFrom: "2026-07-01", validUntil: "2027-06-30", ', -
          Withdrawn, 'validFrom: "2026-12-15", ', 2026-12-14
          Withdrawn, 'validFrom: "2027-02-01", ', 2027-01-31
          """)
  void whatWasTakenAwayIsNotToldAsEnding(String state, String days, @Nullable String end)
      throws IOException {
    Path file =
        write(
            QualifiedEstate.RULE,
            entry(
                "Qualified",
                "validFrom: \"2026-01-01\", validUntil: \"2027-01-31\", ",
                "2026-01-01"),
            entry(state, days, "2026-07-01"));
    assertEquals(end == null ? List.of() : List.of("Window Due " + GROUP), due(file));
    String table = Typed.bleu("facts", "due", "-f", file.toString(), "--within", "400").out();
    assertTrue(end == null || table.contains(end + "  "), table);
  }

  /** It is as good as undated until its day. */
  @ParameterizedTest(name = "{0} at {1}: {2}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          2026-12-05, 2026-11-24, DatedInFuture
          2026-11-25, 2026-11-24, DatedInFuture
          2026-11-24, 2026-11-24, -
          2026-12-05, 2026-12-05, -
          2026-12-05, 2026-12-04, DatedInFuture
          -,          2026-11-24, Undated
          """)
  void aFactOfADayToComeIsListed(String asOf, String at, String state) throws IOException {
    Path file = write(AGED, entry("Qualified", "", asOf));
    assertEquals(
        state == null ? List.of() : List.of("Fact " + state + " " + GROUP),
        due(file, "--at", at).stream().filter(d -> d.endsWith(GROUP)).toList());
    // Without an age that somebody asks for no day is missed.
    assertEquals(
        List.of(), due(write(QualifiedEstate.RULE, entry("Qualified", "", asOf)), "--at", at));
  }
}
