package cloud.bleu.operator.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import cloud.bleu.credential.ShownText;

/** The message of a line in the log, as one line: what it quotes of an object ends no line. */
final class SaidConverter extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    return ShownText.visible(String.valueOf(event.getFormattedMessage()));
  }
}
