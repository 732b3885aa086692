package cloud.bleu.operator.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.translate.zone.StatedProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a row of outcomes makes of a probe, a letter a second: Answered, Failed, Unclear, eXcluded.
 */
class ProbeHistoryTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  @ParameterizedTest(name = "{0} of {1} and {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''         | 3 | 1 | NotAsked 0 NotAsked
          A          | 3 | 1 | Answers 1 Answered
          A          | 3 | 3 | Answers 1 Answered
          AAAA       | 3 | 1 | Answers 1 Answered
          # Nothing is known before: it is not clear until the threshold says so.
          F          | 3 | 1 | Unclear 1 R1
          # What was never answered may be written wrong: it is no loss, however long.
          FFF        | 3 | 1 | Unclear 1 R1
          FFFFFFFFF  | 3 | 1 | Unclear 1 R1
          F          | 1 | 1 | Unclear 1 R1
          FFA        | 3 | 1 | Answers 3 Answered
          # An answer holds until the threshold.
          AFF        | 3 | 1 | Answers 1 Answered
          AFFF       | 3 | 1 | Fails 2 R4
          AFFAFF     | 3 | 1 | Answers 1 Answered
          AFFFFF     | 3 | 1 | Fails 2 R4
          # Answers in a row end a failure.
          AFFFA      | 3 | 1 | Answers 5 Answered
          AFFFAA     | 3 | 3 | Fails 2 R4
          AFFFAAA    | 3 | 3 | Answers 7 Answered
          AFFFAAFAA  | 3 | 3 | Fails 2 R4
          # What says nothing of the zone is no failure, however often.
          U          | 3 | 1 | Unclear 1 R1
          AUUUUUU    | 3 | 1 | Unclear 4 R4
          AUU        | 3 | 1 | Answers 1 Answered
          AFUF       | 3 | 1 | Unclear 4 R4
          AFUFFF     | 3 | 1 | Fails 4 R6
          AFFFU      | 3 | 1 | Fails 2 R4
          AFFFUUU    | 3 | 1 | Unclear 7 R7
          AFFFUUUA   | 3 | 2 | Unclear 7 R7
          AFFFUUUAA  | 3 | 2 | Answers 9 Answered
          # Where it may not be asked nothing is known.
          X          | 3 | 1 | NotAllowed 1 R1
          XA         | 3 | 1 | Answers 2 Answered
          XF         | 3 | 1 | Unclear 2 R2
          # A name that leads elsewhere than before proves nothing: it neither opens nor is lost.
          AX         | 3 | 1 | Answers 1 Answered
          AXXX       | 3 | 1 | Unclear 4 R4
          AXA        | 3 | 1 | Answers 1 Answered
          AXF        | 3 | 1 | Answers 1 Answered
          AFFFX      | 3 | 1 | Fails 2 R4
          AFFFXXX    | 3 | 1 | Unclear 7 R7
          UX         | 3 | 1 | Unclear 1 R1
          """)
  void thresholds(String outcomes, int failures, int successes, String expected) {
    assertHistory(ProbePast.UNKNOWN, outcomes, failures, successes, expected);
  }

  /** After a start, or an edit: what the status has recorded of it. */
  @ParameterizedTest(name = "{0}, then {1} of {2} and {3}: {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          answered              | FFF     | 3 | 1 | Fails 1 R3
          answered              | X       | 3 | 1 | NotAllowed 1 R1
          answered asked        | X       | 3 | 1 | Unclear 1 R1
          answered failed asked | A       | 3 | 3 | Unclear 1 Answered
          answered failed asked | AAA     | 3 | 3 | Answers 3 Answered
          answered failed asked | FFF     | 3 | 3 | Fails 1 R3
          # Edited while it failed: another question, which was never answered.
          failed asked          | FFFF    | 3 | 2 | Unclear 1 R1
          failed asked          | XXXX    | 3 | 2 | Unclear 1 R1
          failed asked          | A       | 3 | 2 | Unclear 1 Answered
          failed asked          | AA      | 3 | 2 | Answers 2 Answered
          """)
  void beginsWithWhatIsRecorded(
      String past, String outcomes, int failures, int successes, String expected) {
    assertHistory(
        new ProbePast(past.contains("answered"), past.contains("failed"), past.contains("asked")),
        outcomes,
        failures,
        successes,
        expected);
  }

  private static void assertHistory(
      ProbePast past, String outcomes, int failures, int successes, String expected) {
    StatedProbe stated =
        new StatedProbe(
            "p",
            "198.51.100.7",
            80,
            null,
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            failures,
            successes);
    ProbeHistory history = new ProbeHistory(stated, past, NOON);
    List<Probe> changes = new ArrayList<>();
    changes.add(history.reading());
    for (int i = 1; i <= outcomes.length(); i++) {
      ProbeOutcome outcome =
          switch (outcomes.charAt(i - 1)) {
            case 'A' -> ProbeOutcome.ANSWERED;
            case 'F' -> ProbeOutcome.failed("R" + i);
            case 'U' -> ProbeOutcome.unclear("R" + i);
            default -> new ProbeOutcome(ProbeOutcome.Kind.NOT_ALLOWED, "R" + i);
          };
      if (history.note(outcome, NOON.plusSeconds(i).plusMillis(250))) {
        changes.add(history.reading());
      }
    }
    Probe last = history.reading();
    assertEquals(
        expected,
        last.state()
            + " "
            + Duration.between(NOON, Instant.parse(last.since())).toSeconds()
            + " "
            + last.reason());
    assertEquals(
        last, changes.get(changes.size() - 1), "who is told of changes knows the last one");
  }
}
