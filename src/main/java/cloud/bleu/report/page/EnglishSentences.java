package cloud.bleu.report.page;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.StatedFact;

/** The page in English. */
public final class EnglishSentences implements PageSentences {
  @Override
  public String tag() {
    return "en";
  }

  @Override
  public MessageBundle page() {
    return PageSentences.ENGLISH;
  }

  @Override
  public MessageBundle findings() {
    return MessageBundle.ENGLISH;
  }

  @Override
  public String finding(GroupedVerdict grouped, Verdict verdict) {
    return grouped.message();
  }

  @Override
  public String fact(StatedFact fact) {
    return fact.text();
  }
}
