package cloud.bleu.operator.status;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.OperatorLog;
import cloud.bleu.operator.OperatorUnderTest;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events when there are more of them than can be sent, and when the API server takes none. */
class EventRecorderTest {

  private static final Pattern COUNT = Pattern.compile("^(\\d+) more such events");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Event> sent = new CopyOnWriteArrayList<>();
  private final CountDownLatch open = new CountDownLatch(1);
  @RegisterExtension private final OperatorLog said = OperatorLog.of(UnwrittenEvents.class);
  private volatile int code = 201;
  private volatile String words = "not yours";
  private HttpServer server;
  private KubernetesClient client;
  private EventRecorder recorder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] asked = exchange.getRequestBody().readAllBytes();
          try {
            open.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          if (code == 201) {
            sent.add(
                Serialization.unmarshal(new String(asked, StandardCharsets.UTF_8), Event.class));
          }
          byte[] body = code == 201 ? asked : status();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(code, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    client = OperatorUnderTest.clientOf(server.getAddress().getPort());
    recorder =
        new EventRecorder(client, "test", Clock.systemUTC(), registry, namespace -> true, 20);
  }

  @AfterEach
  void stop() {
    recorder.close();
    client.close();
    server.stop(0);
  }

  /** The loss of a zone with 3,000 workloads in three namespaces. */
  @Test
  void whatIsTooManyIsSummarisedByNamespaceAndReason() {
    for (int i = 0; i < 3000; i++) {
      recorder.record(
          EventRecorder.workload("ns-" + i % 3, "web-" + i, "u" + i),
          "Normal",
          "ZoneState",
          "Decide",
          "runs in fr-b=1");
    }
    open.countDown();
    await("all is told").atMost(Duration.ofSeconds(60)).until(() -> told() == 3000);
    List<Event> summaries = sent.stream().filter(EventRecorderTest::isSummary).toList();
    assertEquals(3, summaries.size());
    for (Event summary : summaries) {
      assertEquals("ZoneState", summary.getReason());
      assertEquals(summary.getMetadata().getNamespace(), summary.getRegarding().getName());
      assertTrue(summary.getNote().contains("web-"), summary.getNote());
      assertTrue(summary.getNote().length() < 1000);
    }
    assertEquals(
        3000 - (sent.size() - 3), registry.get("bleu.events.summarised").counter().count());
    assertEquals(0, dropped("full"));
    assertEquals(0, dropped("failed"));
  }

  @Test
  void whatTheServerDoesNotTakeIsCountedAndStopsNoOther() {
    open.countDown();
    code = 403;
    for (int i = 0; i < 3; i++) {
      recorder.record(EventRecorder.workload("shut", "w" + i, "u" + i), "Normal", "A", "B", "c");
    }
    await("they are counted").atMost(Duration.ofSeconds(30)).until(() -> dropped("failed") == 3);
    code = 201;
    recorder.record(
        EventRecorder.workload("open", "w", "u"), "Normal", "A", "B", "no https://u:p@host/");
    await("it is sent").atMost(Duration.ofSeconds(30)).until(() -> sent.size() == 1);
    assertEquals("no https://***@host/", sent.get(0).getNote());
  }

  @Test
  void thatOneIsRefusedIsToldOnceForANamespace() {
    open.countDown();
    code = 403;
    record("shut", null);
    code = 201;
    record("shut", "open");
    assertEquals(
        List.of(
            "an event was not written in namespace shut, and more are only counted: the API server"
                + " answered 403: not yours",
            "an event was not written in namespace default, and more are only counted: the API"
                + " server answered 403: not yours"),
        said.lines());
  }

  @Test
  void thatNothingIsAnsweredIsToldOnceForAllNamespaces() {
    open.countDown();
    server.stop(0);
    record("a", "b");
    assertEquals(1, said.lines().size(), said::toString);
  }

  @Test
  void ofANamespaceThatIsBeingDeletedNothingIsTold() {
    open.countDown();
    code = 403;
    words = "unable to create new content in namespace gone because it is being terminated";
    record("gone", "gone");
    assertEquals(List.of(), said.lines());
  }

  private byte[] status() {
    return Serialization.asJson(
            new StatusBuilder().withStatus("Failure").withCode(code).withMessage(words).build())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Two events for each namespace, and waits until each is written or is not. */
  private void record(@Nullable String... namespaces) {
    double before = sent.size() + dropped("failed");
    for (String namespace : namespaces) {
      for (int i = 0; i < 2; i++) {
        recorder.record(
            EventRecorder.workload(namespace, "w" + i, namespace + i), "Normal", "A", "B", "c");
      }
    }
    await("each has its end")
        .atMost(Duration.ofSeconds(30))
        .until(() -> sent.size() + dropped("failed") == before + 2 * namespaces.length);
  }

  /** What is in no namespace is told of in {@code default}; what lives there has to be listed. */
  @Test
  void ofANamespaceThatIsNotServedNothingIsToldAndOfTheClusterEverythingIs() {
    open.countDown();
    try (EventRecorder some =
        new EventRecorder(client, "test", Clock.systemUTC(), registry, "shop"::equals, 20)) {
      some.record(EventRecorder.workload("default", "w", "u1"), "Normal", "A", "B", "c");
      some.record(EventRecorder.workload("shut", "w", "u2"), "Normal", "A", "B", "c");
      some.record(EventRecorder.workload("shop", "w", "u3"), "Normal", "A", "B", "c");
      some.record(EventRecorder.workload(null, "zone", "u4"), "Normal", "A", "B", "c");
      await("both are told").atMost(Duration.ofSeconds(30)).until(() -> sent.size() >= 2);
    }
    assertEquals(
        List.of("shop", "default"),
        sent.stream().map(e -> e.getMetadata().getNamespace()).toList());
    assertEquals("zone", sent.get(1).getRegarding().getName());
  }

  /** The server takes no name of an event that is longer than that of an object may be. */
  @ParameterizedTest
  @ValueSource(ints = {1, 200, 230, 240, 253})
  void anObjectWithALongNameHasEventsToo(int length) {
    open.countDown();
    String one = "w".repeat(length);
    String other = "w".repeat(length - 1) + "x";
    recorder.record(EventRecorder.workload("shop", one, "u1"), "Normal", "A", "B", "c");
    recorder.record(EventRecorder.workload("shop", other, "u2"), "Normal", "A", "B", "c");
    await("both are sent").atMost(Duration.ofSeconds(30)).until(() -> sent.size() == 2);
    Set<String> names = new HashSet<>();
    for (Event event : sent) {
      String name = event.getMetadata().getName();
      names.add(name);
      assertTrue(name.length() <= 253, name.length() + " characters: " + name);
    }
    assertEquals(2, names.size(), names.toString());
    assertEquals(one, sent.get(0).getRegarding().getName());
  }

  private double dropped(String why) {
    return registry.get("bleu.events.dropped").tag("why", why).counter().count();
  }

  private int told() {
    return sent.stream().mapToInt(EventRecorderTest::count).sum();
  }

  private static boolean isSummary(Event event) {
    return event.getRegarding().getKind().equals("Namespace");
  }

  private static int count(Event event) {
    Matcher count = COUNT.matcher(event.getNote());
    return count.find() ? Integer.parseInt(count.group(1)) : 1;
  }
}
