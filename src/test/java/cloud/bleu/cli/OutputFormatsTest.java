package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -o table|wide|name|json|yaml}, wherever there is a table. */
class OutputFormatsTest {

  private static final String HOSPITAL = " -f examples/hospital";

  private static Typed typed(String command, String format) {
    return Typed.onTerminal(80, (command + " -o " + format).split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan" + HOSPITAL,
        "plan --diff" + HOSPITAL,
        "explain sante/dossier-base" + HOSPITAL,
        "what-if --lose par7s" + HOSPITAL,
        "drill --lose par7s" + HOSPITAL,
        "facts due --within 1000" + HOSPITAL,
        "waivers" + HOSPITAL,
        "rules",
        "rules --requirements",
        "rules --try true" + HOSPITAL,
        "rules TooOld",
        "doctor -n sante" + HOSPITAL,
        "assess -f examples/migration",
        "assess -f examples/migration --target s3ns",
        "assess -f examples/aks-shop/today --graph",
        "assess -f examples/aks-shop/today --plan --estate examples/migration",
        "version"
      })
  void everyFormatIsTaken(String command) throws Exception {
    int code = typed(command, "table").code();
    for (String format : List.of("wide", "name", "json", "yaml")) {
      Typed typed = typed(command, format);
      assertEquals(code, typed.code(), command + " -o " + format + typed.err());
    }
    String names = typed(command, "name").out();
    assertTrue(names.lines().noneMatch(line -> line.contains("  ")), names);
    assertTrue(names.lines().noneMatch(String::isBlank), names);
    JsonNode json = new ObjectMapper().readTree(typed(command, "json").out());
    assertEquals(json, new YAMLMapper().readTree(typed(command, "yaml").out()));
    assertTrue(json.isObject() && !json.isEmpty(), json.toString());
  }

  @Test
  void namesCanBeTypedAgain() throws Exception {
    List<String> workloads = new ArrayList<>();
    new ObjectMapper()
        .readTree(typed("plan" + HOSPITAL, "json").out())
        .path("placements")
        .forEach(p -> workloads.add(p.path("namespace").asText() + "/" + p.path("name").asText()));
    List<String> names = typed("plan" + HOSPITAL, "name").out().lines().toList();
    assertEquals(workloads, names);
    assertEquals(
        ExitCode.OK, Typed.bleu("explain", names.get(0), "-f", "examples/hospital").code());
    assertTrue(
        new TreeSet<>(names)
            .containsAll(typed("what-if --lose par7s" + HOSPITAL, "name").out().lines().toList()));
    assertTrue(
        typed("facts due --within 1000" + HOSPITAL, "name")
            .out()
            .lines()
            .allMatch(line -> line.matches("(CloudProvider|AvailabilityZone)/[a-z0-9-]+")));
  }

  /** Wide is wide on a narrow terminal too, and has more columns. */
  @Test
  void wideIsNeverWrapped() {
    String wide = typed("plan" + HOSPITAL, "wide").out();
    String header = wide.lines().findFirst().orElseThrow();
    assertTrue(header.contains("REASON") && header.contains("IN BREACH OF"), header);
    assertTrue(wide.lines().anyMatch(line -> line.length() > 100), wide);
    assertFalse(
        wide.substring(0, wide.indexOf("\n\n")).lines().anyMatch(l -> l.startsWith(" ")), wide);
  }
}
