package cloud.bleu.operator.member;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.apiserver.ServerPause;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.cache.UnseenKind;
import cloud.bleu.operator.config.MemberIntervals;
import cloud.bleu.sandbox.ReservedPort;
import cloud.bleu.sandbox.ServerCertificate;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a cluster is reached, by what its server does. */
@Tag("wiring")
class MemberContactTest {

  private static final String OLDEST =
      "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"kube-system\",\"uid\":\"%s\"}}";

  private final Watched cluster = new Watched();
  private final MovableClock clock = new MovableClock();
  private final AtomicLong ahead = new AtomicLong();
  private KubernetesClient client;
  private MemberContact contact;
  private HttpServer server;
  private volatile String uid = "u";
  private volatile String oldest = OLDEST;

  /** Kept until the end where the server never says its version. */
  private final CountDownLatch over = new CountDownLatch(1);

  private volatile boolean silentOfVersion;

  /** What the server says of its version; null: it answers 403. */
  private volatile String version = "{\"gitVersion\":\"v1.36.3\"}";

  /** When it answered 429, by a clock that nobody sets. */
  private final List<Long> refused = new CopyOnWriteArrayList<>();

  /** What it says in that; null: nothing. */
  private volatile String retryAfter;

  private final AtomicInteger versionAsked = new AtomicInteger();
  private int timeout = 10_000;

  /** A cluster of which everything but the answers is told by the test. */
  private static final class Watched implements MemberContact.Cluster {
    volatile List<UnseenKind> unseen = List.of();
    volatile ContactFault misplaced;
    volatile Instant recorded;
    final AtomicInteger readAnew = new AtomicInteger();
    final AtomicInteger changes = new AtomicInteger();
    final AtomicInteger confirmations = new AtomicInteger();

    @Override
    public List<UnseenKind> unseen() {
      return unseen;
    }

    @Override
    public void readAnew() {
      readAnew.incrementAndGet();
    }

    @Override
    public ContactFault misplaced(String uid) {
      return misplaced;
    }

    @Override
    public Instant awaySince() {
      return recorded;
    }

    @Override
    public void changed() {
      changes.incrementAndGet();
    }

    @Override
    public void confirmed() {
      confirmations.incrementAndGet();
    }
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private OAuthTokenProvider tokens;

  @AfterEach
  void stop() {
    over.countDown();
    contact.close();
    client.close();
    if (server != null) {
      server.stop(0);
    }
    threads.shutdownNow();
  }

  private void follow(int port) {
    follow("http://127.0.0.1:" + port);
  }

  private void follow(String url) {
    Config config =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl(url)
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout(timeout)
            .withConnectionTimeout(timeout)
            .withOauthTokenProvider(tokens)
            .build();
    ServerPause pause = new ServerPause(System::nanoTime);
    client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor(ServerPause.NAME, pause))
            .build();
    contact =
        new MemberContact(
            "m",
            clock,
            () -> System.nanoTime() + ahead.get(),
            MemberIntervals.USUAL.contact(),
            client,
            pause::left,
            cluster);
    assertEquals(Reach.State.ASKING, contact.reach().state());
    contact.start();
  }

  private void answering(AtomicInteger code) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          if (code.get() == 429) {
            refused.add(System.nanoTime());
          }
          byte[] body =
              (code.get() == 200
                      ? oldest.formatted(uid)
                      : "{\"kind\":\"Status\",\"message\":\"no\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          if (retryAfter != null) {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
          }
          exchange.sendResponseHeaders(code.get(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        MemberVersion.PATH,
        exchange -> {
          versionAsked.incrementAndGet();
          if (silentOfVersion) {
            awaitEnd();
          }
          byte[] body =
              (version == null ? "{\"kind\":\"Status\"}" : version)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(version == null ? 403 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    follow(server.getAddress().getPort());
  }

  /** Without a token the server answers that an anonymous user may not, which is not the fault. */
  @Test
  void expiredCredentialIsSaidAsThat() throws IOException {
    tokens = () -> null;
    answering(new AtomicInteger(403));
    awaitReason("CredentialExpired");
  }

  private void awaitEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitVersion(String text) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> contact.version() != null && contact.version().text().equals(text));
  }

  private void awaitChanges(int number) {
    await().atMost(Duration.ofSeconds(30)).until(() -> cluster.changes.get() == number);
  }

  private void awaitReason(String reason) {
    await().atMost(Duration.ofSeconds(30)).until(() -> contact.reach().reason().equals(reason));
  }

  @Test
  void serverThatTakesConnectionsAndNeverAnswersIsNotReached() throws IOException {
    List<java.net.Socket> held = new CopyOnWriteArrayList<>();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread taker =
          new Thread(
              () -> {
                try {
                  while (true) {
                    held.add(silent.accept());
                  }
                } catch (IOException closed) {
                  held.forEach(MemberContactTest::close);
                }
              });
      taker.setDaemon(true);
      taker.start();
      timeout = 300;
      follow(silent.getLocalPort());
      awaitReason("NoAnswer");
      assertEquals(Reach.State.UNREACHED, contact.reach().state());
    }
  }

