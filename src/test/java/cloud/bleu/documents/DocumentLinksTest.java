package cloud.bleu.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.DocumentedCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every page is found from the index, or from that of its folder, and every link of a page leads
 * somewhere.
 */
class DocumentLinksTest {

  private static final Path INDEX = Path.of("docs/README.md");

  /** Begins with the word figures, which says it as well. */
  private static final Path FIGURES = Path.of("docs/performance.md");

  private static final Set<String> KINDS =
      Set.of("Tutorial.", "How-to guide.", "Reference.", "Explanation.", "Contributing.");

  private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *#* *$");

  @Test
  void everyPageIsLinkedFromTheIndex() throws IOException {
    Set<Path> linked = linked(INDEX);
    for (Path index : Set.copyOf(linked)) {
      if (index.startsWith("docs") && index.endsWith(INDEX.getFileName())) {
        linked.addAll(linked(index));
      }
    }
    TreeSet<Path> missing = new TreeSet<>();
    for (Path page : DocumentedCommands.documents()) {
      if (page.startsWith("docs") && !page.equals(INDEX) && !linked.contains(page)) {
        missing.add(page);
      }
    }
    assertEquals(Set.of(), missing, "link them from " + INDEX);
  }

  @Test
  void everyLinkLeadsToAFileAndAHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    int checked = 0;
    for (Path page : DocumentedCommands.documents()) {
      for (String link : links(page)) {
        if (link.matches("[a-z]+:.*")) {
          continue;
        }
        checked++;
        Path target = target(page, link);
        // The site has no page of a directory.
        if (!Files.isRegularFile(target) || target.startsWith("..")) {
          broken.add(page + ": " + link + " is no file that is there");
        } else if (link.contains("#") && !anchors(target).contains(link.split("#", 2)[1])) {
          broken.add(page + ": " + link + " has no such heading");
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(checked > 100, "links checked: " + checked);
  }

  /** A reader knows at once whether it is the page that is looked for. */
  @Test
  void everyPageSaysFirstWhatItIs() throws IOException {
    List<String> silent = new ArrayList<>();
    for (Path page : DocumentedCommands.documents()) {
      boolean asked =
          page.startsWith("docs")
              && !page.startsWith("docs/decisions")
              && !page.equals(INDEX)
              && !page.equals(FIGURES);
      if (asked && KINDS.stream().noneMatch(firstLine(page)::startsWith)) {
        silent.add(page.toString());
      }
    }
    assertEquals(List.of(), silent, "begin with one of " + KINDS);
  }

  @Test
  void headingsBecomeAnchorsAsGitHubMakesThem() {
    assertEquals("2b-with-crds-of-your-own", anchor("2b. With CRDs of your own"));
    assertEquals("lose-a-zone-and-give-it-back", anchor("Lose a zone, and give it back"));
    assertEquals("explain-has-the-facts", anchor("`explain` has the facts"));
    assertEquals("policies-by-name", anchor("[Policies](a.md), by *name*"));
  }

  private static String firstLine(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .findFirst()
        .orElse("");
  }

  private static Set<Path> linked(Path index) throws IOException {
    return links(index).stream()
        .map(link -> target(index, link))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> links(Path page) throws IOException {
    String text = FENCE.matcher(Files.readString(page)).replaceAll("");
    return LINK.matcher(CODE.matcher(text).replaceAll("")).results().map(m -> m.group(1)).toList();
  }

  private static Path target(Path page, String link) {
    String file = link.split("#", 2)[0];
    Path folder = page.getParent() == null ? Path.of("") : page.getParent();
    return file.isEmpty() ? page : folder.resolve(file).normalize();
  }

  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new HashSet<>();
    if (page.toString().endsWith(".md")) {
      String text = FENCE.matcher(Files.readString(page)).replaceAll("");
      HEADING.matcher(text).results().forEach(m -> add(anchors, anchor(m.group(1))));
    }
    return anchors;
  }

  /** The second heading of the same words has a number. */
  private static void add(Set<String> anchors, String anchor) {
    String unique = anchor;
    for (int n = 1; !anchors.add(unique); n++) {
      unique = anchor + "-" + n;
    }
  }

  private static String anchor(String heading) {
    return heading
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
