package cloud.bleu.assess.model;

import java.util.Comparator;

/**
 * Where something stands.
 *
 * @param file as it was given; {@code -} for standard input
 * @param line counted from 1
 * @param object {@code Kind namespace/name}
 * @param path of the field within the object, empty for the whole of it
 */
public record Place(String file, int line, String object, String path)
    implements Comparable<Place> {

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::file)
          .thenComparingInt(Place::line)
          .thenComparing(Place::object)
          .thenComparing(Place::path);

  /** {@code file:line}. */
  public String position() {
    return file + ":" + line;
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
