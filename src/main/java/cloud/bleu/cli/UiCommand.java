package cloud.bleu.cli;

import cloud.bleu.cli.input.ExportDirectory;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.Kubeconfig;
import cloud.bleu.cli.option.PageOptions;
import cloud.bleu.cli.page.EstatePage;
import cloud.bleu.cli.page.LiveEstate;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.report.live.PageServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The page of an estate in a browser, while the estate changes. */
@Command(
    name = "ui",
    mixinStandardHelpOptions = true,
    description = {
      "Serves the page of `report -o html` on 127.0.0.1 until Ctrl-C, to read only, and says there when there is a newer one.",
      "It reads with your own rights. The address has a key: other users of this machine cannot read"
          + " the page without it, so do not pass it on."
    })
final class UiCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65_535;

  @Mixin private InputOptions input = new InputOptions("no page is shown");

  @Mixin private PageOptions options = new PageOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "The port. Default: any that is free.")
  private int port;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long until the input is read again, 1 or more, while a browser shows the page."
              + " Default: ${DEFAULT-VALUE}.")
  private int every;

  @Option(
      names = "--evidence",
      paramLabel = "DIR",
      description = "Show the chain of decisions in this directory.")
  private @Nullable Path evidence;

  private final IOStreams streams;

  UiCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > LAST_PORT) {
      throw new BadInputException("--port is not between 0 and 65535; give another one");
    }
    if (every < 1) {
      throw new BadInputException("--every is below 1 second; give 1 or more");
    }
    if (input.files.contains("-")) {
      throw new BadInputException(
          "standard input can be read once only; give a file or a directory with -f");
    }
    if (input.files.isEmpty()) {
      Kubeconfig.requireReadableAgain(input.kubeconfig);
    }
    String refusal = evidence == null ? null : ExportDirectory.refusal(evidence);
    if (refusal != null) {
      throw new BadInputException(refusal);
    }
    LiveEstate estate = new LiveEstate(input, EstatePage.of(options, evidence), streams);
    // What is wrong from the start is told here, and not in a browser.
    estate.page();
    try (PageServer server = new PageServer(port, estate, Duration.ofSeconds(every))) {
      streams.out().println(server.address());
      streams.out().flush();
      streams.err().println("Open this address in a browser; Ctrl-C ends it.");
      streams.err().flush();
      Thread.currentThread().join();
    } catch (IOException e) {
      throw new BadInputException(
          "port " + port + " cannot be used: " + e.getMessage() + "; give another one with --port");
    }
    return ExitCode.OK;
  }
}
