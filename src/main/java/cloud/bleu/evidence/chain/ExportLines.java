package cloud.bleu.evidence.chain;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The lines of a file of an export. They end at line feeds and nowhere else, and each is read by
 * itself: one that cannot be read takes none of the others with it.
 */
public final class ExportLines {

  /** Bytes of a line; an entry is part of an object of the cluster, which is smaller. */
  static final int LONGEST = 16 * 1024 * 1024;

  private static final int BUFFER = 64 * 1024;

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final Consumer<Line> each;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private boolean isBegun;
  private boolean isTooLong;

  /** Whether the line has an end; the last one of a file may have none. */
  private boolean hasEnd = true;

  private long number;

  private ExportLines(Consumer<Line> each) {
    this.each = each;
  }

  /**
   * A line.
   *
   * @param number from 1
   * @param said what it says, without its end; empty where it cannot be read
   * @param unreadable why it cannot be read; empty where it can
   */
  public record Line(long number, String said, String unreadable) {

    /**
     * What it says.
     *
     * @throws IllegalArgumentException when it cannot be read; the message says why
     */
    public String text() {
      if (!unreadable.isEmpty()) {
        throw new IllegalArgumentException(unreadable);
      }
      return said;
    }
  }

  /**
   * Hands over each line of a file, in order.
   *
   * @throws IOException when the file cannot be read; the message names it
   */
  public static void of(Path file, Consumer<Line> each) throws IOException {
    ExportLines lines = new ExportLines(each);
    EvidenceFiles.regular(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      byte[] bytes = new byte[BUFFER];
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        lines.take(bytes, read);
      }
    } catch (IOException e) {
      throw EvidenceFiles.naming(file, e);
    }
    lines.hasEnd = false;
    lines.end();
  }

  private void take(byte[] bytes, int length) {
    int from = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        keep(bytes, from, i);
        isBegun = true;
        end();
        from = i + 1;
      }
    }
    keep(bytes, from, length);
  }

  private void keep(byte[] bytes, int from, int to) {
    isBegun |= to > from;
    isTooLong |= begun.size() + (to - from) > LONGEST;
    if (!isTooLong) {
      begun.write(bytes, from, to - from);
    }
  }

  private void end() {
    if (!isBegun) {
      return;
    }
    number++;
    Line line = isTooLong ? unreadable("longer than %s bytes".formatted(LONGEST)) : decoded();
    begun.reset();
    isBegun = false;
    isTooLong = false;
    each.accept(line);
  }

  private Line decoded() {
    try {
      String text = decoder.decode(ByteBuffer.wrap(begun.toByteArray())).toString();
      if (!hasEnd) {
        return unreadable("it has no line feed at its end: it was cut off, or not written whole");
      }
      return text.endsWith("\r")
          ? unreadable("it ends with a carriage return: its end was written in another way")
          : new Line(number, text, "");
    } catch (CharacterCodingException e) {
      return unreadable("not UTF-8");
    }
  }

  private Line unreadable(String why) {
    return new Line(number, "", why);
  }
}
