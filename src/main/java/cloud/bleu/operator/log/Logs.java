package cloud.bleu.operator.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operator logs, on standard error: for people, or one JSON object a line. */
public final class Logs {

  private static final String PATTERN =
      "%date{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level [%thread] %logger{24} %said%fault{12}%n";

  /** The levels that can be set. */
  public static final List<String> LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG");

  /**
   * Loggers of libraries: their warnings are reported by a line of ours, or nobody can act on them.
   */
  static final List<String> TOLD_OTHERWISE =
      List.of(
          // At each start, that v1alpha1 is not stable.
          "io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils",
          // KindWatch says once why a watch fails; this would add a stack trace each time.
          "io.fabric8.kubernetes.client.informers.impl.cache.Reflector",
          // For each watch that a server cuts, and a minute after one that hangs was left, for each
          // watch there: WatchContinuity and MemberContact have told both. What else it warns of is
          // a message that was not sent, and a watch sends none.
          "io.fabric8.kubernetes.client.jdkhttp.JdkWebSocketImpl",
          // Every failure it would tell of, with a stack trace, ResourceReconciler has told
          // already.
          // The SDK retries with growing pauses only what it was told of as a failure.
          "io.javaoperatorsdk.operator.processing.event.EventProcessor");

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private Logs() {}

  /** How log lines are written. */
  public enum Format {
    text,
    json
  }

  /** Sets the level of the operator's own lines, from now on. */
  public static void level(String level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      level(context, level);
    }
  }

  private static void level(LoggerContext context, String level) {
    context.getLogger("cloud.bleu").setLevel(Level.toLevel(level, Level.INFO));
  }

  /**
   * Takes the level from a file, now and as often as it changes, until the process ends.
   *
   * @param file with one of {@link #LEVELS}; while it is not there the level stays
   */
  public static void follow(Path file) {
    new LogLevelFile(file, Logs::level).start(INTERVAL);
  }

  /**
   * Sets both for the rest of the process.
   *
   * @param level of the operator's own lines; libraries say no more than WARN
   */
  public static void configure(Format format, String level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      configure(context, format, level);
    }
  }

  static void configure(LoggerContext context, Format format, String level) {
    context.reset();
    Encoder<ILoggingEvent> encoder;
    if (format == Format.json) {
      JsonEncoder json = new MaskedJsonEncoder();
      json.setWithFormattedMessage(true);
      json.setWithMessage(false);
      json.setWithArguments(false);
      json.setWithSequenceNumber(false);
      json.setWithNanoseconds(false);
      json.setWithContext(false);
      encoder = json;
    } else {
      PatternLayout layout = new MaskedLayout();
      layout.setPattern(PATTERN);
      layout.setContext(context);
      layout.start();
      LayoutWrappingEncoder<ILoggingEvent> text = new LayoutWrappingEncoder<>();
      text.setLayout(layout);
      encoder = text;
    }
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(console);
    root.setLevel(Level.WARN);
    level(context, level);
    for (String library : TOLD_OTHERWISE) {
      context.getLogger(library).setLevel(Level.ERROR);
    }
  }
}
