package cloud.bleu.cli.french;

import cloud.bleu.cli.explain.Explained;
import cloud.bleu.cli.explain.ToldText;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.GroupedVerdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What rules say, in French: a sentence by code, and the facts that it does not name. */
final class FrenchVerdicts {
  private final French french;
  private final FrenchValues values;
  private final FrenchFacts facts;

  FrenchVerdicts(French french, Explained explained) {
    this.french = french;
    this.values = new FrenchValues(french, explained.estate(), explained.workload());
    this.facts = new FrenchFacts(french, explained);
  }

  /** One entry for each entry of the English text, more where a sentence names more. */
  String text(List<GroupedVerdict> told) {
    StringBuilder text = new StringBuilder();
    for (GroupedVerdict one : told) {
      Map<String, TreeSet<String>> zones = new LinkedHashMap<>();
      for (Verdict v : one.verdicts()) {
        zones.computeIfAbsent(sentence(one, v), s -> new TreeSet<>()).add(v.zone());
      }
      zones.forEach(
          (sentence, of) -> {
            String rule = rule(one, of);
            text.append(
                Table.wrapped("  " + sentence + found(one.message(), sentence + " " + rule), 4));
            text.append(Table.wrapped("    " + rule, 4));
          });
    }
    return text.toString();
  }

  /** What one entry says, in a line of its own: of the first zone, where zones differ. */
  String line(GroupedVerdict grouped) {
    String sentence = sentence(grouped, grouped.verdict());
    return sentence + found(grouped.message(), sentence);
  }

  /** What a message names beyond what is said, with a space before; empty if nothing. */
  String found(String message, String said) {
    String found = facts.missing(message, said);
    return found.isEmpty() ? "" : " " + french.said("text.found", Map.of("constat", found));
  }

  private String sentence(GroupedVerdict grouped, Verdict v) {
    boolean against = v.failing() || v.warns() || v.result() == Verdict.Result.Waived;
    String phrase =
        !against
            ? holding(grouped)
            // Of a zone that cannot be seen, what was written down is all that is known.
            : values.sees(v.zone())
                ? french.of(v.code(), values.of(v))
                : facts.turned(grouped.message());
    return french.said(
        "text.because",
        Map.of(
            "code",
            french.word("result." + v.code()),
            "phrase",
            phrase == null ? grouped.message() : phrase));
  }

  /**
   * Of a rule that holds: what was found, or what it asks for where that has no French. Of one that
   * does not apply, or could not look: why. Of the customer's own: what its authors wrote.
   */
  private @Nullable String holding(GroupedVerdict grouped) {
    Verdict.Result result = grouped.verdict().result();
    if (result == Verdict.Result.NotApplicable || result == Verdict.Result.NotEvaluated) {
      return french.said(
          result == Verdict.Result.NotApplicable ? "text.notApplicable" : "text.notEvaluated",
          Map.of("phrase", facts.turned(grouped.message())));
    }
    BoundRule statement = grouped.statement();
    String asked =
        statement == null
            ? null
            : french.of("rule." + statement.rule().declaration().id(), Map.of());
    String found = facts.sentence(grouped.message());
    return found == null ? asked : found;
  }

  private String rule(GroupedVerdict grouped, TreeSet<String> zones) {
    Verdict v = grouped.verdict();
    return french.said(
        "text.rule",
        Map.of(
            "regle", v.rule(),
            "politique", policy(v),
            "exigences",
                v.requirements().isEmpty() ? French.NOTHING : ", " + ToldText.requirements(grouped),
            "action", french.word("action." + v.action()),
            "origine", french.word("origin." + v.origin()),
            "bases",
                GroupedVerdict.bases(grouped.facts()).isEmpty()
                    ? French.NOTHING
                    : french.said("text.on", Map.of("bases", facts.bases(grouped.facts()))),
            "zones", String.join(", ", zones)));
  }

  /** Who states it, with a space before. */
  String policy(Verdict v) {
    String policy = v.policy();
    return policy == null
        ? french.word("text.ofWorkload")
        : french.said("text.ofPolicy", Map.of("politique", policy));
  }
}
