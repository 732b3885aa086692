package cloud.bleu.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is here and what is not. */
class NeedTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void nothingIsHereByItself(Need need) {
    assertEquals(Optional.empty(), need.in(Map.of()));
    assertEquals(Optional.empty(), need.in(Map.of("PATH", directory + "::" + directory)));
  }

  @ParameterizedTest
  @EnumSource
  void theGuideForContributorsSaysWhatRunsIt(Need need) throws IOException {
    String row = "(?m)^\\| (an )?`?" + need.key() + "`?(, with an image)? \\|[^|]+\\|[^|]+\\|$";
    assertTrue(
        Pattern.compile(row).matcher(Files.readString(Path.of("docs/contributing.md"))).find(),
        row);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"IMAGE", "FLUX", "OCM", "OLDER"})
  void aProgramIsFoundOnThePath(Need need) throws IOException {
    Path program = Files.createFile(directory.resolve(need.key()));
    Map<String, String> environment = Map.of("PATH", "/nowhere:" + directory);
    assertEquals(Optional.empty(), need.in(environment), "it cannot be run");
    assertTrue(program.toFile().setExecutable(true));
    assertEquals(Optional.of(program), need.in(environment));
  }

  /** A typing error in a variable is a failed test, not one that does not run. */
  @Test
  void whatAVariableNamesIsTakenAsItIs() {
    Path wrong = directory.resolve("wrong");
    assertEquals(Optional.of(wrong), Need.PROMTOOL.in(Map.of("BLEU_PROMTOOL", wrong.toString())));
    assertEquals(Optional.of(wrong), Need.IMAGE.in(Map.of("BLEU_IMAGE", wrong.toString())));
    assertEquals(Optional.empty(), Need.IMAGE.in(Map.of("BLEU_IMAGE", "")));
  }
}
