package cloud.bleu.cli.explain;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.explain.Outlook;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.offering.ProbableEnd;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The changes ahead, one entry for each day, rule and change, with the zones that share it. */
public final class AheadText {
  private static final ExplanationWords WORDS = ExplanationWords.ENGLISH;
  private static final VerdictWords VERDICTS = VerdictWords.ENGLISH;

  private record Entry(
      Outlook.Turn turn,
      String rule,
      @Nullable String policy,
      String before,
      @Nullable Waiver waiver,
      String after) {
    static Entry of(Outlook.Turn turn) {
      Verdict v = turn.after();
      return new Entry(
          turn,
          v.rule(),
          v.policy(),
          VERDICTS.answer(turn.before()),
          turn.waiver(),
          VERDICTS.answer(v));
    }

    /** The day, and the time in Paris where it is not the beginning of it. */
    private String when() {
      return AheadText.when(turn);
    }

    private String said() {
      Waiver by = waiver;
      return by == null
          ? before
          : WORDS.said("text.waivedBy", Map.of("name", by.name(), "until", by.until()));
    }

    private String sorted() {
      return turn.at() + " " + rule + " " + policy + " " + said() + " " + after;
    }
  }

  private final TreeMap<Entry, TreeSet<String>> zones =
      new TreeMap<>(Comparator.comparing(Entry::sorted));

  /** When an answer turns: {@code 2026-12-05}, or {@code 2026-12-05 02:00+01:00}, in Paris. */
  public static String when(Outlook.Turn turn) {
    if (turn.withTheDay()) {
      return turn.day().toString();
    }
    // Ends of waivers stand beside it as their objects state them, in UTC.
    ZonedDateTime then = turn.at().atZone(ZoneRule.PARIS);
    return turn.day() + " " + then.toLocalTime() + then.getOffset();
  }

  private final List<ProbableEnd> ends;
  private final LocalDate today;

  AheadText(ExplainedDecision explained) {
    this.ends = explained.ends();
    this.today = explained.today();
    for (Outlook.Turn turn : explained.turns()) {
      zones.computeIfAbsent(Entry.of(turn), e -> new TreeSet<>()).add(turn.after().zone());
    }
  }

  private record Line(LocalDate day, String text) {}

  /** What is ahead by day; of one day what the rules say comes first. */
  String text() {
    List<Line> lines = new ArrayList<>();
    zones.forEach(
        (e, of) ->
            lines.add(
                new Line(
                    e.turn().day(),
                    Table.wrapped(
                        "  "
                            + WORDS.said(
                                "text.aheadTurn",
                                Map.of(
                                    "day", e.when(),
                                    "rule", e.rule(),
                                    "policy",
                                        VERDICTS.policy(e.turn().after())
                                            + VERDICTS.implied(e.turn().after()),
                                    "before", e.said(),
                                    "after", e.after(),
                                    "zones", of)),
                        4))));
    for (ProbableEnd end : ends) {
      if (!end.isBefore(today)) {
        lines.add(new Line(end.day(), Table.wrapped("  " + said(end, "text.probableEnd"), 4)));
      }
    }
    return lines.stream()
        .sorted(Comparator.comparing(Line::day))
        .map(Line::text)
        .collect(Collectors.joining());
  }

  /** The probable ends that have passed, which nobody confirmed and nobody denied. */
  List<String> passed() {
    return ends.stream()
        .filter(end -> end.isBefore(today))
        .map(end -> said(end, "text.probablyEnded"))
        .toList();
  }

  private static String said(ProbableEnd end, String key) {
    return WORDS.said(
        key,
        Map.of(
            "day", end.day(),
            "qualification", end.qualification(),
            "offering", end.offering(),
            "provider", end.provider(),
            "years", ProbableEnd.YEARS,
            "since", end.since(),
            "zones", end.zones()));
  }

  /** The probable ends for programs. */
  List<Map<String, Object>> ends() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (ProbableEnd end : ends) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("day", end.day().toString());
      one.put("qualification", end.qualification());
      one.put("offering", end.offering());
      one.put("provider", end.provider());
      one.put("since", end.since().toString());
      one.put("passed", end.isBefore(today));
      one.put("basis", Basis.Assumption.name());
      one.put("zones", end.zones());
      all.add(one);
    }
    return all;
  }

  List<Map<String, Object>> tree() {
    List<Map<String, Object>> all = new ArrayList<>();
    zones.forEach(
        (e, of) -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("day", e.turn().day().toString());
          one.put("at", e.turn().at().toString());
          one.put("rule", e.rule());
          one.put("policy", e.policy());
          one.put("before", e.before());
          Waiver waiver = e.waiver();
          if (waiver != null) {
            one.put("waiver", waiver.name());
            one.put("expirationTime", waiver.until().toString());
          }
          one.put("after", e.after());
          one.put("zones", List.copyOf(of));
          all.add(one);
        });
    return all;
  }
}
