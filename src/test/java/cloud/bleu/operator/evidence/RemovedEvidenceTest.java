package cloud.bleu.operator.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.evidence.chain.Signer;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.config.EvidenceOptions;
import cloud.bleu.translate.policy.OwnRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody who can write the directory and has no key removes the end while no operator runs: the
 * operator that comes does not sign that away.
 */
class RemovedEvidenceTest {

  private static final KeyPair KEYS = SigningKey.generate();
  private static final Signer SIGNER = SigningKey.signer(SigningKey.pem(KEYS.getPrivate()));

  @TempDir Path folder;

  private final MovableClock clock = new MovableClock();
  private Path directory;
  private long sequence;
  private String previous = Chain.GENESIS;

  /** What the cluster remembers. */
  private @Nullable SignedHead remembered;

  @Test
  void whatWasSignedAndIsCutOffIsAFaultThatNamesIt() throws Exception {
    Path outside = exported();
    cut(4);
    operatorComes();
    VerificationReport report = verify(outside);
    assertEquals(
        List.of(
            "entries 5 to 9 are missing before it",
            "entries 5 to 9 were signed for in the checkpoint of entry 9 (%s), and the operator did not find them here any more"
                .formatted(Checkpoint.read(Files.readString(outside).strip()).hash())),
        report.faults().stream()
            .filter(f -> f.code() == Code.EntriesMissing || f.code() == Code.EntriesGone)
            .map(f -> f.message())
            .filter(m -> m.startsWith("entries"))
            .toList());
    assertTrue(
        report.faults().stream()
            .anyMatch(
                f ->
                    f.code() == Code.CheckpointMissing
                        && f.message().contains("comes after that of entry 9")),
        report.faults().toString());
    assertEquals(List.of(), report.gaps());
    // Without anything from outside it does not hold either.
    assertFalse(verify(null).holds());
  }

  @Test
  void entriesThatStandInForWhatWasSignedAreNotTaken() throws Exception {
    Path outside = exported();
    long end = sequence;
    String head = previous;
    cut(4);
    sequence = 4;
    ChainLine four = ChainLine.read(Files.readAllLines(segment()).get(3));
    previous = four.hash();
    StringBuilder forged = new StringBuilder();
    while (sequence < end) {
      forged.append(line(ChainNote.of("Heartbeat", Map.of("workloads", "9"))).text()).append('\n');
    }
    Files.writeString(segment(), Files.readString(segment()) + forged);
    previous = head;
    try (ChainExport export = ChainExport.open(directory)) {
      CheckpointSigner signing = signing();
      assertFalse(
          signing.isDue(export, export.last()) && signsNow(signing, export),
          "nobody vouches for what was found");
    }
    operatorComes();
    TreeSet<Code> codes = new TreeSet<>();
    verify(null).faults().forEach(f -> codes.add(f.code()));
    assertTrue(codes.contains(Code.EntriesGone) && codes.contains(Code.EntryChanged), "" + codes);
    assertFalse(verify(outside).holds());
  }

  @Test
  void anotherDirectoryHoldsAndSaysThatTheRestIsElsewhere() throws Exception {
    Path outside = exported();
    directory = folder.resolve("another");
    operatorComes();
    VerificationReport report = verify(null);
    assertEquals(List.of(), report.faults());
    assertEquals(
        List.of(
            "the export began with entry 10, as entry 11 says; what was signed up to entry 9 is not in this directory: look for it in the one that was exported to before"),
        report.gaps());
    // A next process finds its own again and says nothing new.
    try (ChainExport export = ChainExport.open(directory)) {
      export.signedBefore(remembered);
      export.append(List.of(line(ChainNote.of("Heartbeat", Map.of()))));
      assertEquals(List.of(), export.unsaid());
    }
    assertEquals(
        Code.CheckpointMissing, verify(outside).faults().get(0).code(), "it is not of this one");
    // Who has the first checkpoint removed is seen all the same.
    Path checkpoints = directory.resolve("checkpoints.jsonl");
    Files.write(checkpoints, Files.readAllLines(checkpoints).subList(1, 2));
    assertTrue(
        verify(null).faults().stream().anyMatch(f -> f.code() == Code.CheckpointMissing),
        verify(null).faults().toString());
  }

