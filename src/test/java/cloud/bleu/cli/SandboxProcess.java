package cloud.bleu.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.ChildJvm;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.ControlPlaneBinaries.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code bleu sandbox --control-plane real} as a process of its own, to be interrupted. */
public final class SandboxProcess extends SandboxTerminal {

  private static final int INTERRUPTED = 130;
  private static final int TERMINATED = 143;

  private final Process process;
  private final Path out;
  private final Path err;

  public SandboxProcess(Path folder, ControlPlaneBinaries binaries, String... arguments)
      throws IOException {
    out = Files.createTempFile(folder, "out", null);
    err = Files.createTempFile(folder, "err", null);
    List<String> command = ChildJvm.command(Bleu.class);
    command.add("sandbox");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .put("BLEU_CONTROL_PLANE", binaries.path(Program.KUBECTL).getParent().toString());
    process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  @Override
  boolean isRunning() {
    return process.isAlive();
  }

  @Override
  public void interrupted(Path kubeconfig) throws IOException, InterruptedException {
    List<ProcessHandle> children = process.descendants().toList();
    Path planes = directory(children);
    assertTrue(Files.isDirectory(planes), planes.toString());
    boolean deaf = ignoresInterrupts();
    new ProcessBuilder("kill", deaf ? "-TERM" : "-INT", String.valueOf(process.pid()))
        .start()
        .waitFor();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still there");
    assertEquals(deaf ? TERMINATED : INTERRUPTED, process.exitValue());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(planes));
    assertFalse(Files.exists(kubeconfig), kubeconfig.toString());
    assertFalse(err().contains("Exception"), err());
  }

  /** Where its planes have their files: etcd is told where its own are in it. */
  private static Path directory(List<ProcessHandle> processes) {
    String option = "--data-dir=";
    return processes.stream()
        .flatMap(process -> Stream.of(process.info().arguments().orElse(new String[0])))
        .filter(argument -> argument.startsWith(option))
        .map(argument -> Path.of(argument.substring(option.length())).getParent())
        .findFirst()
        .orElseThrow();
  }

  /**
   * Whether the process ignores SIGINT, as all do that descend from a background job of a script;
   * SIGTERM then ends it the same way.
   */
  private boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    if (!Files.exists(status)) {
      return false;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("SigIgn:")) {
        return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0;
      }
    }
    return false;
  }

  @Override
  public String out() {
    return read(out);
  }

  @Override
  public String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
