package cloud.bleu.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * kustomize, and with it Flux and Argo CD, turns a date without quotes into an instant, which the
 * API server refuses where a day is asked for. So nothing that people copy has one.
 */
class QuotedDatesTest {

  private static final Pattern VALUE =
      Pattern.compile("(?:^|[\\s{,])[A-Za-z]\\w*: *[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern ITEM =
      Pattern.compile("^ *- *[0-9]{4}-[0-9]{2}-[0-9]{2}|\\[ *[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");

  @Test
  void noManifestHasADateWithoutQuotes() throws IOException {
    List<String> found = new ArrayList<>();
    int files = 0;
    for (String root : List.of("examples", "helm", "docs", "crds", "README.md")) {
      try (Stream<Path> all = Files.walk(Path.of(root))) {
        for (Path file : all.filter(f -> f.toString().matches(".*\\.(ya?ml|tpl|md)")).toList()) {
          files++;
          found.addAll(unquoted(file));
        }
      }
    }
    assertEquals(List.of(), found);
    assertTrue(files > 80, "files read: " + files);
  }

  /** Of Markdown what stands in a block of code. */
  private static List<String> unquoted(Path file) throws IOException {
    List<String> found = new ArrayList<>();
    boolean markdown = file.toString().endsWith(".md");
    boolean code = !markdown;
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (markdown && line.strip().startsWith("```")) {
        code = !code;
      } else if ((code || line.startsWith("    ")) && isUnquoted(line)) {
        found.add(file + ":" + number + ": " + line.strip());
      }
    }
    return found;
  }

  private static boolean isUnquoted(String line) {
    String plain = COMMENT.matcher(QUOTED.matcher(line).replaceAll("''")).replaceAll("");
    return VALUE.matcher(plain).find() || ITEM.matcher(plain).find();
  }

  @Test
  void suchADateIsFound() {
    for (String line :
        List.of(
            "    asOf: 2026-08-20",
            "  - {basis: Press, source: \"a: b\", asOf: 2026-08-20}",
            "- 2026-08-20",
            "days: [2026-08-20]",
            "  notBefore: 2026-08-20T00:00:00Z")) {
      assertTrue(isUnquoted(line), line);
    }
    for (String line :
        List.of(
            "    asOf: \"2026-08-20\"",
            "  source: \"the list, of: 2026-08-20\"",
            "# until: 2026-08-20",
            "  source: page of 2026-08-20")) {
      assertTrue(!isUnquoted(line), line);
    }
  }
}
