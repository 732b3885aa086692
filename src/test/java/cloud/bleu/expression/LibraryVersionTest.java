package cloud.bleu.expression;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What records of decisions say of the library is the library that is built with. */
class LibraryVersionTest {

  @Test
  void recordedVersionIsTheOneOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    assertTrue(
        pom.contains("<cel.version>" + ExpressionRule.VERSION + "</cel.version>"),
        "ExpressionRule.VERSION says "
            + ExpressionRule.VERSION
            + "; set it to cel.version of pom.xml, so that decisions of the one before are not"
            + " taken again by this one");
  }
}
