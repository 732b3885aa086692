package cloud.bleu.placement.message;

import java.util.List;

/** Names for a message that stays short. */
public final class NameList {
  private static final int MOST = 3;

  private NameList() {}

  /**
   * The first three, in the order given, and whether there are others.
   *
   * @param names texts or messages
   */
  public static Message first(List<?> names) {
    return names.size() <= MOST
        ? Message.of("names", "names", names)
        : Message.of("names.andOthers", "names", names.subList(0, MOST));
  }
}
