package cloud.bleu.status;

import cloud.bleu.placement.objective.ObjectiveAnswer;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether what a workload states adds up to its recovery objectives. */
final class ObjectivesCondition {

  private static final String TYPE = "ObjectivesMet";

  private ObjectivesCondition() {}

  /** The condition; null where none is asked for. */
  static @Nullable Wanted of(List<ObjectiveAnswer> answers) {
    ObjectiveAnswer worst = ObjectiveAnswer.worst(answers);
    if (worst == null) {
      return null;
    }
    String message = answers.stream().map(ObjectiveAnswer::text).collect(Collectors.joining("; "));
    return switch (worst.state()) {
      case Broken -> Wanted.no(TYPE, worst.code(), message);
      case Unknown -> Wanted.unknown(TYPE, worst.code(), message);
      case Holds -> Wanted.yes(TYPE, worst.code(), message);
    };
  }
}
