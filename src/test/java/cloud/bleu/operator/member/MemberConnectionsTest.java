package cloud.bleu.operator.member;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.access.MemberAccess;
import cloud.bleu.operator.cache.MemberNodes;
import cloud.bleu.operator.config.MemberIntervals;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which clusters are connected as Secrets come, change and go. */
class MemberConnectionsTest {

  /** What is waited for here is mostly the next look. */
  private static final MemberIntervals OFTEN =
      new MemberIntervals(Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofSeconds(20));

  private final MovableClock clock = new MovableClock();
  private final List<EmbeddedApiServer> servers = new ArrayList<>();
  private final Map<String, MemberAccess> found = new TreeMap<>();
  private final AtomicInteger nodeChanges = new AtomicInteger();
  private final AtomicInteger remarks = new AtomicInteger();
  private final MemberConnections connections =
      new MemberConnections(
          new MemberClients(
              Operator.serialization(),
              client -> client,
              new CompanionSource(new KubernetesClientBuilder().build()),
              ClusterDns.USUAL,
              UndoneEdits.UNTOLD,
              new HubGates(
                  () -> {
                    throw new IllegalStateException("nothing was decided");
                  },
                  zones -> {}),
              Clock.systemUTC(),
              System::nanoTime,
              OFTEN),
          clock,
          new MemberListener() {
            @Override
            public BleuWorkload workload(WorkloadId id) {
              return null;
            }

            @Override
            public void reachChanged(Member member) {
              // Whoever waits looks by itself.
            }

            @Override
            public MemberNodes.Listener ofNodes(Member member) {
              return new MemberNodes.Listener() {
                @Override
                public void nodesChanged() {
                  nodeChanges.incrementAndGet();
                }

                @Override
                public void undeclaredChanged() {}

                @Override
                public void remarked() {
                  remarks.incrementAndGet();
                }

                @Override
                public boolean isDeclared(WorkloadId workload) {
                  return false;
                }
              };
            }

            @Override
            public void changed(WorkloadId workload) {
              throw new AssertionError("nothing stands there");
            }

            @Override
            public ContactFault misplaced(Member member, String uid) {
              return null;
            }

            @Override
            public Instant awaySince(Member member) {
              return null;
            }
          });

  @AfterEach
  void stop() {
    connections.close();
    servers.forEach(EmbeddedApiServer::close);
  }

