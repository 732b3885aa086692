package cloud.bleu.gitops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.status.StatusSample;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever waits for an object by kstatus is never told too early, and waits for nothing in vain.
 */
class KstatusTest {

  static List<StatusSample> samples() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isWhatWhoeverWaitsHasToSee(StatusSample sample) {
    assertEquals(sample.kstatus(), Kstatus.of(sample.object()), sample.object()::toPrettyString);
  }

  /** kstatus reads Ready=False alone as under way, to no end. */
  @Test
  void whatIsNotReadyIsUnderWayOrWaitsForAPerson() {
    List<String> neither = new ArrayList<>();
    for (StatusSample sample : samples()) {
      Set<String> types = new TreeSet<>();
      for (JsonNode condition : sample.object().at("/status/conditions")) {
        if (condition.path("status").asText().equals("True")) {
          types.add(condition.path("type").asText());
        }
      }
      boolean says =
          types.contains("Ready") || types.contains("Reconciling") || types.contains("Stalled");
      if (!says && sample.object().at("/status/conditions").size() > 0) {
        neither.add(sample.toString());
      }
    }
    assertEquals(List.of(), neither);
  }

  @Test
  void everyKindWithConditionsIsAmongThem() {
    Set<String> kinds =
        ProjectCrds.all().stream()
            .filter(
                crd ->
                    crd.getSpec().getVersions().get(0).getSubresources() != null
                        && crd.getSpec().getVersions().get(0).getSubresources().getStatus() != null)
            .map(crd -> crd.getSpec().getNames().getKind())
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(kinds.size() >= 7, kinds.toString());
    assertEquals(
        kinds,
        samples().stream().map(StatusSample::kind).collect(Collectors.toCollection(TreeSet::new)));
  }
}
