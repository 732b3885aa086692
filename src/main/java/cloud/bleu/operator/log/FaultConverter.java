package cloud.bleu.operator.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;

/**
 * The exception of a line in the log: what libraries tell is one line, whose stack is of no use to
 * anybody who runs this; a defect of ours has its stack.
 */
final class FaultConverter extends ThrowableProxyConverter {

  @Override
  public String convert(ILoggingEvent event) {
    IThrowableProxy problem = event.getThrowableProxy();
    if (problem == null) {
      return "";
    }
    if (event.getLoggerName().startsWith("cloud.bleu.")) {
      return System.lineSeparator() + super.convert(event).stripTrailing();
    }
    String message = problem.getMessage() == null ? "" : problem.getMessage();
    return ": " + problem.getClassName() + ": " + message.lines().findFirst().orElse("");
  }
}