  @Test
  void serverThatIsNotThereTakesNoConnections() {
    try (ReservedPort nobody = new ReservedPort()) {
      follow(nobody.number());
      awaitReason("ConnectionRefused");
    }
  }

  @Test
  void serverWhoseCertificateIsNotTrustedIsNotSilent() throws IOException {
    HttpsServer secured =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secured.setHttpsConfigurator(
        new HttpsConfigurator(ServerCertificate.of("127.0.0.1").context()));
    server = secured;
    server.start();
    follow("https://127.0.0.1:" + server.getAddress().getPort());
    awaitReason("TlsFailed");
    assertTrue(contact.reach().message().contains("certificate-authority-data"));
  }

  @ParameterizedTest
  @CsvSource({
    "401, Unauthorized",
    "403, Forbidden",
    "404, NoCluster",
    "429, ServerRefuses",
    "503, ServerFails",
  })
  void serverThatRefusesIsNotReachedUntilItAnswers(int code, String reason) throws IOException {
    AtomicInteger answer = new AtomicInteger(code);
    answering(answer);
    awaitReason(reason);
    assertEquals(Reach.State.UNREACHED, contact.reach().state());
    answer.set(200);
    contact.askNow();
    awaitReason("Reached");
    assertTrue(contact.reach().isReached());
    assertEquals("u", contact.uid());
    assertEquals(
        code == 404 || code == 503,
        cluster.readAnew.get() > 0,
        "it was away, or may be another; what the watches of one that refuses have seen counts on");
  }

  @Test
  void clusterWhoseWatchesEndedWhileItRefusedIsReadAnewOnce() throws IOException {
    AtomicInteger answer = new AtomicInteger(200);
    answering(answer);
    awaitReason("Reached");
    cluster.unseen = List.of(new UnseenKind("deployments.apps", false));
    answer.set(429);
    awaitReason("ServerRefuses");
    answer.set(200);
    awaitReason("NotWatched");
    assertEquals(1, cluster.readAnew.get(), "what was seen meanwhile does not count");
    answer.set(429);
    awaitReason("ServerRefuses");
    answer.set(200);
    awaitReason("NotWatched");
    cluster.unseen = List.of();
    awaitReason("Reached");
    assertEquals(1, cluster.readAnew.get(), "it was being read still");
  }

  @Test
  void clusterWhoseWatchesEndJustBeforeItAnswersIsReadAnew() throws IOException {
    AtomicInteger answer = new AtomicInteger(200);
    answering(answer);
    awaitReason("Reached");
    answer.set(401);
    awaitReason("Unauthorized");
    cluster.unseen = List.of(new UnseenKind("deployments.apps", false));
    answer.set(200);
    awaitReason("NotWatched");
    assertEquals(1, cluster.readAnew.get());
  }

  @Test
  void serverThatAsksToComeAgainIsNotAskedAtOnce() throws IOException {
    AtomicInteger answer = new AtomicInteger(200);
    answering(answer);
    awaitReason("Reached");
    answer.set(429);
    contact.askNow();
    awaitReason("ServerRefuses");
    List<Long> refusals = List.copyOf(refused);
    assertTrue(
        refusals.get(1) - refusals.get(0) >= MemberContact.PAUSE.toNanos(), refusals.toString());
  }

  /** Whatever the interval is. */
  @Test
  void serverThatSaysWhenToComeAgainIsAskedThen() throws IOException {
    AtomicInteger answer = new AtomicInteger(200);
    answering(answer);
    awaitReason("Reached");
    retryAfter = "3";
    answer.set(429);
    contact.askNow();
    awaitReason("ServerRefuses");
    List<Long> refusals = List.copyOf(refused);
    long pause = refusals.get(1) - refusals.get(0);
    assertTrue(pause >= Duration.ofSeconds(3).toNanos(), refusals.toString());
  }

  @Test
  void versionIsAskedForOnceAMinuteAndWhenItIsBack() throws IOException {
    AtomicInteger answer = new AtomicInteger(200);
    answering(answer);
    awaitReason("Reached");
    awaitVersion("v1.36.3");
    version = "{\"gitVersion\":\"v1.37.1\"}";
    awaitChanges(2);
    for (int i = 0; i < 3; i++) {
      contact.askNow();
    }
    answer.set(503);
    awaitReason("ServerFails");
    assertEquals(1, versionAsked.get(), "upgrades are rare");
    assertEquals("v1.36.3", contact.version().text(), "as it was seen last");
    answer.set(200);
    awaitReason("Reached");
    awaitVersion("v1.37.1");
    // Away, back, and of another version.
    awaitChanges(5);

    version = "{\"gitVersion\":\"v1.37.2\"}";
    ahead.addAndGet(ClusterProbe.INTERVAL.toNanos());
    contact.askNow();
    awaitVersion("v1.37.2");
  }