  @Test
  void whatIsSaidIsNotSaidAgainBeforeItIsSigned() throws Exception {
    exported();
    cut(4);
    try (ChainExport export = ChainExport.open(directory)) {
      export.signedBefore(remembered);
      export.append(List.of(line(ChainNote.of("Heartbeat", Map.of()))));
      assertEquals(List.of("EntriesGone"), kinds(export));
    }
    try (ChainExport export = ChainExport.open(directory)) {
      export.signedBefore(remembered);
      say(export);
    }
    try (ChainExport export = ChainExport.open(directory)) {
      export.signedBefore(remembered);
      export.append(List.of(line(ChainNote.of("Heartbeat", Map.of()))));
      assertEquals(List.of(), kinds(export));
    }
  }

  /** Nine entries with two checkpoints, the second of which is returned as it is kept outside. */
  private Path exported() throws Exception {
    directory = folder.resolve("export");
    try (ChainExport export = ChainExport.open(directory)) {
      CheckpointSigner signing = signing();
      for (int i = 0; i < 9; i++) {
        export.append(List.of(line(ChainNote.of("Heartbeat", Map.of()))));
        if (i == 3 || i == 8) {
          signing.run(export, export.last());
        }
      }
    }
    assertTrue(verify(null).holds());
    List<String> lines = Files.readAllLines(directory.resolve("checkpoints.jsonl"));
    return Files.writeString(folder.resolve("outside.json"), lines.get(1));
  }

  private Path segment() {
    return directory.resolve("chain").resolve("00000000000000000001.jsonl");
  }

  private void cut(int entries) throws IOException {
    Files.write(segment(), Files.readAllLines(segment()).subList(0, entries));
    Path checkpoints = directory.resolve("checkpoints.jsonl");
    Files.write(checkpoints, Files.readAllLines(checkpoints).subList(0, 1));
  }

  /** Goes on as the ledger does, says what is to be said, and signs. */
  private void operatorComes() throws Exception {
    try (ChainExport export = ChainExport.open(directory)) {
      export.signedBefore(remembered);
      CheckpointSigner signing = signing();
      export.append(List.of(line(ChainNote.of("Heartbeat", Map.of()))));
      signing.run(export, export.last());
      say(export);
      signing.run(export, export.last());
    }
  }

  private void say(ChainExport export) throws IOException {
    for (ChainNote note : export.unsaid()) {
      export.append(List.of(line(note)));
    }
    assertEquals(List.of(), export.unsaid());
  }

  private static boolean signsNow(CheckpointSigner signing, ChainExport export) throws Exception {
    Checkpoint before = export.lastCheckpoint();
    signing.run(export, export.last());
    return export.lastCheckpoint().sequence() != before.sequence();
  }

  private static List<String> kinds(ChainExport export) {
    List<String> kinds = new ArrayList<>();
    export.unsaid().forEach(note -> kinds.add(note.kind()));
    return kinds;
  }

  private CheckpointSigner signing() {
    return new CheckpointSigner(
        new EvidenceOptions(
            directory,
            Duration.ofMinutes(10),
            1,
            Duration.ofMinutes(10),
            Duration.ZERO,
            List.of(),
            List.of(),
            null,
            List.of()),
        () -> SIGNER,
        clock,
        () -> "uid-of-kube-system",
        new CheckpointSigner.Listener() {
          @Override
          public void signing(@Nullable String why) {
            assertEquals(null, why);
          }

          @Override
          public void sending(@Nullable String why) {
            assertEquals(null, why);
          }

          @Override
          public void signed(SignedHead head) {
            remembered = head;
          }
        });
  }

  private ChainLine line(ChainNote note) {
    ChainLine line =
        ChainLine.of(
            Map.of(
                "sequence",
                ++sequence,
                "previous",
                previous,
                "kind",
                note.kind(),
                "content",
                note.content(),
                "time",
                "2026-03-01T13:00:00Z"));
    previous = line.hash();
    return line;
  }

  private VerificationReport verify(@Nullable Path outside) throws IOException {
    List<Checkpoint> kept =
        outside == null ? List.of() : List.of(Checkpoint.read(Files.readString(outside).strip()));
    return Verification.verify(
        directory,
        List.of(KEYS.getPublic()),
        kept,
        OwnRules::of,
        Instant.parse("2027-06-01T00:00:00Z"));
  }
}
