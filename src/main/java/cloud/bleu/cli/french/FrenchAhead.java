package cloud.bleu.cli.french;

import cloud.bleu.cli.explain.AheadText;
import cloud.bleu.cli.explain.ExplainedDecision;
import cloud.bleu.cli.explain.VerdictWords;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.explain.Outlook;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.offering.ProbableEnd;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What changes of the answers with the days, in French: {@link AheadText} is the English text. */
final class FrenchAhead {
  private final ExplanationWords french;
  private final VerdictWords words;
  private final ExplainedDecision explained;

  FrenchAhead(ExplanationWords french, ExplainedDecision explained) {
    this.french = french;
    this.words = new VerdictWords(french);
    this.explained = explained;
  }

  /** A paragraph for each day, rule and answer, by day; the first words say that there is none. */
  String text() {
    TreeMap<String, TreeSet<String>> zones = new TreeMap<>();
    for (Outlook.Turn turn : explained.turns()) {
      zones.computeIfAbsent(turn(turn, "%s"), k -> new TreeSet<>()).add(turn.after().zone());
    }
    // Each line begins with its day.
    for (ProbableEnd end : explained.ends()) {
      if (!end.isBefore(explained.today())) {
        zones
            .computeIfAbsent(end(end, "text.probableEnd"), k -> new TreeSet<>())
            .addAll(end.zones());
      }
    }
    StringBuilder text = new StringBuilder();
    zones.forEach(
        (line, of) ->
            text.append(Table.wrapped("  " + line.replace("%s", String.join(", ", of)), 4)));
    return text.isEmpty()
        ? "  " + french.said("text.aheadNone", Map.of("days", Outlook.DAYS)) + "\n"
        : text.toString();
  }

  /** Whether nothing is ahead. */
  boolean isEmpty() {
    return explained.turns().isEmpty()
        && explained.ends().stream().allMatch(end -> end.isBefore(explained.today()));
  }

  /** The probable ends that have passed. */
  List<String> passed() {
    return explained.ends().stream()
        .filter(end -> end.isBefore(explained.today()))
        .map(end -> end(end, "text.probablyEnded").replace("%s", String.join(", ", end.zones())))
        .toList();
  }

  private String end(ProbableEnd end, String message) {
    return french.said(
        message,
        Map.of(
            "day", end.day().toString(),
            "qualification", end.qualification(),
            "offering", end.offering(),
            "provider", end.provider(),
            "years", ProbableEnd.YEARS,
            "since", end.since().toString(),
            "zones", "%s"));
  }

  private String turn(Outlook.Turn turn, String zones) {
    return french.said(
        "text.aheadTurn",
        Map.of(
            "day", AheadText.when(turn),
            "rule", turn.after().rule(),
            "policy", words.policy(turn.after()) + words.implied(turn.after()),
            "before", before(turn),
            "after", words.answer(turn.after()),
            "zones", zones));
  }

  private String before(Outlook.Turn turn) {
    Waiver waiver = turn.waiver();
    return waiver == null
        ? words.answer(turn.before())
        : french.said(
            "text.waivedBy", Map.of("name", waiver.name(), "until", waiver.until().toString()));
  }
}
