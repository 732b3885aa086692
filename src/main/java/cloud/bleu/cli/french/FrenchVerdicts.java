package cloud.bleu.cli.french;

import cloud.bleu.cli.explain.RuleAnswerText;
import cloud.bleu.cli.explain.VerdictWords;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.report.french.VerdictPhrases;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What rules say, in French: the code, what was found and what to do, then who asks. */
final class FrenchVerdicts {
  private final ExplanationWords french;
  private final FrenchFacts facts;
  private final VerdictPhrases phrases;
  private final VerdictWords words;

  FrenchVerdicts(ExplanationWords french) {
    this.french = french;
    this.phrases = new VerdictPhrases(french);
    this.facts = new FrenchFacts(french);
    this.words = new VerdictWords(french);
  }

  /** One entry for each entry of the English text, more where a sentence names more. */
  String text(List<GroupedVerdict> told) {
    StringBuilder text = new StringBuilder();
    for (GroupedVerdict one : told) {
      Map<String, TreeSet<String>> zones = new LinkedHashMap<>();
      for (Verdict v : one.verdicts()) {
        zones.computeIfAbsent(sentence(v), s -> new TreeSet<>()).add(v.zone());
      }
      zones.forEach(
          (sentence, of) -> {
            text.append(Table.wrapped("  " + sentence, 4));
            text.append(Table.wrapped("    " + rule(one, of), 4));
          });
    }
    return text.toString();
  }

  /** What one entry says, in a line of its own: of the first zone, where zones differ. */
  String line(GroupedVerdict grouped) {
    return sentence(grouped.verdict());
  }

  private String sentence(Verdict v) {
    return french.said(
        "text.because",
        Map.of("code", french.word("result." + v.code()), "sentence", phrases.phrase(v)));
  }

  private String rule(GroupedVerdict grouped, TreeSet<String> zones) {
    Verdict v = grouped.verdict();
    return french.said(
        "text.rule",
        Map.of(
            "rule", v.rule(),
            "policy", words.policy(v),
            "requirements",
                v.requirements().isEmpty()
                    ? ExplanationWords.NOTHING
                    : ", " + RuleAnswerText.requirements(grouped),
            "action", french.word("action." + v.action()),
            "origin", french.word("origin." + v.origin()),
            "bases",
                GroupedVerdict.bases(grouped.facts()).isEmpty()
                    ? ExplanationWords.NOTHING
                    : french.said("text.on", Map.of("bases", facts.bases(grouped.facts()))),
            "zones", String.join(", ", zones)));
  }
}
