package cloud.bleu.operator.log;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import cloud.bleu.credential.Credentials;
import java.nio.charset.StandardCharsets;

/** One JSON object a line, without credentials: libraries tell URLs as they are. */
final class MaskedJsonEncoder extends JsonEncoder {

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line = new String(super.encode(event), StandardCharsets.UTF_8);
    return Credentials.hidden(line).getBytes(StandardCharsets.UTF_8);
  }
}
