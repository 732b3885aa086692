package cloud.bleu.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code hack/test} with a Maven and a control plane that only pretend: what it says, and when it
 * fails.
 */
class TestCommandTest {
  @TempDir Path root;
  private Path maven;

  @BeforeEach
  void copy() throws IOException {
    Files.createDirectories(root.resolve("hack/control-plane"));
    Files.copy(Path.of("hack/test"), root.resolve("hack/test"));
    maven = root.resolve("bin/mvn");
    Files.createDirectories(maven.getParent());
    checks("");
    compilation("");
    computing("");
    controlPlane("echo /planes/here");
    machine(2, 24);
  }

  @Test
  void everythingPassed() throws Exception {
    maven(0, "A engine\tpassed\t1500\tone", "C plane\tpassed\t2500\ttwo");
    Run run = run();
    assertEquals(0, run.code, run.out);
    assertEquals("2 passed, 0 failed", run.last());
    assertTrue(
        run.out.contains("A engine              1        0        0        0      1 s\n"), run.out);
    assertTrue(run.out.contains("E campaigns        none\n"), run.out);
    assertTrue(
        run.out.contains(
            "plane=/planes/here arguments=-B -ntp surefire:test -Dgroups=plane|wiring -Dbleu.forks=5\n"),
        run.out);
  }

  @Test
  void enginesAreBuiltAndGivenToTheTestsWhereTheyAreAskedFor() throws Exception {
    controlPlane(
        "echo /planes/with$(printf %s \"$*\" | sed 's/--helm --kstatus --karmada//; s/ --/-/g')");
    maven(0, "A engine\tpassed\t1\tone", "C plane\tpassed\t1\ttwo");
    assertTrue(
        run("--flux").out.contains("flux=/planes/with-flux ocm= older= plane=/planes/with-flux "));
    assertTrue(
        run("--ocm")
            .out
            .contains("flux= ocm=/planes/with-ocm/ocm-work older= plane=/planes/with-ocm "));
    assertTrue(
        run("--older")
            .out
            .contains("flux= ocm= older=/planes/with-older plane=/planes/with-older "));
    assertTrue(
        run("--ocm", "--flux")
            .out
            .contains(
                "flux=/planes/with-ocm-flux ocm=/planes/with-ocm-flux/ocm-work older= plane=/planes/with-ocm-flux "));
    assertTrue(run().out.contains("flux= ocm= older= plane=/planes/with "));
    for (String engine : List.of("--flux", "--ocm", "--older")) {
      Run both = run(engine, "--without-control-plane");
      assertEquals(2, both.code, both.out);
    }
  }

  @Test
  void campaignsAreBoundedUnlessLongOnesAreAskedFor() throws Exception {
    maven(0, "E campaigns\tpassed\t1\tone");
    Run bounded = run();
    assertEquals(0, bounded.code, bounded.out);
    assertTrue(
        bounded.out.contains("campaigns: bounded; hack/test --long runs them as long as they go\n"),
        bounded.out);
    assertFalse(bounded.out.contains("bleu.long"), bounded.out);
    Run full = run("--long", "--", "-Dtest=One");
    assertEquals(0, full.code, full.out);
    assertTrue(full.out.contains("campaigns: as long as they go\n"), full.out);
    assertTrue(
        full.out.contains(
            "arguments=-B -ntp surefire:test -Dbleu.forks=5 -Dbleu.long=true -Dtest=One\n"),
        full.out);
    Run without = run("--long", "--without-control-plane");
    assertTrue(
        without.out.contains("-Dbleu.long=true -Dbleu.withoutControlPlane=true\n"), without.out);
  }

  @Test
  void failedTestIsNamed() throws Exception {
    maven(1, "A engine\tpassed\t1\tone", "C plane\tfailed\t1\tthe-second");
    Run run = run();
    assertEquals(1, run.code);
    assertEquals("1 passed, 1 failed", run.last());
    assertTrue(run.out.contains("failed: the-second\n"), run.out);
  }

  @Test
  void skipThatNobodyAskedForFails() throws Exception {
    maven(0, "A engine\tpassed\t1\tone", "C plane\tskipped\t0\ttwo");
    Run run = run();
    assertEquals(1, run.code);
    assertTrue(run.out.contains("1 skipped, and nobody asked for that"), run.out);
  }

