package cloud.bleu.operator.log;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import cloud.bleu.credential.Credentials;

/**
 * Lines for people, without credentials: libraries tell URLs as they are. In its pattern {@code
 * %said} is the message and {@code %fault} the exception, both without characters that a terminal
 * would obey.
 */
final class MaskedLayout extends PatternLayout {

  MaskedLayout() {
    getInstanceConverterMap().put("said", SaidConverter::new);
    getInstanceConverterMap().put("fault", FaultConverter::new);
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    return Credentials.hidden(super.doLayout(event));
  }
}
