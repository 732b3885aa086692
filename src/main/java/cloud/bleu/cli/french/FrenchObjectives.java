package cloud.bleu.cli.french;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.objective.ObjectiveAnswer;
import cloud.bleu.report.french.French;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What becomes of recovery objectives, in French. */
final class FrenchObjectives {

  private final French french;

  FrenchObjectives(French french) {
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
            "objectif", answer.objective() + " " + answer.asked(),
            "etat",
                french.word("objective." + answer.state())
                    + (term == null ? "" : ", " + answer.code() + " (" + term + ")"),
            "phrase", MessageBundle.FRENCH.text(answer.message())));
  }
}
