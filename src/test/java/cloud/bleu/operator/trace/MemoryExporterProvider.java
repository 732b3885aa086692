package cloud.bleu.operator.trace;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps spans in memory in place of sending them, by the name that a test gives. */
public final class MemoryExporterProvider implements ConfigurableSpanExporterProvider {

  private static final String KEPT = "bleu.test.kept";
  private static final Map<String, InMemorySpanExporter> BY_NAME = new ConcurrentHashMap<>();

  /** Properties that have spans kept at once. */
  static Map<String, String> keeping(String name) {
    return Map.of("otel.traces.exporter", "memory", KEPT, name, "otel.bsp.schedule.delay", "10");
  }

  /** What is kept by a name. */
  static InMemorySpanExporter kept(String name) {
    return BY_NAME.computeIfAbsent(name, n -> InMemorySpanExporter.create());
  }

  @Override
  public SpanExporter createExporter(ConfigProperties properties) {
    return kept(String.valueOf(properties.getString(KEPT)));
  }

  @Override
  public String getName() {
    return "memory";
  }
}
