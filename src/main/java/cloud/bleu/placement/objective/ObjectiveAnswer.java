package cloud.bleu.placement.objective;

import cloud.bleu.placement.message.Message;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one objective, by what is stated. Only {@link State#Holds} is a claim.
 *
 * @param objective {@code rto} or {@code rpo}
 * @param asked as it is written
 * @param term that breaks it, or that is missing, as a path in the spec; null where it holds
 * @param message why, and what to do
 */
public record ObjectiveAnswer(
    String objective, String asked, State state, @Nullable String term, Message message) {

  /** The worst first. */
  public enum State {
    /** A term of the workload breaks it. */
    Broken,
    /** Something is not known, so it is not shown to hold. */
    Unknown,
    /** What is stated adds up to no more than what is asked. */
    Holds
  }

  /** A code for conditions and programs. */
  public String code() {
    boolean time = objective.equals("rto");
    return switch (state) {
      case Holds -> "ObjectivesHold";
      case Broken -> time ? "RecoveryTimeExceeded" : "DataLossExceeded";
      case Unknown -> time ? "RecoveryTimeUnknown" : "DataLossUnknown";
    };
  }

  /** {@code rto 5m: RecoveryTimeUnknown (resilience.startBudget): ...} in English. */
  public String text() {
    return objective
        + " "
        + asked
        + ": "
        + (state == State.Holds ? "holds" : code())
        + (term == null ? "" : " (" + term + ")")
        + ": "
        + message.text();
  }

  /** The worst of some; null of none. */
  public static @Nullable ObjectiveAnswer worst(List<ObjectiveAnswer> answers) {
    return answers.stream().min(Comparator.comparing(ObjectiveAnswer::state)).orElse(null);
  }
}
