package cloud.bleu.translate.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The files behind {@code -f}: directories are read recursively in the order of their names, files
 * as they are, {@code -} is standard input. What is given twice is read once.
 */
final class ManifestFiles {

  /** The largest file that is read. */
  static final int MOST_MIB = 32;

  private static final int MOST_BYTES = MOST_MIB << 20;
  private static final Set<String> NOT_MANIFESTS =
      Set.of("kustomization.yaml", "kustomization.yml");

  private final Consumer<ManifestProblem> problems;
  private final Set<Path> seen = new HashSet<>();

  /** What was found, be it a file that can be read or a problem. */
  private int found;

  ManifestFiles(Consumer<ManifestProblem> problems) {
    this.problems = problems;
  }

  /** A file by the name that the caller gave it, and its text. */
  record Source(String name, String text) {}

  /** Hands over one file after the other, so that no two of them need be in memory. */
  void read(List<String> arguments, InputStream standardInput, Consumer<Source> sources) {
    for (String argument : arguments) {
      if (argument.equals("-")) {
        addStandardInput(standardInput, sources);
        continue;
      }
      if (argument.isEmpty()) {
        // The path of nothing is the working directory.
        problem("\"\"", "not a path", "give a file, a directory or - for standard input");
        continue;
      }
      Path path;
      try {
        path = Path.of(argument);
      } catch (InvalidPathException e) {
        String advice = TypedPath.localeAdvice(argument);
        problem(
            argument,
            "not a path",
            advice == null ? "give a file, a directory or - for standard input" : advice);
        continue;
      }
      if (Files.isDirectory(path)) {
        int before = found;
        List<Path> files = directory(path);
        files.forEach(f -> add(f, sources));
        if (files.isEmpty() && found == before) {
          problem(
              argument,
              "no manifest in this directory",
              "give a directory with .yaml, .yml or .json files");
        }
      } else if (Files.exists(path)) {
        add(path, sources);
      } else {
        problem(
            argument,
            "no such file or directory",
            argument.matches("https?://.*")
                ? "an address is not read: fetch it first, and give what comes with -f -"
                : areFiles(argument.split(","))
                    ? "give each of these with a -f of its own"
                    : "check the path");
      }
    }
  }

  /** Whether these are several, and all there: beside a comma there may be nothing. */
  private static boolean areFiles(String... paths) {
    List<String> named = Stream.of(paths).filter(path -> !path.isEmpty()).toList();
    return named.size() > 1 && named.stream().allMatch(path -> Files.exists(Path.of(path)));
  }

  private List<Path> directory(Path directory) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          directory,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) {
              return !dir.equals(directory) && hidden(dir)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
              if (isManifest(file) && a.isRegularFile()) {
                files.add(file);
              } else if (isManifest(file)) {
                problem(
                    file.toString(),
                    "not a regular file",
                    "take it out of the directory, or give it by itself with -f");
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              problem(file.toString(), "cannot be read", "check its permissions and links");
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      problem(directory.toString(), "cannot be read", "check its permissions");
    }
    Collections.sort(files);
    return files;
  }

  private static boolean isManifest(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
        && !hidden(file)
        && !NOT_MANIFESTS.contains(name);
  }

  private static boolean hidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  private void add(Path file, Consumer<Source> sources) {
    String name = file.toString();
    try {
      if (!seen.add(identity(file))) {
        return;
      }
      try (InputStream in = Files.newInputStream(file)) {
        add(name, in, sources);
      }
    } catch (IOException e) {
      problem(name, "cannot be read", "check its permissions");
    }
  }

  /** What {@code <(command)} of a shell names has no path of its own. */
  private static Path identity(Path file) throws IOException {
    return Files.isRegularFile(file) ? file.toRealPath() : file.toAbsolutePath();
  }

  private void addStandardInput(InputStream in, Consumer<Source> sources) {
    if (!seen.add(Path.of("-"))) {
      return;
    }
    try {
      add("-", in, sources);
    } catch (IOException e) {
      problem("-", "standard input cannot be read", "pipe manifests into it");
    }
  }

  private void add(String name, InputStream in, Consumer<Source> sources) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      problem(
          name,
          "larger than " + MOST_MIB + " MiB",
          "split it into several files of at most " + MOST_MIB + " MiB");
      return;
    }
    if (isUtf16(bytes)) {
      problem(name, "UTF-16 text", "save it as UTF-8; in PowerShell, Out-File -Encoding utf8");
      return;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      found++;
      sources.accept(new Source(name, text.startsWith("\ufeff") ? text.substring(1) : text));
    } catch (CharacterCodingException e) {
      problem(name, "not UTF-8 text", "save it as UTF-8");
    }
  }

  /** By its byte order mark, or one half of its first letter. */
  private static boolean isUtf16(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    return first == 0xff && second == 0xfe
        || first == 0xfe && second == 0xff
        || (first == 0) != (second == 0);
  }

  private void problem(String file, String what, String advice) {
    found++;
    problems.accept(new ManifestProblem(file, 0, 0, what + "; " + advice));
  }
}
