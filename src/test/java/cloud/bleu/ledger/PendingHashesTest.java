package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.ChainRecord;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which entries of a ledger are not as they were sent. */
class PendingHashesTest {
  private static final String HASH = "sha256:" + "0".repeat(64);
  private static final String ANNOTATION = "placement.bleu.cloud/pending-hashes";

  private static Entry decision(long sequence, String cause) {
    Entry sample = SampleEntry.of();
    return new Entry(
        sequence,
        HASH,
        sample.workload(),
        HASH,
        null,
        cause,
        sample.assignments(),
        sample.evacuation(),
        null,
        null);
  }

  private static ChainRecord record(long sequence, String text) {
    return new ChainRecord(sequence, HASH, "Heartbeat", Map.of("n", text), null);
  }

  /** Decisions 3 and 7 and the record 8: 4 to 6, which named the hash of 3, have left. */
  private static final DecisionLedgerSpec SENT =
      new DecisionLedgerSpec(
          8L,
          HASH,
          List.of(decision(3, "InputChanged"), decision(7, "InputChanged")),
          List.of(record(8, "one")));

  private static DecisionLedger ledger(DecisionLedgerSpec spec, String annotation) {
    DecisionLedger ledger = new DecisionLedger();
    ledger.setMetadata(new ObjectMeta());
    if (annotation != null) {
      ledger.getMetadata().setAnnotations(Map.of(ANNOTATION, annotation));
    }
    ledger.setSpec(spec);
    return ledger;
  }

  private static String note(DecisionLedgerSpec spec) {
    Map<String, String> annotations = new TreeMap<>(Map.of(ANNOTATION, "1=00000000"));
    PendingHashes.note(spec, annotations);
    return annotations.get(ANNOTATION);
  }

  private static String lacking(DecisionLedger ledger) {
    return PendingHashes.lacking(ledger).stream()
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  /** By the numbers that are there, whatever the others are about. */
  @ParameterizedTest
  @CsvSource({
    // cause of 3, cause of 7, text of 8: which are not as they were sent
    "InputChanged, InputChanged, one, ''",
    "Rebalanced, InputChanged, one, 3",
    "InputChanged, Rebalanced, one, 7",
    "InputChanged, InputChanged, two, 8",
    "Rebalanced, Rebalanced, two, 3 7 8",
  })
  void tellsWhichAreNotAsSent(String three, String seven, String eight, String lacking) {
    DecisionLedgerSpec there =
        new DecisionLedgerSpec(
            8L, HASH, List.of(decision(3, three), decision(7, seven)), List.of(record(8, eight)));
    assertEquals(lacking, lacking(ledger(there, note(SENT))));
  }

  /** An operator that does not know it leaves the annotation as it is, and writes entries. */
  @Test
  void saysNothingOfWhatItDoesNotName() {
    DecisionLedgerSpec later =
        new DecisionLedgerSpec(9L, HASH, List.of(decision(9, "InputChanged")), List.of());
    assertEquals("", lacking(ledger(later, note(SENT))));
    assertEquals("", lacking(ledger(SENT, null)));
    assertEquals("", lacking(ledger(SENT, "3,=,7,,x=y")));
    assertEquals("3", lacking(ledger(SENT, "3=,x=y")));
  }

  @Test
  void nothingIsNotedOfALedgerInWhichNothingWaits() {
    assertNull(note(new DecisionLedgerSpec(8L, HASH, List.of(), List.of())));
  }
}
