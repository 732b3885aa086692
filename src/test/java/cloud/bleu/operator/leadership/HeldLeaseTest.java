package cloud.bleu.operator.leadership;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.impl.BaseClient;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an election asks the API server, and until when this process may write. */
@Tag("wiring")
class HeldLeaseTest {

  private static final String OURS = "ours";
  private static final String NAMESPACE = "default";
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration AHEAD = Duration.ofHours(1);

  /** By both clocks, in milliseconds. */
  private final AtomicLong now = new AtomicLong(1_800_000_000_000L);

  private final Fence fence =
      new Fence(DEADLINE, () -> TimeUnit.MILLISECONDS.toNanos(now.get()), now::get);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger lost = new AtomicInteger();
  private final LeaseLock lock = new LeaseLock(NAMESPACE, OperatorOptions.LEASE, OURS);
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private KubernetesClient electing;

  /** How long it takes to read the lease, and to write it. */
  private volatile Duration asking = Duration.ZERO;

  private volatile boolean isCutOff;

  /** What happens to the answer of the next renewal. */
  private volatile Answer answer = Answer.HEARD;

  private volatile UnaryOperator<Lease> policy = UnaryOperator.identity();

  /** What another process does before the next request of a method is sent. */
  private final Map<String, Runnable> others = new ConcurrentHashMap<>();

  private enum Answer {
    HEARD,
    /** The server has written it, and the connection ends. */
    DROPPED,
    /** The same, and the client sends it again itself. */
    REPEATED,
    /** A {@link #policy} of the cluster has changed what was sent. */
    ALTERED
  }

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(List.of());
    client = PatientClients.of(server);
    electing =
        new KubernetesClientImpl(
            answering(
                FencedHttpClient.fenced(client, fence)
                    .getHttpClient()
                    .newBuilder()
                    .addOrReplaceInterceptor("counted", new Counted())
                    .build()),
            client.getConfiguration(),
            client.adapt(BaseClient.class)::getExecutor,
            client.getKubernetesSerialization());
    HeldLease.over(electing, fence, OURS, lost::incrementAndGet);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  /** The same client, whose renewals are answered as {@link #answer} says. */
  private HttpClient answering(HttpClient http) {
    return over(
        HttpClient.class,
        http,
        (method, arguments, first) -> {
          Answer now = answer;
          if (now == Answer.HEARD
              || !method.getName().equals("sendAsync")
              || ((HttpRequest) arguments[0]).method().equals("GET")) {
            return first;
          }
          answer = Answer.HEARD;
          HttpResponse<?> written = (HttpResponse<?>) ((CompletableFuture<?>) first).join();
          return switch (now) {
            case REPEATED -> method.invoke(http, arguments);
            case ALTERED -> CompletableFuture.completedFuture(altered(written));
            default -> CompletableFuture.failedFuture(new IOException("the connection has ended"));
          };
        });
  }

  /** What the server answers where a policy changes what it was sent. */
  private HttpResponse<?> altered(HttpResponse<?> written) {
    String sent = new String((byte[]) written.body(), StandardCharsets.UTF_8);
    Lease stored =
        client.resource(policy.apply(Serialization.unmarshal(sent, Lease.class))).update();
    byte[] body = Serialization.asJson(stored).getBytes(StandardCharsets.UTF_8);
    return over(
        HttpResponse.class,
        written,
        (method, arguments, first) -> method.getName().equals("body") ? body : first);
  }

  private interface After {
    Object returned(Method method, Object[] arguments, Object first) throws Throwable;
  }

