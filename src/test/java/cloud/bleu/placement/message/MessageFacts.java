package cloud.bleu.placement.message;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeSet;

/** Holds that a message has the facts that its sentence is about, and no other. */
public final class MessageFacts {
  private MessageFacts() {}

  /** What is wrong with a message and the messages in it; empty if nothing is. */
  public static TreeSet<String> wrong(Message message) {
    TreeSet<String> wrong = new TreeSet<>();
    TreeSet<String> named = new TreeSet<>(message.names());
    if (!named.equals(MessageBundle.ENGLISH.names(message.key()))) {
      wrong.add(
          message.key()
              + " has "
              + named
              + ", its sentence "
              + MessageBundle.ENGLISH.names(message.key()));
    }
    for (String name : named) {
      Object value = message.value(name);
      Collection<?> values =
          value instanceof Collection<?> several ? several : Collections.singletonList(value);
      for (Object one : values) {
        if (one instanceof Message inner) {
          wrong.addAll(wrong(inner));
        }
      }
    }
    return wrong;
  }
}
