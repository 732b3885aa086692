package cloud.bleu.operator;

import cloud.bleu.cli.Bleu;
import cloud.bleu.layers.ChildJvm;
import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code bleu run} as a process of its own, to be paused and killed. */
public final class OperatorProcess implements AutoCloseable {

  private final Process process;
  private final Path log;

  /**
   * @param more arguments of {@code bleu run}
   */
  public OperatorProcess(
      Path kubeconfig, Path directory, String name, String namespace, String... more)
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
            // Longer than a pause of the machine mostly is: who cannot renew in time ends.
            "--lease-duration",
            "10",
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
