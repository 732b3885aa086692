package cloud.bleu.evidence.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.EntryRange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of a chain with a hole is counted as not signed. */
class KindCountsTest {

  private final KindCounts counts = new KindCounts();
  private String previous = "sha256:0";

  private void entry(long sequence, String kind, boolean checkpoint) {
    ChainLine line = ChainLine.of(Map.of("sequence", sequence, "previous", previous, "kind", kind));
    previous = line.hash();
    counts.entry(line, true, checkpoint);
  }

  @Test
  void afterTheLastCheckpointOfEachStretch() {
    entry(1, "Heartbeat", false);
    entry(2, "Heartbeat", true);
    entry(3, "Violation", false);
    entry(7, "Heartbeat", false);
    entry(8, "Gap", true);
    entry(9, "Violation", false);
    previous = "sha256:1"; // somebody changed entry 9
    entry(10, "Heartbeat", false);
    entry(11, "ViolationEnded", false);
    assertEquals(
        Map.of("Heartbeat", 4L, "Violation", 2L, "Gap", 1L, "ViolationEnded", 1L), counts.all());
    assertEquals(Map.of("Violation", 1L), counts.of(List.of(new EntryRange(3, 3))));
    assertEquals(
        Map.of("Violation", 2L, "Heartbeat", 1L, "ViolationEnded", 1L),
        counts.of(List.of(new EntryRange(3, 3), new EntryRange(9, 9), new EntryRange(10, 11))));
    assertEquals(Map.of(), counts.of(List.of()));
  }
}
