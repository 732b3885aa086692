package cloud.bleu.report.page;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.StatedFact;
import org.jspecify.annotations.Nullable;

/** A language of the page: its own sentences, and those of findings and facts. */
public interface PageSentences {

  /** The sentences of the page in English. */
  MessageBundle ENGLISH = MessageBundle.of(PageSentences.class, "page");

  /** The sentences of the page in French. */
  MessageBundle FRENCH = MessageBundle.of(PageSentences.class, "page_fr");

  /** As HTML names the language: {@code en}. */
  String tag();

  /** The sentences of the page. */
  MessageBundle page();

  /** The sentences of findings. */
  MessageBundle findings();

  /** What a rule says of one of the zones, without the name of the zone. */
  String finding(GroupedVerdict grouped, Verdict verdict);

  /** What is stated. */
  String fact(StatedFact fact);

  /** A sentence of the page; facts are names, each followed by its value. */
  default String said(String key, @Nullable Object... facts) {
    return page().text(Message.of(key, facts));
  }

  /** A finding in words. */
  default String finding(Message message) {
    return findings().text(message);
  }
}
