package cloud.bleu.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hack/page}, as far as it goes without a browser, and what it is pinned to. */
class PageScriptTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILES = Path.of("hack/browser");

  @TempDir Path root;
  private Path tools;

  private record Run(int code, String out, String err) {}

  /** A copy of it, and a PATH of what it needs, without Node.js and Chromium. */
  @BeforeEach
  void copy() throws IOException {
    Files.createDirectories(root.resolve(FILES));
    Files.copy(Path.of("hack/page"), root.resolve("hack/page"));
    for (String name : List.of("package.json", "package-lock.json")) {
      Files.copy(FILES.resolve(name), root.resolve(FILES).resolve(name));
    }
    tools = Files.createDirectory(root.resolve("tools"));
    for (String name : List.of("bash", "cmp", "cp", "dirname", "mkdir")) {
      for (String directory : List.of("/usr/bin", "/bin")) {
        if (Files.exists(Path.of(directory, name)) && !Files.exists(tools.resolve(name))) {
          tool(name, "exec %s/%s \"$@\"".formatted(directory, name));
        }
      }
    }
  }

  @Test
  void aPageThatIsNotThereIsUsage() throws Exception {
    Run run = page("hospital", "hospitals");
    assertEquals(2, run.code);
    assertTrue(run.err.startsWith("page: hospitals is not a page\nusage: hack/page ["), run.err);
  }

  @Test
  void withoutNodeItSaysWhatToInstall() throws Exception {
    Run run = page();
    assertEquals(
        new Run(3, "", "page: no node: install Node.js 20 or newer (Debian: nodejs npm)\n"), run);
  }

  @Test
  void anOldNodeIsNamed() throws Exception {
    tool("node", "echo 18.19.0");
    Run run = page();
    assertEquals(new Run(3, "", "page: node is 18.19.0: install Node.js 20 or newer\n"), run);
  }

  @Test
  void withoutChromiumItSaysWhatToInstall() throws Exception {
    tool("node", "echo 20.20.2");
    Run run = page();
    assertEquals(3, run.code);
    assertTrue(run.err.contains("apt-get install chromium), or set BLEU_CHROMIUM"), run.err);
  }

  @Test
  void withoutARegistryItSaysSoAndRemembersNothing() throws Exception {
    tool("node", "echo 20.20.2");
    tool("chromium", "exit 1");
    tool("npm", "exit 1");
    Run run = page();
    assertEquals(3, run.code);
    assertTrue(run.err.contains("npm_config_registry"), run.err);
    assertFalse(Files.exists(root.resolve("target/page/tools/installed")));
  }

  @Test
  void whatIsThereIsUsed() throws Exception {
    tool("node", "if [ \"$1\" = -p ]; then echo 20.20.2; else echo \"$BLEU_CHROMIUM $*\"; fi");
    tool("chromium", "exit 1");
    tool("npm", "echo \"$*\" > asked");
    Run first = page("empty", "live");
    assertEquals(
        new Run(0, tools.resolve("chromium") + " hack/browser/main.mjs empty live\n", ""), first);
    Path asked = root.resolve("target/page/tools/asked");
    assertTrue(Files.readString(asked).startsWith("ci --ignore-scripts "));
    Files.delete(asked);
    assertEquals(0, page("empty").code);
    assertFalse(Files.exists(asked), "installed once");
  }

  /** One version of each, by its hash, from whatever registry npm is told of. */
  @Test
  void whatItInstallsIsPinnedAndNamesNoHost() throws Exception {
    JsonNode wanted = JSON.readTree(FILES.resolve("package.json").toFile()).path("dependencies");
    assertTrue(wanted.size() > 0);
    wanted.forEach(v -> assertTrue(v.asText().matches("\\d+\\.\\d+\\.\\d+"), v.asText()));
    String lock = Files.readString(FILES.resolve("package-lock.json"));
    assertFalse(lock.contains("\"resolved\""), "the address of a registry");
    assertFalse(lock.contains("://"), "the address of a host");
    JSON.readTree(lock)
        .path("packages")
        .fields()
        .forEachRemaining(
            p ->
                assertTrue(
                    p.getKey().isEmpty()
                        || p.getValue().path("integrity").asText().startsWith("sha512-"),
                    p.getKey()));
  }

  @Test
  void everyExceptionHasAReason() throws Exception {
    for (JsonNode exception : JSON.readTree(FILES.resolve("exceptions.json").toFile())) {
      assertTrue(exception.path("reason").asText().length() > 20, exception.toString());
      assertTrue(exception.has("selector") || exception.has("media"), exception.toString());
    }
  }

  private void tool(String name, String line) throws IOException {
    Path file = tools.resolve(name);
    Files.writeString(file, "#!/bin/bash\n" + line + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private Run page(String... arguments) throws IOException, InterruptedException {
    Path out = root.resolve("out");
    Path err = root.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of("/bin/bash", root.resolve("hack/page").toString()),
                    Stream.of(arguments))
                .toArray(String[]::new));
    builder.environment().remove("BLEU_CHROMIUM");
    builder.environment().put("PATH", tools.toString());
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it did not end");
    }
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
