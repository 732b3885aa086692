package cloud.bleu.report.french;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.report.page.PageSentences;

/** The page of an estate in French, with the words that explanations have. */
public final class FrenchSentences implements PageSentences {
  private final VerdictPhrases verdicts;
  private final FactNames facts;

  /** Reads the words. */
  public FrenchSentences() {
    ExplanationWords french = ExplanationWords.FRENCH;
    this.verdicts = new VerdictPhrases(french);
    this.facts = new FactNames(french);
  }

  @Override
  public String tag() {
    return "fr";
  }

  @Override
  public MessageBundle page() {
    return PageSentences.FRENCH;
  }

  @Override
  public MessageBundle findings() {
    return MessageBundle.FRENCH;
  }

  @Override
  public String finding(GroupedVerdict grouped, Verdict verdict) {
    return verdicts.phrase(verdict);
  }

  @Override
  public String fact(StatedFact fact) {
    return facts.name(fact);
  }
}
