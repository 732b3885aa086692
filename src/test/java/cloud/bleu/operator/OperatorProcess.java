package cloud.bleu.operator;

import cloud.bleu.cli.Bleu;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.layers.ChildJvm;
import cloud.bleu.operator.config.EvidenceOptions;
import cloud.bleu.operator.config.OperatorOptions;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code bleu run} as a process of its own, to be paused and killed. */
public final class OperatorProcess implements AutoCloseable {

  /** Longer than a pause of the machine is: who cannot renew in two thirds of it ends. */
  private static final Duration LEASE = Duration.ofSeconds(60);

  /** Twice as long as a pause of the machine mostly is, and short enough to wait for its end. */
  private static final Duration EXPIRING = Duration.ofSeconds(20);

  /** As {@code bleu run} makes it: so often within a lease it is tried to take or renew that. */
  private static final int TRIES = 7;

  private final Process process;
  private final Path log;

  /**
   * One that gives its lease back as it ends.
   *
   * @param more arguments of {@code bleu run}
   */
  public OperatorProcess(
      Path kubeconfig, Path directory, String name, String namespace, String... more)
      throws IOException {
    this(LEASE, kubeconfig, directory, name, namespace, more);
  }

  /**
   * One whose lease a test lets expire, or that takes over from such a one: how long a lease holds
   * is for both to know.
   *
   * @param more arguments of {@code bleu run}
   */
  public static OperatorProcess expiring(
      Path kubeconfig, Path directory, String name, String namespace, String... more)
      throws IOException {
    return new OperatorProcess(EXPIRING, kubeconfig, directory, name, namespace, more);
  }

  /**
   * One in this JVM, started, that takes over from an {@link #expiring} one: it is neither paused
   * nor killed, so it needs no process, which takes five seconds of a processor.
   *
   * @param evidence where it keeps the chain, null where it does not
   */
  public static OperatorUnderTest.Running successor(
      OperatorAccount account, String name, @Nullable EvidenceOptions evidence) {
    return expiring(account.client(), account.namespace(), name, evidence, () -> {});
  }

  /**
   * One in this JVM, started, with the lease of an {@link #expiring} process.
   *
   * @param own goes with it
   * @param evidence where it keeps the chain, null where it does not
   * @param lost is run where a process would end, as it leads no longer
   */
  public static OperatorUnderTest.Running expiring(
      KubernetesClient own,
      String namespace,
      String name,
      @Nullable EvidenceOptions evidence,
      Runnable lost) {
    OperatorOptions options =
        new OperatorOptions(
            "127.0.0.1",
            -1,
            true,
            namespace,
            name + "_" + UUID.randomUUID(),
            EXPIRING,
            EXPIRING.multipliedBy(2).dividedBy(3),
            EXPIRING.dividedBy(TRIES),
            Clock.systemUTC(),
            evidence);
    Operator operator = OperatorUnderTest.of(own, options, lost);
    operator.start();
    return new OperatorUnderTest.Running(operator, own);
  }

  private OperatorProcess(
      Duration lease,
      Path kubeconfig,
      Path directory,
      String name,
      String namespace,
      String... more)
      throws IOException {
    OperatorUnderTest.ofAServiceAccount(Config.fromKubeconfig(kubeconfig.toFile()));
    log = directory.resolve(name + ".log");
    List<String> command = ChildJvm.command(Bleu.class, "-Xmx256m");
    command.addAll(
        List.of(
            "run",
            "--kubeconfig",
            kubeconfig.toString(),
            "--port",
            "0",
            "--leader-elect",
            "--lease-duration",
            String.valueOf(lease.toSeconds()),
            "--lease-namespace",
            namespace));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("POD_NAME", name);
    builder.redirectErrorStream(true).redirectOutput(new File(log.toString()));
    process = builder.start();
  }

  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public int exitCode() {
    return process.exitValue();
  }

  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Tells it to end, and waits until it has. */
  public void end() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (process.isAlive()) {
      resume();
      process.destroy();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}
