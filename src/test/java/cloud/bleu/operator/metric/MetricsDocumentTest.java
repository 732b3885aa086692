package cloud.bleu.operator.metric;

import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.documents.GeneratedPage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The metrics of the operator's own are documented from what it exposes. */
class MetricsDocumentTest {

  private static final Path DOCUMENT = Path.of("docs", "metrics.md");

  @Test
  void documentSaysWhatIsExposed() throws IOException {
    String document = document();
    GeneratedPage.assertWritten(DOCUMENT, document);
  }

  private static String document() {
    StringBuilder text =
        new StringBuilder(
            """
            # Metrics

            Reference. Written from what the operator exposes on `/metrics`, in the text format of
            Prometheus; do not edit. Alerts on these metrics are explained in the [runbooks](runbooks.md). How
            you have them scraped is in
            [set up the chart](how-to/install.md#metrics-alerts-dashboards). New here? Start with the
            [tutorial](tutorial.md).

            Besides these there are the work of the controllers (`operator_sdk_...`: queued, running, failed
            and retried reconciliations, by controller) and the process (`jvm_...`, `system_...`,
            `process_...`). The pod that leads has the figures. Pods that stand by expose them as 0, or have no
            series. Metrics by zone, rule or scope have a series for each that there is, at most 1,000.

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
    text.append(
        """

        The series of these metrics come with what they are about. Until then an alert or a panel on
        them has no data:

        """);
    ExposedMetrics.LATER.forEach(
        (name, with) ->
            text.append("- `").append(name).append("`: with ").append(with).append(".\n"));
    return text.toString();
  }
}
