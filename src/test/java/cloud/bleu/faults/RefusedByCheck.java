package cloud.bleu.faults;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import cloud.bleu.operator.pass.CheckRefusals;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * Sees what the independent check of operators in this process refuses. Each refusal is a defect
 * that nobody sees otherwise: what was planned wrongly is not in force, and the workload waits as
 * one without a place does.
 */
final class RefusedByCheck implements AutoCloseable {

  private final Logger logger = (Logger) LoggerFactory.getLogger(CheckRefusals.class);
  private final List<String> all = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          all.add(event.getFormattedMessage());
        }
      };

  RefusedByCheck() {
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.addAppender(appender);
  }

  /** What was refused so far, each with the finding. */
  List<String> all() {
    return List.copyOf(all);
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
  }
}
