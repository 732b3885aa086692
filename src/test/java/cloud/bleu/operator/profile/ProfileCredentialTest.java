package cloud.bleu.operator.profile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.access.MemberAccess;
import cloud.bleu.operator.cache.HurriedThread;
import cloud.bleu.operator.config.AccessProvider;
import io.fabric8.kubernetes.api.model.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a credential where something fails that no plugin did. */
class ProfileCredentialTest {

  private static final String V1 = "client.authentication.k8s.io/v1";

  @TempDir private Path folder;

  private static final Duration SOON = Duration.ofMinutes(1);

  private final AtomicInteger changes = new AtomicInteger();
  private final MovableClock clock = new MovableClock();

  private ProfileCredential credential(Map<String, String> env, BooleanSupplier unauthorized)
      throws IOException {
    return credential(
        "echo '{\"apiVersion\": \"%s\", \"kind\": \"ExecCredential\", \"status\": {\"token\": \"t\"}}'"
            .formatted(V1),
        env,
        unauthorized);
  }

  private ProfileCredential credential(
      String program, Map<String, String> env, BooleanSupplier unauthorized) throws IOException {
    return credential(program, env, unauthorized, new HurriedThread("credential"));
  }

  private ProfileCredential credential(
      String program,
      Map<String, String> env,
      BooleanSupplier unauthorized,
      ScheduledExecutorService thread)
      throws IOException {
    Path script = folder.resolve("plugin");
    Files.writeString(script, "#!/bin/sh\n" + program + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Cluster cluster = new Cluster();
    cluster.setServer("https://fc-1");
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
        changes::incrementAndGet,
        thread);
  }

  /** Others hurry the thread: here it only holds what is to be done. */
  @Test
  void itIsLookedAtOnceAndThenOftenEnoughToRenewInTime() throws IOException {
    List<Duration> asked = new ArrayList<>();
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(0) {
          @Override
          public ScheduledFuture<?> scheduleWithFixedDelay(
              Runnable task, long first, long delay, TimeUnit unit) {
            asked.add(Duration.of(first, unit.toChronoUnit()));
            asked.add(Duration.of(delay, unit.toChronoUnit()));
            return schedule(() -> {}, 1, TimeUnit.DAYS);
          }
        };
    try (ProfileCredential credential = credential("exit 1", Map.of(), () -> false, thread)) {
      credential.start();
      assertEquals(List.of(Duration.ZERO, ProfileCredential.LOOK), asked);
    }
    assertTrue(thread.isShutdown(), "it is ended with the credential");
    assertTrue(ProfileCredential.LOOK.multipliedBy(50).compareTo(ProfileCredential.BEFORE) < 0);
  }

  @Test
  void faultOfTheOperatorIsAProblemOfTheZone() throws IOException {
    try (ProfileCredential credential = credential(Map.of("A=B", "s3cret"), () -> false)) {
      credential.start();
      await()
          .atMost(SOON)
          .until(() -> credential.access().reason().equals("CredentialPluginFailed"));
      String problem = String.valueOf(credential.access().problem());
      assertTrue(problem.contains("IllegalArgumentException"), problem);
      assertFalse(problem.contains("s3cret"), problem);
      await("it is told").atMost(SOON).until(() -> changes.get() > 0);
    }
  }

  /** Who saw that it has expired has let go of the way, and waits to be told of another one. */
  @Test
  void credentialThatExpiresWhileItIsRenewedIsToldOnceItIsThere() throws IOException {
    answer(Duration.ofHours(1));
    String waits = "[ ! -e wait ] || { mkfifo gate; echo > asked; read go < gate; }; cat answer";
    try (ProfileCredential credential =
        credential("cd " + folder + "; " + waits, Map.of(), () -> false)) {
      credential.start();
      await().atMost(SOON).until(() -> credential.access().kubeconfig() != null);

      Files.createFile(folder.resolve("wait"));
      clock.forward(Duration.ofMinutes(56));
      await().atMost(SOON).until(() -> Files.exists(folder.resolve("asked")));
      clock.forward(Duration.ofMinutes(10));
      assertEquals("CredentialExpired", credential.access().reason());
      int told = changes.get();
      answer(Duration.ofHours(1));
      Files.writeString(folder.resolve("gate"), "go\n");
      await().atMost(SOON).until(() -> credential.access().kubeconfig() != null);
      await("it is told").atMost(SOON).until(() -> changes.get() > told);
    }
  }

  /** What the program prints that prints a file. */
  private void answer(Duration lifetime) throws IOException {
    Files.writeString(
        folder.resolve("answer"),
        """
        {"apiVersion": "%s", "kind": "ExecCredential",
         "status": {"token": "t", "expirationTimestamp": "%s"}}
        """
            .formatted(V1, clock.instant().plus(lifetime)));
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
      await().atMost(SOON).until(() -> credential.access().kubeconfig() != null);
    }
  }
}
