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
import cloud.bleu.operator.config.EvidenceOptions;
import cloud.bleu.translate.policy.OwnRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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

  private static final String TIME = "2026-03-01T13:00:00Z";
  private static final KeyPair KEYS = SigningKey.generate();
  private static final Signer SIGNER = SigningKey.signer(SigningKey.pem(KEYS.getPrivate()));

  @TempDir Path folder;

  /** Entries and checkpoints are of one instant. */
  private final Clock clock = Clock.fixed(Instant.parse(TIME), ZoneOffset.UTC);

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
    try (ChainExport export = opened()) {
      export.append(List.of(line(ChainNote.of("Heartbeat", Map.of()))));
      assertEquals(List.of(), export.unsaid());
      signing().run(export, export.last());
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
    try (ChainExport export = opened()) {
      export.append(List.of(line(ChainNote.of("Heartbeat", Map.of()))));
      assertEquals(List.of("EntriesGone"), kinds(export));
    }
    try (ChainExport export = opened()) {
      say(export);
    }
    try (ChainExport export = opened()) {
      export.append(List.of(line(ChainNote.of("Heartbeat", Map.of()))));
      assertEquals(List.of(), kinds(export));
    }
  }

  @Test
  void nothingIsSaidBecauseSomebodyWroteThatItIsToBeSaid() throws Exception {
    exported();
    write(
        ChainNote.of("DrillRun", Map.of("verdict", "Passed")),
        ChainNote.range("InputsLost", 1, 20),
        ChainNote.range("NotExported", 5, 8),
        ChainNote.of("Pruned", Map.of("to", "8")));
    operatorComes();
    VerificationReport report = verify(null);
    assertEquals(List.of(), report.faults());
    assertEquals(Map.of("Heartbeat", 10L), report.kinds());
    assertFalse(Files.exists(directory.resolve("unsaid.jsonl")), "no operator reads it");
  }

  @Test
  void noFileExcusesWhatIsCutOut() throws Exception {
    exported();
    List<String> lines = Files.readAllLines(segment());
    List<String> left = new ArrayList<>(lines.subList(0, 5));
    left.addAll(lines.subList(7, 9));
    Files.write(segment(), left);
    write(
        ChainNote.of(
            "NotExported",
            Map.of("from", "6", "to", "7", "after", ChainLine.read(lines.get(4)).hash())));
    operatorComes();
    assertEquals(
        List.of("entries 6 to 7 are missing before it"),
        verify(null).faults().stream().map(f -> f.message()).toList());
  }

  @Test
  void noFileSilencesThatSignedEntriesAreGone() throws Exception {
    exported();
    cut(4);
    write(
        ChainNote.of("Heartbeat", Map.of("signed", "9")),
        ChainNote.of("ExportStarted", Map.of("signed", "9")));
    operatorComes();
    assertTrue(
        verify(null).faults().stream().anyMatch(f -> f.code() == Code.EntriesGone),
        verify(null).faults().toString());
  }

  @Test
  void forgedEntryDoesNotSayThatSignedEntriesAreElsewhere() throws Exception {
    exported();
    String head = previous;
    cut(0);
    Files.delete(directory.resolve("checkpoints.jsonl"));
    sequence = 9;
    ChainLine forged = line(ChainNote.of("ExportStarted", Map.of("first", "10", "signed", "9")));
    Files.delete(segment());
    Files.writeString(
        directory.resolve("chain").resolve("00000000000000000010.jsonl"), forged.text() + "\n");
    sequence = 10;
    previous = "sha256:" + "7".repeat(64);
    assertFalse(head.equals(previous));
    try (ChainExport export = opened()) {
      export.append(List.of(line(ChainNote.of("Heartbeat", Map.of()))));
      assertEquals(List.of("EntriesGone"), kinds(export));
    }
  }

  @Test
  void whatACrashLeftUnsaidIsFoundAgainAndNothingIsSignedBefore() throws Exception {
    exported();
    String head = previous;
    long signed = remembered.sequence();
    try (ChainExport export = opened()) {
      sequence += 3;
      export.append(List.of(line(ChainNote.of("Heartbeat", Map.of()))));
      CheckpointSigner signing = signing();
      signing.run(export, export.last());
      assertEquals(signed, remembered.sequence(), "the chain does not say yet what is missing");
    }
    try (ChainExport export = opened()) {
      assertEquals(
          List.of(ChainNote.of("NotExported", Map.of("from", "10", "to", "12", "after", head))),
          export.unsaid());
      say(export);
    }
    operatorComes();
    assertEquals(List.of(), verify(null).faults());
    assertTrue(verify(null).isSignedToTheEnd(), verify(null).unsigned().toString());
  }

  @Test
  void forgedEntryBeforeMissingOnesIsNotSignedWithThem() throws Exception {
    exported();
    ChainLine forged = line(ChainNote.of("DrillRun", Map.of("verdict", "Passed")));
    Files.writeString(segment(), Files.readString(segment()) + forged.text() + "\n");
    sequence += 2;
    previous = "sha256:" + "7".repeat(64);
    operatorComes();
    VerificationReport report = verify(null);
    assertEquals(List.of(), report.faults());
    assertEquals(Map.of("DrillRun", 1L), report.unsignedKinds());
  }

  /** Writes the file in which earlier releases kept what they had to say. */
  private void write(ChainNote... notes) throws IOException {
    StringBuilder text = new StringBuilder();
    List.of(notes).forEach(note -> text.append(note.text()).append('\n'));
    Files.writeString(directory.resolve("unsaid.jsonl"), text);
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

  /** Opens the directory as an operator does. */
  private ChainExport opened() throws IOException {
    ChainExport export = ChainExport.open(directory);
    if (remembered != null) {
      export.signedBefore(remembered);
    }
    export.recall();
    return export;
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
    try (ChainExport export = opened()) {
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

          @Override
          public void unmatched(String what) {
            throw new AssertionError(what);
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
                TIME));
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
