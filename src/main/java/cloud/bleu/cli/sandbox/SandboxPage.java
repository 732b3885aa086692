package cloud.bleu.cli.sandbox;

import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.Language;
import cloud.bleu.cli.page.EstatePage;
import cloud.bleu.cli.page.LiveEstate;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.report.live.PageServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;

/** The page of what a sandbox has, as {@code bleu ui} serves it. */
public final class SandboxPage {
  private static final Duration EVERY = Duration.ofSeconds(2);

  private SandboxPage() {}

  /**
   * Begins to serve it; nothing is read before a browser asks.
   *
   * @throws BadInputException if this machine has no port left on 127.0.0.1
   */
  public static PageServer of(Path kubeconfig, IOStreams streams) {
    InputOptions input = new InputOptions();
    input.kubeconfig = kubeconfig;
    EstatePage page = new EstatePage(Language.EN, null, null, false, null);
    // The sandbox has told what is wrong with its objects.
    IOStreams silent =
        new IOStreams(
            streams.out(), new PrintWriter(Writer.nullWriter()), streams.in(), streams.clock());
    try {
      return new PageServer(0, new LiveEstate(input, page, silent), EVERY);
    } catch (IOException e) {
      throw new BadInputException("the page cannot be served: " + e.getMessage());
    }
  }
}
