package cloud.bleu.operator.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.operator.Exposition;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.cache.GuardedWatcher;
import cloud.bleu.operator.drill.DrillGauges;
import cloud.bleu.operator.evidence.EvidenceStanding;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The metrics of the operator's own are documented from what it exposes. */
class MetricsDocumentTest {

  private static final Path DOCUMENT = Path.of("docs", "metrics.md");

  @Test
  void documentSaysWhatIsExposed() throws IOException {
    String document = document();
    if (Boolean.getBoolean("bleu.docs.write")) {
      Files.writeString(DOCUMENT, document);
    }
    assertEquals(document, Files.readString(DOCUMENT), "run hack/metrics-doc");
  }

  private static ResilienceDrill drill() {
    ResilienceDrill drill = new ResilienceDrill();
    drill.setMetadata(new ObjectMetaBuilder().withName("site").build());
    return drill;
  }

  private static String document() {
    OperatorMetrics metrics = new OperatorMetrics();
    metrics.leading(() -> true);
    metrics.unreachable(() -> 0);
    metrics.decided("InputChanged");
    new EvidenceStanding(metrics.registry, (reason, sentence) -> {});
    new DrillGauges(metrics.registry, Clock.systemUTC()).show(List.of(drill()));
    try (KubernetesClient client = OperatorUnderTest.clientOf(1);
        EventRecorder events =
            new EventRecorder(client, "test", Clock.systemUTC(), metrics.registry)) {
      new RefusedWrites(metrics.registry, events);
      new GuardedWatcher((before, after) -> {}, object -> {}, problem -> {}, metrics.registry);
    }
    StringBuilder text =
        new StringBuilder(
            """
            # Metrics

            Reference. Written from what the operator exposes on `/metrics`, in the text format of Prometheus; do not edit. Besides these there are the work of the
            controllers (`operator_sdk_...`: queued, running, failed and retried reconciliations, by controller) and the process (`jvm_...`, `system_...`,
            `process_...`).

            | metric | type | labels | what it says |
            |---|---|---|---|
            """);
    Exposition.parse(metrics.text())
        .forEach(
            (name, family) -> {
              if (name.startsWith("bleu_")) {
                assertFalse(family.help().isBlank(), name + " has no help");
                text.append("| `")
                    .append(name)
                    .append("` | ")
                    .append(family.type())
                    .append(" | ")
                    .append(String.join(", ", family.labels()))
                    .append(" | ")
                    .append(family.help())
                    .append(" |\n");
              }
            });
    return text.toString();
  }
}
