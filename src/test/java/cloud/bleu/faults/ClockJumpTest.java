package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator's clock jumps while a workload lives: what is placed stays, what comes goes on. */
@RealControlPlane
@Tag("campaign")
class ClockJumpTest {

  @Test
  void decisionsGoOnOverAYearAheadAndTwoBack(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    Jumping clock = new Jumping();
    try (KubernetesClient ours = account.client();
        ChainWatch chain = new ChainWatch(client);
        Operator operator = OperatorUnderTest.of(ours, options(clock), () -> {})) {
      operator.start();
      scene.workload("web", 3, "{spread: [{over: Site, min: 3, maxSkew: 1}]}");
      scene.awaitReady("web");
      clock.ahead = Duration.ofDays(365);
      scale(scene, client, 6);
      assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.bound("web"));
      scene.clockGoesBack();
      clock.ahead = Duration.ofDays(-365);
      scale(scene, client, 9);
      assertEquals(Map.of("fr-a", 3, "fr-b", 3, "fr-c", 3), scene.bound("web"));
      clock.ahead = Duration.ZERO;
      scale(scene, client, 3);
      assertEquals(Map.of("fr-a", 1, "fr-b", 1, "fr-c", 1), scene.assigned("web"));
      chain.awaitEnd(scene);
      chain.verify();
      assertEquals(
          List.of("InputChanged", "InputChanged", "InputChanged", "InputChanged"),
          chain.entries().stream().map(e -> e.cause()).toList());
    }
  }

  private static void scale(Scene scene, KubernetesClient client, int replicas) {
    client.resources(BleuWorkload.class).withName("web").scale(replicas);
    scene.awaitReady("web");
  }

  private static OperatorOptions options(Clock clock) {
    OperatorOptions alone = OperatorOptions.alone();
    return new OperatorOptions(
        alone.bindAddress(),
        alone.port(),
        alone.leaderElect(),
        alone.leaseNamespace(),
        alone.identity(),
        alone.leaseDuration(),
        alone.renewDeadline(),
        alone.retryPeriod(),
        clock,
        null);
  }

  /** Goes on as the clock of the machine does, from somewhere else. */
  private static final class Jumping extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return Clock.systemUTC().getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("the operator reads instants only");
    }
  }
}
