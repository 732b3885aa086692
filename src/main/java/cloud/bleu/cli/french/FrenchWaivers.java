package cloud.bleu.cli.french;

import cloud.bleu.cli.explain.ExplainedDecision;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.message.MessageBundle;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a decision owes to waivers and to a break-glass, and which do nothing for it, in French. */
final class FrenchWaivers {
  private final ExplanationWords french;
  private final FrenchVerdicts verdicts;
  private final ExplainedDecision explained;

  FrenchWaivers(ExplanationWords french, FrenchVerdicts verdicts, ExplainedDecision explained) {
    this.french = french;
    this.verdicts = verdicts;
    this.explained = explained;
  }

  /** What would be in breach, and which waiver sets it aside until when. */
  String text() {
    return verdicts.text(explained.answers().waived())
        + names().stream().map(name -> Table.wrapped("  " + name, 4)).collect(Collectors.joining());
  }

  /** Those that it stands on, with their ends. */
  List<String> names() {
    return explained.waived().stream()
        .map(w -> french.said("text.waiverUntil", Map.of("name", w.name(), "until", w.until())))
        .distinct()
        .toList();
  }

  /** How the break-glass stands; empty where there is none. */
  String breakGlass() {
    BreakGlassStatus glass = explained.breakGlass();
    return glass == null
        ? ""
        : Table.wrapped(
            "  "
                + french.said(
                    "text.breakGlassState",
                    Map.of(
                        "state", glass.state().code(),
                        "sentence", MessageBundle.FRENCH.sentence(glass.finding()))),
            4);
  }

  /** Those that set nothing aside now, and why not. */
  String idle() {
    return explained.idle().stream()
        .map(
            w -> {
              String line =
                  french.said(
                      "text.idleWaiver",
                      Map.of(
                          "name", w.object().name(),
                          "state", w.state().name(),
                          "sentence", MessageBundle.FRENCH.sentence(w.finding())));
              return Table.wrapped("  " + line, 4);
            })
        .collect(Collectors.joining());
  }
}
