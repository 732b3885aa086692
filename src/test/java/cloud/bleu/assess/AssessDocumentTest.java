package cloud.bleu.assess;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.assess.acceptance.ExceptionFile;
import cloud.bleu.assess.catalogue.Entry;
import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.assess.wave.WaveRuleFile;
import cloud.bleu.documents.GeneratedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of codes in {@code docs/assess.md} says what the catalogue says. */
class AssessDocumentTest {

  private static final Path DOCUMENT = Path.of("docs", "assess.md");
  private static final String HEAD =
      "| code | what it is | Bleu | S3NS | others | SecNumCloud 3.2 |\n|---|---|---|---|---|---|\n";

  @Test
  void theTableSaysWhatTheCatalogueSays() throws IOException {
    String text = Files.readString(DOCUMENT);
    int begin = text.indexOf(HEAD) + HEAD.length();
    int end = begin;
    while (text.startsWith("|", end)) {
      end = text.indexOf('\n', end) + 1;
    }
    String written = text.substring(0, begin) + rows() + text.substring(end);
    GeneratedPage.assertWritten(DOCUMENT, written);
  }

  @Test
  void theExceptionsOfTheDocumentCanBeRead() throws IOException {
    String text = Files.readString(DOCUMENT);
    String block = text.substring(text.indexOf("```\nexceptions:") + 4);
    ExceptionFile.Read read =
        ExceptionFile.read("docs", block.substring(0, block.indexOf("```")), Assessed.CATALOGUE);
    assertEquals(List.of(), read.problems());
    assertEquals("shop team", read.exceptions().get(0).owner());
  }

  @Test
  void theRulesOfWavesOfTheDocumentCanBeRead() throws IOException {
    String text = Files.readString(DOCUMENT);
    String block = text.substring(text.indexOf("```\ntogether:") + 4);
    WaveRuleFile.Read read = WaveRuleFile.read("docs", block.substring(0, block.indexOf("```")));
    assertEquals(List.of(), read.problems());
    assertEquals("sessions are in memory", read.rules().together().get(0).reason());
  }

  private static String rows() {
    StringBuilder rows = new StringBuilder();
    for (Entry entry : Assessed.CATALOGUE.entries()) {
      rows.append("| ").append(entry.code()).append(" | ").append(entry.summary());
      for (MigrationTarget target :
          new MigrationTarget[] {
            MigrationTarget.BLEU, MigrationTarget.S3NS, MigrationTarget.of("others")
          }) {
        rows.append(" | ").append(entry.severity(target));
      }
      rows.append(" | ").append(String.join(", ", entry.requirements())).append(" |\n");
    }
    return rows.toString();
  }
}
