package cloud.bleu.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Estate;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a drill proves: a run counts for the loss and the mode that its spec asks for now. */
class DrillValidityTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private static final Estate ESTATE =
      Estates.estate()
          .zone(Estates.zone("a").site("s-a").cpu(9), Estates.zone("b").site("s-b").cpu(9))
          .build()
          .at(NOW);

  /**
   * @param runs the newest first, each as day, mode, verdict and site
   * @param lastPassed day of the status; null: it has none
   */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // asked, runs, last passed, then: the last run that counts, passed, faults
        "Shadow, 20 Shadow Passed s-a, 20, 20, 20, -",
        "Live, 20 Live Passed s-a, 20, 20, 20, -",
        "Live, 20 Shadow Passed s-a, 20, -, -, DrillNotRun",
        "Shadow, 20 Live Passed s-a, 20, -, -, DrillNotRun",
        "Live, 20 Shadow Passed s-b, 20, -, -, DrillNotRun",
        "Live, 21 Shadow Passed s-a; 20 Live Passed s-a, 20, -, -, DrillNotRun",
        "Live, 21 Live Aborted s-a; 20 Shadow Passed s-a, -, 21, -, DrillAborted",
        "Live, 21 Live Aborted s-a; 20 Live Passed s-a, 20, 21, 20, DrillAborted",
        "Live, 21 Live Failed s-a; 20 Shadow Passed s-a, -, 21, -, PromisesBroken",
        "Shadow, 21 Shadow Failed s-a; 20 Live Passed s-a, -, 21, -, PromisesBroken",
        "Shadow, 21 Shadow Failed s-a; 20 Live Passed s-a; 19 Shadow Passed s-a, 19, 21, 19, PromisesBroken",
        "Live, -, -, -, -, DrillNotRun",
      })
  void aRunCountsForItsOwnModeAlone(
      String mode, String runs, String lastPassed, String last, String passed, String faults) {
    DrillValidity standing =
        DrillValidity.of(drill(mode, runs == null ? "" : runs, lastPassed), ESTATE, NOW);
    assertEquals(last, standing.last() == null ? null : day(Instant.parse(standing.last().at())));
    assertEquals(passed, standing.passed() == null ? null : day(standing.passed()));
    assertEquals(
        faults,
        standing.faults().isEmpty()
            ? null
            : standing.faults().stream()
                .map(DrillValidity.Fault::code)
                .collect(Collectors.joining(" ")));
    assertEquals(faults == null, standing.isProof());
  }

  private static String day(Instant instant) {
    return instant.toString().substring(8, 10);
  }

  private static ResilienceDrill drill(String mode, String runs, String lastPassed) {
    StringBuilder history = new StringBuilder();
    for (String run : runs.isEmpty() ? new String[0] : runs.split("; ")) {
      String[] parts = run.split(" ");
      history.append(
          "  - {at: \"2026-11-%sT06:00:00Z\", scope: site %s, cause: Once, verdict: %s, mode: %s}\n"
              .formatted(parts[0], parts[3], parts[2], parts[1]));
    }
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: ResilienceDrill
        metadata: {name: d, uid: u, generation: 2}
        spec: {scope: {site: s-a}, mode: %s, window: {opens: 0 0 * * 6, duration: 2h}, budget: {replicas: 4}}
        status:
          observedGeneration: 1
          %s
          history: %s
        """
            .formatted(
                mode,
                lastPassed == null ? "" : "lastPassed: \"2026-11-" + lastPassed + "T06:00:00Z\"",
                history.isEmpty() ? "[]" : "\n" + history),
        ResilienceDrill.class);
  }
}
