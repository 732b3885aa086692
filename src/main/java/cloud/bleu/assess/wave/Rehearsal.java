package cloud.bleu.assess.wave;

import java.util.List;

/**
 * Whether a wave may be rehearsed today, in namespaces that are labelled for it.
 *
 * @param policies of the target that hold for a rehearsal and not for production, sorted
 * @param reason why it may not; empty where it may
 */
public record Rehearsal(List<String> policies, String reason) {

  public Rehearsal {
    policies = List.copyOf(policies);
  }

  /** Whether all of the wave finds a place. */
  public boolean isPossible() {
    return reason.isEmpty();
  }

  /** The answer in a sentence. */
  public String says() {
    String under = " today under policy " + String.join(", ", policies);
    return isPossible() ? "possible" + under : "not possible" + under + ": " + reason;
  }
}
