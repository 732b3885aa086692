package cloud.bleu.cli.explain;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.explain.GroupedVerdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What rules say, for people in English and for programs. */
public final class RuleAnswerText {
  private static final ExplanationWords WORDS = ExplanationWords.ENGLISH;

  private RuleAnswerText() {}

  /** {@code Press of 2026-09-09}: each basis that it rests on with its day; empty if none is. */
  private static String basis(GroupedVerdict grouped) {
    return String.join(" and ", GroupedVerdict.bases(grouped.facts()));
  }

  /** The name of the statement and who states it. */
  private static String rule(Verdict verdict) {
    return verdict.rule() + VerdictWords.ENGLISH.policy(verdict);
  }

  /** Identifiers of SecNumCloud, separated by commas; empty where the rule serves none. */
  public static String requirements(GroupedVerdict grouped) {
    return String.join(", ", grouped.verdict().requirements());
  }

  /** Two lines for each: the answer, then where it comes from and for which zones. */
  static String text(List<GroupedVerdict> all) {
    return all.stream().map(RuleAnswerText::text).collect(Collectors.joining());
  }

  /** What one entry says, in a line of its own. */
  static String line(GroupedVerdict grouped) {
    return WORDS.said(
        "text.because", Map.of("code", grouped.verdict().code(), "sentence", grouped.message()));
  }

  private static String text(GroupedVerdict grouped) {
    Verdict verdict = grouped.verdict();
    String requirements = requirements(grouped);
    String basis = basis(grouped);
    return Table.wrapped("  " + line(grouped), 4)
        + Table.wrapped(
            "    "
                + WORDS.said(
                    "text.rule",
                    Map.of(
                        "rule", verdict.rule(),
                        "policy", VerdictWords.ENGLISH.policy(verdict),
                        "requirements",
                            requirements.isEmpty() ? ExplanationWords.NOTHING : ", " + requirements,
                        "action", verdict.action(),
                        "origin", verdict.origin(),
                        "bases",
                            basis.isEmpty()
                                ? ExplanationWords.NOTHING
                                : WORDS.said("text.on", Map.of("bases", basis)),
                        "zones", grouped.zones())),
            4);
  }

  /** One answer for programs, with the zones that it is for. */
  static Map<String, Object> tree(GroupedVerdict grouped) {
    Verdict verdict = grouped.verdict();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", rule(verdict));
    tree.put("result", verdict.result().name());
    tree.put("code", verdict.code());
    tree.put("action", verdict.action().name());
    tree.put("requirements", requirements(grouped));
    tree.put("origin", verdict.origin().name());
    tree.put("message", grouped.message());
    tree.put("zones", List.copyOf(grouped.zones()));
    tree.put("facts", grouped.facts().stream().map(DecisionFacts::tree).toList());
    return tree;
  }
}
