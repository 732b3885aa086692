package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The linter finds each kind of fault, and nothing in what is right. */
class StatusLintTest {

  private static final String GOOD = "Ready=True Placed=True Available=True";

  @ParameterizedTest
  @CsvSource({
    "Ready=True Placed=True Available=True,",
    "Ready=False Reconciling=True Placed=True Available=False,",
    "Ready=Unknown Stalled=True Placed=Unknown Available=False,",
    "Ready=True Placed=True Placed=True Available=True, two conditions Placed",
    "Placed=True Available=True, no condition Ready",
    "Ready=False Stalled=True Reconciling=True Placed=False Available=False, Stalled and"
        + " Reconciling at once",
    "Ready=True Reconciling=True Placed=True Available=True, Ready and [Reconciling]",
    "Ready=False Reconciling=True Stalled=False Placed=False Available=False, Stalled is present"
        + " and False",
    "Ready=True Placed=True Available=False, 'Ready is True but [Placed, Available] hold: false'",
    "Ready=False Reconciling=True Placed=True Available=True, 'Ready is False but [Placed,"
        + " Available] hold: true'",
    "Ready=False Placed=False Available=False, 'not Ready, but neither Reconciling nor Stalled'",
    "Ready=Maybe Reconciling=True Placed=False Available=False, Ready is Maybe"
  })
  void conditions(String conditions, String fault) {
    List<String> faults = StatusLint.faults(workload(2), status(2, conditions), null);
    if (fault == null) {
      assertEquals(List.of(), faults);
    } else {
      assertTrue(faults.contains(fault), faults.toString());
    }
  }

  @Test
  void generations() {
    assertEquals(List.of(), StatusLint.faults(workload(3), status(2, GOOD), null));
    assertEquals(
        List.of("observedGeneration is 2, the generation 3"),
        StatusLint.faultsWhenSettled(workload(3), status(2, GOOD)));
    assertEquals(List.of(), StatusLint.faultsWhenSettled(workload(2), status(2, GOOD)));
    assertTrue(
        StatusLint.faults(workload(1), status(2, GOOD), null)
            .contains("observedGeneration is 2, the generation 1"));
    BleuWorkloadStatus status = status(2, GOOD);
    status.conditions().get(0).setObservedGeneration(1L);
    assertEquals(
        List.of("Ready of generation 1 in a status of generation 2"),
        StatusLint.faults(workload(2), status, null));
  }

  @Test
  void transitions() {
    BleuWorkloadStatus before = status(2, GOOD);
    BleuWorkloadStatus after = status(2, GOOD);
    assertEquals(List.of(), StatusLint.faults(workload(2), after, before));
    after.conditions().get(1).setLastTransitionTime("2026-11-24T12:00:01Z");
    assertEquals(
        List.of("Placed stayed True and lastTransitionTime moved"),
        StatusLint.faults(workload(2), after, before));
    BleuWorkloadStatus flipped =
        status(2, "Ready=False Reconciling=True Placed=True Available=False");
    flipped.conditions().get(0).setLastTransitionTime("2026-11-24T11:59:59Z");
    assertEquals(
        List.of("Ready: lastTransitionTime went back"),
        StatusLint.faults(workload(2), flipped, before));
  }

  @Test
  void reasonsAndMessages() {
    BleuWorkloadStatus status = status(2, GOOD);
    status.conditions().get(0).setReason("not ready");
    status.conditions().get(1).setMessage("");
    status.conditions().get(2).setLastTransitionTime(null);
    assertEquals(
        List.of(
            "Ready for the reason not ready",
            "Placed without a message",
            "Available without lastTransitionTime"),
        StatusLint.faults(workload(2), status, null));
  }

  private static BleuWorkload workload(long generation) {
    BleuWorkload workload = new BleuWorkload();
    workload.setMetadata(
        new ObjectMetaBuilder().withName("web").withGeneration(generation).build());
    return workload;
  }

  private static BleuWorkloadStatus status(long generation, String conditions) {
    List<Condition> list =
        Arrays.stream(conditions.split(" "))
            .map(
                c ->
                    new ConditionBuilder()
                        .withType(c.split("=")[0])
                        .withStatus(c.split("=")[1])
                        .withReason("Because")
                        .withMessage("why")
                        .withObservedGeneration(generation)
                        .withLastTransitionTime("2026-11-24T12:00:00Z")
                        .build())
            .collect(Collectors.toList());
    return new BleuWorkloadStatus(generation, list, 0, 0, 0, null, null, null, null);
  }
}
