package cloud.bleu.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.layers.Need;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What {@code hack/image} wrote. To make it costs a minute of two processors and 120 MB of packages
 * that a fresh clone does not have, so the tests look at one that is there, and do not run where
 * none is: {@code hack/image --check} makes it, and sets the variable {@code BLEU_IMAGE} to where
 * it is.
 */
record BuiltImage(Path directory, String tag) {

  private static final JsonMapper JSON = new JsonMapper();

  /** The image that {@code BLEU_IMAGE} names. */
  static BuiltImage find() throws IOException {
    Path directory = Need.IMAGE.path();
    try (Stream<Path> files = Files.list(directory)) {
      String bill =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("bleu-.*\\.cdx\\.json"))
              .findFirst()
              .orElseThrow();
      return new BuiltImage(
          directory.toAbsolutePath(),
          bill.replaceFirst("^bleu-", "").replaceFirst("\\.cdx\\.json$", ""));
    }
  }

  /** A file of this image by what stands after its name and tag. */
  Path file(String ending) {
    return directory.resolve("bleu-" + tag + ending);
  }

  JsonNode json(String ending) throws IOException {
    return JSON.readTree(file(ending).toFile());
  }

  String digest() throws IOException {
    return Files.readString(directory.resolve("digest")).strip();
  }

  /** A blob of the layout by its digest. */
  Path blob(String digest) {
    return file("").resolve("blobs").resolve(digest.replace(':', '/'));
  }

  JsonNode manifest() throws IOException {
    return JSON.readTree(blob(digest()).toFile());
  }

  JsonNode configuration() throws IOException {
    return JSON.readTree(blob(manifest().at("/config/digest").asText()).toFile());
  }

  /** Unpacks the layers, as a container runtime does. */
  Path unpack(Path root) throws IOException, InterruptedException {
    Files.createDirectories(root);
    for (JsonNode layer : manifest().get("layers")) {
      run(
          List.of(
              "tar",
              "-xzpf",
              blob(layer.get("digest").asText()).toString(),
              "--no-same-owner",
              "-C",
              root.toString()));
    }
    return root;
  }

  /** Runs a program, which must end well; returns what it printed. */
  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end");
    }
    assertEquals(0, process.exitValue(), command + "\n" + said);
    return said;
  }
}
