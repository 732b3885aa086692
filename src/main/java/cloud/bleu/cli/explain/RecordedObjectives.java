package cloud.bleu.cli.explain;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.objective.ObjectiveAnswer;
import cloud.bleu.placement.objective.ObjectiveAnswer.State;
import cloud.bleu.placement.objective.RecoveryObjectives;
import cloud.bleu.translate.workload.ObjectivesTranslator;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the condition ObjectivesMet of a workload says of each objective. A decision that is read
 * back from a status tells too little of itself to hold them against it.
 */
final class RecordedObjectives {

  private static final String CONDITION = "ObjectivesMet";

  /** How {@link ObjectiveAnswer#text()} begins, after another one or not. */
  private static final Pattern BEGIN =
      Pattern.compile("(?:^|; )(rto|rpo) (\\S+): (holds|[A-Z]\\w+)(?: \\(([^)]*)\\))?: ");

  private RecordedObjectives() {}

  /** One answer for each objective that is asked; what the condition does not tell is not known. */
  static List<ObjectiveAnswer> of(BleuWorkload object) {
    RecoveryObjectives asked = ObjectivesTranslator.of(object);
    List<ObjectiveAnswer> recorded = recorded(object);
    List<ObjectiveAnswer> answers = new ArrayList<>();
    add(answers, "rto", asked.rto(), recorded);
    add(answers, "rpo", asked.rpo(), recorded);
    return List.copyOf(answers);
  }

  private static void add(
      List<ObjectiveAnswer> answers,
      String objective,
      RecoveryObjectives.@Nullable Limit asked,
      List<ObjectiveAnswer> recorded) {
    if (asked == null) {
      return;
    }
    String text = asked.text();
    answers.add(
        recorded.stream()
            .filter(a -> a.objective().equals(objective) && a.asked().equals(text))
            .findFirst()
            .orElseGet(
                () ->
                    new ObjectiveAnswer(
                        objective,
                        text,
                        State.Unknown,
                        "resilience." + objective,
                        Message.of("objective.notRecorded"))));
  }

  /** Those of the condition, where it is about the object as it is now. */
  private static List<ObjectiveAnswer> recorded(BleuWorkload object) {
    Condition condition = StatusDecision.condition(object.getStatus(), CONDITION);
    if (condition == null
        || condition.getMessage() == null
        || !Objects.equals(
            condition.getObservedGeneration(), object.getMetadata().getGeneration())) {
      return List.of();
    }
    String text = condition.getMessage();
    List<MatchResult> begins = BEGIN.matcher(text).results().toList();
    List<ObjectiveAnswer> answers = new ArrayList<>();
    for (int i = 0; i < begins.size(); i++) {
      MatchResult begin = begins.get(i);
      int end = i + 1 < begins.size() ? begins.get(i + 1).start() : text.length();
      answers.add(
          new ObjectiveAnswer(
              begin.group(1),
              begin.group(2),
              state(begin.group(3)),
              begin.group(4),
              Message.recorded(text.substring(begin.end(), end))));
    }
    return answers;
  }

  /** The reverse of {@link ObjectiveAnswer#code()}; what nobody knows does not hold. */
  private static State state(String code) {
    return code.equals("holds")
        ? State.Holds
        : code.endsWith("Exceeded") ? State.Broken : State.Unknown;
  }
}
