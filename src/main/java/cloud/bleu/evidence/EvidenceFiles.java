package cloud.bleu.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of an export stand below its directory, and how they are written: whole or not at
 * all, and on the disk before anybody relies on them.
 */
final class EvidenceFiles {

  /** Segments of the chain: canonical JSON, one entry a line. */
  static final String CHAIN = "chain";

  /** Documents that decisions were taken on, each named by its digest. */
  static final String INPUTS = "inputs";

  /** Signed heads of the chain, one a line. */
  static final String CHECKPOINTS = "checkpoints.jsonl";

  /** The names behind the pseudonyms: outside of the chain, so that they can be erased. */
  static final String PERSONS = "persons.json";

  /** What the chain has to say of this directory and does not yet. */
  static final String UNSAID = "unsaid.jsonl";

  /** Checkpoints that are not sent out yet. */
  static final String UNSENT = "unsent.jsonl";

  /** The policies as the chain has them. */
  static final String POLICIES = "policies.json";

  /** The facts as the chain has them: digests and who vouches, not what they say. */
  static final String FACTS = "facts.json";

  /** The waivers that stand, as the chain says. */
  static final String WAIVERS = "waivers.json";

  /** Held while somebody writes. */
  static final String LOCK = "lock";

  private static final String SUFFIX = ".jsonl";

  private EvidenceFiles() {}

  /** The segments in the order of the chain. */
  static List<Path> segments(Path directory) throws IOException {
    Path chain = directory.resolve(CHAIN);
    if (!Files.isDirectory(chain)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(chain)) {
      return files.filter(f -> f.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /** The segment that begins with an entry. */
  static Path segment(Path directory, long first) {
    return directory.resolve(CHAIN).resolve("%020d".formatted(first) + SUFFIX);
  }

  /** The number of the first entry of a segment, as its name says. */
  static long first(Path segment) {
    String name = segment.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  static Path input(Path directory, String digest) {
    return directory.resolve(INPUTS).resolve(digest.substring(digest.indexOf(':') + 1) + ".json");
  }

  /**
   * All of a file.
   *
   * @throws IllegalArgumentException when it is not text in UTF-8
   * @throws IOException when it cannot be read; the message names it
   */
  static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8", e);
    } catch (IOException e) {
      throw naming(file, e);
    }
  }

  /** The same with the name of the file, which that of a read from a directory has not. */
  static IOException naming(Path file, IOException e) {
    return e instanceof FileSystemException ? e : new IOException(file + ": " + e.getMessage(), e);
  }

  /** Writes a file as a whole: who reads it finds all of it or none. */
  static void write(Path file, String text) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      put(channel, text);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Appends lines, each with its end, and waits until the disk has them. */
  static void append(Path file, String lines) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      put(channel, lines);
    }
  }

  /**
   * Cuts off what a crash left of a line.
   *
   * @return whether there was anything
   */
  static boolean repair(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size();
      ByteBuffer one = ByteBuffer.allocate(1);
      while (end > 0) {
        one.clear();
        channel.read(one, end - 1);
        if (one.get(0) == '\n') {
          break;
        }
        end--;
      }
      boolean torn = end < channel.size();
      if (torn) {
        channel.truncate(end);
        channel.force(true);
      }
      return torn;
    }
  }

  /** The last line that is there, null when there is none. */
  static @Nullable String lastLine(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      for (long length = 4096; ; length *= 2) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(Math.min(length, size)));
        while (bytes.hasRemaining() && channel.read(bytes, size - bytes.remaining()) >= 0) {
          // Reads on until the end is here.
        }
        String text = new String(bytes.array(), StandardCharsets.UTF_8).stripTrailing();
        int cut = text.lastIndexOf('\n');
        if (cut >= 0 || length >= size) {
          return text.isEmpty() ? null : text.substring(cut + 1);
        }
      }
    }
  }

  /** Makes the names in a directory as lasting as what they name. */
  static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void put(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }
}
