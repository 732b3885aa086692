package cloud.bleu.operator.log;

import ch.qos.logback.classic.PatternLayout;

/**
 * Lines for people. In its pattern {@code %said} is the message and {@code %fault} the exception.
 * Both are without credentials, as libraries log URLs as they are, and without characters that a
 * terminal would obey.
 */
final class MaskedLayout extends PatternLayout {

  MaskedLayout() {
    getInstanceConverterMap().put("said", SingleLineConverter::new);
    getInstanceConverterMap().put("fault", FaultConverter::new);
  }
}
