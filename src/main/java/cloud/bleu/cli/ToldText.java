package cloud.bleu.cli;

import cloud.bleu.placement.Told;
import cloud.bleu.placement.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What rules say, for people in English and for programs. */
final class ToldText {
  private ToldText() {}

  /** {@code Press of 2026-09-09}: each basis that it rests on with its day; empty if none is. */
  private static String basis(Told told) {
    return String.join(" and ", Told.bases(told.facts()));
  }

  /** The name of the statement and who states it. */
  private static String rule(Verdict verdict) {
    return verdict.rule()
        + (verdict.policy() == null ? " (the workload)" : " of " + verdict.policy());
  }

  static String requirements(Told told) {
    return String.join(", ", told.verdict().requirements());
  }

  /** Two lines for each: the answer, then where it comes from and for which zones. */
  static String text(List<Told> all) {
    return all.stream().map(ToldText::text).collect(Collectors.joining());
  }

  /** What one entry says, in a line of its own. */
  static String line(Told told) {
    return told.verdict().code() + ": " + told.message();
  }

  private static String text(Told told) {
    Verdict verdict = told.verdict();
    String requirements = requirements(told);
    String basis = basis(told);
    return Table.wrapped("  " + line(told), 4)
        + Table.wrapped(
            "    rule "
                + rule(verdict)
                + (requirements.isEmpty() ? "" : ", " + requirements)
                + ", "
                + verdict.action()
                + ", "
                + verdict.origin()
                + (basis.isEmpty() ? "" : ", on " + basis)
                + ": "
                + String.join(", ", told.zones()),
            4);
  }

  /** The same for programs. */
  static Map<String, Object> tree(Told told) {
    Verdict verdict = told.verdict();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", rule(verdict));
    tree.put("result", verdict.result().name());
    tree.put("code", verdict.code());
    tree.put("action", verdict.action().name());
    tree.put("requirements", requirements(told));
    tree.put("origin", verdict.origin().name());
    tree.put("message", told.message());
    tree.put("zones", List.copyOf(told.zones()));
    tree.put("facts", told.facts().stream().map(Foundations::tree).toList());
    return tree;
  }
}
