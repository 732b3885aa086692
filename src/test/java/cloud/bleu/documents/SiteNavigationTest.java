package cloud.bleu.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.DocumentedCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The site of {@code hack/docs site} has every page, once, and asks no other host. */
class SiteNavigationTest {

  private static final Path CONFIGURATION = Path.of("hack/site/mkdocs.yml");
  private static final Pattern PAGE = Pattern.compile("(?m)^ +- (?:[\\w -]+: )?(\\S+\\.md)$");

  @Test
  void theNavigationNamesEachPageOnce() throws IOException {
    String text = Files.readString(CONFIGURATION);
    List<String> named =
        PAGE.matcher(text.substring(text.indexOf("\nnav:")))
            .results()
            .map(page -> page.group(1))
            .sorted()
            .toList();
    TreeSet<String> pages =
        DocumentedCommands.documents().stream()
            .map(Path::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    pages.add("CHANGELOG.md");
    assertEquals(List.copyOf(pages), named, "name each page once in nav of " + CONFIGURATION);
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws IOException {
    String text = Files.readString(CONFIGURATION);
    assertTrue(text.contains("\n  font: false\n"), "the theme would ask Google for its font");
    assertTrue(
        text.contains("\n  polyfills: [assets/iframe-worker.js]\n")
            && Files.exists(Path.of("hack/site/assets/iframe-worker.js")),
        "the plugin offline would ask unpkg.com for it");
    assertEquals(List.of(), text.lines().filter(line -> line.contains("://")).toList());
  }

  @Test
  void withoutItsToolTheScriptSaysWhatIsMissing() throws Exception {
    ProcessBuilder builder = new ProcessBuilder("hack/docs", "site").redirectErrorStream(true);
    builder.environment().put("MKDOCS", "no-such-program");
    Process process = builder.start();
    process.getOutputStream().close();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), told);
    assertEquals("docs: MKDOCS names no-such-program, which is not there\n", told);
    assertEquals(1, process.exitValue());
  }
}
