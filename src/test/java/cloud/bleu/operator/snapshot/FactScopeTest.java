package cloud.bleu.operator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On which zones a workload can be judged: {@code fr-a} of provider acme, in region north. */
class FactScopeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode ZONE = spec("{provider: acme, region: north}");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                                   | true",
        "{residency: {countries: [DE]}}                                       | true",
        "{residency: {zones: {allow: [fr-a]}}}                                | true",
        "{residency: {zones: {allow: [fr-b]}}}                                | false",
        "{residency: {zones: {deny: [fr-a]}}}                                 | false",
        "{residency: {zones: {deny: [fr-b]}}}                                 | true",
        "{residency: {zones: {allow: [fr-a], deny: [fr-a]}}}                  | false",
        "{residency: {regions: {allow: [north]}}}                             | true",
        "{residency: {regions: {allow: [south]}}}                             | false",
        "{residency: {regions: {deny: [north]}}}                              | false",
        "{residency: {providers: {allow: [acme]}}}                            | true",
        "{residency: {providers: {allow: [other]}}}                           | false",
        "{residency: {providers: {deny: [acme]}}}                             | false",
        "{residency: {zones: {allow: [fr-a]}, regions: {deny: [north]}}}      | false",
        // What backs it up is judged wherever it is.
        "{resilience: {backup: {toZones: [fr-a]}}}                            | true",
        "{residency: {zones: {deny: [fr-a]}}, resilience: {backup: {toZones: [fr-a]}}} | true",
        "{residency: {zones: {deny: [fr-a]}}, resilience: {backup: {toZones: [fr-b]}}} | false",
      })
  void judgedWhereItIsNotLeftOutByName(String workload, boolean judged) {
    assertEquals(judged, FactScope.of(spec(workload)).judges("fr-a", ZONE));
  }

  /** A zone that does not say where it is yet is in no region that is allowed. */
  @Test
  void aZoneThatSaysNothingIsInNoRegion() {
    JsonNode silent = spec("{}");
    assertEquals(true, FactScope.of(spec("{}")).judges("fr-a", silent));
    assertEquals(
        false,
        FactScope.of(spec("{residency: {regions: {allow: [north]}}}")).judges("fr-a", silent));
    assertEquals(
        true, FactScope.of(spec("{residency: {regions: {deny: [north]}}}")).judges("fr-a", silent));
  }

  @Test
  void whatItDependsOnIsJudgedByItsProvider() {
    assertEquals(
        Set.of("acme", "other"),
        FactScope.of(
                spec("{dependencies: [{provider: acme}, {provider: other}, {provider: acme}]}"))
            .providers());
  }

  private static JsonNode spec(String yaml) {
    return JSON.valueToTree(Serialization.unmarshal("---\n" + yaml, Map.class));
  }
}
