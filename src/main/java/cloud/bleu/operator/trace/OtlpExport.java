package cloud.bleu.operator.trace;

import cloud.bleu.operator.config.TracingOptions;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The SDK of OpenTelemetry as its variables say. This operator sends only traces, by OTLP over HTTP
 * unless the variables say otherwise.
 */
final class OtlpExport {

  /** It writes past the log, and what matters of it {@link CountedExporter} says. Held for ever. */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private static final long LAST_SECONDS = 2;

  private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
  private static final String TRACES_ENDPOINT = "otel.exporter.otlp.traces.endpoint";

  /** Where variables say nothing. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name",
          "bleu-placement-operator",
          "otel.exporter.otlp.protocol",
          "http/protobuf",
          ENDPOINT,
          "http://localhost:4318");

  /** Whatever variables say. */
  private static final Map<String, String> FIXED =
      Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none");

  private final TracingOptions options;
  private final DroppedSpans dropped;

  OtlpExport(TracingOptions options, DroppedSpans dropped) {
    this.options = options;
    this.dropped = dropped;
  }

  Traces start() {
    LIBRARY.setLevel(Level.OFF);
    QueueReader queue = new QueueReader();
    OpenTelemetrySdk sdk;
    try {
      sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .disableShutdownHook()
              .setServiceClassLoader(OtlpExport.class.getClassLoader())
              .addPropertiesSupplier(() -> DEFAULTS)
              .addPropertiesCustomizer(this::fixed)
              .addMeterProviderCustomizer(
                  (meters, properties) -> meters.registerMetricReader(queue))
              .addSpanExporterCustomizer(
                  (exporter, properties) ->
                      new CountedExporter(exporter, collector(properties), dropped))
              .build()
              .getOpenTelemetrySdk();
    } catch (ConfigurationException | IllegalStateException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "traces cannot be sent as the variables OTEL_... say: %s; the protocol is http/protobuf"
              .formatted(words(e)),
          e);
    }
    dropped.full(queue::dropped);
    return new OpenTelemetryTraces(
        sdk.getTracer("cloud.bleu.operator"),
        dropped,
        () -> sdk.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS));
  }

  /** What is said of it from the top to the bottom: either alone may say nothing. */
  private static String words(Throwable fault) {
    Throwable cause = fault.getCause();
    return cause == null
        ? String.valueOf(fault.getMessage())
        : fault.getMessage() + ": " + words(cause);
  }

  private Map<String, String> fixed(ConfigProperties variables) {
    Map<String, String> fixed = new HashMap<>(options.properties());
    HeaderVariables.check(
        name -> fixed.containsKey(name) ? fixed.get(name) : variables.getString(name));
    fixed.putAll(FIXED);
    return fixed;
  }

  /** Host and port: a user or a token in the address is nobody's business. */
  private static String collector(ConfigProperties properties) {
    String address = properties.getString(TRACES_ENDPOINT, properties.getString(ENDPOINT, ""));
    try {
      URI uri = URI.create(address);
      return "the collector at %s:%s".formatted(uri.getHost(), uri.getPort());
    } catch (IllegalArgumentException e) {
      return "the collector";
    }
  }
}
