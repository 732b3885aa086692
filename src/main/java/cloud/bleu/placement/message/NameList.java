package cloud.bleu.placement.message;

import java.util.List;

/** Names for a message that stays short. */
public final class NameList {
  private static final int MOST = 3;

  private NameList() {}

  /**
   * All if there are at most four, else the first three, in the order given, and that there are
   * others: one other takes no less room to hide than to name.
   *
   * @param names texts or messages
   */
  public static Message first(List<?> names) {
    return names.size() <= MOST + 1
        ? Message.of("names", "names", names)
        : Message.of("names.andOthers", "names", names.subList(0, MOST));
  }
}
