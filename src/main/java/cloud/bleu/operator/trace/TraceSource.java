package cloud.bleu.operator.trace;

import cloud.bleu.operator.config.TracingOptions;
import org.jspecify.annotations.Nullable;

/** Where traces come from. */
public final class TraceSource {

  private TraceSource() {}

  /**
   * Traces by OpenTelemetry that are sent by OTLP, or none.
   *
   * @param options null: nothing is traced, and no class of OpenTelemetry is loaded
   * @throws IllegalArgumentException when the variables or options say what cannot be; the message
   *     names it
   */
  public static Traces of(@Nullable TracingOptions options, DroppedSpans dropped) {
    return options == null ? Traces.NONE : new OtlpExport(options, dropped).start();
  }
}
