package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * {@code bleu sandbox} on a thread of this JVM, whose code is compiled already: in a process of its
 * own it costs ten seconds of a processor more.
 */
final class SandboxThread extends SandboxTerminal {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Set<ProcessHandle> before = descendants();
  private final CompletableFuture<Integer> code = new CompletableFuture<>();
  private final Thread thread;

  SandboxThread(String... arguments) {
    IOStreams streams =
        new IOStreams(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            new ByteArrayInputStream(new byte[0]),
            Clock.systemUTC());
    String[] typed =
        Stream.concat(Stream.of("sandbox"), Stream.of(arguments)).toArray(String[]::new);
    thread = new Thread(() -> code.complete(Bleu.run(streams, typed)), "sandbox-under-test");
    thread.start();
  }

  @Override
  boolean isRunning() {
    return thread.isAlive();
  }

  @Override
  public String out() {
    return out.toString();
  }

  @Override
  public String err() {
    return err.toString();
  }

  /**
   * In a process the hook of Ctrl-C does so, and it ends with the code of the signal, whatever is
   * returned: {@link SandboxProcess#interrupted}. Here that is seen which is returned, and is no
   * success.
   */
  @Override
  public void interrupted(Path kubeconfig) throws InterruptedException {
    thread.interrupt();
    thread.join(Duration.ofSeconds(60).toMillis());
    assertFalse(thread.isAlive(), "still there");
    assertEquals(ExitCode.BAD_INPUT, code.getNow(null));
    awaitNoneBut(before);
    assertFalse(Files.exists(kubeconfig), kubeconfig.toString());
    assertFalse(err().contains("Exception"), err());
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join(Duration.ofSeconds(60).toMillis());
    assertFalse(thread.isAlive(), "it did not end");
  }
}
