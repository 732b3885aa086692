package cloud.bleu.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The commands that the documents of this repository tell people to type. */
public final class DocumentedCommands {

  private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
  private static final Pattern TYPED = Pattern.compile("(?m)^\\$ (.+)$");
  private static final Pattern INDENTED = Pattern.compile("(?m)^ {4}(\\S.*)$");
  private static final Pattern INLINE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern PROGRAM =
      Pattern.compile("(?:\\./)?(?:bleu|kubectl|helm|sed|source) \\S.*");

  private DocumentedCommands() {}

  /** README, docs and the READMEs of the examples; no forms for issues, which are no pages. */
  public static List<Path> documents() {
    try (Stream<Path> files =
        Stream.of(Path.of("docs"), Path.of("examples")).flatMap(DocumentedCommands::under)) {
      return Stream.concat(Stream.of(Path.of("README.md")), files.sorted()).toList();
    }
  }

  /** What is typed at a prompt in a document, with what is shown of the answer beside it. */
  static Set<String> atPrompts(Path document) {
    return found(read(document), TYPED);
  }

  /** What is told in text: indented or between backticks. Without the comment after it. */
  static Set<String> inText(Path document) {
    String text = FENCE.matcher(read(document)).replaceAll("");
    Set<String> commands = new TreeSet<>();
    Stream.of(INDENTED, INLINE)
        .flatMap(form -> found(text, form).stream())
        .map(command -> command.replaceAll(" +# .*", ""))
        .filter(command -> PROGRAM.matcher(command).matches() || isScript(command))
        .forEach(commands::add);
    return commands;
  }

  /** The one command of README.md that begins like this. */
  public static String ofReadme(String start) {
    return of(Path.of("README.md"), start);
  }

  /** The one command of a document that is this, or else the one that begins like this. */
  public static String of(Path document, String start) {
    List<String> found = allOf(document, start);
    if (found.contains(start)) {
      return start;
    }
    if (found.size() != 1) {
      throw new AssertionError(document + " has not one command " + start + ": " + found);
    }
    return found.get(0);
  }

  /** The commands of a document that begin like this, sorted. */
  static List<String> allOf(Path document, String start) {
    return Stream.concat(inText(document).stream(), atPrompts(document).stream())
        .filter(command -> command.startsWith(start))
        .sorted()
        .distinct()
        .toList();
  }

  /** The one block of YAML of a document that contains this. */
  static String yaml(Path document, String content) {
    List<String> found = yaml(document).stream().filter(y -> y.contains(content)).toList();
    if (found.size() != 1) {
      throw new AssertionError(document + " has not one block of YAML with " + content);
    }
    return found.get(0);
  }

  /** All blocks of YAML of a document. */
  public static List<String> yaml(Path document) {
    return YAML.matcher(read(document)).results().map(m -> m.group(1)).toList();
  }

  private static boolean isScript(String command) {
    Path script = Path.of(command.split(" ")[0]);
    return command.startsWith("hack/") && Files.isRegularFile(script) && Files.isExecutable(script);
  }

  private static Set<String> found(String text, Pattern form) {
    Set<String> found = new TreeSet<>();
    form.matcher(text).results().map((MatchResult m) -> m.group(1).strip()).forEach(found::add);
    return found;
  }

  private static Stream<Path> under(Path directory) {
    try {
      return Files.walk(directory)
          .filter(f -> f.toString().endsWith(".md"))
          .filter(f -> !f.startsWith("docs/ISSUE_TEMPLATE"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
