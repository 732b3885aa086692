package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.Stillness;
import cloud.bleu.translate.policy.OwnRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Holds what an export has after faults to what the ledger of the cluster ever had. */
final class ExportCheck {

  private ExportCheck() {}

  /**
   * Until nothing waits for the export, and the chain says what the export lacks: a line whose
   * inputs were lost in a crash leaves the ledger before the entry that says so comes. And until no
   * further entry comes for a second, as what has just gone is still decided about.
   *
   * @param directory where the operator that runs now writes
   */
  static void await(Scene scene, Supplier<Path> directory) {
    Stillness quiet = new Stillness(Duration.ofSeconds(1), 4);
    scene.until(
        "all is exported, and said",
        () -> {
          DecisionLedger ledger = scene.ledger();
          boolean whole = ledger != null && isWhole(ledger.getSpec(), directory.get());
          return quiet.still(whole ? ledger.getSpec().sequence() : "not whole") && whole;
        });
  }

  /** Whether all of a ledger is in a directory, and the chain has nothing to say of that one. */
  static boolean isWhole(DecisionLedgerSpec ledger, Path directory) {
    try {
      Path unsaid = directory.resolve(EvidenceFiles.UNSAID);
      // The file is replaced as a whole.
      return ledger.entries().isEmpty()
          && ledger.records().isEmpty()
          && (!Files.exists(unsaid) || Files.readString(unsaid).isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * It holds, to the head of the ledger; every entry that was ever in the ledger is there once, as
   * it was there; every decision is taken again, or the chain says why it cannot be. These
   * operators may not read a key: the only faults are that nothing is signed, and that what the
   * chain says of lost inputs excuses none of them.
   */
  static VerificationReport holds(Path directory, Scene scene, ChainWatch chain)
      throws IOException {
    chain.awaitEnd(scene);
    VerificationReport report =
        Verification.verify(directory, List.of(), List.of(), OwnRules::of, Instant.now());
    List<ChainFault> explained =
        report.faults().stream()
            .filter(f -> f.code() == ChainFault.Code.InputMissing)
            .filter(f -> f.message().contains("(InputsLost) explains it"))
            .toList();
    List<ChainFault> faults = new ArrayList<>(report.faults());
    faults.removeAll(explained);
    faults.removeIf(f -> f.code() == ChainFault.Code.NothingSigned);
    assertEquals(List.of(), faults);
    assertEquals(scene.ledger().getSpec().sequence(), report.last());
    assertEquals(scene.ledger().getSpec().headHash(), report.head());
    long lost = report.notEvaluated().values().stream().mapToLong(Long::longValue).sum();
    long open = report.kinds().get("Decision") - report.replayed() - lost;
    List<String> exported = lines(directory);
    boolean decisionsLost =
        explained.stream().anyMatch(f -> !isOfABaseline(f.where(), exported, report.first()));
    assertTrue(decisionsLost ? open > 0 : open == 0, report.toString());
    assertTrue(
        report.notEvaluated().keySet().stream().allMatch(why -> why.contains("as the chain says")),
        report.toString());
    List<String> committed =
        chain.lines().values().stream()
            .filter(line -> line.sequence() >= report.first())
            .map(ChainLine::text)
            .toList();
    assertEquals(String.join("\n", committed), String.join("\n", exported));
    return report;
  }

  /** Whether a fault is about what the chain knows, of which no decision is taken. */
  private static boolean isOfABaseline(String where, List<String> lines, long first) {
    long entry = Long.parseLong(where.replaceFirst(".*\\(entry (\\d+)\\)", "$1"));
    return ChainLine.read(lines.get((int) (entry - first))).kind().equals("BaselineRecorded");
  }

  private static List<String> lines(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory.resolve("chain"))) {
      for (Path file : files.sorted().toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }
}
