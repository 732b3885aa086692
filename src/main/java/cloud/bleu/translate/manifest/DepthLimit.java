package cloud.bleu.translate.manifest;

import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * Refuses a document whose collections are nested deeper than any object of Kubernetes, before the
 * recursion of those who read it exhausts the stack.
 */
final class DepthLimit implements Parser {

  /** Deeper than this, nothing is read. */
  static final int DEEPEST = 100;

  private final Parser parser;
  private int depth;

  DepthLimit(Parser parser) {
    this.parser = parser;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public Event next() {
    Event event = parser.next();
    switch (event.getEventId()) {
      case MappingStart, SequenceStart -> {
        if (++depth > DEEPEST) {
          throw new TooDeep();
        }
      }
      case MappingEnd, SequenceEnd -> depth--;
      default -> {}
    }
    return event;
  }

  /** Thrown at the first collection that is too deep. */
  static final class TooDeep extends YamlEngineException {
    private static final long serialVersionUID = 1L;

    TooDeep() {
      super("nested deeper than " + DEEPEST + " levels");
    }
  }
}
