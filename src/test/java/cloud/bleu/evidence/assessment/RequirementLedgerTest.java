package cloud.bleu.evidence.assessment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.assessment.Requirement.Standing;
import cloud.bleu.placement.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Every identifier has its line, every line is an identifier, and what it claims is built. */
class RequirementLedgerTest {

  private static final List<Requirement> ALL = RequirementLedger.all();

  @Test
  void everyIdentifierIsThereOnceInTheOrderOfTheText() throws IOException {
    List<String> text;
    try (var in =
        Objects.requireNonNull(getClass().getResourceAsStream("/secnumcloud/requirements.psv"))) {
      text =
          new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#") && !line.isBlank())
              .map(line -> line.split("\\|")[0])
              .toList();
    }
    assertEquals(278, text.size());
    assertEquals(text, ALL.stream().filter(Requirement::lettered).map(Requirement::id).toList());
    assertEquals(
        List.of("3.2", "3.3.2", "4", "annex 2 c"),
        ALL.stream().filter(r -> !r.lettered()).map(Requirement::id).toList());
  }

  /** The table counts those with a customer's part and those that are checked in part as well. */
  @Test
  void theSentenceAndTheTableCountDifferentThingsInDifferentWords() {
    long standing =
        ALL.stream()
            .filter(r -> r.lettered() && r.standings().contains(Standing.Qualification))
            .count();
    long only = ALL.stream().filter(r -> r.lettered() && r.onlyThroughQualification()).count();
    assertTrue(only < standing, only + " of " + standing);
    assertFalse(RequirementLedger.closing(ALL).contains(Standing.Qualification.words()));
    assertTrue(Standing.Qualification.words().contains("or a part of it"));
  }

  @Test
  void whatARuleServesIsAnIdentifierAndIsSaidToBeChecked() {
    Set<String> served =
        Catalogue.rules().stream()
            .flatMap(r -> r.declaration().requirements().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        served,
        ALL.stream()
            .filter(Requirement::checked)
            .map(Requirement::id)
            .collect(Collectors.toCollection(TreeSet::new)));
    for (Requirement r : ALL) {
      boolean claimed =
          r.standings().contains(Standing.Enforced) || r.standings().contains(Standing.Attested);
      assertEquals(claimed, r.checked(), r.id());
    }
  }

  @Test
  void everyFactThatARuleReadsIsAFieldOfACustomResource() throws IOException {
    List<String> missing = new ArrayList<>();
    Set<String> facts =
        Catalogue.rules().stream()
            .flatMap(r -> r.declaration().facts().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(facts.size() > 4, "rules read facts");
    for (String fact : facts) {
      if (!exists(fact)) {
        missing.add(fact);
      }
    }
    assertEquals(List.of(), missing);
  }

  private static boolean exists(String fact) throws IOException {
    String[] path = fact.split("\\.");
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        if (text.contains("kind: " + path[0] + "\n")) {
          Object schema = new Yaml().load(text);
          for (String step : List.of("spec", "versions", "0", "schema", "openAPIV3Schema")) {
            schema = step.equals("0") ? ((List<?>) schema).get(0) : field(schema, step);
          }
          for (int i = 1; i < path.length && schema != null; i++) {
            schema = field(field(schema, "properties"), path[i].replace("[]", ""));
            if (path[i].endsWith("[]") && schema != null) {
              schema = field(schema, "items");
            }
          }
          return schema != null;
        }
      }
    }
    return false;
  }

  private static Object field(Object map, String name) {
    return map == null ? null : ((java.util.Map<?, ?>) map).get(name);
  }

  @Test
  void whatNoRuleSeesSaysWhoseItIs() {
    for (Requirement r : ALL) {
      assertFalse(r.standings().isEmpty(), r.id());
      assertTrue(r.summary().endsWith("."), r.id());
      assertTrue(
          r.onlyThroughQualification() || !r.outside().isEmpty(),
          r.id() + ": a reason, or what no rule looks at");
    }
  }

  /** Three letters of the text that nobody outside can see, two that are the customer's own. */
  @Test
  void theReadingOfSomeThatAreClear() {
    for (String id : List.of("6.1.a", "11.2.2.h", "15.1.a")) {
      assertTrue(requirement(id).onlyThroughQualification(), id);
    }
    assertEquals(
        List.of(Standing.Customer, Standing.Qualification), requirement("12.5.c").standings());
    assertEquals(
        List.of(Standing.Customer, Standing.Qualification), requirement("9.4.b").standings());
    assertEquals(
        List.of(Standing.Attested, Standing.Qualification), requirement("19.6.b").standings());
    assertEquals(List.of("CloudProvider.spec.ownership"), requirement("19.6.b").facts());
  }

  private static Requirement requirement(String id) {
    return ALL.stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void theClosingSentenceClaimsNothing() {
    long checked = ALL.stream().filter(Requirement::lettered).filter(Requirement::checked).count();
    String closing = RequirementLedger.closing(ALL);
    assertTrue(closing.startsWith("checked " + checked + " of 278 identifiers; "), closing);
    assertTrue(closing.endsWith("; this is not a qualification"), closing);
  }
}
