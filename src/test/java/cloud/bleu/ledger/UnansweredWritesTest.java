package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which write is stored of those that nobody answered, by what is read. */
class UnansweredWritesTest {

  private final UnansweredWrites writes = new UnansweredWrites();

  /** A ledger as {@code uid version sequence hash}. */
  private static DecisionLedger ledger(String text) {
    String[] words = text.split(" ");
    DecisionLedger ledger = new DecisionLedger();
    ledger.setMetadata(
        new ObjectMetaBuilder().withUid(words[0]).withResourceVersion(words[1]).build());
    ledger.setSpec(new DecisionLedgerSpec(Long.valueOf(words[2]), words[3], List.of(), List.of()));
    return ledger;
  }

  private UnansweredWrites.Write send(String over, String sequence, String hash) {
    DecisionLedger read = ledger(over);
    String version = read.getMetadata().getUid() + " " + read.getMetadata().getResourceVersion();
    UnansweredWrites.Write write =
        new UnansweredWrites.Write(ledger(version + " " + sequence + " " + hash), read);
    writes.sent(write);
    return write;
  }

  private UnansweredWrites.Write settle(String read, boolean kept) {
    return writes.settle(ledger(read), (sent, stored) -> kept);
  }

  /** After two that add one entry each, and one that takes out. */
  @ParameterizedTest
  @CsvSource({
    // what is read, whether as it was sent, which is stored, and whether the first may be later
    "u 7 5 e, true, , true",
    "u 8 6 f, false, 0, false",
    "u 8 6 g, false, 1, false",
    "u 8 5 e, true, 2, false",
    "u 8 5 e, false, , false",
    "u 8 6 x, true, , false",
    "u 8 9 f, true, , false",
    "v 8 6 f, true, , false",
  })
  void theOneWhoseHeadIsReadIsStored(String read, boolean kept, Integer stored, boolean open) {
    List<UnansweredWrites.Write> sent =
        List.of(send("u 7 5 e", "6", "f"), send("u 7 5 e", "6", "g"), send("u 7 5 e", "5", "e"));
    UnansweredWrites.Write found = settle(read, kept);
    if (stored == null) {
      assertNull(found);
    } else {
      assertSame(sent.get(stored), found);
      assertEquals(stored != 2, found.isNews());
    }
    assertSame(open ? sent.get(0) : null, settle("u 9 6 f", true));
  }

  /** One after which another one is stored for certain is not. */
  @Test
  void noneIsStoredOnceOneIsAnswered() {
    send("u 7 5 e", "6", "f");
    writes.clear();
    assertNull(settle("u 8 6 f", true));
  }

  /** Somebody whose every try fails keeps no more than the last of them. */
  @Test
  void theLastOfThemAreKnown() {
    for (int i = 0; i < 65; i++) {
      send("u 7 5 e", "6", "h" + i);
      send("u 7 5 e", "6", "h" + i);
    }
    assertNull(settle("u 8 6 h0", true));
    for (int i = 0; i < 65; i++) {
      send("u 7 5 e", "6", "h" + i);
    }
    assertEquals("h1", settle("u 8 6 h1", true).ledger().getSpec().headHash());
  }
}
