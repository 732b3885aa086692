package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bleu plan} of some workloads only: decided among all, shown and judged alone. */
class PlanSelectionTest {

  /** Room for six: b asks for more than all of it; a is in two namespaces. */
  private static final String INPUT =
      PlanCommandTest.ESTATE
          + PlanCommandTest.workload("a", 2, "")
          + PlanCommandTest.workload("b", 9, "")
          + PlanCommandTest.workload("a", 1, "").replace("namespace: shop", "namespace: lab")
          + "apiVersion: v1\nkind: Namespace\nmetadata: {name: lab}\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''           | 2 | lab/a shop/a shop/b
          -A           | 2 | lab/a shop/a shop/b
          -n shop      | 2 | shop/a shop/b
          -n lab       | 0 | lab/a
          shop/a       | 0 | shop/a
          b            | 2 | shop/b
          a -n shop    | 0 | shop/a
          b lab/a      | 2 | lab/a shop/b
          """)
  void whatIsAskedForIsShownAndMakesTheExitCode(String arguments, int code, String shown)
      throws Exception {
    Typed json = plan(arguments, "-o", "json");
    assertEquals(code, json.code(), json.err());
    JsonNode tree = new ObjectMapper().readTree(json.out());
    List<String> expected = List.of(shown.split(" "));
    assertEquals(
        expected,
        tree.path("placements").findParents("assignments").stream()
            .map(p -> p.path("namespace").asText() + "/" + p.path("name").asText())
            .toList());
    assertEquals(expected.size(), tree.path("summary").path("workloads").asInt());
    String text = plan(arguments).out();
    assertEquals(
        expected,
        text.lines()
            .filter(l -> l.startsWith("shop/") || l.startsWith("lab/"))
            .map(l -> l.split("[ :]")[0])
            .distinct()
            .toList(),
        text);
  }

  @Test
  void aWorkloadAloneStandsWhereItStandsAmongAll() throws Exception {
    JsonNode all = new ObjectMapper().readTree(plan("", "-o", "json").out()).path("placements");
    for (JsonNode one : all) {
      String id = one.path("namespace").asText() + "/" + one.path("name").asText();
      JsonNode alone = new ObjectMapper().readTree(plan(id, "-o", "json").out());
      assertEquals(one, alone.path("placements").path(0));
    }
  }

  @Test
  void diffIsOfTheSameWorkloads() {
    String diff = plan("-n lab", "--diff").out();
    assertTrue(diff.contains("lab/a"), diff);
    assertTrue(!diff.contains("shop/"), diff);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a            | "a" is in several namespaces; give one of lab/a, shop/a
          -n lba       | no BleuWorkload is in the namespace "lba"; did you mean lab? there are some in lab, shop
          shop/aa      | there is no BleuWorkload "shop/aa"; did you mean shop/a? `bleu plan` lists them
          shop/b -n lab | shop/b and -n lab name two namespaces; give one of them
          bw/shop/b -n lab | bw/shop/b and -n lab name two namespaces; give one of them
          bw/b -n lab  | there is no BleuWorkload "bw/b" in the namespace "lab"; did you mean shop/b? `bleu plan` lists them
          b -n lab     | there is no BleuWorkload "b" in the namespace "lab"; did you mean shop/b? `bleu plan` lists them
          """)
  void aNameThatIsNotThereIsAnsweredWithTheNearest(String arguments, String message) {
    Typed typed = plan(arguments);
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertEquals("", typed.out());
    assertEquals(message + "\n", typed.err());
  }

  private static Typed plan(String arguments, String... more) {
    String line = ("plan -f - " + arguments + " " + String.join(" ", more)).strip();
    return Typed.withInput(INPUT, line.split(" +"));
  }
}
