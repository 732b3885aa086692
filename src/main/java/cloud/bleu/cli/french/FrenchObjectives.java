package cloud.bleu.cli.french;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.objective.ObjectiveAnswer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What becomes of recovery objectives, in French. */
final class FrenchObjectives {

  private final ExplanationWords french;

  FrenchObjectives(ExplanationWords french) {
    this.french = french;
  }

  /** A paragraph for each. */
  String text(List<ObjectiveAnswer> answers) {
    return answers.stream()
        .map(answer -> Table.wrapped("  " + line(answer), 4))
        .collect(Collectors.joining());
  }

  private String line(ObjectiveAnswer answer) {
    String term = answer.term();
    return french.said(
        "text.objective",
        Map.of(
            "objective", answer.objective() + " " + answer.asked(),
            "state",
                french.word("objective." + answer.state())
                    + (term == null ? "" : ", " + answer.code() + " (" + term + ")"),
            "sentence", MessageBundle.FRENCH.text(answer.message())));
  }
}
