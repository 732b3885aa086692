package cloud.bleu.operator.profile;

import cloud.bleu.operator.config.AccessProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the program of a provider for one cluster: directly and not by a shell, with the environment
 * that the administrator wrote and no other, for so long and with so much output at most.
 */
final class CredentialPlugin {

  private static final Logger LOG = LoggerFactory.getLogger(CredentialPlugin.class);

  /** For so long it may run, unless somebody says otherwise. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MOST_OUTPUT = (1 << 20) + 1;
  private static final int SHORTEST_SECRET = 6;
  private static final int MOST_ERRORS = 1 << 12;

  /** For so long what ended may take to be read. */
  private static final Duration READING = Duration.ofSeconds(2);

  private static final ProcessBuilder.Redirect NOTHING =
      ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile());

  private final AccessProvider provider;
  private final Duration patience;
  private final Clock clock;

  /** Of the last run: what the program started may hold them open after it was killed. */
  private List<BoundedText> outputs = List.of();

  /**
   * @param patience for which it may run
   */
  CredentialPlugin(AccessProvider provider, Duration patience, Clock clock) {
    this.provider = provider;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * Runs it and waits. For one thread.
   *
   * @param access of the cluster that a credential is asked for
   * @throws PluginException where it gives none
   */
  Credential run(ProfileAccess access) throws PluginException, InterruptedException {
    if (!outputs.stream().allMatch(BoundedText::isEnded)) {
      throw new PluginException(
          "is not run again while what an earlier run has started still writes: end that process");
    }
    long deadline = System.nanoTime() + patience.toNanos();
    Process process = start(access);
    try {
      return answer(process, deadline);
    } finally {
      end(process);
    }
  }

  private Process start(ProfileAccess access) throws PluginException {
    List<String> line = new ArrayList<>(List.of(provider.command()));
    line.addAll(provider.args());
    ProcessBuilder builder = new ProcessBuilder(line);
    Map<String, String> env = builder.environment();
    env.clear();
    env.putAll(provider.env());
    env.put(ExecCredential.INFO, ExecCredential.info(provider, access));
    try {
      return builder.redirectInput(NOTHING).start();
    } catch (IOException e) {
      LOG.debug("{} cannot be run", provider, e);
      throw new PluginException(
          "cannot be run: see that it is there, and that the operator may execute it");
    }
  }

  private Credential answer(Process process, long deadline)
      throws PluginException, InterruptedException {
    String name = "plugin " + provider.name();
    BoundedText out =
        new BoundedText(name, process.getInputStream(), MOST_OUTPUT, () -> end(process));
    BoundedText errors = new BoundedText(name, process.getErrorStream(), MOST_ERRORS, () -> {});
    outputs = List.of(out, errors);
    boolean ended = process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (ended) {
      out.await(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
      errors.await(READING.toMillis());
    }
    if (out.isOver()) {
      throw new PluginException(
          "wrote more than 1 MiB and was ended: it has to print one ExecCredential");
    }
    if (!ended || !out.isEnded()) {
      throw new PluginException(
          "did not end within "
              + patience.toSeconds()
              + " s and was killed: see what it waits for");
    }
    if (process.exitValue() != 0) {
      LOG.warn("{} ended with exit code {}{}", provider, process.exitValue(), first(errors));
      throw new PluginException(
          "ended with exit code "
              + process.exitValue()
              + ": see the log of the operator for the first line of its standard error");
    }
    return ExecCredential.parse(out.text(), provider, clock.instant());
  }

  private String first(BoundedText errors) {
    List<String> secrets = new ArrayList<>(provider.env().values());
    // A short argument is a flag or a word that stands in many lines.
    provider.args().stream().filter(arg -> arg.length() >= SHORTEST_SECRET).forEach(secrets::add);
    String line = MaskedLine.of(errors.text(), secrets);
    return line.isEmpty() ? ", and wrote nothing to standard error" : ": " + line;
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
