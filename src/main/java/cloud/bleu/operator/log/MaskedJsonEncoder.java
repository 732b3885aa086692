package cloud.bleu.operator.log;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import cloud.bleu.credential.Credentials;
import cloud.bleu.credential.ShownText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * One JSON object a line, without credentials, as libraries log URLs as they are. A character that
 * a terminal would obey is written as its number, as JSON does it.
 */
final class MaskedJsonEncoder extends JsonEncoder {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line = new String(super.encode(event), StandardCharsets.UTF_8);
    String shown = escaped(Credentials.hidden(line.stripTrailing())) + "\n";
    return shown.getBytes(StandardCharsets.UTF_8);
  }

  /** Outside of its texts JSON has no such character, so each of them is within one. */
  private static String escaped(String json) {
    if (json.codePoints().noneMatch(ShownText::isInvisible)) {
      return json;
    }
    StringBuilder shown = new StringBuilder();
    json.codePoints()
        .forEach(
            c -> {
              if (ShownText.isInvisible(c)) {
                for (char unit : Character.toChars(c)) {
                  shown.append("\\u").append(HEX.toHexDigits(unit));
                }
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }
}
