package cloud.bleu.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.Zone;
import cloud.bleu.translate.OwnRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of rules is what the rules say, at any instant and in any order of them. */
class RememberedAnswersTest {

  private static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"examples/hospital", "examples/ministry"})
  void rememberedAnswersAreThoseOfTheRules(String example) throws Exception {
    RememberedAnswers answers = new RememberedAnswers();
    InputRecorder.Recorded recorded =
        new InputRecorder(name -> name).record(RecordedInputsTest.example(example));
    try (ChainExport export = ChainExport.open(directory)) {
      export.inputs(recorded.documents());
    }
    Estate estate =
        new InputReader(directory, OwnRules::of, answers::remembering)
            .read(recorded.digest())
            .estate();
    Random random = new Random(4711);
    List<Instant> instants = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Instant at = BEGIN.plus(Duration.ofMinutes(random.nextInt(3 * 365 * 24 * 60)));
      // Around midnight in Paris, and the same day again later and earlier.
      instants.add(at);
      instants.add(at.plusSeconds(random.nextInt(7200)));
      instants.add(at.minusSeconds(random.nextInt(7200)));
    }
    Set<String> codes = new HashSet<>();
    List<String> wrong = new ArrayList<>();
    RememberedAnswers.Worker worker =
        new RememberedAnswers.Worker(
            () -> {
              for (Instant at : instants) {
                Estate then = estate.at(at);
                answers.during(
                    then,
                    "the same",
                    () -> {
                      compare(then, codes, wrong);
                      return null;
                    });
              }
            });
    worker.start();
    worker.join();
    assertEquals(List.of(), wrong);
    assertTrue(codes.size() > 5, codes.toString());
  }

  private static void compare(Estate estate, Set<String> codes, List<String> wrong) {
    for (Workload workload : estate.workloads()) {
      for (Zone zone : estate.zones()) {
        List<Verdict> remembered = ask(workload, zone, estate);
        // Of another estate nothing is remembered, so the rules are asked.
        List<Verdict> asked = ask(workload, zone, estate.at(estate.now()));
        asked.forEach(v -> codes.add(v.code()));
        if (!asked.equals(remembered)) {
          wrong.add(estate.now() + " " + workload.id() + " " + zone.name());
        }
      }
    }
  }

  private static List<Verdict> ask(Workload workload, Zone zone, Estate estate) {
    return workload.rules().stream().map(rule -> rule.evaluate(workload, zone, estate)).toList();
  }
}
