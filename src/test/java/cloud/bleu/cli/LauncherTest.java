package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher, in a directory of its own with a Maven and a Java that only say what they are
 * asked.
 */
@Tag("wiring")
class LauncherTest {
  @TempDir private Path directory;
  private Path home;
  private Path tools;

  private record Ran(int code, String out, String err) {}

  @BeforeEach
  void home() throws IOException {
    home = Files.createDirectories(directory.resolve("a home"));
    tools = Files.createDirectories(directory.resolve("tools"));
    Files.copy(Path.of("bleu"), home.resolve("bleu"));
    executable(home.resolve("bleu"), Files.readString(Path.of("bleu")));
    Files.createDirectories(home.resolve("src/main"));
    Files.createDirectories(home.resolve("crds"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    for (String tool :
        List.of(
            "bash",
            "dirname",
            "readlink",
            "basename",
            "find",
            "mkdir",
            "mv",
            "rm",
            "flock",
            "touch")) {
      executable(tools.resolve(tool), "#!/bin/sh\nexec " + which(tool) + " \"$@\"\n");
    }
    executable(
        tools.resolve("java"),
        """
        #!/bin/bash
        for a in "$@"; do
          case $a in -XX:ArchiveClassesAtExit=*) touch "${a#*=}"; exit 0 ;; esac
        done
        echo "java $*"
        exit 2
        """);
    executable(
        tools.resolve("mvn"),
        "#!/bin/bash\nmkdir -p target/lib\ntouch target/bleu.jar\necho \"mvn $*\" >&2\n");
  }

  /** What was asked for runs without the archive, and nobody reads of it. */
  @Test
  void javaThatCrashesOnTheArchiveIsNotTold() throws Exception {
    executable(
        tools.resolve("java"),
        """
        #!/bin/bash
        for a in "$@"; do
          case $a in -XX:ArchiveClassesAtExit=*) kill -ABRT $$ ;; esac
        done
        echo "java $*"
        """);
    Ran ran = run(home.resolve("bleu"), "plan");
    assertTrue(ran.err().matches("bleu: building, once\nmvn [^\n]*\n"), ran.err());
    assertTrue(ran.out().endsWith(" plan\n"), ran.out());
  }

  @Test
  void buildsWhatIsMissingOnce() throws Exception {
    Ran first = run(home.resolve("bleu"), "plan", "-f", "a b");
    assertTrue(first.err().startsWith("bleu: building, once\nmvn "), first.err());
    assertTrue(
        first.out().endsWith(" -jar " + home + "/target/bleu.jar plan -f a b\n"), first.out());
    assertTrue(Files.exists(home.resolve("target/bleu.jsa")));
    assertEquals(2, first.code(), "the exit code is that of the program");

    Ran second = run(home.resolve("bleu"), "plan");
    assertEquals("", second.err());

    Path source = Files.writeString(home.resolve("src/main/A.java"), "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    Ran third = run(home.resolve("bleu"), "plan");
    assertTrue(third.err().startsWith("bleu: building, once\n"), third.err());
  }

  /** Else Maven runs those of an earlier build with the program of this one. */
  @Test
  void testsAreNeitherCompiledNorLeftBehind() throws Exception {
    Path tests = Files.createDirectories(home.resolve("target/test-classes/a"));
    Ran built = run(home.resolve("bleu"), "plan");
    assertTrue(built.err().contains(" -Dmaven.test.skip=true package"), built.err());
    assertTrue(Files.notExists(tests.getParent()));

    Files.createDirectories(tests);
    run(home.resolve("bleu"), "plan");
    assertTrue(Files.exists(tests), "nothing was built");
  }

  /** Java would read names of files with accents as something else. */
  @Test
  void localeWithoutAccentsIsNotThatOfJava() throws Exception {
    executable(
        tools.resolve("java"),
        """
        #!/bin/bash
        echo "java in ${LC_ALL:-nothing}"
        """);
    assertEquals("java in nothing\n", run(home.resolve("bleu"), "plan").out(), "no locale program");
    executable(
        tools.resolve("locale"),
        """
        #!/bin/bash
        case ${LC_ALL:-} in C.UTF-8) echo UTF-8 ;; *) echo ANSI_X3.4-1968 ;; esac
        """);
    assertEquals("java in C.UTF-8\n", run(home.resolve("bleu"), "plan").out());
    executable(tools.resolve("locale"), "#!/bin/bash\necho ANSI_X3.4-1968\n");
    assertEquals("java in nothing\n", run(home.resolve("bleu"), "plan").out(), "there is none");
    executable(tools.resolve("locale"), "#!/bin/bash\necho ISO-8859-1\n");
    assertEquals("java in nothing\n", run(home.resolve("bleu"), "plan").out(), "it has accents");
  }

  @Test
  void answersToKubectl() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("kubectl-bleu"), home.resolve("bleu"));
    Ran ran = run(link, "rules");
    assertTrue(ran.out().contains(" -Dbleu.command=kubectl bleu "), ran.out());
    assertTrue(ran.out().endsWith("/target/bleu.jar rules\n"), ran.out());
  }

  @Test
  void saysWhatIsNotThere() throws Exception {
    Files.delete(tools.resolve("mvn"));
    Ran noMaven = run(home.resolve("bleu"), "plan");
    assertEquals(1, noMaven.code());
    assertEquals(
        "bleu: target/bleu.jar is missing or out of date and there is no mvn; install Maven 3.9 or later\n",
        noMaven.err());
    Files.delete(tools.resolve("java"));
    Ran noJava = run(home.resolve("bleu"), "plan");
    assertEquals(1, noJava.code());
    assertEquals(
        "bleu: there is no java; install a JDK 17 or later, or set JAVA_HOME\n", noJava.err());
  }

  @Test
  void theProgramLearnsWhereItsExamplesAreFromAnyDirectoryAndThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("bleu"), home.resolve("bleu"));
    for (Path typed : List.of(home.resolve("bleu"), link)) {
      Ran ran = run(typed, "sandbox");
      assertTrue(ran.out().contains("java -Dbleu.home=" + home + " "), ran.out());
    }
  }

  /** The operator runs beside no mock server: only the sandbox has it on its class path. */
  @Test
  void theSandboxAloneHasItsApiServer() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));
    String main = pom.replaceAll("(?s).*<bleu.main>(.*?)</bleu.main>.*", "$1");
    for (String typed : List.of("sandbox --once", "--no-color sandbox --once")) {
      Ran sandbox = run(home.resolve("bleu"), typed.split(" "));
      assertTrue(
          sandbox
              .out()
              .endsWith(
                  " -cp "
                      + home
                      + "/target/bleu.jar:"
                      + home
                      + "/target/sandbox-lib/* "
                      + main
                      + " "
                      + typed
                      + "\n"),
          sandbox.out());
    }
    for (String verb : List.of("run", "plan", "--help", "plan sandbox")) {
      Ran ran = run(home.resolve("bleu"), verb.split(" "));
      assertTrue(
          ran.out().endsWith(" -jar " + home + "/target/bleu.jar " + verb + "\n"), ran.out());
    }
    String runtime =
        pom.substring(0, pom.indexOf("<build>"))
            .replaceAll("(?s)<dependencyManagement>.*</dependencyManagement>", "");
    List<String> beside =
        Pattern.compile("(?s)<dependency>(.*?)</dependency>")
            .matcher(runtime)
            .results()
            .map(found -> found.group(1))
            .filter(
                d -> !d.contains("<scope>test</scope>") && !d.contains("<scope>provided</scope>"))
            .filter(d -> d.matches("(?is).*(mock|junit|archunit|awaitility|jmh).*"))
            .toList();
    assertEquals(List.of(), beside);
  }

  @Test
  void saysThatAJavaIsTooOldBeforeItBuilds() throws Exception {
    Path jdk = Files.createDirectories(directory.resolve("jdk-11/bin")).getParent();
    executable(jdk.resolve("bin/java"), "#!/bin/sh\nexit 3\n");
    Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"11.0.2\"\n");
    Files.delete(tools.resolve("java"));
    Files.createSymbolicLink(tools.resolve("java"), jdk.resolve("bin/java"));
    Ran old = run(home.resolve("bleu"), "plan");
    assertEquals(1, old.code());
    assertEquals(
        "bleu: "
            + tools
            + "/java is Java 11; a JDK 17 or later is needed: install one, or set JAVA_HOME\n",
        old.err());
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"1.8.0_402\"\n");
    assertTrue(run(home.resolve("bleu"), "plan").err().contains(" is Java 8; "));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"21\"\n");
    assertEquals(3, run(home.resolve("bleu"), "plan").code());
  }

  @Test
  void kubectlAsksForCompletionsThroughALink() throws Exception {
    Path script = home.resolve("kubectl_complete-bleu");
    executable(script, Files.readString(Path.of("kubectl_complete-bleu")));
    Path link = Files.createSymbolicLink(directory.resolve("kubectl_complete-bleu"), script);
    Ran ran = run(link, "plan", "--di");
    assertTrue(ran.out().endsWith("/target/bleu.jar __complete -- plan --di\n"), ran.out());
  }

  private Ran run(Path program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Ran(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path which(String tool) {
    return Stream.of("/bin", "/usr/bin")
        .map(d -> Path.of(d, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + tool));
  }
}
