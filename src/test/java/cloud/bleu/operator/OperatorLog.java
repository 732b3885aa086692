package cloud.bleu.operator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Collects what an operator that works has no reason to log: warnings, errors, exceptions. */
final class OperatorLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final Logger ROOT =
      (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();

  static OperatorLog open() {
    OperatorLog log = new OperatorLog();
    log.start();
    ROOT.addAppender(log);
    return log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    boolean operators =
        event.getLoggerName().startsWith("cloud.bleu.")
            && !event.getLoggerName().startsWith("cloud.bleu.sandbox");
    boolean frameworks = event.getLoggerName().startsWith("io.javaoperatorsdk");
    if (event.getThrowableProxy() != null && (operators || frameworks)
        || event.getLevel().isGreaterOrEqual(operators ? Level.WARN : Level.ERROR)) {
      complaints.add(
          event.getLoggerName()
              + ": "
              + event.getFormattedMessage()
              + (event.getThrowableProxy() == null
                  ? ""
                  : ": " + event.getThrowableProxy().getMessage()));
    }
  }

  /** What came since the last call. */
  List<String> take() {
    List<String> taken = new ArrayList<>();
    for (String one = complaints.poll(); one != null; one = complaints.poll()) {
      taken.add(one);
    }
    return taken;
  }

  @Override
  public void close() {
    ROOT.detachAppender(this);
  }
}
