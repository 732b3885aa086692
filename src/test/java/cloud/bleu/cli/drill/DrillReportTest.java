package cloud.bleu.cli.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verdict of a drill in a cluster is that of the run that it asks for now. */
class DrillReportTest {

  @ParameterizedTest
  @CsvSource({
    "PromisesHold, Live, Passed, 1, Passed, false",
    "PromisesBroken, Live, Failed, 1, Failed, true",
    "DrillAborted, Live, Aborted, 1, Aborted, true",
    "DrillNotRun, Live, Failed, 0, , false",
    "DrillError, Live, Failed, 1, Failed, true",
    "DrillError, Shadow, Failed, 0, , false",
  })
  void aRunOfAnotherLossOrModeIsNotItsVerdict(
      String reason, String mode, String verdict, int workloads, String told, boolean failed) {
    DrillReport report =
        DrillReport.of(
            Serialization.unmarshal(
                """
                apiVersion: placement.bleu.cloud/v1alpha1
                kind: ResilienceDrill
                metadata: {name: d}
                spec: {scope: {site: a}, mode: %s}
                status:
                  conditions: [{type: Passed, status: "True", reason: %s}]
                  workloads: [{namespace: shop, name: web, outcome: Survives}]
                  history: [{at: "2026-11-20T06:00:00Z", scope: site a, cause: Once, mode: Live, verdict: %s}]
                """
                    .formatted(mode, reason, verdict),
                ResilienceDrill.class));
    assertEquals(told, report.run() == null ? null : report.run().verdict());
    assertEquals(workloads, report.workloads().size());
    assertEquals(failed, report.failed());
  }
}
