package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.Need;
import cloud.bleu.layers.Needs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The alerts of the chart, and the runbook of each. */
@RealControlPlane
class AlertsTest {

  private static final Path ALERTS = Path.of("helm/bleu/files/alerts.yaml");
  private static final Path CASES = Path.of("src/test/resources/alerts/tests.yaml");

  @TempDir Path folder;

  @Test
  void eachNamesMetricsAndLabelsThatTheOperatorExposes() throws IOException {
    ExposedNames names = new ExposedNames();
    for (JsonNode rule : rules()) {
      names.assertKnown(rule.path("alert").asText(), rule.path("expr").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bleu_no_such_metric > 0",
        "sum by (zone) (bleu_leading)",
        "bleu_placements{verdict=\"placed\"} > 0",
        "rate(bleu_leading_bucket[5m])",
        "1 > 0"
      })
  void aNameThatIsNotExposedIsFound(String expression) {
    ExposedNames names = new ExposedNames();
    assertThrows(AssertionError.class, () -> names.assertKnown("test", expression));
  }

  @Test
  void eachHasASeverityWordsAndCases() throws IOException {
    String cases = Files.readString(CASES);
    Set<String> names = new TreeSet<>();
    for (JsonNode rule : rules()) {
      String name = rule.path("alert").asText();
      assertTrue(names.add(name), "twice: " + name);
      assertTrue(name.startsWith("Bleu"), name);
      assertTrue(
          Set.of("critical", "warning", "info").contains(rule.at("/labels/severity").asText()),
          name);
      assertFalse(rule.at("/annotations/summary").asText().isBlank(), name);
      assertFalse(rule.at("/annotations/description").asText().isBlank(), name);
      assertTrue(Pattern.compile("\\b" + name + "\\b").matcher(cases).find(), "no case: " + name);
    }
  }

  @Test
  void eachHasASectionInTheRunbooksWithItsThreshold() throws IOException {
    String page = Files.readString(Path.of("docs/runbooks.md"));
    List<String> sections =
        List.of(page.split("(?m)^## ")).subList(1, page.split("(?m)^## ").length);
    assertEquals(names(), sections.stream().map(s -> s.lines().findFirst().orElseThrow()).toList());
    sections.forEach(section -> assertTrue(section.contains("*Threshold:* "), section));
  }

  @Test
  void theChartLeadsEachToItsSectionAndLeavesOutWhatIsDisabled() throws IOException {
    Helm helm = Helm.offline(folder);
    JsonNode spec =
        new YAMLMapper()
            .valueToTree(
                helm.objects(ChartValuesTest.VALUES).stream()
                    .filter(o -> o.getKind().equals("PrometheusRule"))
                    .map(o -> ((GenericKubernetesResource) o).getAdditionalProperties().get("spec"))
                    .findFirst()
                    .orElseThrow());
    List<String> expected = new ArrayList<>(names());
    expected.remove("BleuDrillOverdue");
    List<String> rendered = new ArrayList<>();
    for (JsonNode rule : rules(spec)) {
      String name = rule.path("alert").asText();
      rendered.add(name);
      assertEquals(
          "https://docs.example/runbooks.md#" + name.toLowerCase(Locale.ROOT),
          rule.at("/annotations/runbook_url").asText());
    }
    assertEquals(expected, rendered);
    Helm.Result unknown =
        helm.typed(
            "template",
            "bleu",
            Helm.CHART,
            ChartValuesTest.VALUES[1],
            ChartValuesTest.VALUES[2],
            "--set=metrics.prometheusRule.enabled=true",
            "--set=metrics.prometheusRule.disabled={BleuNone}");
    assertTrue(unknown.err().contains("there is no alert BleuNone"), unknown.err());
  }

  /** The real rules engine decides when they fire. */
  @Test
  @Needs(Need.PROMTOOL)
  void promtoolFindsThemFireAsTheirCasesSay() throws Exception {
    run(Need.PROMTOOL.path(), "check", "rules", ALERTS.toString());
    run(Need.PROMTOOL.path(), "test", "rules", CASES.toString());
  }

  private void run(Path promtool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(promtool.toString()));
    command.addAll(List.of(arguments));
    Path said = folder.resolve("promtool");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), command.toString());
    assertEquals(0, process.exitValue(), Files.readString(said));
  }

  private static List<String> names() throws IOException {
    return List.copyOf(
        rules().stream()
            .map(rule -> rule.path("alert").asText())
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private static List<JsonNode> rules() throws IOException {
    return rules(new YAMLMapper().readTree(ALERTS.toFile()));
  }

  private static List<JsonNode> rules(JsonNode groups) {
    List<JsonNode> rules = new ArrayList<>();
    groups.path("groups").forEach(group -> group.path("rules").forEach(rules::add));
    return rules;
  }
}
