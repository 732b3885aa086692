package cloud.bleu.operator.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import cloud.bleu.credential.ShownText;

/** The message of a log entry as one line, even if it quotes several lines of an object. */
final class SingleLineConverter extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    return ShownText.visible(String.valueOf(event.getFormattedMessage()));
  }
}
