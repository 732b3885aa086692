package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.objective.ObjectiveAnswer;
import cloud.bleu.placement.objective.ObjectiveAnswer.State;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worst of the answers is the condition; the message has them all. */
class ObjectivesConditionTest {

  @Test
  void whoAsksForNoneHasNoCondition() {
    assertNull(WorkloadConditions.objectives(List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "Holds, Holds, True, ObjectivesHold",
    "Holds, Unknown, Unknown, DataLossUnknown",
    "Broken, Unknown, False, RecoveryTimeExceeded",
    "Unknown, Broken, False, DataLossExceeded",
    "Unknown, Holds, Unknown, RecoveryTimeUnknown"
  })
  void unknownIsNoYes(State time, State loss, String status, String reason) {
    List<ObjectiveAnswer> answers = Stream.of(answer("rto", time), answer("rpo", loss)).toList();
    DesiredCondition wanted = WorkloadConditions.objectives(answers);
    assertNotNull(wanted);
    assertEquals("ObjectivesMet", wanted.type());
    assertEquals(status, wanted.status());
    assertEquals(reason, wanted.reason());
    assertEquals(answers.get(0).text() + "; " + answers.get(1).text(), wanted.message());
  }

  private static ObjectiveAnswer answer(String objective, State state) {
    return new ObjectiveAnswer(
        objective,
        "5m",
        state,
        state == State.Holds ? null : "resilience.startBudget",
        Message.of("objective.notPlaced"));
  }
}
