package cloud.bleu.cli.french;

import cloud.bleu.cli.explain.AheadText;
import cloud.bleu.cli.explain.ExplainedDecision;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.Outlook;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.offering.ProbableEnd;
import cloud.bleu.report.french.French;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What changes of the answers with the days, in French: {@link AheadText} is the English text. */
final class FrenchAhead {
  private final French french;
  private final FrenchVerdicts verdicts;
  private final ExplainedDecision explained;

  FrenchAhead(French french, FrenchVerdicts verdicts, ExplainedDecision explained) {
    this.french = french;
    this.verdicts = verdicts;
    this.explained = explained;
  }

  /** A paragraph for each day, rule and answer; the first words say that there is none. */
  String text() {
    TreeMap<String, TreeSet<String>> zones = new TreeMap<>();
    for (Outlook.Turn turn : explained.turns()) {
      zones.computeIfAbsent(turn(turn, "%s"), k -> new TreeSet<>()).add(turn.after().zone());
    }
    StringBuilder text = new StringBuilder();
    zones.forEach(
        (line, of) ->
            text.append(Table.wrapped("  " + line.replace("%s", String.join(", ", of)), 4)));
    for (ProbableEnd end : explained.ends()) {
      text.append(Table.wrapped("  " + end(end), 4));
    }
    return text.isEmpty()
        ? "  " + french.said("text.aheadNone", Map.of("jours", String.valueOf(Outlook.DAYS))) + "\n"
        : text.toString();
  }

  private String end(ProbableEnd end) {
    return french.said(
        "text.probableEnd",
        Map.of(
            "jour", end.day().toString(),
            "qualification", end.qualification(),
            "offre", end.offering(),
            "fournisseur", end.provider(),
            "annees", String.valueOf(ProbableEnd.YEARS),
            "depuis", end.since().toString(),
            "zones", String.join(", ", end.zones())));
  }

  private String turn(Outlook.Turn turn, String zones) {
    return french.said(
        "text.aheadTurn",
        Map.of(
            "jour", AheadText.when(turn),
            "regle", turn.after().rule(),
            "politique", verdicts.policy(turn.after()),
            "avant", before(turn),
            "apres", answer(turn.after()),
            "zones", zones));
  }

  private String before(Outlook.Turn turn) {
    Waiver waiver = turn.waiver();
    return waiver == null
        ? answer(turn.before())
        : french.said(
            "text.waivedBy", Map.of("nom", waiver.name(), "fin", waiver.until().toString()));
  }

  private String answer(Verdict v) {
    return v.failing() || v.warns()
        ? v.code()
        : french.word(v.result() == Verdict.Result.Waived ? "text.waivedWord" : "text.pass");
  }
}
