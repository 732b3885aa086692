package cloud.bleu.operator.pass.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.ledger.LaterDecision;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Of how many changes a pass asks whether they are still withheld, where some that take over and
 * some that are to make room for them are.
 */
class WithheldQuestionsTest extends AdoptionScene {

  /**
   * One question for each different change, however many were tried for which it was to be made.
   */
  @ParameterizedTest
  @CsvSource({
    // takers, givers, different changes of each giver: questions
    "1, 1, 1, 1",
    "1, 200, 1, 200",
    "200, 1, 1, 1",
    "200, 200, 1, 200",
    "200, 200, 5, 1000",
  })
  void questionsGrowWithTheChanges(int takers, int givers, int different, int questions) {
    WithheldChanges withheld = new WithheldChanges();
    for (int taker = 0; taker < takers; taker++) {
      int replicas = taker % different;
      withheld.add(
          id("web" + taker),
          IntStream.range(0, givers).mapToObj(giver -> change("low" + giver, replicas)).toList());
    }
    List<ProposedDecision> all = withheld.all();
    assertEquals(questions, all.size());
    for (int taker = 0; taker < takers; taker++) {
      assertEquals(givers, withheld.of(id("web" + taker)).size());
    }
    withheld.retain(Set.of(all.get(0)));
    assertEquals(all.subList(0, 1), withheld.all());
    assertEquals(Set.of(all.get(0).id()), withheld.of(id("web0")));
  }

  /** The same in passes: none of them may be made smaller, and each of several lacks one. */
  @ParameterizedTest
  @CsvSource({"1, 8", "4, 8", "8, 8"})
  void passesAskOnceForEach(int takers, int givers) {
    for (int i = 0; i < givers; i++) {
      workload("low" + i, 1, 0);
      runs("low" + i, "north", 1);
    }
    for (int i = 0; i < takers; i++) {
      workload("web" + i, 2, Map.of("north", 1), FIRST);
    }
    Set<WorkloadId> lows = Set.copyOf(decided.keySet());
    refuses = change -> lows.contains(change.id());
    int cpu = givers + takers + 1;
    rest(cpu);
    assertEquals(lows, decided.keySet(), "nobody makes room");
    int before = questions;
    pass(cpu, true);
    int asked = questions - before;
    assertTrue(asked >= givers, asked + " questions");
    assertTrue(asked <= 3 * givers, asked + " questions");
    workloads.removeIf(one -> one.getMetadata().getName().startsWith("web"));
    running.clear();
    before = questions;
    pass(cpu, true);
    assertEquals(0, questions - before, "there is nobody to make room for");
  }

  private static ProposedDecision change(String name, int replicas) {
    return LaterDecision.of(
        id(name),
        "u-" + name,
        "digest",
        null,
        "Preempted",
        List.of(new Assignment("north", replicas, null, null)),
        List.of(),
        0);
  }
}
