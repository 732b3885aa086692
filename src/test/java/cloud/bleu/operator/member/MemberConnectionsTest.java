package cloud.bleu.operator.member;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.operator.Operator;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which clusters are connected as Secrets come, change and go. */
class MemberConnectionsTest {

  private final List<EmbeddedApiServer> servers = new ArrayList<>();
  private final Map<String, MemberSecrets.Found> found = new TreeMap<>();
  private final MemberConnections connections =
      new MemberConnections(
          new MemberClients(
              Operator.serialization(), client -> client, ClusterDns.USUAL, Clock.systemUTC()),
          Clock.systemUTC(),
          new Member.Listener() {
            @Override
            public void reachChanged(Member member) {
              // Whoever waits looks by itself.
            }

            @Override
            public void changed(WorkloadId workload) {
              throw new AssertionError("nothing stands there");
            }

            @Override
            public String misplaced(String uid) {
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
    try (KubernetesClient client = server.newClient()) {
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

  private void follow(String id, String text) {
    found.put(id, new MemberSecrets.Found(text, "", null));
    connections.follow(found, "home");
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
    assertEquals("a/k", connections.serving("b/k"));
    assertEquals("c/k", connections.serving("c/k"));

    found.remove("a/k");
    connections.follow(found, "home");
    assertNull(connections.get("a/k"));
    assertEquals("b/k", connections.serving("b/k"), "its cluster is still the same one");
    assertNotNull(connections.uid("b/k"));
  }
}
