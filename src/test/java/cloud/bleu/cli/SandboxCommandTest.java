package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code bleu sandbox} shows, on the embedded API server. */
@Tag("wiring")
class SandboxCommandTest {

  @ParameterizedTest
  @ValueSource(strings = {"examples/hospital", "examples/ministry", "examples/migration"})
  void theClusterDoesWhatPlanSaysOffline(String directory) throws Exception {
    Typed plan = now("plan", "-f", directory, "-o", "json");
    Typed sandbox = now("sandbox", directory, "--once");
    assertEquals(plan.code(), sandbox.code(), sandbox.err() + sandbox.out());
    String table = sandbox.out().replaceAll("\\s+", " ");
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
    assertTrue(missing.isEmpty(), () -> "not placed as planned: " + missing + "\n" + sandbox.out());
  }

  @Test
  void aLossIsShownWithTheFailover() {
    Typed sandbox = now("sandbox", "examples/hospital", "--once", "--lose", "ct-az05");
    String after = sandbox.out().substring(sandbox.out().indexOf("Zone ct-az05 is lost."));
    String table = after.substring(after.indexOf("WORKLOAD"));
    assertFalse(table.substring(0, table.indexOf("\n\n")).contains("ct-az05="), table);
    assertTrue(table.contains("9/9"), table);
    assertTrue(sandbox.err().contains("checks no schema"), sandbox.err());
    assertTrue(sandbox.err().contains("export KUBECONFIG="), sandbox.err());
  }

  @Test
  void aZoneThatIsNotThereIsNamedWithItsNearest() {
    Typed sandbox = Typed.bleu("sandbox", "examples/hospital", "--once", "--lose", "ct-az5");
    assertEquals(1, sandbox.code());
    assertTrue(sandbox.err().contains("did you mean ct-az05?"), sandbox.err());
    assertEquals("", sandbox.out());
  }

  /** By the clock of this machine, as the operator goes by it. */
  private static Typed now(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surface surface =
        new Surface(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            new ByteArrayInputStream(new byte[0]),
            Clock.systemUTC());
    int code = Bleu.run(surface, arguments);
    surface.out().flush();
    surface.err().flush();
    return new Typed(code, out.toString(), err.toString());
  }
}
