package cloud.bleu.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files under crds/, and their copies in the chart, are what the API classes say. {@code
 * hack/crds} writes them.
 */
class CrdFilesTest {
  @ParameterizedTest
  @ValueSource(strings = {"crds", "helm/bleu/files/crds"})
  void filesAreAsGenerated(String folder) throws IOException {
    Path crds = Path.of(folder);
    SortedMap<String, String> generated = CrdFiles.all();
    if (Boolean.getBoolean("bleu.crds.write")) {
      write(crds, generated);
    }
    SortedMap<String, String> present = new TreeMap<>();
    try (Stream<Path> files = Files.list(crds)) {
      for (Path file : files.toList()) {
        present.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertEquals(generated.keySet(), present.keySet(), folder + ": run hack/crds");
    generated.forEach(
        (name, text) ->
            assertEquals(text, present.get(name), folder + "/" + name + ": run hack/crds"));
  }

  private static void write(Path crds, Map<String, String> generated) throws IOException {
    Files.createDirectories(crds);
    try (Stream<Path> files = Files.list(crds)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, String> file : generated.entrySet()) {
      Files.writeString(crds.resolve(file.getKey()), file.getValue());
    }
  }
}
