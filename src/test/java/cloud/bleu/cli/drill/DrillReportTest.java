package cloud.bleu.cli.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.cli.terminal.Format;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verdict of a drill in a cluster is that of the run that it asks for now. */
class DrillReportTest {

  /** Who looks before its first run sees what will be lost. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{scope: {zone: z}} | zone z",
        "{scope: {provider: p}} | provider p",
        "{scope: {region: r}} | region r",
        "{scope: {hazard: {kind: flood, value: seine}}} | hazard flood seine",
        "{scope: {hazard: {kind: flood}}} | -",
        "{scope: {}} | -",
        "{scope: {site: a, zone: z}} | -",
        "{} | -",
      })
  void theLossIsToldBeforeItRuns(String spec, String loss) {
    DrillReport report =
        DrillReport.of(
            Serialization.unmarshal(
                """
                apiVersion: placement.bleu.cloud/v1alpha1
                kind: ResilienceDrill
                metadata: {name: d}
                spec: %s
                """
                    .formatted(spec),
                ResilienceDrill.class));
    assertEquals(loss, report.loss());
    String text = DrillText.of(Format.TABLE, List.of(report));
    assertEquals(loss, text.lines().skip(1).findFirst().orElse("").split(" {2,}")[1]);
  }

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
    assertEquals("site a", report.loss());
    assertEquals(workloads, report.workloads().size());
    assertEquals(failed, report.failed());
  }
}
