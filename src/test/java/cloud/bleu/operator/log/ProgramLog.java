package cloud.bleu.operator.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** What {@code bleu run} prints of what is logged in a JVM of tests, whose own log is another. */
public final class ProgramLog {
  private ProgramLog() {}

  /** As the program prints them when nobody sets a format or level: without what it leaves out. */
  public static String text(List<ILoggingEvent> events) {
    LoggerContext program = new LoggerContext();
    program.setMDCAdapter(new LogbackMDCAdapter());
    Logs.configure(program, Logs.Format.text, "INFO");
    try {
      Encoder<ILoggingEvent> encoder = encoder(program);
      return events.stream()
          .filter(e -> program.getLogger(e.getLoggerName()).isEnabledFor(e.getLevel()))
          .map(event -> new String(encoder.encode(event), StandardCharsets.UTF_8))
          .collect(Collectors.joining());
    } finally {
      program.stop();
    }
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext program) {
    return ((ConsoleAppender<ILoggingEvent>)
            program.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().next())
        .getEncoder();
  }
}
