package cloud.bleu.placement.objective;

import cloud.bleu.placement.estate.Workload.Tolerate;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.objective.ObjectiveAnswer.State;
import java.time.Duration;

/**
 * An objective as it is asked.
 *
 * @param name {@code rto} or {@code rpo}
 * @param text as it is written
 */
record AskedObjective(String name, String text, Duration limit) {

  ObjectiveAnswer broken(String term, Message message) {
    return new ObjectiveAnswer(name, text, State.Broken, term, message);
  }

  ObjectiveAnswer unknown(String term, Message message) {
    return new ObjectiveAnswer(name, text, State.Unknown, term, message);
  }

  ObjectiveAnswer holds(Message message) {
    return new ObjectiveAnswer(name, text, State.Holds, null, message);
  }

  /** {@code resilience.tolerate[Site].recover}. */
  static String entry(Tolerate entry, String field) {
    return "resilience.tolerate[" + entry.of().name() + "]." + field;
  }
}