  @Test
  void clusterThatDoesNotSayItsVersionIsReached() throws IOException {
    version = null;
    answering(new AtomicInteger(200));
    awaitReason("Reached");
    // Reached, and nothing more is to come: whoever waits for that looks at once.
    awaitChanges(2);
    assertEquals(1, versionAsked.get());
    assertTrue(contact.isVersionAsked());
    assertEquals(null, contact.version());
  }

  /** That it answers is known before it is asked for more. */
  @Test
  void clusterThatNeverAnswersForItsVersionIsReached() throws IOException {
    silentOfVersion = true;
    timeout = 600_000;
    answering(new AtomicInteger(200));
    awaitReason("Reached");
    await().atMost(Duration.ofSeconds(30)).until(() -> versionAsked.get() == 1);
    assertTrue(contact.reach().isReached());
    assertFalse(contact.isVersionAsked(), "it may answer any moment");
  }

  @Test
  void whatAClusterDoesNotServeIsNoMatterOfRights() throws IOException {
    cluster.unseen =
        List.of(
            new UnseenKind("deployments.apps", false),
            new UnseenKind("poddisruptionbudgets.policy", true));
    answering(new AtomicInteger(200));
    awaitReason("NotWatched");
    assertEquals(
        "its API server answers, and deployments.apps are not listed or watched there: grant its"
            + " user list and watch on them; the operator's log has the error;"
            + " poddisruptionbudgets.policy are not served there: see that it is a whole cluster,"
            + " of a version that the operator works with",
        contact.reach().message());
  }

  @Test
  void serverThatAnswersWithNothingIsNoCluster() throws IOException {
    oldest = "{}";
    answering(new AtomicInteger(200));
    awaitReason("NoCluster");
  }

  @Test
  void clusterIsReachedOnceItsObjectsAreSeen() throws IOException {
    cluster.unseen = List.of(new UnseenKind("deployments.apps", false));
    answering(new AtomicInteger(200));
    awaitReason("NotWatched");
    assertEquals(Reach.State.ASKING, contact.reach().state());
    assertTrue(contact.reach().message().contains("deployments.apps"));
    cluster.unseen = List.of();
    awaitReason("Reached");
  }

  @Test
  void watchesThatBeginAgainAreWaitedForAndThenReadAnew() throws IOException {
    answering(new AtomicInteger(200));
    awaitReason("Reached");
    cluster.unseen = List.of(new UnseenKind("deployments.apps", false));
    for (int i = 0; i < 5; i++) {
      contact.askNow();
    }
    clock.forward(Duration.ofHours(1));
    await().during(Duration.ofMillis(300)).until(() -> contact.reach().isReached());
    ahead.addAndGet(MemberContact.REOPENING.toNanos());
    awaitReason("NotWatched");
    assertEquals(Reach.State.UNREACHED, contact.reach().state());
    cluster.unseen = List.of();
    awaitReason("Reached");
    assertTrue(cluster.readAnew.get() > 0, "what was seen meanwhile does not count");
  }

  @Test
  void silenceThatAnEarlierProcessRecordedBeganThen() throws IOException {
    cluster.recorded = clock.instant().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    AtomicInteger answer = new AtomicInteger(401);
    answering(answer);
    awaitReason("Unauthorized");
    assertEquals(cluster.recorded, contact.reach().since());
    answer.set(200);
    contact.askNow();
    awaitReason("Reached");
    assertTrue(contact.reach().since().isAfter(cluster.recorded));
  }

  @Test
  void clusterThatAnswersInPlaceOfAnotherIsNotTakenForIt() throws IOException {
    answering(new AtomicInteger(200));
    awaitReason("Reached");
    uid = "another";
    contact.askNow();
    awaitReason("ClusterReplaced");
    assertTrue(contact.isReplaced());
    assertEquals("u", contact.uid());
    uid = "u";
    contact.askNow();
    await().during(Duration.ofMillis(300)).until(() -> !contact.reach().isReached());
  }

  @Test
  void clusterThatIsAnotherThanItShouldBeIsNotReached() throws IOException {
    cluster.misplaced = new ContactFault("SameCluster", "it leads elsewhere", true);
    answering(new AtomicInteger(200));
    awaitReason("SameCluster");
    assertEquals("it leads elsewhere", contact.reach().message());
  }

  private static void close(java.net.Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
