package cloud.bleu.operator.profile;

import cloud.bleu.operator.config.AccessProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * that the administrator wrote and no other, and with a bound on its time and its output.
 */
final class CredentialPlugin {

  private static final Logger LOG = LoggerFactory.getLogger(CredentialPlugin.class);

  /** For so long it may run, unless somebody says otherwise. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MOST_OUTPUT = (1 << 20) + 1;
  private static final int SHORTEST_SECRET = 6;

  /** Linux takes no longer variable, with its name and an end of one byte: MAX_ARG_STRLEN. */
  private static final int MOST_TOLD = (1 << 17) - ExecCredential.INFO.length() - 2;

  private static final int MOST_ERRORS = 1 << 12;

  /** For so long what ended may take to be read. */
  private static final Duration READING = Duration.ofSeconds(2);

  private static final ProcessBuilder.Redirect NOTHING =
      ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile());

  private final AccessProvider provider;
  private final Duration patience;
  private final PluginSlots slots;
  private final Clock clock;

  /** What programs started may hold both open after they were killed. */
  private final AbandonedReaders outputs = new AbandonedReaders();

  private final AbandonedReaders errors = new AbandonedReaders();

  /**
   * @param patience for which it may run
   * @param slots of all plugins
   */
  CredentialPlugin(AccessProvider provider, Duration patience, PluginSlots slots, Clock clock) {
    this.provider = provider;
    this.patience = patience;
    this.slots = slots;
    this.clock = clock;
  }

  /**
   * Waits for its turn, runs it and waits for its end. For one thread.
   *
   * @param access of the cluster that a credential is asked for
   * @throws PluginException where it gives none
   */
  Credential run(ProfileAccess access) throws PluginException, InterruptedException {
    if (outputs.isFull()) {
      throw new PluginException(
          "is not run again while what "
              + AbandonedReaders.MOST
              + " earlier runs have started still holds their output: end these processes");
    }
    slots.take();
    try {
      long deadline = System.nanoTime() + patience.toNanos();
      Process process = start(access);
      ProcessTree tree = new ProcessTree(process);
      try {
        return answer(process, tree, deadline);
      } finally {
        tree.kill();
      }
    } finally {
      slots.giveBack();
    }
  }

  private Process start(ProfileAccess access) throws PluginException {
    List<String> line = new ArrayList<>(List.of(provider.command()));
    line.addAll(provider.args());
    ProcessBuilder builder = new ProcessBuilder(line);
    Map<String, String> env = builder.environment();
    env.clear();
    env.putAll(provider.env());
    String info = ExecCredential.info(provider, access);
    if (info.getBytes(StandardCharsets.UTF_8).length > MOST_TOLD) {
      throw new PluginException(
          "cannot be told of the cluster: "
              + ExecCredential.INFO
              + " would be more than 128 KiB; have the cluster manager shorten the authority or the"
              + " extension of the ClusterProfile, or leave provideClusterInfo out");
    }
    env.put(ExecCredential.INFO, info);
    if (errors.isFull()) {
      // Nothing waits for it: what it writes there is lost, and the run is as good.
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    }
    try {
      return builder.redirectInput(NOTHING).start();
    } catch (IOException e) {
      LOG.debug("{} cannot be run", provider, e);
      throw new PluginException(
          "cannot be run: see that it is there, and that the operator may execute it");
    }
  }

  private Credential answer(Process process, ProcessTree tree, long deadline)
      throws PluginException, InterruptedException {
    String name = "plugin " + provider.name();
    BoundedText out = new BoundedText(name, process.getInputStream(), MOST_OUTPUT, tree::kill);
    BoundedText said = new BoundedText(name, process.getErrorStream(), MOST_ERRORS, () -> {});
    outputs.add(out);
    errors.add(said);
    boolean ended = tree.await(deadline);
    if (ended) {
      out.await(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
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
      said.await(READING.toMillis());
      LOG.warn("{} ended with exit code {}{}", provider, process.exitValue(), first(said));
      throw new PluginException(
          "ended with exit code "
              + process.exitValue()
              + ": see the log of the operator for the first line of its standard error");
    }
    return ExecCredential.parse(out.text(), provider, clock.instant());
  }

  private String first(BoundedText said) {
    List<String> secrets = new ArrayList<>(provider.env().values());
    // A short argument is a flag or a word that stands in many lines.
    provider.args().stream().filter(arg -> arg.length() >= SHORTEST_SECRET).forEach(secrets::add);
    String line = MaskedLine.of(said.text(), secrets);
    return line.isEmpty() ? ", and wrote nothing to standard error" : ": " + line;
  }
}
