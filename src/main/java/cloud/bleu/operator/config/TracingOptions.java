package cloud.bleu.operator.config;

import java.util.Map;

/**
 * Options of tracing, beyond what the variables {@code OTEL_...} of this process say.
 *
 * @param properties as {@code otel.exporter.otlp.endpoint}, in place of the variables
 */
public record TracingOptions(Map<String, String> properties) {

  /** As the variables say. */
  public static final TracingOptions BY_VARIABLES = new TracingOptions(Map.of());

  public TracingOptions {
    properties = Map.copyOf(properties);
  }
}