  @Test
  void skipThatWasAskedForIsCounted() throws Exception {
    controlPlane("echo must not be called; exit 9");
    maven(0, "A engine\tpassed\t1\tone", "C plane\tskipped\t0\ttwo");
    Run run = run("--without-control-plane", "--", "-Dtest=Two");
    assertEquals(0, run.code, run.out);
    assertTrue(
        run.out.contains(
            "arguments=-B -ntp surefire:test -Dbleu.forks=5 -Dbleu.withoutControlPlane=true -Dtest=Two\n"),
        run.out);
    assertTrue(run.out.contains("skipped without a control plane: 1\n"), run.out);
    assertEquals("1 passed, 0 failed", run.last());
  }

  @Test
  void goingWithoutThePlaneExcusesNoOtherSkip() throws Exception {
    maven(0, "A engine\tskipped\t0\tone", "C plane\tpassed\t0\ttwo");
    Run run = run("--without-control-plane");
    assertEquals(1, run.code);
    assertTrue(run.out.contains("1 skipped, and nobody asked for that"), run.out);
  }

  @Test
  void testsThatLackWhatTheyNeedAreNamedAndNotCountedAsPassed() throws Exception {
    maven(
        0,
        "A engine\tpassed\t1\tone",
        "A engine\tneeds image\t0\ttwo",
        "C plane\tneeds image\t0\tthree",
        "C plane\tneeds promtool\t0\tfour");
    Run run = run();
    assertEquals(0, run.code, run.out);
    assertTrue(run.out.contains("A engine              1        0        0        1"), run.out);
    assertTrue(
        run.out.contains(
            "not run here: 2 need an image (hack/image --check makes one and runs them)\n"
                + "not run here: 1 needs promtool ("),
        run.out);
    assertEquals("1 passed, 0 failed, 3 not run here", run.last());
  }

  /** So the script and the tests know the same kinds. */
  @ParameterizedTest
  @EnumSource
  void eachKindIsNamedWithWhatRunsIt(Need need) throws Exception {
    maven(0, "A engine\tpassed\t1\tone", "C plane\tneeds " + need.key() + "\t0\ttwo");
    Run run = run();
    assertEquals(0, run.code, run.out);
    assertTrue(
        Pattern.compile("not run here: 1 needs (an )?" + need.key() + " \\(.+\\)\n")
            .matcher(run.out)
            .find(),
        run.out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"needs luck", "needs", "needs image and luck", "aborted"})
  void outcomeThatIsNotKnownIsASkipThatFails(String outcome) throws Exception {
    maven(0, "A engine\tpassed\t1\tone", "C plane\t" + outcome + "\t0\ttwo");
    for (Run run : List.of(run(), run("--without-control-plane"))) {
      assertEquals(1, run.code, run.out);
      assertTrue(run.out.contains("1 skipped, and nobody asked for that"), run.out);
    }
  }

  @Test
  void whatLacksSomethingIsNotAskedForByGoingWithoutThePlane() throws Exception {
    maven(
        0,
        "A engine\tpassed\t1\tone",
        "C plane\tskipped\t0\ttwo",
        "C plane\tneeds image\t0\tthree");
    Run run = run("--without-control-plane");
    assertEquals(0, run.code, run.out);
    assertTrue(run.out.contains("skipped without a control plane: 1\n"), run.out);
    assertTrue(run.out.contains("not run here: 1 needs an image ("), run.out);
  }

  @Test
  void testsThatDoNotRunAreCountedTwiceToo() throws Exception {
    maven(0, "A engine\tpassed\t1\tone", "C plane\tneeds image\t0\ttwo");
    Files.writeString(root.resolve("more-skipped"), "1");
    Run run = run();
    assertEquals(1, run.code);
    assertTrue(run.out.contains("did not run differ, 1 by layer and 2 by Surefire"), run.out);
  }

  @Test
  void runOfNothingButWhatLacksSomethingFails() throws Exception {
    maven(0, "A engine\tneeds promtool\t0\tone");
    Run run = run();
    assertEquals(1, run.code);
    assertTrue(run.out.contains("no test ran"), run.out);
  }

