package cloud.bleu.operator.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody did to the directory is told once, and lasts: condition, event and metric. */
class EvidenceHealthTest {

  @ParameterizedTest
  @CsvSource({
    "EntriesGone, bleu.evidence.entries.gone",
    "BaselineLost, bleu.evidence.baseline.lost",
    "CheckpointUnmatched, bleu.evidence.checkpoint.unmatched"
  })
  void whatSomebodyDidIsToldAndLasts(String reason, String metric) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    List<String> told = new ArrayList<>();
    EvidenceHealth health =
        new EvidenceHealth(registry, (code, sentence) -> told.add(code + ": " + sentence));
    assertEquals(0, registry.get(metric).gauge().value());
    health.gone(reason, "it is so");
    health.gone(reason, "it is so");
    String sentence =
        "it is so; find out who wrote to the directory of --evidence-dir, keep it as it is, and"
            + " export to another one";
    assertEquals(Map.of(reason, sentence), health.failing());
    assertEquals(List.of(reason + ": " + sentence), told);
    assertEquals(1, registry.get(metric).gauge().value());
  }
}
