package cloud.bleu.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that keeps what the first write failed of: a writer that prints tells nobody, and
 * half a report would pass for a whole one.
 */
public final class StandardOutput {

  private static final Path LINK = Path.of("/proc/self/fd/1");

  private final Kept kept;
  private final PrintWriter writer;

  /** That of the process. */
  public StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  StandardOutput(OutputStream stream) {
    kept = new Kept(stream);
    writer = new PrintWriter(kept, false, StandardCharsets.UTF_8);
  }

  /** Where verbs print to. */
  public PrintWriter writer() {
    return writer;
  }

  /**
   * Writes what is left, and says why not everything was written; null where it was, and where
   * whoever reads wanted no more, as {@code head} does.
   */
  public @Nullable String failure() {
    writer.flush();
    IOException failure = kept.failure;
    if (failure == null) {
      return null;
    }
    String why = String.valueOf(failure.getMessage());
    // The words for a reader that is gone are those of the locale.
    return why.toLowerCase(Locale.ROOT).contains("pipe") || isPipe()
        ? null
        : "cannot write the output: "
            + why
            + "; what was written is not whole, so do not use it: make room, or write elsewhere";
  }

  private static boolean isPipe() {
    try {
      return Files.readSymbolicLink(LINK).toString().startsWith("pipe:");
    } catch (IOException e) {
      return false;
    }
  }

  private static final class Kept extends OutputStream {
    private final OutputStream stream;
    private volatile @Nullable IOException failure;

    Kept(OutputStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        stream.write(bytes, from, length);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }
  }
}