  private static <T> T over(Class<T> type, T object, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            HeldLeaseTest.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                after.returned(method, arguments, method.invoke(object, arguments))));
  }

  private final class Counted implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      asked.add(request.method());
      Runnable other = others.remove(request.method());
      if (other != null) {
        other.run();
      }
      now.addAndGet(asking.toMillis());
      if (isCutOff) {
        // Nobody listens there.
        builder.uri(URI.create("http://127.0.0.1:9/"));
      }
    }
  }

  @Test
  void holderRenewsWithOneRequest() {
    LeaderElector elector =
        new LeaderElector(
            electing,
            new LeaderElectionConfig(
                lock,
                // The election has clocks of its own: a machine that stands still ends none here.
                Duration.ofMinutes(15),
                Duration.ofMinutes(10),
                Duration.ofMillis(1),
                new LeaderCallbacks(() -> {}, lost::incrementAndGet, leader -> {}),
                false,
                "test"),
            ForkJoinPool.commonPool());
    CompletableFuture<?> election = elector.start();
    await().atMost(Duration.ofMinutes(1)).until(() -> count("PATCH") >= 30);
    assertEquals(List.of("GET", "POST"), List.copyOf(asked).subList(0, 2));
    assertEquals(1, count("GET"), () -> "once before the first renewal, then never: " + asked);
    assertTrue(fence.open());
    assertEquals(0, lost.get());
    election.cancel(true);
  }

  private int count(String method) {
    return (int) asked.stream().filter(method::equals).count();
  }

  @Test
  void eachRenewalOpensTheFenceForItsTime() {
    assertFalse(fence.open());
    renew();
    assertTrue(fence.open());
    pass(DEADLINE.minusSeconds(1));
    renew();
    pass(DEADLINE.minusSeconds(1));
    assertTrue(fence.open());
    pass(Duration.ofSeconds(1));
    assertFalse(fence.open());
  }

  /** A renewal is no newer for taking long: others count from what stands in the lease. */
  @Test
  void fenceShutsBeforeOthersMayTakeOverHoweverLongTheServerTakes() {
    renew();
    pass(DEADLINE);
    asking = Duration.ofSeconds(8);
    renew();
    assertEquals(List.of("GET", "POST", "GET", "PATCH"), asked);
    assertTrue(fence.open(), "the write took 8 s");
    long renewed = stored().getSpec().getRenewTime().toInstant().toEpochMilli();
    now.set(renewed + DEADLINE.toMillis());
    assertFalse(fence.open(), "the lease is 10 s old");
  }

  @Test
  void leaseIsReadOnceAnotherProcessMayHoldIt() {
    renew();
    renew();
    pass(DEADLINE);
    renew();
    assertEquals(List.of("GET", "POST", "PATCH", "GET", "PATCH"), asked);
  }

  /** Such as a label that somebody sets by hand. */
  @Test
  void afterAnotherWriteItIsReadAndRenewedAtOnce() {
    renew();
    lease().edit(this::labelled);
    renew();
    renew();
    assertEquals(List.of("GET", "POST", "PATCH", "GET", "PATCH", "PATCH"), asked);
    assertEquals("yes", stored().getMetadata().getLabels().get("seen"));
    assertEquals(OURS, stored().getSpec().getHolderIdentity());
    assertEquals(0, lost.get());
  }

  private Lease labelled(Lease lease) {
    return lease.edit().editMetadata().addToLabels("seen", "yes").endMetadata().build();
  }

  @Test
  void whatIsTakenIsLostWithTheNextRenewal() {
    renew();
    long before = now.get();
    lease().edit(taken -> taken.edit().editSpec().withHolderIdentity("theirs").endSpec().build());
    pass(Duration.ofSeconds(1));
    assertThrows(KubernetesClientException.class, this::renew);
    assertEquals(1, lost.get());
    assertEquals("theirs", stored().getSpec().getHolderIdentity());
    now.set(before + DEADLINE.toMillis());
    assertFalse(fence.open(), "that was no renewal");
  }

  @Test
  void whatIsDeletedIsCreatedAnewWithTheNextRenewal() {
    renew();
    lease().delete();
    renew();
    assertEquals(OURS, stored().getSpec().getHolderIdentity());
    assertEquals(0, lost.get());
    renew();
    assertEquals(List.of("GET", "POST", "PATCH", "GET", "POST", "PATCH"), asked);
  }

  /** Whether the server did it is not known. */
  @Test
  void afterAnyOtherFailureItIsRead() {
    renew();
    isCutOff = true;
    assertThrows(KubernetesClientException.class, this::renew);
    isCutOff = false;
    renew();
    assertEquals(List.of("GET", "POST", "PATCH", "GET", "PATCH"), asked);
    assertEquals(0, lost.get());
  }

  @Test
  void renewalWithoutAnAnswerOpensNothing() {
    isCutOff = true;
    assertThrows(KubernetesClientException.class, this::renew);
    assertFalse(fence.open());
  }

  /** Who gives the lease away renews nothing. */
  @Test
  void leaseOfAnotherIsNotKept() {
    renew();
    LeaderElectionRecord given =
        new LeaderElectionRecord(
            "theirs",
            LEASE,
            ZonedDateTime.now(ZoneOffset.UTC),
            ZonedDateTime.now(ZoneOffset.UTC),
            1);
    pass(DEADLINE);
    lock.get(electing);
    lock.update(electing, given);
    assertFalse(fence.open());
    assertEquals("theirs", lock.get(electing).getHolderIdentity());
    assertEquals(List.of("GET", "POST", "GET", "PATCH", "GET"), asked, "it is not remembered");
  }

  @Test
  void renewalWhoseAnswerIsDroppedIsReadAndRenewedAgain() {
    renew();
    pass(DEADLINE.minusSeconds(1));
    answer = Answer.DROPPED;
    assertThrows(KubernetesClientException.class, this::renew);
    pass(Duration.ofSeconds(1));
    assertFalse(fence.open(), "nobody has said that it was renewed");
    renew();
    assertTrue(fence.open());
    assertEquals(List.of("GET", "POST", "PATCH", "GET", "PATCH"), asked);
    assertEquals(0, lost.get());
  }

  /** The client meets what it has written itself. */
  @Test
  void renewalThatIsSentAgainByTheClientIsNoLoss() {
    renew();
    answer = Answer.REPEATED;
    renew();
    assertEquals(List.of("GET", "POST", "PATCH", "PATCH", "GET", "PATCH"), asked);
    assertEquals(0, lost.get());
    renew();
    assertEquals("PATCH", asked.get(asked.size() - 1));
    assertEquals(7, asked.size());
  }

  @Test
  void whoeverIsLateForALeaseThatHasRunOutHasLostNothing() {
    theirs();
    LeaderElectionRecord read = lock.get(electing);
    others.put("PATCH", () -> lease().edit(this::labelled));
    assertEquals("theirs", read.getHolderIdentity());
    assertThrows(KubernetesClientException.class, () -> lock.update(electing, renewal()));
    assertEquals(0, lost.get());
    assertFalse(fence.open());
    assertEquals("theirs", stored().getSpec().getHolderIdentity());
  }

  @Test
  void leaseThatIsDeletedAndThatAnotherCreatesIsTheirs() {
    renew();
    lease().delete();
    pass(DEADLINE.minusSeconds(1));
    others.put("POST", this::theirs);
    assertThrows(KubernetesClientException.class, this::renew);
    assertEquals(List.of("GET", "POST", "PATCH", "GET", "POST"), asked);
    pass(Duration.ofSeconds(1));
    assertFalse(fence.open(), "that was no renewal");
    assertEquals("theirs", stored().getSpec().getHolderIdentity());
  }

  @Test
  void creationThatIsRefusedOpensNothing() {
    others.put("POST", this::theirs);
    assertThrows(KubernetesClientException.class, this::renew);
    assertFalse(fence.open());
    assertEquals("theirs", lock.get(electing).getHolderIdentity());
  }

  /** A process that stood still for longer: others may have led and gone meanwhile. */
  @Test
  void leaseThatIsGoneAfterItsTimeIsLost() {
    renew();
    pass(DEADLINE);
    lease().delete();
    assertThrows(KubernetesClientException.class, this::renew);
    assertEquals(1, lost.get());
    assertFalse(fence.open());
    assertNull(lease().get());
  }

  /** Others count from what stands there. */
  @Test
  void leaseThatAPolicyMakesOlderOrShorterOpensNothing() {
    List<UnaryOperator<Lease>> policies =
        List.of(
            lease -> lease.edit().editSpec().withLeaseDurationSeconds(5).endSpec().build(),
            lease ->
                lease
                    .edit()
                    .editSpec()
                    .withRenewTime(lease.getSpec().getRenewTime().minusSeconds(5))
                    .endSpec()
                    .build());
    for (UnaryOperator<Lease> one : policies) {
      policy = one;
      answer = Answer.ALTERED;
      renew();
      assertFalse(fence.open());
      renew();
      assertTrue(fence.open(), "it stands there as it was sent");
      pass(DEADLINE);
    }
    assertEquals(0, lost.get());
  }

  @Test
  void leaseOfAnotherNameIsAskedFor() {
    renew();
    assertNull(electing.leases().inNamespace(NAMESPACE).withName("another").get());
    assertNull(electing.leases().inNamespace("another").withName(OperatorOptions.LEASE).get());
  }

  /** The holder ended without a word, and its clock was ahead of the others by an hour. */
  @Test
  void whatNobodyRenewsRunsOutWhateverTimeStandsThere() {
    theirs(AHEAD);
    assertFalse(isRunOut());
    pass(LEASE.minusSeconds(1));
    assertFalse(isRunOut());
    pass(Duration.ofSeconds(1));
    assertTrue(isRunOut());
    assertEquals("theirs", lock.get(electing).getHolderIdentity());
    lock.update(electing, renewal());
    assertEquals(OURS, stored().getSpec().getHolderIdentity());
    assertTrue(fence.open());
  }

  @Test
  void whatIsRenewedWithATimeAheadStaysWithItsHolder() {
    theirs(AHEAD);
    for (int renewals = 1; renewals <= 3; renewals++) {
      assertFalse(isRunOut());
      pass(LEASE.minusSeconds(1));
      Duration since = AHEAD.plusSeconds(renewals);
      lease().edit(theirs -> theirs.edit().editSpec().withRenewTime(in(since)).endSpec().build());
    }
    assertFalse(isRunOut());
  }

  /** As the election of Fabric8 asks it of what it has read. */
  private boolean isRunOut() {
    LeaderElectionRecord read = lock.get(electing);
    return read.getRenewTime().plus(read.getLeaseDuration()).isBefore(in(Duration.ZERO));
  }

  private static ZonedDateTime in(Duration time) {
    return ZonedDateTime.now(ZoneOffset.UTC).plus(time);
  }

  private void theirs() {
    theirs(Duration.ZERO);
  }

  /**
   * @param ahead by which their clock is
   */
  private void theirs(Duration ahead) {
    ZonedDateTime then = in(ahead);
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(OperatorOptions.LEASE)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity("theirs")
                .withLeaseDurationSeconds((int) LEASE.toSeconds())
                .withAcquireTime(then)
                .withRenewTime(then)
                .endSpec()
                .build())
        .create();
  }

  /** As the election of Fabric8 does it: what is read is written back, or it is created. */
  private void renew() {
    if (lock.get(electing) == null) {
      lock.create(electing, renewal());
    } else {
      lock.update(electing, renewal());
    }
  }

  private static LeaderElectionRecord renewal() {
    ZonedDateTime begun = ZonedDateTime.now(ZoneOffset.UTC);
    return new LeaderElectionRecord(OURS, LEASE, begun, begun, 0);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toMillis());
  }

  private Resource<Lease> lease() {
    return client.leases().inNamespace(NAMESPACE).withName(OperatorOptions.LEASE);
  }

  private Lease stored() {
    return lease().require();
  }
}
