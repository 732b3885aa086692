package cloud.bleu.operator.probe;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.api.v1alpha1.ProbeState;
import cloud.bleu.translate.zone.StatedProbe;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The answers to one probe so far, judged by its thresholds. A probe fails only after it was
 * answered once: one that was never answered may be written wrong, or not be reachable from here.
 * Until then a miss makes it Unclear, and the only effect is that the zone takes nothing new. For
 * one thread at a time.
 */
final class ProbeHistory {

  private final StatedProbe stated;
  private ProbeState state;
  private Probe reading;

  /** Whether this question was ever answered. */
  private boolean answered;

  /** Whether it has failed since it was answered last. */
  private boolean failed;

  /**
   * Whether it was ever let through to be asked: a name that leads elsewhere now proves nothing.
   */
  private boolean asked;

  private int answers;
  private int misses;

  /** Misses in a row that may be the zone's, and misses in a row that say nothing of it. */
  private int failures;

  private int vague;

  /** The first of the failures in a row: the silence began then, not when they were enough. */
  private Instant firstFailure;

  /**
   * @param past what is known of it
   * @param begun since when it is to be asked
   */
  ProbeHistory(StatedProbe stated, ProbePast past, Instant begun) {
    this.stated = stated;
    answered = past.answered();
    failed = past.failed();
    asked = past.asked();
    firstFailure = begun;
    state = ProbeState.NotAsked;
    reading = reading(state.name(), begun);
  }

  /** What came of it, as a status has it. */
  Probe reading() {
    return reading;
  }

  StatedProbe stated() {
    return stated;
  }

  /** Whether it was not answered, and not often enough since. */
  boolean hasFailed() {
    return failed;
  }

  /**
   * Takes an outcome in.
   *
   * @return whether what came of the probe is another thing by it
   */
  boolean note(ProbeOutcome outcome, Instant now) {
    ProbeOutcome.Kind kind = outcome.kind();
    if (kind == ProbeOutcome.Kind.NOT_ALLOWED && asked) {
      kind = ProbeOutcome.Kind.UNCLEAR;
    }
    asked |= kind != ProbeOutcome.Kind.NOT_ALLOWED;
    boolean answer = kind == ProbeOutcome.Kind.ANSWERED;
    answered |= answer;
    answers = answer ? answers + 1 : 0;
    misses = answer ? 0 : misses + 1;
    failures = kind == ProbeOutcome.Kind.FAILED ? failures + 1 : 0;
    vague = kind == ProbeOutcome.Kind.UNCLEAR ? vague + 1 : 0;
    if (failures == 1) {
      firstFailure = now;
    }
    ProbeState after =
        switch (kind) {
          case NOT_ALLOWED -> ProbeState.NotAllowed;
          case ANSWERED ->
              failed && answers < stated.successes() ? returning() : ProbeState.Answers;
          case FAILED, UNCLEAR -> missed();
        };
    return become(after, outcome.reason(), after == ProbeState.Fails ? firstFailure : now);
  }

  /**
   * Takes in that no question has ended for too long.
   *
   * @return whether what came of the probe is another thing by it
   */
  boolean lapse(Instant now) {
    answers = 0;
    misses = 0;
    failures = 0;
    return become(ProbeState.Unclear, "NotAskedLately", now);
  }

  private boolean become(ProbeState after, String reason, Instant since) {
    if (after == state) {
      return false;
    }
    failed = after == ProbeState.Fails || failed && after != ProbeState.Answers;
    state = after;
    reading = reading(reason, since);
    return true;
  }

  /** Answers, and not often enough yet. */
  private ProbeState returning() {
    return state == ProbeState.NotAsked ? ProbeState.Unclear : state;
  }

  private ProbeState missed() {
    if (answered && failures >= stated.failures()) {
      return ProbeState.Fails;
    }
    boolean holds =
        state == ProbeState.Answers && misses < stated.failures()
            || state == ProbeState.Fails && vague < stated.failures();
    return holds ? state : ProbeState.Unclear;
  }

  private Probe reading(String reason, Instant since) {
    return new Probe(
        stated.name(), state.name(), since.truncatedTo(ChronoUnit.SECONDS).toString(), reason);
  }
}
