package cloud.bleu.report.french;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.message.MessageBundle;
import java.util.Map;
import java.util.regex.Pattern;

/** What a rule says of a zone, in French. */
public final class VerdictPhrases {
  private final ExplanationWords french;

  /** With the words of French. */
  public VerdictPhrases(ExplanationWords french) {
    this.french = french;
  }

  /** What one verdict says, without the name of its zone. */
  public String phrase(Verdict v) {
    String phrase =
        switch (v.result()) {
          case NotApplicable -> answered("text.notApplicable", v);
          case NotEvaluated -> answered("text.notEvaluated", v);
          default -> MessageBundle.FRENCH.sentence(v.finding());
        };
    return withoutName(phrase, v.zone());
  }

  private String answered(String key, Verdict v) {
    return french.said(key, Map.of("sentence", MessageBundle.FRENCH.text(v.finding())));
  }

  /** So that zones of which the same is true share one entry. */
  private static String withoutName(String text, String zone) {
    return zone.isEmpty()
        ? text
        : text.replaceAll("(?<=[lL]a zone) " + Pattern.quote(zone) + "(?![\\w.-]*\\w)", "");
  }
}
