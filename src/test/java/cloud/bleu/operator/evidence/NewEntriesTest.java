package cloud.bleu.operator.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Entries that the ledger hands over, some of them twice. */
class NewEntriesTest {
  private final NewEntries entries = new NewEntries();

  private static List<ChainLine> chain(int length, String kind) {
    List<ChainLine> lines = new ArrayList<>();
    String previous = Chain.GENESIS;
    for (int i = 1; i <= length; i++) {
      ChainLine line =
          ChainLine.of(
              Map.of("sequence", i, "previous", previous, "kind", kind, "content", Map.of()));
      lines.add(line);
      previous = line.hash();
    }
    return lines;
  }

  @Test
  void whatWasHandedOverBeforeIsNotNew() {
    List<ChainLine> chain = chain(5, "Heartbeat");
    assertEquals(chain.subList(0, 3), entries.of(chain.subList(0, 3)));
    assertEquals(chain.subList(3, 5), entries.of(chain.subList(1, 5)));
    assertEquals(chain, entries.newest());
  }

  @Test
  void theNewestAreKept() {
    List<ChainLine> chain = chain(NewEntries.MOST_KEPT + 7, "Heartbeat");
    entries.of(chain);
    assertEquals(chain.subList(7, chain.size()), entries.newest());
  }

  /** Somebody removed the ledger. */
  @Test
  void aChainThatBeginsAnewIsNew() {
    entries.of(chain(3, "Heartbeat"));
    List<ChainLine> anew = chain(2, "Gap");
    assertEquals(anew, entries.of(anew));
    assertEquals(5, entries.newest().size());
  }
}
