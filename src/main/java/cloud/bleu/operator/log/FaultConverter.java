package cloud.bleu.operator.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import cloud.bleu.credential.Credentials;
import cloud.bleu.credential.ShownText;
import java.util.stream.Collectors;

/**
 * The exception of a line in the log. An exception of a library is one line, as its stack helps
 * nobody who runs the operator. A defect of ours has its stack, indented further than any line of
 * the log begins.
 */
final class FaultConverter extends ThrowableProxyConverter {

  @Override
  public String convert(ILoggingEvent event) {
    IThrowableProxy problem = event.getThrowableProxy();
    if (problem == null) {
      return "";
    }
    if (event.getLoggerName().startsWith("cloud.bleu.")) {
      // Before it is parted: a key is one of several lines.
      return Credentials.hidden(super.convert(event))
          .stripTrailing()
          .lines()
          .map(line -> ShownText.numbered(line.replace("\t", "    ")))
          .map(line -> System.lineSeparator() + "  " + line)
          .collect(Collectors.joining());
    }
    String message = problem.getMessage() == null ? "" : problem.getMessage();
    String first = message.lines().findFirst().orElse("");
    return ": " + problem.getClassName() + ": " + ShownText.visible(first);
  }
}
