package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.SiteZone;
import cloud.bleu.operator.config.MemberIntervals;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member that does not know its credential any more, as once it was revoked: any request tells,
 * long before it is asked in its turn.
 */
@Tag("wiring")
class RefusedCredentialTest {

  private static final String MEMBER = "member-1";

  /** No look comes in its turn while the test runs. */
  private static final MemberIntervals RARELY =
      new MemberIntervals(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

  /** The client sends what is refused a second time, with the credential read again. */
  private static final int SENT = 2;

  /** What is read to see whether a member answers. */
  private static final String PROBE = "/api/v1/namespaces/kube-system";

  private final MovableClock clock = new MovableClock();

  @TempDir Path folder;

  /** Whether the credential is revoked, and how often who asks whether it answers was refused. */
  private static final class Revoked implements Fault {
    final AtomicInteger probes = new AtomicInteger();
    final AtomicInteger others = new AtomicInteger();
    volatile boolean now;

    @Override
    public @Nullable Answer instead(Request request) {
      if (!now) {
        return null;
      }
      boolean probe = request.path().equals(PROBE);
      (probe ? probes : others).incrementAndGet();
      return Answer.status(401, "Unauthorized");
    }
  }

  @Test
  void credentialThatAnyRequestIsRefusedForIsAskedAboutAtOnce() {
    Revoked way = new Revoked();
    inMember(
        way,
        RARELY,
        (hub, member, scene) -> {
          scene.workload("first", 1, "{}");
          scene.awaitReady("first");
          clock.stop();
          way.now = true;
          scene.workload("web", 1, "{}");
          scene.until("it is asked", () -> way.probes.get() == SENT);
          way.now = false;
          clock.goOn();
          secret(hub, member.way(way));
          scene.awaitReady("web");
          assertEquals(SENT, way.probes.get(), way.others + " other requests were refused");
        });
  }

  /** Refuses creations of children, though it knows the credential until that is revoked too. */
  private static final class Doubtful implements Fault {
    final AtomicInteger sent = new AtomicInteger();
    final AtomicInteger probes = new AtomicInteger();

    /** How many creations are refused from now on. */
    volatile int refuses;

    volatile boolean revoked;

    @Override
    public @Nullable Answer instead(Request request) {
      boolean refused = revoked;
      if (request.method().equals("POST") && request.about("deployments")) {
        refused |= refuses > 0 && sent.getAndIncrement() < refuses;
      } else if (refused && request.path().equals(PROBE)) {
        probes.incrementAndGet();
      }
      return refused ? Answer.status(401, "Unauthorized") : null;
    }
  }

  /** As where the server behind an address that is asked first does not know the token yet. */
  @Test
  void writeThatIsRefusedThoughTheCredentialIsKnownIsSentAgainAtOnce() {
    Doubtful way = new Doubtful();
    inMember(
        way,
        RARELY,
        (hub, member, scene) -> {
          scene.workload("first", 1, "{}");
          scene.awaitReady("first");
          clock.stop();
          way.refuses = SENT;
          scene.workload("web", 1, "{}");
          scene.until("it is refused, and sent again", () -> way.sent.get() > SENT);
          clock.goOn();
          scene.awaitReady("web");
        });
  }

  /** One word of the probe counts; the second comes of a member that is reached again. */
  @Test
  void writeThatIsRefusedTwiceIsSentAgainOnceTheMemberIsReachedAgain() {
    Doubtful way = new Doubtful();
    inMember(
        way,
        OperatorUnderTest.OFTEN,
        (hub, member, scene) -> {
          scene.workload("first", 1, "{}");
          scene.awaitReady("first");
          clock.stop();
          way.refuses = 2 * SENT;
          scene.workload("web", 1, "{}");
          scene.until("it is refused twice", () -> way.sent.get() == 2 * SENT);
          way.revoked = true;
          scene.until("it is not reached", () -> way.probes.get() >= SENT);
          way.revoked = false;
          scene.until("it is sent again", () -> way.sent.get() > 2 * SENT);
          clock.goOn();
          scene.awaitReady("web");
        });
  }

  /** What happens once a member is served. */
  private interface Life {
    void then(CampaignCluster hub, CampaignCluster member, Scene scene);
  }

  private void inMember(Fault way, MemberIntervals looks, Life life) {
    try (CampaignCluster hub = new CampaignCluster("hub-a", folder);
        CampaignCluster member = new CampaignCluster(MEMBER, folder)) {
      hub.namespace("ops").namespace(CampaignCluster.NAMESPACE);
      Scene scene = new Scene(hub.client(), null).provider("acme");
      secret(hub, member.way(way));
      HasMetadata zone =
          Serialization.unmarshal(
              SiteZone.yaml(
                  "acme", MEMBER, "", "cluster: {kubeconfigSecretRef: {name: " + MEMBER + "}}"));
      hub.client().resource(zone).create();
      try (FaultProxy own = hub.own(Fault.NONE);
          KubernetesClient client = own.client();
          Operator operator =
              OperatorUnderTest.of(client, clock.alone("ops").with(looks), () -> {})) {
        operator.start();
        life.then(hub, member, scene);
      }
    }
  }

  private static void secret(CampaignCluster hub, String kubeconfig) {
    byte[] bytes = kubeconfig.getBytes(StandardCharsets.UTF_8);
    hub.client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("ops")
                .withName(MEMBER)
                .endMetadata()
                .addToData("kubeconfig", Base64.getEncoder().encodeToString(bytes))
                .build())
        .serverSideApply();
  }
}
