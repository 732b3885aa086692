package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code bleu sandbox} shows, on the embedded API server. */
@Tag("wiring")
class SandboxCommandTest {

  @ParameterizedTest
  @ValueSource(strings = {"examples/hospital", "examples/ministry", "examples/migration"})
  void theClusterDoesWhatPlanSaysOffline(String directory) throws Exception {
    Typed sandbox = now("sandbox", directory, "--once");
    int planned = placedAsPlanned(directory, sandbox.out());
    assertEquals(planned, sandbox.code(), sandbox.err() + sandbox.out());
  }

  /** Returns the exit code of the plan. */
  private static int placedAsPlanned(String directory, String shown) throws Exception {
    Typed plan = now("plan", "-f", directory, "-o", "json");
    String table = shown.replaceAll("\\s+", " ");
    List<String> missing = new ArrayList<>();
    for (JsonNode placement : new ObjectMapper().readTree(plan.out()).path("placements")) {
      List<String> zones = new ArrayList<>();
      placement
          .path("assignments")
          .fields()
          .forEachRemaining(e -> zones.add(e.getKey() + "=" + e.getValue().asInt()));
      String line = String.join(", ", zones);
      if (!table.contains(line)) {
        missing.add(
            placement.path("namespace").asText()
                + "/"
                + placement.path("name").asText()
                + " "
                + line);
      }
    }
    assertTrue(missing.isEmpty(), () -> "not placed as planned: " + missing + "\n" + shown);
    return plan.code();
  }

  /** And what the plan said before it: the two need one cluster only. */
  @Test
  void aLossIsShownWithTheFailover() throws Exception {
    Typed sandbox = now("sandbox", "examples/hospital", "--once", "--lose", "ct-az05");
    int lost = sandbox.out().indexOf("Zone ct-az05 is lost.");
    placedAsPlanned("examples/hospital", sandbox.out().substring(0, lost));
    String after = sandbox.out().substring(lost);
    String table = after.substring(after.indexOf("WORKLOAD"));
    assertFalse(table.substring(0, table.indexOf("\n\n")).contains("ct-az05="), table);
    assertTrue(table.contains("9/9"), table);
    assertTrue(sandbox.err().contains("checks no schema"), sandbox.err());
    assertFalse(sandbox.err().contains("KUBECONFIG"), "its cluster ends at once");
  }

  @Test
  void aZoneThatIsNotThereIsNamedWithItsNearest() {
    Typed sandbox = Typed.bleu("sandbox", "examples/hospital", "--once", "--lose", "ct-az5");
    assertEquals(1, sandbox.code());
    assertTrue(sandbox.err().contains("did you mean ct-az05?"), sandbox.err());
    assertEquals("", sandbox.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "examples/hospital --members 2 | add --control-plane real",
        "examples/hospital --control-plane real --members 5 | a number from 0 to 4",
        "examples/hospital --control-plane real --members -1 | a number from 0 to 4",
        "--control-plane real --members 1 | are in 2 other clusters, by the Secrets amiens, reims; give --members 2 or more",
        "src/test/resources/unplaceable --control-plane real --members 3 | unplaceable has 2"
      })
  void membersThatCannotBeAreRefusedBeforeAnythingStarts(String arguments, String why) {
    Typed sandbox = Typed.bleu(("sandbox --once " + arguments).split(" "));
    assertEquals(ExitCode.BAD_INPUT, sandbox.code(), sandbox.err());
    assertTrue(sandbox.err().contains("--members "), sandbox.err());
    assertTrue(sandbox.err().contains(why), sandbox.err());
    assertEquals("", sandbox.out());
  }

  @Test
  void aZoneThatIsLostForRealHasToBeThere() {
    Typed sandbox =
        Typed.bleu("sandbox", "--control-plane", "real", "--members", "2", "--lose", "amien");
    assertEquals(ExitCode.BAD_INPUT, sandbox.code());
    assertTrue(
        sandbox
            .err()
            .contains("examples/clusters has no such AvailabilityZone; did you mean amiens?"),
        sandbox.err());
    assertEquals("", sandbox.out());
  }

  @Test
  void withoutADirectoryItFindsTheExampleOfTheLauncher(@TempDir Path home) throws IOException {
    Path example = Files.createDirectories(home.resolve("examples/hospital"));
    Files.writeString(example.resolve("a.yaml"), "kind: X\n");
    System.setProperty("bleu.home", home.toString());
    try {
      // Here there is one as well, and what is here goes first.
      assertEquals("examples/hospital", SandboxCommand.example(Path.of(""), "hospital"));
      assertEquals(
          example.toString(), SandboxCommand.example(home.resolve("elsewhere"), "hospital"));
    } finally {
      System.clearProperty("bleu.home");
    }
  }

  @Test
  void whatCannotBePlacedIsExitCode2() {
    Typed sandbox = now("sandbox", "src/test/resources/unplaceable", "--once");
    assertEquals(ExitCode.UNPLACED, sandbox.code(), sandbox.err());
    assertTrue(
        sandbox.out().contains("rayons/lac: every zone allowed is in one site"), sandbox.out());
  }

  /** Facts have ages: this is when the examples want new ones. */
  @Test
  void theExamplesStandUntilTheirFactsAreTooOld() {
    LocalDate first = LocalDate.parse("2028-03-07");
    assertTrue(
        planned(first.minusDays(1)) == ExitCode.OK && planned(first) != ExitCode.OK,
        () -> "they stand until " + firstNotPlanned());
    Typed late = now("sandbox", "--once", "--at", first.toString());
    assertEquals(ExitCode.UNPLACED, late.code(), late.out());
  }

  /** Looked for only where it is another day than the one that is stated. */
  private static LocalDate firstNotPlanned() {
    LocalDate last = LocalDate.parse("2027-01-01");
    LocalDate first = LocalDate.parse("2035-01-01");
    while (last.plusDays(1).isBefore(first)) {
      LocalDate middle = last.plusDays(last.until(first, ChronoUnit.DAYS) / 2);
      if (planned(middle) == ExitCode.OK) {
        last = middle;
      } else {
        first = middle;
      }
    }
    return first;
  }

  private static int planned(LocalDate day) {
    IOStreams streams =
        new IOStreams(
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            InputStream.nullInputStream(),
            Clock.fixed(day.atStartOfDay(ZoneId.of("Europe/Paris")).toInstant(), ZoneOffset.UTC));
    return Bleu.run(streams, "plan", "-f", "examples/hospital");
  }

  /** From the instant at which the other tests stand still. */
  private static Typed now(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    IOStreams streams =
        new IOStreams(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new ByteArrayInputStream(new byte[0]),
                Clock.systemUTC())
            .at(Typed.NOW);
    int code = Bleu.run(streams, arguments);
    streams.out().flush();
    streams.err().flush();
    return new Typed(code, out.toString(), err.toString());
  }
}
