package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.operator.config.UiOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where `bleu run` serves the page of the estate. */
public final class UiArguments {
  private static final String ADDRESS = "127.0.0.1";
  private static final int PORT = 8081;

  @Option(
      names = "--ui",
      description =
          "Serve the page of `report -o html`, to read only. Each reader gives a token of the API"
              + " server and sees what that may list. Default: it is not served.")
  private boolean served;

  @Option(
      names = "--ui-address",
      paramLabel = "ADDRESS",
      description =
          "Address of the page. One that others reach needs a certificate. Default: "
              + ADDRESS
              + ".")
  private @Nullable String address;

  @Option(
      names = "--ui-port",
      paramLabel = "PORT",
      description = "Port of the page; 0: any free one. Default: " + PORT + ".")
  private @Nullable Integer port;

  @Option(
      names = "--ui-tls-cert",
      paramLabel = "FILE",
      description =
          "PEM file with the certificate of the page and those that it is signed by; read again while"
              + " it runs. The page answers to the hosts in it. Default: no TLS.")
  private @Nullable Path certificate;

  @Option(
      names = "--ui-tls-key",
      paramLabel = "FILE",
      description = "PEM file with its key, in PKCS #8.")
  private @Nullable Path key;

  /**
   * What was typed; null where the page is not served.
   *
   * @throws BadInputException if that cannot be
   */
  public @Nullable UiOptions options() {
    if (!served) {
      if (address != null || port != null || certificate != null || key != null) {
        throw new BadInputException(
            "--ui-address, --ui-port, --ui-tls-cert and --ui-tls-key do nothing without --ui: add"
                + " it, or leave them out");
      }
      return null;
    }
    try {
      return new UiOptions(
          address == null ? ADDRESS : address, port == null ? PORT : port, certificate, key);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
  }
}