  @Test
  void missingControlPlaneFailsAndNamesTheOption() throws Exception {
    controlPlane("echo no go >&2; exit 3");
    maven(0, "A engine\tpassed\t1\tone");
    Run run = run();
    assertEquals(3, run.code);
    assertTrue(run.out.contains("--without-control-plane"), run.out);
    assertFalse(run.out.contains("passed,"), run.out);
  }

  @Test
  void buildThatFailsBeforeAnyTestFails() throws Exception {
    maven(1);
    Run run = run();
    assertEquals(1, run.code);
    assertTrue(run.out.contains("the build failed") && run.out.contains("no test ran"), run.out);
    assertEquals("0 passed, 0 failed", run.last());
  }

  @Test
  void testThatOnlyOneOfTheTwoCountsKnowsFails() throws Exception {
    maven(0, "A engine\tpassed\t1\tone");
    Files.writeString(root.resolve("lost"), "1");
    Run run = run();
    assertEquals(1, run.code);
    assertTrue(run.out.contains("1 by layer and 2 by Surefire"), run.out);
  }

  /**
   * Five for two processors, 2400 MB for each of them beside 3 GB for the checks and 1800 MB for
   * each JVM that computes, eight at most, and always one.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 16, 2, 1",
    "2, 23, 5, 2",
    "2, 15, 3, 2",
    "2, 8, 1, 2",
    "3, 64, 7, 3",
    "4, 16, 3, 3",
    "8, 64, 8, 3",
    "64, 512, 8, 3",
    "2, 2, 1, 2",
  })
  void testJvmsAtOnceSuitTheMachine(int processors, int gigabytes, int forks, int computing)
      throws Exception {
    machine(processors, gigabytes);
    computing("echo \"computing: $*\"");
    maven(0, "A engine\tpassed\t1\tone");
    Run run = run();
    assertTrue(run.out.contains("wiring -Dbleu.forks=" + forks + "\n"), run.out);
    assertTrue(
        run.out.contains(
            "computing: -B -ntp surefire:test -Dbleu.excludedGroups=plane|wiring"
                + " -DtempDir=surefire-computing -Dbleu.forks="
                + computing
                + "\n"),
        run.out);
  }

  /** So that those that wait for a plane or a server get the processor first. */
  @Test
  void testsThatComputeTakeWhatTheOthersLeave() throws Exception {
    maven(0, "A engine\tpassed\t1\tone");
    computing("echo by $(nice)");
    int nice =
        Integer.parseInt(
            run()
                .out
                .lines()
                .filter(l -> l.startsWith("by"))
                .findFirst()
                .orElseThrow()
                .substring(3));
    Process own = new ProcessBuilder("nice").start();
    assertEquals(
        Math.min(19, Integer.parseInt(new String(own.getInputStream().readAllBytes()).strip()) + 5),
        nice);
  }

  @Test
  void failureOfTheTestsThatComputeFails() throws Exception {
    maven(0, "A engine\tpassed\t1\tone");
    computing("exit 1");
    Run run = run();
    assertEquals(1, run.code, run.out);
    assertTrue(run.out.contains("test: the build failed, see above\n"), run.out);
  }

  @Test
  void nothingRunsThatDoesNotCompile() throws Exception {
    maven(0, "A engine\tpassed\t1\tone");
    compilation("echo \"cannot compile: $*\"; exit 1");
    Run run = run();
    assertEquals(1, run.code, run.out);
    assertEquals(
        "cannot compile: -B -ntp package -Dfast -Dspotless.check.skip -DskipTests",
        run.out.lines().findFirst().orElseThrow());
    assertTrue(run.out.contains("the build failed") && run.out.contains("no test ran"), run.out);
  }

  @Test
  void machineThatDoesNotTellItsMemoryHasEnough() throws Exception {
    script(maven.resolveSibling("getconf"), "[ $1 = _NPROCESSORS_ONLN ] && echo 4");
    maven(0, "A engine\tpassed\t1\tone");
    Run run = run();
    assertTrue(run.out.contains("wiring -Dbleu.forks=8\n"), run.out);
  }

