package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code bleu rules --requirements} as a person and a program read it. */
class RulesRequirementsTest {

  @Test
  void printsEveryIdentifierAndClaimsNothing() {
    Typed typed = Typed.bleu("rules", "--requirements");
    assertEquals(0, typed.code(), typed.err());
    assertTrue(typed.out().startsWith("ID "), typed.out());
    assertTrue(typed.out().contains("annex 2 c"), "the unlettered ones too");
    assertTrue(
        typed.out().strip().replaceAll("\\s+", " ").endsWith("; this is not a qualification"),
        "ends as reports do");
  }

  @Test
  void ofOneRuleItPrintsWhatTheRuleServes() throws IOException {
    Typed typed = Typed.bleu("rules", "ownership-thresholds", "--requirements", "-o", "json");
    JsonNode shown = new ObjectMapper().readTree(typed.out()).get("requirements");
    assertEquals(1, shown.size());
    assertEquals("19.6.b", shown.get(0).get("id").asText());
    assertEquals("Attested", shown.get(0).get("standings").get(0).asText());
    assertEquals("CloudProvider.spec.ownership", shown.get(0).get("facts").get(0).asText());
  }
}
