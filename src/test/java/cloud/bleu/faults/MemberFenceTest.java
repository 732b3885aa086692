package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.SiteZone;
import cloud.bleu.operator.config.OperatorOptions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is about to write into a member when another one takes its lease: the write is not
 * sent, there as little as in its own cluster. The process that runs for real ends then; this one
 * lives on, so that it could write.
 */
@Tag("wiring")
class MemberFenceTest {

  private static final String MEMBER = "member-1";

  /** What was refused is not tried again sooner. */
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private final MovableClock clock = new MovableClock();

  @TempDir Path folder;

  /** The embedded API server knows of no rights, and who stands for an election asks for them. */
  private static final Fault RIGHTS =
      new Fault() {
        @Override
        public @Nullable Answer instead(Request request) {
          return request.about("selfsubjectrulesreviews")
              ? Answer.json(
                  201,
                  """
                  {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview",
                   "metadata": {}, "spec": {},
                   "status": {"incomplete": false, "nonResourceRules": [], "resourceRules": [
                     {"apiGroups": ["coordination.k8s.io"], "resources": ["leases"],
                      "verbs": ["create", "update", "get", "patch"]}]}}
                  """)
              : null;
        }
      };

  @Test
  void writeThatIsDueWhenAnotherProcessLeadsIsNotSent() throws InterruptedException {
    writeIsDue(
        (hub, operator, scene, way, lost) -> {
          hub.leases()
              .inNamespace("ops")
              .withName(OperatorOptions.LEASE)
              .patch(
                  PatchContext.of(PatchType.JSON_MERGE),
                  "{\"spec\":{\"holderIdentity\":\"another\"}}");
          assertTrue(lost.await(Scene.SOON.toSeconds(), TimeUnit.SECONDS));
          OperatorUnderTest.awaitAnswers(operator);
          way.overtaken();
          int held = way.looks.get();
          way.release();
          // Once: what is handed over while the clock jumps is too old to be done. Where the jump
          // comes before the refusal, the pause passes by the time of the machine.
          clock.forward(PAUSE);
          // It tries again: so the first attempt is over, whatever became of it.
          scene.until("it goes on", () -> way.looks.get() > held || !way.late.isEmpty());
          assertEquals(List.of(), way.late);
        });
  }

  /** So that nothing else than the lease keeps it from being sent above. */
  @Test
  void writeThatIsDueWhileItLeadsIsSent() throws InterruptedException {
    writeIsDue(
        (hub, operator, scene, way, lost) -> {
          way.release();
          scene.until("it is written", () -> !way.children.isEmpty());
        });
  }

  /** What happens while a child is about to be written in the member, and what comes of it. */
  private interface Due {
    void then(
        KubernetesClient hub, Operator operator, Scene scene, HeldLook way, CountDownLatch lost)
        throws InterruptedException;
  }

  private void writeIsDue(Due due) throws InterruptedException {
    HeldLook way = new HeldLook(CampaignCluster.NAMESPACE, true);
    CountDownLatch lost = new CountDownLatch(1);
    try (CampaignCluster hub = new CampaignCluster("hub-a", folder);
        CampaignCluster member = new CampaignCluster(MEMBER, folder)) {
      hub.namespace("ops").namespace(CampaignCluster.NAMESPACE);
      Scene scene = new Scene(hub.client(), null).provider("acme");
      hub.client().resource(secret(member.way(way))).create();
      HasMetadata zone =
          Serialization.unmarshal(
              SiteZone.yaml(
                  "acme", MEMBER, "", "cluster: {kubeconfigSecretRef: {name: " + MEMBER + "}}"));
      hub.client().resource(zone).create();
      try (FaultProxy own = hub.own(RIGHTS);
          KubernetesClient client = own.client();
          Operator operator =
              OperatorUnderTest.of(client, clock.elected("ops", "first"), lost::countDown);
          way) {
        operator.start();
        scene.workload("web", 1, "{}");
        way.awaitDue();
        assertTrue(operator.leading());
        due.then(hub.client(), operator, scene, way, lost);
      }
      assertEquals(List.of(), way.late, "until it has ended");
    }
  }

  private static HasMetadata secret(String kubeconfig) {
    byte[] bytes = kubeconfig.getBytes(StandardCharsets.UTF_8);
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace("ops")
        .withName(MEMBER)
        .endMetadata()
        .addToData("kubeconfig", Base64.getEncoder().encodeToString(bytes))
        .build();
  }
}
