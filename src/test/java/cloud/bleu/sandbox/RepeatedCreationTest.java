package cloud.bleu.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The answer to the first creation is lost, so the client asks again by itself and is refused
 * because of what it has created: what the sandbox makes is there all the same.
 */
@Tag("wiring")
class RepeatedCreationTest {

  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private final AtomicInteger asked = new AtomicInteger();
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private FaultProxy proxy;
  private KubernetesClient losing;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(List.of());
    client = PatientClients.of(server);
    proxy =
        new FaultProxy(
            client.getConfiguration(),
            new Fault() {
              @Override
              public @Nullable Answer after(Request request, Answer answer) {
                return asked.getAndIncrement() == 0 ? null : answer;
              }
            });
    String url;
    try (KubernetesClient through = proxy.client()) {
      url = through.getConfiguration().getMasterUrl().replaceAll("/$", "");
    }
    // Only creations go through the proxy: the rest would wait for its connections.
    Interceptor creations =
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (request.method().equals("POST") && !request.uri().getPath().contains("/leases")) {
              builder.uri(URI.create(url + request.uri().getPath()));
            }
          }
        };
    losing =
        SandboxClients.builder(server.config())
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("creations", creations))
            .build();
  }

  @AfterEach
  void stop() {
    losing.close();
    proxy.close();
    client.close();
    server.close();
  }

  private static ConfigMap map() {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName("one")
        .endMetadata()
        .build();
  }

  /** Once, or more often where the machine is slow. */
  private void askedAgain() {
    assertTrue(asked.get() > 1, "the client asks again by itself");
  }

  /** The client is told so, which is what the others are mended for. */
  @Test
  void clientIsRefusedByWhatItCreated() {
    KubernetesClientException refused =
        assertThrows(KubernetesClientException.class, () -> losing.resource(map()).create());
    assertEquals(409, refused.getCode());
    askedAgain();
  }

  @Test
  void whatIsThereIsAskedWhetherItIsTheSame() {
    SandboxClients.create(losing, map(), (wanted, there) -> there.getMetadata().getUid() != null);
    askedAgain();
    assertThrows(
        KubernetesClientException.class,
        () -> SandboxClients.create(client, map(), (wanted, there) -> false));
  }

  @Test
  void whatGoesAgainIsNotThere() {
    ConfigMap kept =
        new ConfigMapBuilder(map())
            .editMetadata()
            .withFinalizers("bleu.cloud/test")
            .endMetadata()
            .build();
    client.resource(kept).create();
    client.resource(kept).delete();
    assertThrows(
        KubernetesClientException.class,
        () -> SandboxClients.create(client, map(), (wanted, there) -> true));
  }

  /** As where an object was changed meanwhile. */
  @Test
  void conflictForAnotherReasonIsOne() {
    client.resource(map()).create();
    Fault conflict =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            return request.method().equals("POST") ? Answer.status(409, "Conflict") : null;
          }
        };
    try (FaultProxy refusing = new FaultProxy(client.getConfiguration(), conflict);
        KubernetesClient refused = refusing.client()) {
      assertThrows(
          KubernetesClientException.class,
          () -> SandboxClients.create(refused, map(), (wanted, there) -> true));
    }
  }

  /** Who bound it before, for a claim that has gone, has it. */
  @Test
  void volumeOfAnotherClaimIsNotOurs() {
    PersistentVolume volume = FakeVolumes.volume(claim("one"));
    SandboxClients.create(losing, volume, FakeVolumes::isOfOneClaim);
    askedAgain();
    PersistentVolume other = FakeVolumes.volume(claim("two"));
    other.getMetadata().setName(volume.getMetadata().getName());
    assertThrows(
        KubernetesClientException.class,
        () -> SandboxClients.create(client, other, FakeVolumes::isOfOneClaim));
  }

  private static PersistentVolumeClaim claim(String uid) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName("data")
        .withUid(uid)
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .endSpec()
        .build();
  }

  @Test
  void nodeOfTheSimulatedClusterIsRegistered() {
    try (SimulatedCluster cluster = SimulatedCluster.start(client)) {
      SimulatedCluster over = SimulatedCluster.start(losing);
      over.addNode(FakeNode.inZone("z", "one"));
      over.close();
      askedAgain();
      assertEquals(1, client.nodes().list().getItems().size());
      // One that somebody else has registered is refused as ever.
      assertThrows(
          KubernetesClientException.class, () -> cluster.addNode(FakeNode.inZone("z", "one")));
    }
  }

  @Test
  void nodeOfARealPlaneIsRegistered() {
    try (FakeNodes nodes = FakeNodes.on(losing, HEARTBEAT)) {
      nodes.add(FakeNode.inZone("z", "one"));
      askedAgain();
      assertEquals(1, client.nodes().list().getItems().size());
      // One that somebody else has registered is not ours to keep alive.
      assertThrows(KubernetesClientException.class, () -> nodes.add(FakeNode.inZone("z", "one")));
    }
  }

  /** Nothing about the claim changes by itself, so nobody would look at it again. */
  @Test
  void claimIsBound() {
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withNamespace("default")
            .withName("data")
            .endMetadata()
            .withNewSpec()
            .withAccessModes("ReadWriteOnce")
            .endSpec()
            .build();
    client.resource(claim).create();
    try (FakeVolumes volumes = FakeVolumes.on(losing)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                var status = client.resource(claim).get().getStatus();
                return status != null && "Bound".equals(status.getPhase());
              });
      askedAgain();
    }
  }
}
