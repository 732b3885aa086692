package cloud.bleu.operator.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.ChainLine;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much may wait for the disk. */
class ExportQueueTest {

  private static final int MIB = 1024 * 1024;

  private final ExportQueue queue =
      new ExportQueue(ExportQueue.MOST_BATCHES, ExportQueue.LEAST_BYTES_OF_ENTRIES);

  /** A commit has up to 64 entries. The memory of a pod does not depend on how many they are. */
  @Test
  void entriesAreBoundedByTheirBytes() {
    String mebibyte = "x".repeat(MIB);
    int taken = 0;
    while (taken < 100 && queue.lines(List.of(line(taken + 1, mebibyte)))) {
      taken++;
    }
    assertEquals(32, taken);
    assertTrue(queue.isFull());
    assertTrue(queue.documents(Map.of("d", "x".repeat(63 * MIB))), "these have their own bound");
    assertFalse(queue.documents(Map.of("e", "x".repeat(2 * MIB))));
    assertFalse(queue.lines(List.of(line(33, ""))));
  }

  /** All workloads of a large estate may be decided anew while the disk is away. */
  @ParameterizedTest
  @CsvSource({
    // MiB of memory: MiB of entries
    "1, 32",
    "256, 32",
    "264, 33",
    "1024, 128"
  })
  void moreEntriesWaitWhereThereIsMoreMemory(long memory, long entries) {
    assertEquals(entries * MIB, ExportQueue.bytesOfEntries(memory * MIB));
  }

  /** It takes two bytes for each of its characters. */
  @Test
  void aTextBeyondLatin1CountsTwice() {
    String text = "x".repeat(MIB - 1) + "\u2019";
    int taken = 0;
    while (taken < 100 && queue.lines(List.of(line(taken + 1, text)))) {
      taken++;
    }
    assertEquals(16, taken);
    assertFalse(queue.documents(Map.of("d", text.repeat(33))));
    assertTrue(queue.documents(Map.of("d", text.repeat(31))));
  }

  /** Small ones take more room in memory by their names than by what they say. */
  @Test
  void documentsAreBoundedHoweverSmallTheyAre() {
    int taken = 0;
    while (taken < 500_000
        && queue.documents(Map.of("sha256:%064x".formatted(taken), Integer.toString(taken)))) {
      taken++;
    }
    assertTrue(taken >= 100_000 && taken <= 250_000, taken + " are taken");
  }

  @Test
  void whatIsWrittenMakesRoomAgain() throws InterruptedException {
    assertTrue(queue.documents(Map.of("d", "x".repeat(64 * MIB - 300))));
    assertTrue(queue.lines(List.of(line(1, "x".repeat(32 * MIB)))));
    assertFalse(queue.documents(Map.of("e", "x")));
    writeNext();
    assertTrue(queue.documents(Map.of("e", "x".repeat(64 * MIB - 300))));
    assertFalse(queue.lines(List.of(line(2, "x"))));
    writeNext();
    assertFalse(queue.isFull());
    assertTrue(queue.lines(List.of(line(2, "x"))));
    assertFalse(queue.documents(Map.of("f", "x")));
  }

  /** Each pass that fails has the ledger read again, and all that waits in it handed over. */
  @Test
  void whatWaitsAlreadyIsNotTakenTwice() throws InterruptedException {
    String mebibyte = "x".repeat(MIB);
    List<ChainLine> ledger = List.of(line(1, mebibyte), line(2, mebibyte));
    for (int i = 0; i < 100; i++) {
      assertTrue(queue.lines(ledger));
    }
    assertFalse(queue.isFull());
    assertTrue(queue.lines(List.of(line(2, mebibyte), line(3, mebibyte))));
    assertEquals(2, writeNext().entries().size());
    assertEquals(1, writeNext().entries().size());
    assertTrue(queue.isEmpty());
    assertTrue(queue.lines(ledger), "the directory may have lost it since");
    assertEquals(2, writeNext().entries().size());
  }

  /**
   * The ledger keeps entries that were written: for their decision, or until they are placed. Each
   * time that it is read they come again, once.
   */
  @Test
  void whatIsWrittenAndComesAgainIsNotTakenTwice() throws InterruptedException {
    List<ChainLine> ledger = List.of(line(1, "x".repeat(MIB / 2)));
    assertTrue(queue.lines(ledger));
    writeNext();
    for (int i = 0; i < 100; i++) {
      assertTrue(queue.lines(ledger));
    }
    assertFalse(queue.isFull());
    assertTrue(queue.lines(List.of(line(2, "x"))), "what is new is taken beside it");
    assertEquals(ledger.get(0).text().length(), writeNext().entries().get(0).length());
    assertEquals(List.of("2x"), writeNext().entries());
    assertTrue(queue.isEmpty());
  }

  /** Too many waited when it came. It does not wait, though a later one does. */
  @Test
  void whatWasLeftOutDoesNotWait() throws InterruptedException {
    ExportQueue one = new ExportQueue(1, ExportQueue.LEAST_BYTES_OF_ENTRIES);
    assertTrue(one.lines(List.of(line(1, "a"))));
    assertFalse(one.lines(List.of(line(2, "b"))));
    ExportQueue.Batch first = Objects.requireNonNull(one.next(30, TimeUnit.SECONDS));
    assertTrue(one.lines(List.of(line(3, "c"))), "the first one is being written");
    assertFalse(one.lines(List.of(line(2, "b"))));
    one.written(first);
    assertEquals(List.of("3c"), Objects.requireNonNull(one.next(30, TimeUnit.SECONDS)).entries());
    assertTrue(one.lines(List.of(line(2, "b"))));
    assertEquals(List.of("2b"), Objects.requireNonNull(one.next(30, TimeUnit.SECONDS)).entries());
  }

  /** Somebody removed the ledger: the chain begins anew with numbers that were there. */
  @Test
  void entriesOfAnotherChainAreTakenBesideThoseThatWait() throws InterruptedException {
    assertTrue(queue.lines(List.of(line(1, "a"), line(2, "b"))));
    assertTrue(queue.lines(List.of(line(1, "anew"))));
    assertEquals(List.of("1a", "2b"), writeNext().entries());
    assertEquals(List.of("1anew"), writeNext().entries());
  }

  /** Small ones take more room in memory by what holds them than by what they say. */
  @Test
  void entriesAreBoundedHoweverSmallTheyAre() {
    ExportQueue many = new ExportQueue(Integer.MAX_VALUE, ExportQueue.LEAST_BYTES_OF_ENTRIES);
    int taken = 0;
    while (taken < 500_000 && many.lines(List.of(line(taken + 1, Integer.toString(taken))))) {
      taken++;
    }
    assertTrue(taken >= 100_000 && taken <= 200_000, taken + " are taken");
  }

  @Test
  void entriesAreWrittenAsTheyWere() throws InterruptedException {
    ChainLine line =
        ChainLine.of(Map.of("sequence", 1L, "previous", "sha256:0", "kind", "Heartbeat"));
    assertTrue(queue.lines(List.of(line)));
    assertEquals(List.of(line), writeNext().lines());
  }

  private ExportQueue.Batch writeNext() throws InterruptedException {
    ExportQueue.Batch batch = Objects.requireNonNull(queue.next(30, TimeUnit.SECONDS));
    queue.written(batch);
    return batch;
  }

  /** A line whose text is made up, and has its number like any: nobody reads it here. */
  private static ChainLine line(long sequence, String text) {
    String all = sequence + text;
    return new ChainLine(all, Map.of(), sequence, "sha256:0", "sha256:" + all);
  }
}
