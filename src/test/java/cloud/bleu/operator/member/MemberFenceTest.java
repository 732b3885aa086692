package cloud.bleu.operator.member;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.manifest.ChildFactory;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.manifest.TemplateException;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.cache.MemberNodes;
import cloud.bleu.operator.leadership.Fence;
import cloud.bleu.operator.leadership.FencedHttpClient;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of one hub in one member: the one whose lease has run out writes nothing there. */
class MemberFenceTest {

  private final Fence ofTheFirst = Fence.unelected();
  private EmbeddedApiServer server;
  private KubernetesClient admin;
  private Member first;
  private Member second;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    server = EmbeddedApiServer.start(List.of());
    admin = server.newClient();
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("kube-system").endMetadata().build())
        .serverSideApply();
    Path file = folder.resolve("kubeconfig");
    server.writeKubeconfig(file);
    String kubeconfig = Files.readString(file);
    first = connected(kubeconfig, ofTheFirst);
    second = connected(kubeconfig, Fence.unelected());
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
    admin.close();
    server.close();
  }

  private static Member connected(String kubeconfig, Fence fence) {
    Member member =
        new MemberClients(
                Operator.serialization(),
                client -> FencedHttpClient.fenced(client, fence),
                new CompanionSource(
new KubernetesClientBuilder().build()),
                ClusterDns.USUAL,
                new HubGates(
                    () -> {
                      throw new IllegalStateException("nothing was decided");
                    },
                    zones -> {}),
                Clock.systemUTC())
            .connect(
                "m",
                new MemberAccess(
                    new MemberAccess.Source("the kubeconfig in Secret a", "KubeconfigRefused"),
                    kubeconfig,
                    null,
                    "",
                    null),
                "home",
                new Nobody());
    member.start();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertEquals("Reached", member.reach().reason(), member.reach().message()));
    return member;
  }

  private Integer replicas() {
    Deployment child =
        admin.apps().deployments().inNamespace("shop").withName(ChildName.of("web", "m")).get();
    return child == null ? null : child.getSpec().getReplicas();
  }

  /** Asks for so many until it is answered; what refuses it, null: nothing. */
  private Ensured asked(Member member, int replicas) {
    BleuWorkload workload =
        Serialization.unmarshal(
            "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name:"
                + " web, namespace: shop, uid: u}, spec: {workload: {deployment: {template:"
                + " {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image:"
                + " i}]}}}}}}",
            BleuWorkload.class);
    workload.addFinalizer(HeldZones.finalizer("m", member.uid()));
    ZoneManifest manifest;
    try {
      manifest =
          new ChildFactory(workload, null)
              .children(
                  List.of(new Assignment("m", replicas, null, null)), Map.of("m", Map.of()))
              .get(0);
    } catch (TemplateException e) {
      throw new AssertionError(e);
    }
    Ensured[] last = new Ensured[1];
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              var seen = member.zones().observe(workload, Set.of("m")).zones();
              last[0] =
                  member
                      .zones()
                      .ensure(
                          workload,
                          new ZoneDesired.DecidedManifest(
                              manifest, replicas, seen.isEmpty() ? null : seen.get(0)));
              return last[0].problem() != null || Integer.valueOf(replicas).equals(replicas());
            });
    return last[0];
  }

  @Test
  void processWhoseLeaseHasRunOutWritesNothing() {
    asked(first, 2);
    assertEquals(2, replicas());
    ofTheFirst.shut();
    assertNotNull(asked(first, 3).problem(), "it is said");
    assertEquals(2, replicas());
    asked(second, 4);
    assertEquals(4, replicas());
    assertNotNull(asked(first, 1).problem());
    assertEquals(4, replicas(), "what the other one wrote stands");
  }

  /** Nobody is told, and every workload is there. */
  private static final class Nobody implements MemberListener {
    @Override
    public @Nullable BleuWorkload workload(WorkloadId id) {
      return null;
    }

    @Override
    public void reachChanged(Member member) {
      // Waited for by looking.
    }

    @Override
    public MemberNodes.Listener ofNodes(Member member) {
      return new MemberNodes.Listener() {
        @Override
        public void nodesChanged() {
          // No decision follows here.
        }

        @Override
        public void remarked() {
          // Nobody reads it.
        }

        @Override
        public boolean isDeclared(WorkloadId workload) {
          return true;
        }
      };
    }

    @Override
    public void changed(WorkloadId workload) {
      // Looked at all the time.
    }

    @Override
    public @Nullable ContactFault misplaced(Member member, String uid) {
      return null;
    }

    @Override
    public @Nullable Instant awaySince(Member member) {
      return null;
    }
  }
}
