package cloud.bleu.operator.leadership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ReservedPort;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a process leads, by what stands in the lease. */
@Tag("wiring")
class LeadershipTest {

  private static final String OURS = "ours";
  private static final String NAMESPACE = "bleu-system";
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  private final AtomicInteger lost = new AtomicInteger();
  private EmbeddedApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(List.of());
    client = PatientClients.of(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{holderIdentity: ours, leaseDurationSeconds: 15} | true",
        "{holderIdentity: theirs, leaseDurationSeconds: 15} | false",
        "{holderIdentity: '', leaseDurationSeconds: 1} | false",
        "{leaseDurationSeconds: 15} | false",
        "null | false",
        "| false"
      })
  void itsHolderLeads(@Nullable String spec, boolean leads) {
    lease(spec);
    Leadership leadership = elected(client);
    assertEquals(leads, leadership.confirm());
    assertEquals(leads, leadership.confirm());
    assertEquals(leads ? 0 : 1, lost.get());
  }

  /** Since how many seconds the other has not renewed its lease; whose lease is the older one. */
  @ParameterizedTest
  @CsvSource({
    "theirs, 0,  a-team,  false, false",
    "theirs, 14, a-team,  false, false",
    "theirs, 16, a-team,  true,  true",
    "'',     0,  a-team,  true,  true",
    "theirs, 0,  team-a,  false, true",
  })
  void besideAnotherReleaseTheOlderLeads(
      String holder, int seconds, String namespace, boolean starts, boolean stays)
      throws InterruptedException {
    String theirs =
        "{holderIdentity: '%s', leaseDurationSeconds: 15, renewTime: '%s'}"
            .formatted(holder, micros(seconds));
    boolean isOlder = namespace.compareTo(NAMESPACE) < 0;
    if (isOlder) {
      lease(namespace, theirs);
    }
    lease("{holderIdentity: ours, leaseDurationSeconds: 15, renewTime: '%s'}".formatted(micros(0)));
    if (!isOlder) {
      lease(namespace, theirs);
    }
    Leadership leadership = elected(client);
    assertEquals(
        starts
            ? null
            : "another operator leads in this cluster: theirs holds the Lease"
                + " bleu-placement-operator in namespace "
                + namespace
                + ", renewed at "
                + ago(seconds)
                + ". The Lease of this one is in namespace bleu-system, so both would decide for"
                + " the same workloads: uninstall one of the two releases. Once the other one has"
                + " ended, this one can start",
        leadership.rival(new CompletableFuture<>()));
    assertEquals(stays, leadership.confirm());
    assertEquals(stays ? 0 : 1, lost.get());
  }

  /** The other has ended, and the clock of its machine was an hour ahead. */
  @Test
  void leaseOfAnotherReleaseThatNobodyRenewsHindersNoStart() throws InterruptedException {
    ahead();
    assertNull(elected(client).rival(new CompletableFuture<>()));
  }

  @Test
  void whoIsToldToEndDoesNotWaitForTheLeaseOfAnotherRelease() throws InterruptedException {
    ahead();
    assertNotNull(elected(client).rival(CompletableFuture.completedFuture(null)));
  }

  private void ahead() {
    lease(
        "a-team",
        "{holderIdentity: theirs, leaseDurationSeconds: 1, renewTime: '%s'}"
            .formatted(micros(-3600)));
  }

  private static String micros(int seconds) {
    return ago(seconds).toString().replace("Z", ".000000Z");
  }

  private static Instant ago(int seconds) {
    return NOW.minusSeconds(seconds);
  }

  /** Whoever has it back meanwhile: what this process knew is stale. */
  @Test
  void whatIsLostStaysLost() {
    lease("{holderIdentity: theirs}");
    Leadership leadership = elected(client);
    assertFalse(leadership.confirm());
    lease("{holderIdentity: ours}");
    assertFalse(leadership.confirm());
    leadership.lose("test");
    assertEquals(1, lost.get());
    leadership.release();
    assertEquals(OURS, holder());
  }

  @Test
  void releasedItIsNobodysForASecond() {
    lease("{holderIdentity: ours, leaseDurationSeconds: 15}");
    elected(client).release();
    assertEquals("", holder());
    assertEquals(1, read().getSpec().getLeaseDurationSeconds());
    assertEquals(0, lost.get(), "who gives it back has not lost it");
  }

  @Test
  void thatOfAnotherOneIsNotReleased() {
    lease("{holderIdentity: theirs, leaseDurationSeconds: 15}");
    elected(client).release();
    assertEquals("theirs", holder());
    assertEquals(15, read().getSpec().getLeaseDurationSeconds());
  }

  @Test
  void whoIsAloneLeadsWhateverStandsThere() {
    lease("{holderIdentity: theirs}");
    Leadership leadership = new Leadership(client, OperatorOptions.alone(), lost::incrementAndGet);
    assertTrue(leadership.confirm());
    leadership.release();
    assertEquals("theirs", holder());
    assertEquals(0, lost.get());
  }

  @Test
  void releasingNeverFailsThoughNobodyAnswers() {
    try (ReservedPort port = new ReservedPort();
        KubernetesClient nobody = OperatorUnderTest.clientOf(port.number())) {
      elected(nobody).release();
    }
    assertEquals(0, lost.get());
  }

  private Leadership elected(KubernetesClient client) {
    OperatorOptions options =
        new OperatorOptions(
            "127.0.0.1",
            -1,
            true,
            NAMESPACE,
            OURS,
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Clock.fixed(NOW, ZoneOffset.UTC),
            null);
    return new Leadership(client, options, lost::incrementAndGet);
  }

  private void lease(@Nullable String spec) {
    if (spec != null) {
      lease(NAMESPACE, spec);
    }
  }

  private void lease(String namespace, String spec) {
    Lease lease =
        Serialization.unmarshal(
            "---\n{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: %s, namespace: %s}, spec: %s}"
                .formatted(OperatorOptions.LEASE, namespace, spec),
            Lease.class);
    if (client.resource(lease).get() == null) {
      client.resource(lease).create();
    } else {
      client.resource(lease).update();
    }
  }

  private Lease read() {
    return client.leases().inNamespace(NAMESPACE).withName(OperatorOptions.LEASE).get();
  }

  private String holder() {
    return read().getSpec().getHolderIdentity();
  }
}
