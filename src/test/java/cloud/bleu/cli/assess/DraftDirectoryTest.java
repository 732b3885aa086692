package cloud.bleu.cli.assess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drafts lie in their directory, whatever others call their objects. */
class DraftDirectoryTest {

  @ParameterizedTest
  @ValueSource(strings = {"../outside.yaml", "a/../../outside.yaml", "/outside.yaml", "a/.."})
  void nothingIsWrittenWhereOneFileWouldLieOutside(String name, @TempDir Path parent) {
    Path drafts = parent.resolve("drafts");
    String path = name.startsWith("/") ? parent + name : name;
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("shop/web.yaml", "a");
    texts.put(path, "b");
    BadInputException refusal =
        assertThrows(BadInputException.class, () -> DraftDirectory.write(drafts, texts));
    assertTrue(String.valueOf(refusal.getMessage()).contains(path), refusal.getMessage());
    assertFalse(Files.exists(drafts));
    assertFalse(Files.exists(parent.resolve("outside.yaml")));
  }

  @Test
  void filesLieBelow(@TempDir Path parent) throws IOException {
    Path drafts = parent.resolve("new/../drafts");
    DraftDirectory.write(drafts, Map.of("shop/web.yaml", "a", "target.yaml", "b"));
    assertEquals("a", Files.readString(parent.resolve("drafts/shop/web.yaml")));
    assertEquals("b", Files.readString(parent.resolve("drafts/target.yaml")));
  }
}
