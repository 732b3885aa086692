package cloud.bleu.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files under crds/ are what the API classes say. {@code hack/crds} writes them. */
class CrdFilesTest {
  private static final Path CRDS = Path.of("crds");

  @Test
  void filesAreAsGenerated() throws IOException {
    SortedMap<String, String> generated = CrdFiles.all();
    if (Boolean.getBoolean("bleu.crds.write")) {
      write(generated);
    }
    SortedMap<String, String> present = new TreeMap<>();
    try (Stream<Path> files = Files.list(CRDS)) {
      for (Path file : files.toList()) {
        present.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertEquals(generated.keySet(), present.keySet(), "run hack/crds");
    generated.forEach(
        (name, text) -> assertEquals(text, present.get(name), name + ": run hack/crds"));
  }

  private static void write(Map<String, String> generated) throws IOException {
    Files.createDirectories(CRDS);
    try (Stream<Path> files = Files.list(CRDS)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, String> file : generated.entrySet()) {
      Files.writeString(CRDS.resolve(file.getKey()), file.getValue());
    }
  }
}
