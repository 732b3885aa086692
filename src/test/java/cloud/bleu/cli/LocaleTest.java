package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.layers.ChildJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plan, reports, an export and its verification have the same bytes wherever the machine stands:
 * where digits are others, and where the small letter of I is another.
 */
class LocaleTest {

  @TempDir Path folder;

  @Test
  void everyByteIsTheSameInEveryLocale() throws Exception {
    KeyPair keys = SigningKey.generate();
    Files.writeString(folder.resolve("private.pem"), SigningKey.pem(keys.getPrivate()));
    Files.writeString(folder.resolve("public.pem"), SigningKey.pem(keys.getPublic()));
    List<String> none = saidHere();
    Map<String, String> files = files();
    assertEquals("6 i", none.get(0));
    assertEquals(
        List.of(
            "plan 0",
            "plan 0",
            "explain 0",
            "report 0",
            "report 0",
            "report 0",
            "verify 0",
            "verify 0"),
        none.stream().filter(line -> line.matches("(plan|explain|report|verify) [0-9]")).toList());
    assertTrue(
        String.join("\n", none).contains("entries 8 to 9 were not exported here"), none.toString());
    // What is formatted is so as in one place, all else is as in another.
    List<String> elsewhere =
        saidElsewhere(
            "-Duser.language=tr",
            "-Duser.country=TR",
            "-Duser.language.format=ar",
            "-Duser.country.format=SA");
    assertEquals("\u0666 \u0131", elsewhere.get(0), "the digits and the small I are others");
    assertEquals(rest(none), rest(elsewhere));
    assertEquals(files, files());
  }

  private static String rest(List<String> said) {
    return String.join("\n", said.subList(1, said.size()));
  }

  /** In this JVM, as where no language is set: it is started already. */
  private List<String> saidHere() throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.ROOT);
    try {
      LocaleRun.print(new PrintStream(said, true, StandardCharsets.UTF_8), arguments());
    } finally {
      Locale.setDefault(before);
    }
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private List<String> saidElsewhere(String... locale) throws Exception {
    Path export = folder.resolve("export");
    Files.move(export, folder.resolve("export of the one before"));
    Path out = folder.resolve("out");
    List<String> command = ChildJvm.command(LocaleRun.class, locale);
    command.addAll(List.of(arguments()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(out.toFile());
    Process process = builder.start();
    assertTrue(process.waitFor(10, TimeUnit.MINUTES), "it ends");
    String said = Files.readString(out, StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), said);
    return said.lines().toList();
  }

  private String[] arguments() {
    return Stream.of("export", "private.pem", "public.pem")
        .map(name -> folder.resolve(name).toString())
        .toArray(String[]::new);
  }

  /** What was exported, by name. */
  private Map<String, String> files() throws IOException {
    Path export = folder.resolve("export");
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(export)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(export.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }
}
