package cloud.bleu.assess.model;

import java.util.Comparator;

/**
 * Where something stands.
 *
 * @param file as it was given; {@code -} for standard input, empty for what is in no file
 * @param line counted from 1; 0 for what is in no file
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

  /** Whether it is in a file, and not in a cluster. */
  public boolean isInFile() {
    return !file.isEmpty();
  }

  /** {@code file:line}; what is in no file has the object and the path of the field instead. */
  public String position() {
    if (isInFile()) {
      return file + ":" + line;
    }
    return path.isEmpty() ? object : object + ", " + path;
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
