package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.translate.policy.OwnRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An export is looked at once the chain says what it lacks, and not as soon as it has all lines.
 */
class ExportCheckTest {

  @TempDir Path directory;

  /**
   * Somebody crashed before the inputs were on the disk; the next one exports what it committed.
   */
  @Test
  void lineWhoseInputsWereLostLeavesTheLedgerBeforeThatIsSaid() throws IOException {
    ChainLine decision =
        ChainLine.of(
            Map.of(
                "sequence",
                1L,
                "previous",
                Chain.GENESIS,
                "workload",
                Map.of("namespace", "a", "name", "web", "uid", "u"),
                "cause",
                "InputChanged",
                "inputs",
                "sha256:" + "1".repeat(64)));
    try (ChainExport export = ChainExport.open(directory)) {
      assertTrue(ExportCheck.isWhole(empty(0, Chain.GENESIS), directory), "nothing is to be said");
      export.append(List.of(decision));
      assertFalse(ExportCheck.isWhole(empty(1, decision.hash()), directory));
      assertTrue(fault().endsWith(".json is missing"), fault());

      ChainNote lost = export.unsaid().get(0);
      ChainLine said =
          ChainLine.of(
              Map.of(
                  "sequence", 2L,
                  "previous", decision.hash(),
                  "kind", lost.kind(),
                  "content", lost.content()));
      export.append(List.of(said));
      assertTrue(ExportCheck.isWhole(empty(2, said.hash()), directory));
      assertTrue(fault().contains("(InputsLost) explains it"), fault());
    }
  }

  /** A ledger that let go of all that is in the directory. */
  private static DecisionLedgerSpec empty(long sequence, String head) {
    return new DecisionLedgerSpec(sequence, head, List.of(), List.of());
  }

  /** What is said of the inputs that are missing. */
  private String fault() throws IOException {
    List<String> faults =
        Verification.verify(directory, List.of(), List.of(), OwnRules::of, Instant.now())
            .faults()
            .stream()
            .filter(f -> f.code() == cloud.bleu.evidence.chain.ChainFault.Code.InputMissing)
            .map(cloud.bleu.evidence.chain.ChainFault::message)
            .toList();
    assertEquals(1, faults.size(), faults.toString());
    return faults.get(0);
  }
}
