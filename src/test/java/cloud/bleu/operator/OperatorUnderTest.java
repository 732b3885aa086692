package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.config.EvidenceOptions;
import cloud.bleu.operator.config.MemberIntervals;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * The only place in which a test makes an operator: it never runs as somebody who may do
 * everything, so that a right which the chart does not give is missed here and not first in a
 * cluster.
 */
public final class OperatorUnderTest {

  /** More often than in a cluster: what is waited for there is mostly the next look. */
  public static final MemberIntervals OFTEN =
      new MemberIntervals(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2));

  private OperatorUnderTest() {}

  /** Alone, with the rights of a service account. */
  public static Operator of(KubernetesClient client) {
    return of(client, OperatorOptions.alone(), () -> {});
  }

  /** The same in a namespace, in which it looks for Secrets. */
  public static Operator of(KubernetesClient client, String namespace) {
    return of(
        client,
        new OperatorOptions(
                "127.0.0.1",
                -1,
                false,
                namespace,
                "alone",
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Clock.systemUTC(),
                null)
            .with(OFTEN),
        () -> {});
  }

  /** The same with an export, which it may not sign: the chart gives that right on demand. */
  public static Operator exporting(KubernetesClient client, Path directory) {
    return of(client, OperatorOptions.alone().with(EvidenceOptions.to(directory)), () -> {});
  }

  /** On an embedded API server, which knows of no rights. */
  public static Operator inSandbox(KubernetesClient client, OperatorOptions options) {
    return new Operator(client, options, () -> {});
  }

  /** With the rights of a service account. */
  public static Operator of(KubernetesClient client, OperatorOptions options, Runnable lost) {
    return new Operator(ofAServiceAccount(client), options, lost);
  }

  /**
   * Waits until no write of an operator that leads no longer is under way: what arrives from then
   * on was sent when it was not to be.
   */
  public static void awaitAnswers(Operator overtaken) throws InterruptedException {
    assertFalse(overtaken.leading());
    assertTrue(overtaken.isAnsweredWithin(Scene.SOON), "a write gets no answer");
  }

  /** A client of whatever listens on a port of this machine; asks once only. */
  public static KubernetesClient clientOf(int port) {
    return SandboxClients.of(
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl("http://127.0.0.1:" + port)
            .withAutoOAuthToken("token")
            .withRequestRetryBackoffLimit(0)
            .build());
  }

  /** Alone and started, with a client of a service account that goes with it. */
  public static Running running(KubernetesClient client) {
    Operator operator = of(client);
    operator.start();
    return new Running(operator, client);
  }

  /** An operator that acts, and its client. */
  public record Running(Operator operator, KubernetesClient client) implements AutoCloseable {
    @Override
    public void close() {
      operator.close();
      client.close();
    }
  }

  /**
   * The same settings, if they are a service account's; admins of a plane have certificates, or a
   * token that says so.
   */
  public static Config ofAServiceAccount(Config config) {
    assertNull(config.getClientCertData(), "the operator under test runs as a service account");
    assertNull(config.getClientCertFile(), "the operator under test runs as a service account");
    String token = config.getAutoOAuthToken();
    assertFalse(token == null || token.isBlank(), "the operator under test comes with a token");
    assertFalse(
        token.startsWith(ControlPlane.ADMIN_TOKEN),
        "the operator under test runs as a service account");
    return config;
  }

  private static KubernetesClient ofAServiceAccount(KubernetesClient client) {
    ofAServiceAccount(client.getConfiguration());
    return client;
  }
}
