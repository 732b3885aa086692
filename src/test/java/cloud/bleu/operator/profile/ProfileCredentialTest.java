package cloud.bleu.operator.profile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.config.AccessProvider;
import cloud.bleu.operator.member.MemberAccess;
import io.fabric8.kubernetes.api.model.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a credential where something fails that no plugin did. */
class ProfileCredentialTest {

  private static final String V1 = "client.authentication.k8s.io/v1";

  @TempDir private Path folder;

  private final AtomicInteger changes = new AtomicInteger();

  private ProfileCredential credential(Map<String, String> env, BooleanSupplier unauthorized)
      throws IOException {
    Path script = folder.resolve("plugin");
    Files.writeString(
        script,
        """
        #!/bin/sh
        echo '{"apiVersion": "%s", "kind": "ExecCredential", "status": {"token": "t"}}'
        """
            .formatted(V1));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Cluster cluster = new Cluster();
    cluster.setServer("https://fc-1");
    Clock clock = Clock.systemUTC();
    return new ProfileCredential(
        "fc-1",
        new MemberAccess.Source("ClusterProfile fc-1", "ProfileRefused"),
        new ProfileAccess("site", cluster, null),
        new CredentialPlugin(
            new AccessProvider("site", V1, script.toString(), List.of(), env, false),
            Duration.ofMinutes(5),
            new PluginSlots(1, Duration.ofMinutes(5)),
            clock),
        clock,
        unauthorized,
        changes::incrementAndGet);
  }

  @Test
  void faultOfTheOperatorIsAProblemOfTheZone() throws IOException {
    try (ProfileCredential credential = credential(Map.of("A=B", "s3cret"), () -> false)) {
      credential.start();
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> credential.access().reason().equals("CredentialPluginFailed"));
      String problem = String.valueOf(credential.access().problem());
      assertTrue(problem.contains("IllegalArgumentException"), problem);
      assertFalse(problem.contains("s3cret"), problem);
      assertTrue(changes.get() > 0, "it is told");
    }
  }

  @Test
  void errorEndsNoRenewal() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (ProfileCredential credential =
        credential(
            Map.of(),
            () -> {
              if (asked.getAndIncrement() == 0) {
                throw new StackOverflowError();
              }
              return false;
            })) {
      credential.start();
      await().atMost(Duration.ofMinutes(1)).until(() -> credential.access().kubeconfig() != null);
    }
  }
}
