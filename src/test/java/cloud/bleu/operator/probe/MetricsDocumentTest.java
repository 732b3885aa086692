package cloud.bleu.operator.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static String document() {
    StringBuilder text =
        new StringBuilder(
            """
            # Metrics

            Reference. Written from what the operator exposes on `/metrics`, in the text format of Prometheus; do not edit. Besides these there are the work of the
            controllers (`operator_sdk_...`: queued, running, failed and retried reconciliations, by controller) and the process (`jvm_...`, `system_...`,
            `process_...`). The pod that leads has the figures; pods that stand by expose them as 0, or have no series.

            Metrics by zone, rule or scope have a series for each that there is, at most 1,000. Alerts on these metrics are explained in the [runbooks](runbooks.md);
            how to have them scraped is in [set up the chart](how-to/install.md#metrics-alerts-dashboards).

            | metric | type | labels | what it says |
            |---|---|---|---|
            """);
    ExposedMetrics.families()
        .forEach(
            (name, family) -> {
              if (name.startsWith("bleu_")) {
                assertFalse(family.help().isBlank(), name + " has no help");
                text.append("| `")
                    .append(name)
                    .append("` | ")
                    .append(family.type())
                    .append(" | ")
                    .append(
                        String.join(
                            ", ", family.labels().stream().filter(l -> !l.equals("le")).toList()))
                    .append(" | ")
                    .append(family.help())
                    .append(" |\n");
              }
            });
    return text.toString();
  }
}
