package cloud.bleu.evidence.chain;

import cloud.bleu.evidence.record.JsonTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of an export stand below its directory, and how they are written: whole or not at
 * all, and on the disk before anybody relies on them.
 */
public final class EvidenceFiles {

  /** Segments of the chain: canonical JSON, one entry a line. */
  public static final String CHAIN = "chain";

  /** Documents that decisions were taken on, each named by its digest. */
  public static final String INPUTS = "inputs";

  /** Signed heads of the chain, one a line. */
  public static final String CHECKPOINTS = "checkpoints.jsonl";

  /** The names behind the pseudonyms: outside of the chain, so that they can be erased. */
  public static final String PERSONS = "persons.json";

  /** Of older releases: what the chain had to say of this directory. Nobody reads it any more. */
  public static final String UNSAID = "unsaid.jsonl";

  /** Checkpoints that are not sent out yet. */
  public static final String UNSENT = "unsent.jsonl";

  /** Held while somebody writes. */
  public static final String LOCK = "lock";

  /** Ends the name of a file that is being written. */
  static final String NEXT = ".next";

  /** Bytes of a file that is read as a whole; a larger one would end whoever reads it. */
  private static final long LONGEST_TEXT = 256L * 1024 * 1024;

  /** Ends the name of a segment. */
  public static final String SUFFIX = ".jsonl";

  private EvidenceFiles() {}

  /** The segments in the order of the chain. */
  public static List<Path> segments(Path directory) throws IOException {
    Path chain = directory.resolve(CHAIN);
    if (!Files.isDirectory(chain)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(chain)) {
      return files.filter(f -> f.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /** The segment that begins with an entry. */
  public static Path segment(Path directory, long first) {
    return directory.resolve(CHAIN).resolve(String.format(Locale.ROOT, "%020d", first) + SUFFIX);
  }

  /** The number of the first entry of a segment, as its name says. */
  public static long first(Path segment) {
    String name = segment.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  /** The document that a digest {@code sha256:…} names. */
  public static Path input(Path directory, String digest) {
    return directory.resolve(INPUTS).resolve(digest.substring(digest.indexOf(':') + 1) + ".json");
  }

  /** A name that is no file: what is read there is not what was written. */
  public static final class NotRegularException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    NotRegularException(Path file, String what) {
      super(file.toString(), null, what);
    }
  }

  /** Whether anything has that name, also a link that leads nowhere. */
  public static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Refuses anything but a regular file: a link leads elsewhere, and reading a pipe may wait for
   * ever.
   *
   * @throws NotRegularException when it is none
   * @throws java.nio.file.NoSuchFileException when nothing has that name
   */
  static void regular(Path file) throws IOException {
    BasicFileAttributes is =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!is.isRegularFile()) {
      throw new NotRegularException(
          file,
          is.isSymbolicLink()
              ? "it is a link, and not a file"
              : is.isDirectory()
                  ? "it is a directory, and not a file"
                  : "it is a pipe or a device, and not a file");
    }
  }

  /** Refuses a directory that is elsewhere. */
  public static void ownDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotRegularException(directory, "it is a link, and not a directory");
    }
  }

  /** Refuses a file that is not regular, where there is one of that name. */
  public static void regularIfThere(Path file) throws IOException {
    if (exists(file)) {
      regular(file);
    }
  }

  /**
   * All of a file.
   *
   * @throws IllegalArgumentException when it is not text in UTF-8, or longer than any of ours
   * @throws IOException when it is no regular file or cannot be read; the message names it
   */
  public static String text(Path file) throws IOException {
    regular(file);
    if (Files.size(file) > LONGEST_TEXT) {
      throw new IllegalArgumentException("longer than " + LONGEST_TEXT + " bytes");
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8", e);
    } catch (IOException e) {
      throw naming(file, e);
    }
  }

  /** The lines of a file, of which each reader knows that they are whole. */
  public static List<String> lines(Path file) throws IOException {
    regular(file);
    return Files.readAllLines(file);
  }

  /** An exception with the name of the file; that of a read from a directory lacks it. */
  static IOException naming(Path file, IOException e) {
    return e instanceof FileSystemException ? e : new IOException(file + ": " + e.getMessage(), e);
  }

  /**
   * Writes a file as a whole: who reads it finds all of it or none, and after a crash nothing that
   * was there before.
   */
  public static void write(Path file, String text) throws IOException {
    writeOneOfMany(file, text);
    sync(Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }

  /** {@link #write} for a caller who calls {@link #sync} once for several files of a directory. */
  public static void writeOneOfMany(Path file, String text) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + NEXT);
    Files.deleteIfExists(next);
    try (FileChannel channel =
        FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      put(channel, text);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Appends lines, each with its end, and waits until the disk has them. */
  public static void append(Path file, String lines) throws IOException {
    regularIfThere(file);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      put(channel, lines);
    }
  }

  /**
   * Cuts off what a crash left of a line. One that is whole and lacks its end alone gets that: what
   * was signed is not thrown away.
   *
   * @return whether there was anything
   */
  public static boolean repair(Path file) throws IOException {
    if (!exists(file)) {
      return false;
    }
    regular(file);
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
      if (torn && isWhole(channel, end)) {
        channel.position(channel.size());
        put(channel, "\n");
      } else if (torn) {
        channel.truncate(end);
        channel.force(true);
      }
      return torn;
    }
  }

  /** Whether what begins somewhere and has no end is all of an entry or a checkpoint. */
  private static boolean isWhole(FileChannel channel, long begin) throws IOException {
    long length = channel.size() - begin;
    if (length > ExportLines.LONGEST) {
      return false;
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    while (bytes.hasRemaining() && channel.read(bytes, begin + bytes.position()) >= 0) {
      // Reads on until the end is here.
    }
    try {
      JsonTree.object(new String(bytes.array(), StandardCharsets.UTF_8));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The last line that is there, null when there is none. */
  public static @Nullable String lastLine(Path file) throws IOException {
    if (!exists(file)) {
      return null;
    }
    regular(file);
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
  public static void sync(Path directory) throws IOException {
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
