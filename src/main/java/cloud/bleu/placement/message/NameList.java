package cloud.bleu.placement.message;

import java.util.Collection;
import java.util.List;

/** Names for a message that stays short. */
public final class NameList {
  private static final int MOST = 3;
  private static final String ALL = "names";
  private static final String SHORTENED = "names.andOthers";

  private NameList() {}

  /**
   * All if there are at most four, else the first three, in the order given, and that there are
   * others: one other takes no less room to hide than to name.
   *
   * @param names texts or messages
   */
  public static Message first(List<?> names) {
    return names.size() <= MOST + 1
        ? Message.of("names", ALL, names)
        : Message.of("names.andOthers", ALL, names.subList(0, MOST));
  }

  /** How many a message stands for, others as one more; 1 where it is no list of names. */
  static int count(Message message) {
    boolean shortened = message.key().equals(SHORTENED);
    return (shortened || message.key().equals(ALL))
            && message.value(ALL) instanceof Collection<?> names
        ? names.size() + (shortened ? 1 : 0)
        : 1;
  }
}
