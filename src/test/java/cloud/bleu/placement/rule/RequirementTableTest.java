package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.assessment.Requirement;
import cloud.bleu.evidence.assessment.RequirementLedger;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The 58 requirements that matter for placement: for each that the ledger gives to a rule there is
 * an example that passes and one that is refused. A new rule adds its rows to a table of examples,
 * or a table to {@link #examples()}.
 */
class RequirementTableTest {

  private static final Path TABLE = Path.of("src/test/resources/placement-requirements.psv");

  private static final Map<String, Requirement> LEDGER =
      RequirementLedger.all().stream().collect(Collectors.toMap(Requirement::id, r -> r));

  static Stream<RequirementExample> examples() {
    return Stream.of(ProviderAndZoneExamples.rows(), WorkloadExamples.rows()).flatMap(List::stream);
  }

  /** The 58, by number, with their identifiers. */
  private static Map<Integer, List<String>> table() {
    Map<Integer, List<String>> rows = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(TABLE)) {
        if (!line.startsWith("#")) {
          String[] fields = line.split("\\|", 2);
          rows.put(Integer.valueOf(fields[0]), Arrays.asList(fields[1].split(", ")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  @Test
  void theTableHas58RowsOfIdentifiersThatExist() {
    assertEquals(58, table().size());
    table().values().stream()
        .flatMap(List::stream)
        .forEach(id -> assertTrue(LEDGER.containsKey(id), id));
  }

  @Test
  void everyIdentifierThatARuleServesHasAnExample() {
    List<String> shown =
        examples().flatMap(e -> e.ids().stream().map(id -> id + " by " + e.rule())).toList();
    List<String> missing = new ArrayList<>();
    table()
        .forEach(
            (number, ids) ->
                ids.stream()
                    .flatMap(id -> LEDGER.get(id).rules().stream().map(rule -> id + " by " + rule))
                    .filter(served -> !shown.contains(served))
                    .forEach(served -> missing.add("row " + number + ": " + served)));
    assertEquals(List.of(), missing, "add a row to a table of examples");
  }

  @TestFactory
  Stream<DynamicTest> onePassesAndOneIsRefused() {
    return examples().map(e -> DynamicTest.dynamicTest(e.toString(), () -> observe(e)));
  }

  private static void observe(RequirementExample example) {
    ZoneRule rule = example.theRule();
    Case good = new Case();
    example.passes().accept(good);
    Verdict passed = rule.evaluate(good.question(example.parameters()));
    List<String> served = new ArrayList<>(rule.requirements(example.parameters()));
    served.addAll(passed.requirements());
    assertTrue(served.containsAll(example.ids()), "with these parameters it serves " + served);
    assertEquals("Pass", passed.code());
    Case bad = new Case();
    example.refused().accept(bad);
    assertEquals(example.code(), rule.evaluate(bad.question(example.parameters())).code());
  }
}
