package cloud.bleu.operator.placementdecision;

import static org.awaitility.Awaitility.await;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.operator.cache.HurriedThread;
import cloud.bleu.operator.cache.WriteBackoff;
import cloud.bleu.operator.profile.ClusterProfileCrd;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.SaidRefusal;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people are told of a PlacementDecision that cannot be written. */
class RefusedDecisionTest {

  private static final WorkloadPlacementSpec SPEC =
      new WorkloadPlacementSpec(
          new WorkloadPlacementSpec.WorkloadRef("web", "uid-1"),
          List.of(new Assignment("a", 1, null, null)),
          List.of(),
          null);

  private static final AvailabilityZone ZONE =
      Serialization.unmarshal(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: AvailabilityZone
          metadata: {name: a}
          spec: {target: {clusterProfile: {name: one, namespace: fleet}}}
          """,
          AvailabilityZone.class);

  @RegisterExtension private final OperatorLog said = OperatorLog.of(RefusedWrites.class);

  @ParameterizedTest
  @EnumSource
  void itIsToldUnlessTheNamespaceIsBeingDeleted(SaidRefusal refusal, @TempDir Path folder)
      throws IOException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    AtomicInteger refused = new AtomicInteger();
    Fault refuses =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            if (!request.about("placementdecisions") || !request.isWrite()) {
              return null;
            }
            refused.incrementAndGet();
            return refusal.answer();
          }
        };
    DecisionInForce decision =
        new DecisionInForce("uid-1", SPEC, true, new RecentMoves(List.of()), null);
    try (EmbeddedApiServer server =
            EmbeddedApiServer.start(List.of(ClusterProfileCrd.decisions()));
        FaultProxy proxy = new FaultProxy(config(server, folder), refuses);
        KubernetesClient through = proxy.client();
        EventRecorder events =
            new EventRecorder(through, "test", Clock.systemUTC(), registry, n -> false);
        PlacementDecisions decisions =
            new PlacementDecisions(
                through,
                () -> Map.of(new WorkloadId("shop", "web"), decision),
                () -> List.of(ZONE),
                new RefusedWrites(registry, events),
                namespace -> true,
                new HurriedThread("decisions"))) {
      decisions.decided();
      decisions.work.begin();
      WriteBackoff backoff = new WriteBackoff(System::nanoTime);
      await("it is tried, once the watch has listed")
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                decisions.work.write(backoff);
                return refused.get() > 0;
              });
      refusal.assertTold(RefusedWrites.Write.PlacementDecision, registry, said);
    }
  }

  private static Config config(EmbeddedApiServer server, Path folder) throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    server.writeKubeconfig(kubeconfig);
    return Config.fromKubeconfig(Files.readString(kubeconfig));
  }
}
