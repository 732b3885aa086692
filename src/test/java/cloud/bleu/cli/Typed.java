package cloud.bleu.cli;

import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** What a person types and what comes of it. */
public record Typed(int code, String out, String err) {
  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  static {
    // Whatever the terminal is that a test is started from, and whatever COLUMNS says there.
    System.setProperty(Terminal.COLUMNS, "0");
  }

  /** What is printed on a terminal of so many columns. */
  public static Typed onTerminal(int columns, String... arguments) {
    return onTerminalWithInput(columns, "", arguments);
  }

  /** The same with something on standard input. */
  static Typed onTerminalWithInput(int columns, String standardInput, String... arguments) {
    System.setProperty(Terminal.COLUMNS, String.valueOf(columns));
    try {
      return withInput(standardInput, arguments);
    } finally {
      System.setProperty(Terminal.COLUMNS, "0");
    }
  }

  public static Typed bleu(String... arguments) {
    return withInput("", arguments);
  }

  /** Typed at this very moment, about a cluster that was written to just now. */
  public static Typed now(String... arguments) {
    return typed(Clock.systemUTC(), "", arguments);
  }

  /** What a verb does that reads from standard input. */
  public static Typed withInput(String standardInput, String... arguments) {
    return typed(Clock.fixed(NOW, ZoneOffset.UTC), standardInput, arguments);
  }

  private static Typed typed(Clock clock, String standardInput, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter outWriter = new PrintWriter(out, true);
    PrintWriter errWriter = new PrintWriter(err, true);
    IOStreams streams =
        new IOStreams(
            outWriter,
            errWriter,
            new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)),
            clock);
    int code = Bleu.run(streams, arguments);
    outWriter.flush();
    errWriter.flush();
    return new Typed(code, out.toString(), err.toString());
  }
}
