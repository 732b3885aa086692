package cloud.bleu.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.cli.DocumentedCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages are read in terminals and in differences: their lines are short. */
class DocumentProseTest {

  @Test
  void linesOfTextEndBelow100Columns() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path page : DocumentedCommands.documents()) {
      Prose.tooLong(Files.readAllLines(page)).forEach(line -> found.add(page + ":" + line));
    }
    assertEquals(List.of(), found);
  }

  @Test
  void tablesAndCodeMayBeLonger() {
    String row = "| " + "word ".repeat(30) + "|";
    String words = "word ".repeat(30).strip();
    assertEquals(
        List.of("1: " + words),
        Prose.tooLong(List.of(words, row, "```", words, "```", "", "    " + words)));
    assertEquals(List.of("2:     " + words), Prose.tooLong(List.of("1. entry", "    " + words)));
    assertEquals(List.of(), Prose.tooLong(List.of("x".repeat(200))));
  }

  @Test
  void aParagraphIsFilledBetweenWords() {
    assertEquals("a b\n", Prose.filled("a  b"));
    assertEquals(
        "x".repeat(60) + "\n" + "y".repeat(60) + " z\n",
        Prose.filled("x".repeat(60) + " " + "y".repeat(60) + " z"));
  }
}