  /** A cluster of its own, as a kubeconfig. */
  private String cluster() {
    EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
    servers.add(server);
    try (KubernetesClient client = PatientClients.of(server)) {
      client
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName("kube-system")
                  .endMetadata()
                  .build())
          .serverSideApply();
    }
    return kubeconfig(server.config().getMasterUrl(), "one");
  }

  private static String kubeconfig(String server, String token) {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: c, cluster: {server: "%s"}}]
    users: [{name: u, user: {token: "%s"}}]
    contexts: [{name: x, context: {cluster: c, user: u}}]
    current-context: x
    """
        .formatted(server, token);
  }

  private static String garbledPem() {
    String pem =
        "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
  }

  private void follow(String id, String text) {
    found.put(id, way(text));
    connections.follow(found, "home");
  }

  private static MemberAccess way(String kubeconfig) {
    return new MemberAccess(
        new MemberAccess.Source("the kubeconfig in Secret a", "KubeconfigRefused"),
        kubeconfig,
        null,
        "",
        null);
  }

  private void awaitReached(String id) {
    await().atMost(Duration.ofSeconds(30)).until(() -> connections.reach(id).isReached());
  }

  @Test
  void severalSecretsThatLeadIntoOneClusterAreServedByOneThatIsReached() {
    String one = cluster();
    follow("a/k", one);
    follow("b/k", one);
    follow("c/k", cluster());
    List.of("a/k", "b/k", "c/k").forEach(this::awaitReached);
    assertEquals(Set.of("a/k", "b/k"), connections.alike("b/k"));
    assertEquals("a/k", connections.serving().get("b/k"));
    assertEquals("c/k", connections.serving().get("c/k"));
    assertEquals("a/k", connections.serving("b/k"));
    assertEquals("c/k", connections.serving("c/k"));
    assertEquals("not connected", connections.serving("not connected"));
    assertSame(
        connections.get("a/k").identity(),
        connections.get("a/k").identity(),
        "read once of what was connected by, however often it is asked");

    found.remove("a/k");
    connections.follow(found, "home");
    assertNull(connections.get("a/k"));
    assertEquals("b/k", connections.serving().get("b/k"), "its cluster is still the same one");
    assertNotNull(connections.uid("b/k"));
  }

  @Test
  void oneUidBehindTwoServersThatNothingElseTiesTogetherIsReachedByNeither() {
    String one = cluster();
    follow("a/k", one);
    awaitReached("a/k");
    follow("b/k", one.replace("127.0.0.1", "localhost"));
    for (String id : List.of("a/k", "b/k")) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> "SameIdentity".equals(connections.reach(id).reason()));
      assertEquals(id, connections.serving().get(id), "neither acts for the other");
      assertEquals(id, connections.serving(id));
      assertEquals(Set.of(id), connections.alike(id));
    }
    assertTrue(connections.reach("a/k").message().contains("b/k"));

    found.remove("b/k");
    connections.follow(found, "home");
    awaitReached("a/k");
  }

  @Test
  void authorityTiesTwoServersOfOneUidTogether() {
    MemberIdentity one = new MemberIdentity("u", "https://a", "Q0E=");
    assertTrue(one.isSame(new MemberIdentity("u", "https://b", "Q0E=")));
    assertTrue(one.isSame(new MemberIdentity("u", "https://a", "TmV3")), "while it is renewed");
    assertTrue(one.isInDispute(new MemberIdentity("u", "https://b", "TmV3")));
    assertFalse(one.isInDispute(new MemberIdentity("v", "https://b", "TmV3")));
    MemberIdentity open = new MemberIdentity("u", "https://a", "");
    assertTrue(open.isInDispute(new MemberIdentity("u", "https://b", "")), "no authority is named");
  }

  static List<String> unusable() {
    return List.of(
        kubeconfig("https://127.0.0.1:1", "one")
            .replace(
                "token:",
                "client-certificate-data: %1$s, client-key-data: %1$s, token:"
                    .formatted(garbledPem())),
        kubeconfig("http://127.0.0.1:1", "one\\n"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void kubeconfigThatCannotBeUsedConcernsItsClusterAlone(String garbage) {
    String good = cluster();
    found.put("a/k", way(garbage));
    follow("b/k", good);
    awaitReached("b/k");
    Reach refused = connections.reach("a/k");
    assertEquals(Reach.State.UNREACHED, refused.state());
    assertEquals("KubeconfigRefused", refused.reason());
    connections.follow(found, "home");
    assertEquals(refused, connections.reach("a/k"), "since then");
    follow("a/k", good);
    awaitReached("a/k");
  }

  @Test
  void clusterThatNobodyWasAskedForIsPendingForAWhileOnly() {
    Reach first = connections.reach("a/k");
    assertEquals(Reach.State.ASKING, first.state());
    clock.forward(Duration.ofSeconds(11));
    assertFalse(connections.reach("a/k").isPending(clock.instant()));
  }

  @Test
  void newerKubeconfigServesOnceItWorksOrTheOlderOneDoesNot() {
    String first = cluster();
    follow("a/k", first);
    awaitReached("a/k");
    Member serving = connections.get("a/k");
    follow("a/k", kubeconfig("http://127.0.0.1:1", "two"));
    assertSame(serving, connections.get("a/k"));
    follow("a/k", first.replace("one", "two"));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              connections.follow(found, "home");
              return connections.get("a/k") != serving;
            });
    awaitReached("a/k");

    servers.get(0).close();
    await().atMost(Duration.ofSeconds(60)).until(() -> !connections.reach("a/k").isReached());
    follow("a/k", cluster());
    connections.follow(found, "home");
    awaitReached("a/k");
  }
}
