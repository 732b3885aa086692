package cloud.bleu.faults;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong between an operator and the API server. Called by many threads; may block, which
 * delays.
 */
public interface Fault {

  /** The answer in place of the server's, which then never sees the request; null: none. */
  default @Nullable Answer instead(Request request) throws InterruptedException {
    return null;
  }

  /**
   * The server has answered, and the operator does not know it yet; what is returned it gets to
   * know. Null: the connection breaks.
   */
  default @Nullable Answer after(Request request, Answer answer) throws InterruptedException {
    return answer;
  }

  /** The events that a watch gets in place of one, each a line of JSON. */
  default List<String> events(Request watch, String event) throws InterruptedException {
    return List.of(event);
  }

  /** Nothing goes wrong. */
  Fault NONE = new Fault() {};
}
