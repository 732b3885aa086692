package cloud.bleu.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** A file that is written from the program: tests compare it, {@code hack/docs} writes it. */
public final class GeneratedPage {

  private GeneratedPage() {}

  /** Fails unless the file has this text; writes it first where {@code hack/docs} runs. */
  public static void assertWritten(Path file, String text) throws IOException {
    if (Boolean.getBoolean("bleu.docs.write")) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    }
    assertEquals(text, Files.readString(file), "run hack/docs");
  }

  /** Text as it stands in a cell of a table. */
  static String cell(String text) {
    return text.strip().replace("\n", " ").replace("|", "\\|").replace("<", "&lt;");
  }

  /** Words as code in a cell of a table. A bar would end the cell: then all marks are escaped. */
  static String code(String word) {
    if (!word.contains("|")) {
      return "`" + word + "`";
    }
    StringBuilder code = new StringBuilder("<code>");
    word.codePoints()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c)) {
                code.appendCodePoint(c);
              } else {
                code.append("&#").append(c).append(';');
              }
            });
    return code.append("</code>").toString();
  }

  /** A row of a table. */
  static String row(Collection<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** The two rows that begin a table. */
  static String head(Collection<String> titles) {
    return row(titles) + "|" + "---|".repeat(titles.size()) + "\n";
  }
}