  @Test
  void sourcesAreCheckedBesideTheTestsInAFolderOfTheirOwn() throws Exception {
    maven(0, "A engine\tpassed\t1\tone");
    checks("echo \"$*\"");
    Run run = run("--long", "--", "-Dtest=One");
    assertEquals(0, run.code, run.out);
    assertEquals(
        "-B -ntp compile -Dbleu.target=%s/target/checked -Dbleu.lastStep=FLOW -Dbleu.warnings=-XepDisableAllWarnings -Dbleu.long=true -Dtest=One\n"
            .formatted(root.toRealPath()),
        Files.readString(root.resolve("target/checks.log")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[ERROR] Failed to execute goal spotless:check: The following files had format violations:",
        "[ERROR] /x/One.java:[12,3] [NullAway] dereferenced expression x is @Nullable",
      })
  void sourcesThatDoNotPassTheirChecksEndTheTests(String error) throws Exception {
    mavenThat("sleep 60; echo by itself");
    computing("sleep 60; echo by itself");
    checks("printf '[INFO] well\\n%s\\n  One.java\\n'; exit 1".formatted(error));
    Run run = run();
    assertEquals(1, run.code, run.out);
    assertEquals(
        error
            + "\n  One.java\ntest: the sources do not pass their checks, see above or"
            + " target/checks.log; the tests were ended\n",
        run.out);
  }

  /** A fault of the machine is none of the sources, and yet they are not checked. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[ERROR] Failed to execute goal on project bleu: Could not resolve dependencies | 1",
        "[ERROR] /x/One.java:[1,8] error while writing One: No space left on device | 1",
        "[WARNING] /x/One.java:[12,3] [UnusedVariable] The variable is never read | 137",
      })
  void checksThatDoNotRunEndTheTestsAndSaySo(String told, int code) throws Exception {
    mavenThat("sleep 60; echo by itself");
    checks("seq 30; echo '" + told + "'; exit " + code);
    Run run = run();
    assertEquals(1, run.code, run.out);
    assertTrue(run.out.startsWith("12\n13\n"), run.out);
    assertTrue(
        run.out.endsWith(
            told
                + "\ntest: the checks did not run (exit "
                + code
                + "), see above or target/checks.log; the tests were ended\n"),
        run.out);
  }

  /** And nothing that it started is left, though all of it runs in the background. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void testsEndWithTheCommand(boolean whileChecksRun) throws Exception {
    mavenThat("echo the tests run; sleep 60; echo by themselves");
    computing("sleep 60; echo by themselves");
    checks(whileChecksRun ? "sleep 60" : "");
    Process process = start();
    try (BufferedReader out = process.inputReader()) {
      assertEquals("the tests run", out.readLine());
      // That of the process itself would close its output as well.
      process.toHandle().destroy();
      assertNull(out.readLine());
    }
    assertEquals(130, process.waitFor());
  }

  /** Though the tests have not begun. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void compilationEndsWithTheCommandAndWithTheChecks(boolean byChecks) throws Exception {
    maven(0, "A engine\tpassed\t1\tone");
    compilation("echo it compiles; sleep 60; echo by itself");
    checks(byChecks ? "echo '[ERROR] had format violations'; exit 1" : "sleep 60");
    Process process = start();
    try (BufferedReader out = process.inputReader()) {
      if (!byChecks) {
        assertEquals("it compiles", out.readLine());
        process.toHandle().destroy();
      }
      List<String> told = out.lines().filter(line -> !line.equals("it compiles")).toList();
      assertEquals(byChecks ? 2 : 0, told.size(), told.toString());
    }
    assertEquals(byChecks ? 1 : 130, process.waitFor());
  }

  /** Else the next run would meet what writes the same files. */
  @Test
  void whatItEndsIsWaitedFor() throws Exception {
    mavenThat(
        """
        trap 'sleep 1; echo ended > ended; exit' TERM
        echo the tests run
        sleep 60 & wait""");
    Process process = start();
    assertEquals("the tests run", process.inputReader().readLine());
    process.toHandle().destroy();
    assertEquals(130, process.waitFor());
    assertTrue(Files.exists(root.resolve("ended")), "it was still there");
  }

  @Test
  void whatDoesNotEndIsKilled() throws Exception {
    // So that twenty seconds are over at once.
    script(maven.resolveSibling("sleep"), "");
    mavenThat("trap '' TERM; echo the tests run; /bin/sleep 60; echo by themselves");
    Process process = start();
    try (BufferedReader out = process.inputReader()) {
      assertEquals("the tests run", out.readLine());
      process.toHandle().destroy();
      assertNull(out.readLine());
    }
    assertEquals(130, process.waitFor());
  }

  /** What runs in the background of a script ignores an interrupt, with all that it starts. */
  @Test
  void testsCanBeInterrupted() throws Exception {
    String ignored = "ignored$(sed -n 's/^SigIgn:.//p' /proc/$$/status 2>/dev/null)";
    controlPlane("echo " + ignored);
    mavenThat("echo $BLEU_CONTROL_PLANE " + ignored);
    String[] signals = run().out.lines().findFirst().orElseThrow().split(" ");
    assertEquals(signals[0], signals[1]);
  }

  private void machine(int processors, int gigabytes) throws IOException {
    script(
        maven.resolveSibling("getconf"),
        """
        case $1 in
          _NPROCESSORS_ONLN) echo %d ;;
          _PHYS_PAGES) echo %d ;;
          PAGE_SIZE) echo 4096 ;;
          *) exit 1 ;;
        esac
        """
            .formatted(processors, gigabytes * 262_144L));
  }

  @Test
  void unknownOptionIsUsage() throws Exception {
    maven(0);
    assertEquals(2, run("--fast").code);
  }

  private record Run(int code, String out) {
    String last() {
      List<String> lines = out.lines().toList();
      return lines.get(lines.size() - 1);
    }
  }

  private Run run(String... options) throws Exception {
    Process process = start(options);
    String out = new String(process.getInputStream().readAllBytes());
    return new Run(process.waitFor(), out);
  }

  private Process start(String... options) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(root.resolve("hack/test").toString()), Stream.of(options))
                .toList());
    Map<String, String> environment = builder.environment();
    List.of("BLEU_CONTROL_PLANE", "BLEU_FLUX", "BLEU_OCM_WORK", "BLEU_OLDER")
        .forEach(environment::remove);
    environment.put("PATH", maven.getParent() + ":" + environment.get("PATH"));
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    return process;
  }

  private void controlPlane(String body) throws IOException {
    script(root.resolve("hack/control-plane/build"), body);
  }

  /**
   * A Maven that leaves these lines and a Surefire report that agrees with them, but for the
   * numbers in the files named lost and more-skipped.
   */
  private void maven(int code, String... lines) throws IOException {
    Files.writeString(
        root.resolve("lines"), String.join("\n", lines) + (lines.length == 0 ? "" : "\n"));
    mavenThat(
        """
        echo "flux=${BLEU_FLUX-} ocm=${BLEU_OCM_WORK-} older=${BLEU_OLDER-} plane=${BLEU_CONTROL_PLANE-} arguments=$*"
        [ -s lines ] || exit %d
        mkdir -p target/surefire-reports
        cp lines target/layers.tsv
        count() { grep -c -E "$1" lines; }
        more=$(cat more-skipped 2>/dev/null || echo 0)
        printf '<testsuite name="x" time="1" tests="%%d" errors="0" skipped="%%d" failures="%%d">\\n' \\
          $(($(wc -l < lines) + more + $(cat lost 2>/dev/null || echo 0))) $(($(count 'skipped|needs|aborted') + more)) "$(count failed)" > target/surefire-reports/TEST-x.xml
        exit %d
        """
            .formatted(code, code));
  }

  /** A Maven that runs this where it is to run the tests that wait, or those that were chosen. */
  private void mavenThat(String runs) throws IOException {
    script(
        maven,
        """
        case $3 in
          package) exec ./compilation "$@" ;;
          compile) exec ./checks "$@" ;;
        esac
        case $* in *excludedGroups*) exec ./computing "$@" ;; esac
        """
            + runs);
  }

  /** What Maven does where it is to compile all. */
  private void compilation(String body) throws IOException {
    script(root.resolve("compilation"), body);
  }

  /** What Maven does where it is to run the tests that compute. */
  private void computing(String body) throws IOException {
    script(root.resolve("computing"), body);
  }

  /** What Maven does where it is to check the sources. */
  private void checks(String body) throws IOException {
    script(root.resolve("checks"), body);
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/bash\n" + text + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }
}
