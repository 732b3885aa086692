package cloud.bleu.evidence.assessment;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a drill proves at the instant of a report: which loss was simulated, when, and until when
 * that counts.
 *
 * @param loss such as {@code site par7s}; empty: it names none that there is
 * @param verdict of the last run, Passed, Failed or Aborted; null: no run is recorded
 * @param ran the instant of the last run
 * @param passed the instant of the last passed run
 * @param until when that one ceases to count
 * @param codes why it is no proof now; empty: it is
 * @param digest of everything that the last run was made on; null of a live one
 * @param live whether it moves replicas, and its last run did
 * @param message for people
 */
public record DrillProof(
    String drill,
    String loss,
    @Nullable String verdict,
    @Nullable Instant ran,
    @Nullable Instant passed,
    @Nullable Instant until,
    List<String> codes,
    @Nullable String digest,
    boolean live,
    String message) {

  /** What every report says of every drill that ran. */
  private static final String LIMIT =
      "Shadow: the loss was simulated and nothing was moved; how long the moves take is not known.";

  private static final String LIVE_LIMIT =
      "Live: the replicas were moved and timed, while the zones worked; how long a real loss is not noticed is not known.";

  public DrillProof {
    codes = List.copyOf(codes);
  }

  /** The state as one word: the verdict of the last run, or that there is none. */
  public String state() {
    return verdict == null ? "NotRun" : verdict;
  }

  /** Why it is no proof, the codes joined by a plus; DrillFresh where it is. */
  public String code() {
    return codes.isEmpty() ? "DrillFresh" : String.join("+", codes);
  }

  /** What this does not go beyond, for people. */
  public String limit() {
    if (ran == null) {
      return live
          ? "Live: no run is recorded, and nothing was moved."
          : "Shadow: no run is recorded, and nothing was simulated.";
    }
    return live ? LIVE_LIMIT : LIMIT;
  }

  /** How the loss is tried: {@code Shadow} on paper, {@code Live} by moving replicas. */
  public String mode() {
    return live ? "Live" : "Shadow";
  }

  /** Whether the last run passed: only then does the report have an end. */
  public boolean isPassed() {
    return "Passed".equals(verdict);
  }

  /** A copy without free text. */
  public DrillProof redacted() {
    return new DrillProof(drill, loss, verdict, ran, passed, until, codes, digest, live, "");
  }
}
