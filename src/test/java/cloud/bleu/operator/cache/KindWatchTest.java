package cloud.bleu.operator.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** A watch that is refused in every way comes again, and says so once. */
@Tag("wiring")
class KindWatchTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String NAMESPACE = "shop";

  private final Refusals refusals = new Refusals();
  @RegisterExtension private final OperatorLog log = OperatorLog.of(KindWatch.class);

  /** What was told, in order. */
  private final List<String> told = new CopyOnWriteArrayList<>();

  private EmbeddedApiServer server;
  private KubernetesClient client;
  private FaultProxy proxy;
  private KubernetesClient through;
  private KindWatch<ConfigMap> watch;

  /** Answers lists, or watches, or both, with a code. */
  private static final class Refusals implements Fault {
    final AtomicInteger lists = new AtomicInteger();
    final AtomicInteger watches = new AtomicInteger();
    volatile int list;
    volatile int watch;
    volatile boolean isExpired;

    /** Lists wait for it, and are answered by the code of when they came. */
    volatile @Nullable CountDownLatch held;

    final AtomicInteger holding = new AtomicInteger();

    @Override
    public List<String> events(Request request, String event) {
      if (!isExpired) {
        return List.of(event);
      }
      isExpired = false;
      return List.of(
          "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":410,\"reason\":\"Expired\"}}");
    }

    @Override
    public @Nullable Answer instead(Request request) throws InterruptedException {
      if (!request.about("configmaps") || !request.method().equals("GET")) {
        return null;
      }
      (request.isWatch() ? watches : lists).incrementAndGet();
      int code = request.isWatch() ? watch : list;
      CountDownLatch until = held;
      if (until != null) {
        holding.incrementAndGet();
        until.await();
      }
      return code == 0 ? null : Answer.status(code, "MadeUp");
    }
  }

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    server = EmbeddedApiServer.start(List.of());
    client = PatientClients.of(server);
    // The way of kubectl, for the proxy asks for watches without WebSocket.
    Path kubeconfig = folder.resolve("kubeconfig");
    server.writeKubeconfig(kubeconfig);
    proxy = new FaultProxy(Config.fromKubeconfig(Files.readString(kubeconfig)), refusals);
    try (KubernetesClient slow = proxy.client()) {
      through =
          SandboxClients.of(
              new ConfigBuilder(slow.getConfiguration())
                  .withWatchReconnectInterval(20)
                  // Lists are counted: none is sent again because its answer is late.
                  .withRequestRetryBackoffLimit(0)
                  .withRequestTimeout((int) Duration.ofMinutes(2).toMillis())
                  .build());
    }
    watch =
        new KindWatch<>(
            WatchSubject.of("configmaps", "nothing is made", "grant it"),
            through.configMaps().inNamespace(NAMESPACE));
  }

  @AfterEach
  void stop() {
    watch.close();
    through.close();
    proxy.close();
    client.close();
    server.close();
  }

  private void begin() {
    watch.start(
        new WatchListener<>() {
          @Override
          public void changed(ConfigMap map, boolean gone) {
            told.add((gone ? "-" : "+") + map.getMetadata().getName());
          }

          @Override
          public void watched() {
            told.add("watched");
          }

          @Override
          public void refused(WatchFault fault) {
            told.add("refused " + fault.code());
            if (fault.code() == 404) {
              throw new IllegalStateException("a listener may fail");
            }
          }
        });
  }

  private void create(String name) {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .endMetadata()
                .build())
        .create();
  }

  private List<String> lines() {
    return log.events(Level.INFO).stream()
        .filter(event -> event.getThrowableProxy() == null)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | 0 | true  | cannot watch configmaps: nothing is made, trying again: the API server"
            + " answered 403: MadeUp, made up by a test; grant it",
        "404 | 0 | true  | the cluster does not serve configmaps: nothing is made, trying again:"
            + " the API server answered 404: MadeUp, made up by a test; grant it",
        "422 | 0 | false | cannot watch configmaps: nothing is made, trying again: the API server"
            + " answered 422: MadeUp, made up by a test",
        // It may list, and not watch: that is no time at which it is watched.
        "0 | 403 | true  | cannot watch configmaps: nothing is made, trying again: the API server"
            + " answered 403: Forbidden; grant it",
        "0 | 404 | true  | the cluster does not serve configmaps: nothing is made, trying again:"
            + " the API server answered 404: Not Found; grant it",
      })
  void whatIsRefusedAtFirstComesAgainAndIsSaidOnce(
      int list, int open, boolean isKnown, String line) {
    create("a");
    refusals.list = list;
    refusals.watch = open;
    begin();
    await().atMost(SOON).until(() -> refused() >= 3);
    assertEquals(List.of(line), lines());
    assertFalse(watch.isWatched());
    assertEquals(isKnown, watch.known().isDone());
    assertNotNull(KindWatch.unseen(List.of(watch)));
    assertFalse(told.contains("watched"));

    refusals.list = 0;
    refusals.watch = 0;
    await().atMost(SOON).until(() -> told.contains("watched"));
    assertEquals(List.of(line, "watching configmaps again"), lines());
    assertTrue(told.indexOf("+a") < told.indexOf("watched"), told.toString());
    assertEquals(1, told.stream().filter("+a"::equals).count());
    assertTrue(watch.isWatched());
    assertNull(watch.fault());
    assertNull(KindWatch.unseen(List.of(watch)));
    create("b");
    await().atMost(SOON).until(() -> told.contains("+b"));
  }

  private long refused() {
    return told.stream().filter(one -> one.startsWith("refused")).count();
  }

  /** A right that is taken from an open watch and given again: what came meanwhile is told. */
  @ParameterizedTest
  @CsvSource({"403", "404", "500"})
  void whatIsRefusedLaterComesAgain(int code) {
    begin();
    await().atMost(SOON).until(() -> told.contains("watched"));
    int before = refusals.watches.get();
    refusals.list = code;
    refusals.watch = code;
    proxy.cutWatches();
    await().atMost(SOON).until(() -> refusals.watches.get() > before + 2);
    create("b");
    refusals.list = 0;
    refusals.watch = 0;
    await().atMost(SOON).until(() -> told.contains("+b"));
  }

  /**
   * A version that is too old, told as an event: everything is listed anew, which the listener is
   * told, and the log is not.
   */
  @Test
  void whatHasExpiredIsListedAnew() {
    create("a");
    begin();
    await().atMost(SOON).until(() -> told.contains("watched"));
    refusals.isExpired = true;
    create("b");
    await().atMost(SOON).until(() -> told.contains("+b"));
    // This server tells a watch nothing of what went between the list and its opening.
    await().atMost(SOON).until(() -> Collections.frequency(told, "watched") == 2);
    client.configMaps().inNamespace(NAMESPACE).withName("a").delete();
    await().atMost(SOON).until(() -> told.contains("-a"));
    assertEquals(2, refusals.lists.get());
    assertEquals(List.of(), lines());
  }

  @Test
  void closedItAsksNothing() {
    watch.close();
    begin();
    try (KindWatch<ConfigMap> other =
        new KindWatch<>(
            WatchSubject.of("configmaps"), through.configMaps().inNamespace(NAMESPACE))) {
      other.start().join();
    }
    assertEquals(1, refusals.lists.get());
    assertEquals(List.of(), told);
  }

  @Test
  void closedWhileItIsRefusedItIsSilent() {
    refusals.list = 403;
    begin();
    await().atMost(SOON).until(() -> refused() >= 1);
    // By then all that was refused before is told, and one more is under way.
    CountDownLatch answered = new CountDownLatch(1);
    refusals.held = answered;
    await().atMost(SOON).until(() -> refusals.holding.get() >= 1);
    watch.close();
    long before = refused();
    refusals.list = 0;
    refusals.held = null;
    answered.countDown();
    try (KindWatch<ConfigMap> other =
        new KindWatch<>(
            WatchSubject.of("configmaps"), through.configMaps().inNamespace(NAMESPACE))) {
      other.start().join();
    }
    assertEquals(before, refused());
    assertFalse(told.contains("watched"));
    assertEquals(1, lines().size(), lines().toString());
  }

  @Test
  void startedTwiceItWatchesOnce() {
    begin();
    begin();
    await().atMost(SOON).until(() -> told.contains("watched"));
    create("a");
    await().atMost(SOON).until(() -> told.contains("+a"));
    assertEquals(List.of("watched", "+a"), told);
    assertEquals(1, refusals.lists.get());
  }

  /** An API server that is away is told by one of many. */
  @Test
  void manyThatFindTheSameSayItOnce() {
    WatchFaults<KindWatch<?>> shared = new WatchFaults<>();
    refusals.list = 422;
    try (KindWatch<ConfigMap> one = sharing(shared, "ones");
        KindWatch<ConfigMap> other = sharing(shared, "others")) {
      one.start();
      await().atMost(SOON).until(() -> one.fault() != null);
      other.start();
      await().atMost(SOON).until(() -> other.fault() != null);
      assertEquals(
          List.of(
              "cannot watch ones, nor what else finds the same, trying again: the API server"
                  + " answered 422: MadeUp, made up by a test"),
          lines());
      refusals.list = 0;
      await().atMost(SOON).until(() -> one.isWatched() && other.isWatched());
      await().atMost(SOON).until(() -> lines().size() == 2);
      assertEquals("watching ones, others again", lines().get(1));
    }
  }

  /** Whoever sees that there is a fault finds it in the log. */
  @Test
  void aFaultIsLoggedBeforeItIsThere() {
    List<Optional<WatchFault>> there = new CopyOnWriteArrayList<>();
    AppenderBase<ILoggingEvent> reader =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            there.add(Optional.ofNullable(watch.fault()));
          }
        };
    reader.start();
    Logger logger = (Logger) LoggerFactory.getLogger(KindWatch.class);
    logger.addAppender(reader);
    try {
      refusals.list = 422;
      begin();
      await().atMost(SOON).until(() -> watch.fault() != null);
    } finally {
      logger.detachAppender(reader);
    }
    assertEquals(List.of(Optional.empty()), there);
  }

  private KindWatch<ConfigMap> sharing(WatchFaults<KindWatch<?>> shared, String name) {
    return new KindWatch<>(
        WatchSubject.of(name), through.configMaps().inNamespace(NAMESPACE), shared);
  }
}
