package cloud.bleu.operator.log;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import cloud.bleu.credential.Credentials;

/** Lines for people, without credentials: libraries tell URLs as they are. */
final class MaskedLayout extends PatternLayout {

  @Override
  public String doLayout(ILoggingEvent event) {
    return Credentials.hidden(super.doLayout(event));
  }
}
