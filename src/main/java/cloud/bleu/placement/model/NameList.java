package cloud.bleu.placement.model;

import java.util.List;

/** Names in a message. */
public final class NameList {
  private static final int MOST = 3;

  private NameList() {}

  /** The first three, in the order given, and whether there are others. */
  public static String first(List<String> names) {
    return names.size() <= MOST
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST)) + " and others";
  }
}
