package cloud.bleu.controlplane;

import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.PatientClients;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What one test has on a plane, and how it goes. */
final class PlaneTest implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final List<FleetMember> members;
  private final TestNamespace namespace;
  private final Duration heartbeat;
  private FakeNodes nodes;

  PlaneTest(ControlPlane plane, List<FleetMember> members, Duration heartbeat, String method) {
    this.plane = plane;
    this.heartbeat = heartbeat;
    this.members = members;
    String words =
        method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "");
    namespace =
        new TestNamespace(
            "t%d-%s"
                .formatted(
                    COUNT.incrementAndGet(), words.substring(0, Math.min(40, words.length())))
                .replaceAll("-+$", ""));
    Config config = Config.fromKubeconfig(plane.adminTokenKubeconfig());
    config.setNamespace(namespace.name());
    // What a test watches with is one connection in place of a handshake for each watch. The
    // operator watches as it does anywhere, by WebSocket.
    config.setOnlyHttpWatches(true);
    client = PatientClients.of(config);
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace.name())
                .endMetadata()
                .build())
        .serverSideApply();
  }

  KubernetesClient client() {
    return client;
  }

  TestNamespace namespace() {
    return namespace;
  }

  FakeNodes nodes() {
    if (nodes == null) {
      nodes = FakeNodes.on(client, heartbeat);
    }
    return nodes;
  }

  @Override
  public void close() {
    try (client) {
      // The namespace first: while it terminates nothing is created in it again.
      Cleanup.of(() -> delete(client));
      Cleanup.of(() -> AdmissionPolicies.clear(client));
      Cleanup.of(() -> ProjectKinds.deleteAll(client));
      Cleanup.of(
          () -> NamespaceEnd.of(plane, client, namespace.name(), Set.of(ProjectKinds.GROUP)));
      if (nodes != null) {
        // No heartbeat brings a lease back.
        nodes.close();
        Cleanup.of(() -> removeNodes(client));
      }
      members.forEach(this::clear);
    }
  }

  /**
   * All of them, by one request. For the lease of a node that goes the garbage collector would ask,
   * and delete it.
   */
  private static void removeNodes(KubernetesClient admin) {
    WholeKind.delete(admin, "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases");
    WholeKind.delete(admin, "/api/v1/nodes");
  }

  private void clear(FleetMember member) {
    member.recover();
    Cleanup.of(() -> delete(member.client()));
    Cleanup.of(() -> NamespaceEnd.of(member.plane(), member.client(), namespace.name(), Set.of()));
    Cleanup.of(() -> member.nodes().removeAll());
  }

  private void delete(KubernetesClient admin) {
    admin.namespaces().withName(namespace.name()).delete();
  }
}
