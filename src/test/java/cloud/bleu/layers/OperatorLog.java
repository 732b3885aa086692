package cloud.bleu.layers;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * What an operator in this JVM logs, by any of its threads, from {@link #open} until {@link
 * #close}. As an extension it is open during each test, the steps before and after it included, and
 * empty when the next one begins.
 */
public final class OperatorLog implements BeforeEachCallback, AfterEachCallback, AutoCloseable {

  private final List<Logger> loggers;
  private final List<ILoggingEvent> events = new ArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          synchronized (events) {
            events.add(event);
          }
        }
      };

  private OperatorLog(Stream<String> names) {
    loggers = names.map(name -> (Logger) LoggerFactory.getLogger(name)).toList();
  }

  /** That of some classes; not open yet. */
  public static OperatorLog of(Class<?>... classes) {
    return new OperatorLog(Stream.of(classes).map(Class::getName));
  }

  /** That of some packages, each with all below it; not open yet. */
  public static OperatorLog ofPackages(String... packages) {
    return new OperatorLog(Stream.of(packages));
  }

  /** That of everything in this JVM, libraries included; not open yet. */
  public static OperatorLog whole() {
    return ofPackages(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** This, from now on with what is logged. */
  public OperatorLog open() {
    appender.start();
    loggers.forEach(logger -> logger.addAppender(appender));
    return this;
  }

  /** What was logged of any level, the first first. */
  public List<ILoggingEvent> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  /** The same, of this level or a worse one. */
  public List<ILoggingEvent> events(Level least) {
    return events().stream().filter(event -> event.getLevel().isGreaterOrEqual(least)).toList();
  }

  /** The texts of what was logged of any level, without level, logger and exception. */
  public List<String> lines() {
    return events().stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** The same, of this level or a worse one. */
  public List<String> lines(Level least) {
    return events(least).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** All that is there, which is forgotten here. */
  public List<ILoggingEvent> take() {
    synchronized (events) {
      List<ILoggingEvent> taken = List.copyOf(events);
      events.clear();
      return taken;
    }
  }

  /**
   * What an operator that works has no reason to log: of all that is there, which is forgotten
   * here, its warnings, errors and exceptions, and the errors of libraries. Each with its logger.
   */
  public List<String> takeComplaints() {
    return take().stream().filter(OperatorLog::isComplaint).map(OperatorLog::text).toList();
  }

  private static boolean isComplaint(ILoggingEvent event) {
    String logger = event.getLoggerName();
    boolean operators =
        logger.startsWith("cloud.bleu.") && !logger.startsWith("cloud.bleu.sandbox");
    boolean frameworks = logger.startsWith("io.javaoperatorsdk");
    return event.getThrowableProxy() != null && (operators || frameworks)
        || event.getLevel().isGreaterOrEqual(operators ? Level.WARN : Level.ERROR);
  }

  private static String text(ILoggingEvent event) {
    return event.getLoggerName()
        + ": "
        + event.getFormattedMessage()
        + (event.getThrowableProxy() == null ? "" : ": " + event.getThrowableProxy().getMessage());
  }

  /** The texts that there are, for the message of an assertion. */
  @Override
  public String toString() {
    return lines().toString();
  }

  @Override
  public void close() {
    loggers.forEach(logger -> logger.detachAppender(appender));
    appender.stop();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    take();
    open();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }
}
