package cloud.bleu.operator.probe;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.translate.zone.StatedProbe;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What came of the questions of one probe so far, as its thresholds have it. Before anything is
 * known the first answer counts, and a miss makes it Unclear: nothing follows but that the zone
 * takes nothing new. For one thread at a time.
 */
final class ProbeHistory {

  private final StatedProbe stated;
  private Probe reading;

  /** Whether it has failed since it was answered last. */
  private boolean failed;

  private int answers;
  private int misses;

  /** Misses in a row that may be the zone's, and misses in a row that say nothing of it. */
  private int failures;

  private int vague;

  /**
   * @param begun since when it is to be asked
   */
  ProbeHistory(StatedProbe stated, Instant begun) {
    this.stated = stated;
    reading = reading("NotAsked", "NotAsked", begun);
  }

  /** What came of it, as a status has it. */
  Probe reading() {
    return reading;
  }

  StatedProbe stated() {
    return stated;
  }

  /**
   * Takes an outcome in.
   *
   * @return whether what came of the probe is another thing by it
   */
  boolean note(ProbeOutcome outcome, Instant now) {
    boolean answered = outcome.kind() == ProbeOutcome.Kind.ANSWERED;
    answers = answered ? answers + 1 : 0;
    misses = answered ? 0 : misses + 1;
    failures = outcome.kind() == ProbeOutcome.Kind.FAILED ? failures + 1 : 0;
    vague = outcome.kind() == ProbeOutcome.Kind.UNCLEAR ? vague + 1 : 0;
    String before = reading.state();
    String after =
        switch (outcome.kind()) {
          case NOT_ALLOWED -> "NotAllowed";
          case ANSWERED -> failed && answers < stated.successes() ? before : "Answers";
          case FAILED, UNCLEAR -> missed(before);
        };
    if (after.equals(before)) {
      return false;
    }
    failed = after.equals("Fails") || failed && !after.equals("Answers");
    reading = reading(after, outcome.reason(), now);
    return true;
  }

  private String missed(String before) {
    if (failures >= stated.failures()) {
      return "Fails";
    }
    boolean holds =
        before.equals("Answers") && misses < stated.failures()
            || before.equals("Fails") && vague < stated.failures();
    return holds ? before : "Unclear";
  }

  private Probe reading(String state, String reason, Instant since) {
    return new Probe(
        stated.name(), state, since.truncatedTo(ChronoUnit.SECONDS).toString(), reason);
  }
}
