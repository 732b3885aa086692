package cloud.bleu.operator.page;

import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.report.french.FrenchSentences;
import cloud.bleu.report.live.PageExchange;
import cloud.bleu.report.page.EnglishSentences;
import cloud.bleu.report.page.PageSentences;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The languages that the page is served in. */
enum PageLanguage {
  EN(new EnglishSentences(), MessageBundle.ENGLISH),
  FR(new FrenchSentences(), MessageBundle.FRENCH);

  /** The name of the parameter in the address that says which one. */
  static final String PARAMETER = "lang";

  /** A header that is longer is not looked at. */
  private static final int MOST_CHARACTERS = 200;

  /** RFC 4647, with weights: for some of what is none the JDK's own reader fails. */
  private static final Pattern RANGES =
      Pattern.compile(
          "RANGE(?:, *RANGE)*"
              .replace(
                  "RANGE", "(?:\\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)(?: *; *q=[0-9.]{1,5})? *"));

  private final PageSentences sentences;
  private final MessageBundle findings;

  PageLanguage(PageSentences sentences, MessageBundle findings) {
    this.sentences = sentences;
    this.findings = findings;
  }

  /** What a page says in it. */
  PageSentences sentences() {
    return sentences;
  }

  /** The sentences of findings. */
  MessageBundle findings() {
    return findings;
  }

  /** What the address asks for, else the first one that the browser wants, else English. */
  static PageLanguage of(PageExchange exchange) {
    PageLanguage asked = asked(exchange);
    return asked == null ? wanted(exchange.header("Accept-Language")) : asked;
  }

  /** What the address asks for; null where it names no language that there is. */
  static @Nullable PageLanguage asked(PageExchange exchange) {
    String parameter = exchange.parameter(PARAMETER);
    for (PageLanguage language : values()) {
      if (language.sentences.tag().equals(parameter)) {
        return language;
      }
    }
    return null;
  }

  /** By RFC 9110 and RFC 4647, with its weights; what cannot be read asks for nothing. */
  static PageLanguage wanted(@Nullable String header) {
    if (header == null || header.length() > MOST_CHARACTERS || !RANGES.matcher(header).matches()) {
      return EN;
    }
    try {
      String found =
          Locale.lookupTag(
              Locale.LanguageRange.parse(header).stream().filter(r -> r.getWeight() > 0).toList(),
              List.of(EN.sentences.tag(), FR.sentences.tag()));
      return FR.sentences.tag().equals(found) ? FR : EN;
    } catch (IllegalArgumentException e) {
      return EN;
    }
  }
}
