package cloud.bleu.evidence.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a note holds of a text that is longer than the ledger takes. */
class ChainNoteTest {

  /** A character of two UTF-16 units at the cut goes as a whole: half of one has no UTF-8. */
  @ParameterizedTest
  @CsvSource({
    // units before the character: units of the text that is kept
    "1021, 1024",
    "1022, 1024",
    "1023, 1023",
    "1024, 1024"
  })
  void aTextIsCutBetweenCharacters(int before, int kept) {
    String text = "x".repeat(before) + "\uD83D\uDE00" + "x".repeat(2000);
    String held = ChainNote.of("Heartbeat", Map.of("n", text)).content().get("n");
    assertEquals(text.substring(0, kept), held);
    assertEquals(held, new String(held.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
  }
}
