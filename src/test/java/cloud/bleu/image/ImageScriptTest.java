package cloud.bleu.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code hack/image}, as far as it goes without a network and without a build of minutes. */
class ImageScriptTest {

  @TempDir Path folder;

  private record Run(int code, String out, String err) {}

  @Test
  void withoutANetworkItSaysWhatIsMissingAndWhatToDo() throws Exception {
    Run run = image("http://127.0.0.1:9");
    assertEquals(3, run.code, run.err);
    assertEquals("", run.out);
    for (String part :
        List.of(
            "cannot get base-files_",
            "http://127.0.0.1:9/debian/pool/main/b/base-files/base-files_",
            "set BLEU_DEBIAN_MIRROR to a mirror",
            "copy the files that src/image/packages names into " + folder)) {
      assertTrue(run.err.contains(part), run.err);
    }
  }

  @Test
  void anotherFileThanTheOneNamedIsNotUsed() throws Exception {
    Path mirror = folder.resolve("mirror");
    for (String line : Files.readAllLines(Path.of("src/image/packages"))) {
      if (!line.startsWith("#")) {
        Path file = mirror.resolve(line.split(" ")[0]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "not this");
      }
    }
    Run run = image("file://" + mirror);
    assertEquals(3, run.code, run.err);
    assertTrue(run.err.contains("another file: its SHA-256 is "), run.err);
    try (Stream<Path> kept = Files.list(folder.resolve("bleu/image"))) {
      assertEquals(List.of(), kept.toList());
    }
  }

  @Test
  void aFileThatIsNoKeyIsRefusedBeforeAnythingIsBuilt() throws Exception {
    Run run = image("http://127.0.0.1:9", "--key", "README.md");
    assertEquals(2, run.code, run.err);
    assertTrue(run.err.contains("--key README.md: no file with a private key"), run.err);
    assertTrue(run.err.contains("openssl genpkey -algorithm ed25519 -out"), run.err);
  }

  @Test
  void anUnknownOptionIsUsage() throws Exception {
    Run run = image("http://127.0.0.1:9", "--everything");
    assertEquals(2, run.code);
    assertTrue(run.err.startsWith("usage: hack/image"), run.err);
  }

  /**
   * Java races with itself while it writes the archive: here each is another, or the third is the
   * first.
   */
  @ParameterizedTest
  @CsvSource({
    "$runs, key=k bundle=false check=false, 1, 8",
    "$runs, key= bundle=true check=false, 1, 8",
    "$runs, key= bundle=false check=true, 1, 8",
    "$runs, key= bundle=false check=false, 0, 8",
    "$((runs % 2)), key=k bundle=true check=true, 0, 3"
  })
  void anArchiveThatIsNeverMadeTwiceIsNotSigned(String wrote, String asked, int code, int times)
      throws Exception {
    String script =
        """
        set -euo pipefail
        eval "$(sed -n -e '/^say()/p' -e '/^die()/p' -e '/^sha_of()/p' -e '/^made_twice()/,/^}/p' hack/image)"
        %s runs=0
        file=%s
        write() { runs=$((runs + 1)); echo %s >"$file"; }
        trap 'echo "$runs"' EXIT
        made_twice "$file" write
        """
            .formatted(asked, folder.resolve("bleu.jsa"), wrote);
    Run run = run(new ProcessBuilder("bash", "-c", script));
    assertEquals(code, run.code, run.err);
    assertEquals(times + "\n", run.out);
    assertEquals(
        times == 8,
        run.err.contains("image: of 8 archives of classes no two are the same"),
        run.err);
    assertEquals(code == 1, run.err.contains("nothing is signed or bundled"), run.err);
  }

  /** A class of the list that is gone would be left out of the archive without a word. */
  @Test
  void eachClassOfOursInTheListHasASource() throws IOException {
    List<String> gone =
        Files.readAllLines(Path.of("src/image/classes")).stream()
            .filter(name -> name.startsWith("cloud/bleu/"))
            .map(name -> name.replaceFirst("[$ ].*", ""))
            .distinct()
            .filter(name -> !Files.exists(Path.of("src/main/java", name + ".java")))
            .toList();
    assertEquals(
        List.of(), gone, "take them out of src/image/classes, or run hack/image --classes");
  }

  private Run image(String mirror, String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of("hack/image"), Stream.of(arguments)).toArray(String[]::new));
    builder.environment().put("BLEU_DEBIAN_MIRROR", mirror);
    builder.environment().put("XDG_CACHE_HOME", folder.toString());
    return run(builder);
  }

  private Run run(ProcessBuilder builder) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it did not end");
    }
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
