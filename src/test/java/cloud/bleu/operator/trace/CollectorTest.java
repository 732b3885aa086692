package cloud.bleu.operator.trace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.operator.config.TracingOptions;
import cloud.bleu.sandbox.ReservedPort;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whatever the collector does, nobody waits for it, and what is lost is counted. */
class CollectorTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  @RegisterExtension private final OperatorLog log = OperatorLog.of(CountedExporter.class);

  /** Ten thousand passes go on while the queue has room for sixteen of them. */
  @Test
  void oneThatHangsHoldsUpNobody() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Traces traces = to(silent.getLocalPort(), Map.of("otel.exporter.otlp.timeout", "300"))) {
      for (int i = 0; i < 10_000; i++) {
        traces.pass().close();
      }
      assertTrue(dropped("full") > 5_000, () -> "full: " + dropped("full"));
      await("what waited is given up").atMost(SOON).until(() -> dropped("failed") > 0);
      assertEquals(1, lines(Level.WARN).size(), lines(Level.WARN).toString());
    }
  }

  @Test
  void oneThatIsNotThereIsToldOnce() {
    try (ReservedPort nobody = new ReservedPort();
        Traces traces =
            to(nobody.number(), Map.of("otel.java.exporter.otlp.retry.disabled", "true"))) {
      for (int times = 1; times <= 3; times++) {
        double before = dropped("failed");
        traces.pass().close();
        await("it is counted").atMost(SOON).until(() -> dropped("failed") > before);
      }
      List<String> lines = lines(Level.WARN);
      assertEquals(1, lines.size(), lines.toString());
      assertTrue(
          lines
              .get(0)
              .startsWith(
                  "the collector at 127.0.0.1:"
                      + nobody.number()
                      + " takes no traces: it cannot be connected to. "),
          lines.get(0));
      assertTrue(lines.get(0).contains("bleu_traces_spans_dropped_total"), lines.get(0));
    }
  }

  /** It gets OTLP over HTTP with the headers that the variables state, and is told of once more. */
  @Test
  void oneThatComesBackGetsWhatIsMadeFromThenOn() throws IOException {
    List<String> requests = new CopyOnWriteArrayList<>();
    AtomicInteger answer = new AtomicInteger(400);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(answer.get(), -1);
          exchange.close();
        });
    server.start();
    try (Traces traces =
        to(
            server.getAddress().getPort(),
            Map.of("otel.exporter.otlp.headers", "authorization=Bearer%20abc"))) {
      traces.pass().close();
      await("it is refused").atMost(SOON).until(() -> dropped("failed") == 1);
      answer.set(200);
      traces.pass().close();
      await("it is taken").atMost(SOON).until(() -> !lines(Level.INFO).isEmpty());
      assertEquals(
          "POST /v1/traces application/x-protobuf Bearer abc", requests.get(requests.size() - 1));
      assertEquals(1, lines(Level.WARN).size());
      assertEquals(1, dropped("failed"));
      assertEquals(0, dropped("full"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatCannotBeIsSaid() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("otel.exporter.otlp.protocol", "grpc"),
            Map.of("otel.traces.sampler", "sometimes"),
            Map.of("otel.exporter.otlp.endpoint", "collector:4318"))) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> to(4318, wrong)).getMessage();
      assertTrue(message.startsWith("traces cannot be sent as the variables OTEL_"), message);
      assertTrue(
          message.matches("(?s).*(GrpcSender|otel.traces.sampler: sometimes|collector:4318).*"),
          message);
    }
  }

  /** Variables of headers hold credentials: what is wrong is said, and no word of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Basic dXNlcjpwYXNz==",
        "Authorization: Basic dXNlcjpwYXNz",
        "tenant=a,authorization=Basic%2",
        "authorization=Basic dXNl%0AcjpwYXNz",
        "=dXNlcjpwYXNz"
      })
  void headersThatCannotBeAreSaidWithoutThem(String headers) {
    for (String property :
        List.of("otel.exporter.otlp.headers", "otel.exporter.otlp.traces.headers")) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class, () -> to(4318, Map.of(property, headers)).close());
      StringWriter all = new StringWriter();
      refused.printStackTrace(new PrintWriter(all));
      String variable = property.toUpperCase(Locale.ROOT).replace('.', '_');
      assertTrue(refused.getMessage().contains(variable + " must be "), refused.getMessage());
      for (String secret : List.of("dXNl", "Authorization", "Basic%2")) {
        assertFalse(
            all.toString().replace("authorization=Basic%20abc", "").contains(secret),
            all.toString());
      }
    }
  }

  /** Why nothing could be sent is said by its type unless the network says it. */
  @Test
  void onlyTheNetworkIsQuoted() {
    for (Throwable why :
        List.of(
            new IllegalArgumentException("invalid header name: \"Authorization: Basic dXNl\""),
            new java.net.ConnectException("Connection refused"))) {
      log.take();
      SpanExporter broken =
          new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
              return CompletableResultCode.ofExceptionalFailure(
                  new IllegalStateException("around it", why));
            }

            @Override
            public CompletableResultCode flush() {
              return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
              return CompletableResultCode.ofSuccess();
            }
          };
      registry.clear();
      new CountedExporter(broken, "the collector", new DroppedSpans(registry)).export(List.of());
      String said = why instanceof IOException ? why.getMessage() : "IllegalArgumentException";
      String line = lines(Level.WARN).get(0);
      assertTrue(line.startsWith("the collector takes no traces: " + said + ". They"), line);
    }
  }

  /** Whoever sees that the count rises finds the reason in the log. */
  @Test
  void theReasonIsLoggedBeforeItIsCounted() {
    List<Double> counted = new CopyOnWriteArrayList<>();
    AppenderBase<ILoggingEvent> reader =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            counted.add(dropped("failed"));
          }
        };
    reader.start();
    Logger logger = (Logger) LoggerFactory.getLogger(CountedExporter.class);
    logger.addAppender(reader);
    try (ReservedPort nobody = new ReservedPort();
        Traces traces =
            to(nobody.number(), Map.of("otel.java.exporter.otlp.retry.disabled", "true"))) {
      traces.pass().close();
      await("it is counted").atMost(SOON).until(() -> dropped("failed") > 0);
    } finally {
      logger.detachAppender(reader);
    }
    assertEquals(List.of(0.0), counted);
  }

  @Test
  void nothingIsDroppedWhileTheyAreOff() {
    TraceSource.of(null, new DroppedSpans(registry)).pass().close();
    assertEquals(0, dropped("full") + dropped("failed"));
  }

  private Traces to(int port, Map<String, String> more) {
    Map<String, String> properties =
        new HashMap<>(
            Map.of(
                "otel.traces.exporter", "otlp",
                "otel.exporter.otlp.endpoint", "http://127.0.0.1:" + port,
                "otel.bsp.max.queue.size", "16",
                "otel.bsp.max.export.batch.size", "16",
                "otel.bsp.schedule.delay", "5"));
    properties.putAll(more);
    registry.clear();
    return TraceSource.of(new TracingOptions(properties), new DroppedSpans(registry));
  }

  private double dropped(String why) {
    return registry.get("bleu.traces.spans.dropped").tag("why", why).functionCounter().count();
  }

  private List<String> lines(Level level) {
    return log.events().stream()
        .filter(e -> e.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
