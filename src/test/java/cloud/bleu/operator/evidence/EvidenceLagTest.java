package cloud.bleu.operator.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** How far the export is behind the decisions. */
class EvidenceLagTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EvidenceHealth standing = new EvidenceHealth(registry, (reason, sentence) -> {});

  @Test
  void entriesCountFromTheirCommitUntilTheyAreOnTheDisk() {
    assertEquals(0, lag());
    standing.taken(5);
    assertEquals(5, lag());
    standing.exported(3);
    assertEquals(2, lag());
    standing.taken(4);
    assertEquals(2, lag(), "an older entry that is handed over again");
    standing.exported(5);
    assertEquals(0, lag());
  }

  /** After a start the directory may have entries that nobody has handed over in this process. */
  @Test
  void aDirectoryThatIsAheadIsNoLag() {
    standing.exported(40);
    assertEquals(0, lag());
    standing.taken(41);
    assertEquals(1, lag());
  }

  private double lag() {
    return registry.get("bleu.evidence.lag.entries").gauge().value();
  }
}
