package cloud.bleu.evidence.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.plan.VerificationText;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.translate.policy.OwnRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that are held to one another, where their entries are gone as well. */
class HeldCheckpointsTest {

  private static final KeyPair KEYS = SigningKey.generate();
  private static final KeyPair NEXT = SigningKey.generate();
  private static final KeyPair UNUSED = SigningKey.generate();
  private static final String OTHER = "sha256:" + "7".repeat(64);

  @TempDir Path folder;

  private Path directory;
  private final List<ChainLine> lines = new ArrayList<>();
  private final List<Checkpoint> signed = new ArrayList<>();

  /** Entries 5 to 8, of which 7 says that those before went after their retention. */
  @BeforeEach
  void record() throws Exception {
    directory = folder.resolve("export");
    try (ChainExport export = ChainExport.open(directory, 1)) {
      for (int i = 1; i <= 8; i++) {
        append(
            export,
            i == 7
                ? ChainNote.of(EntryKinds.PRUNED, Map.of("to", "4"))
                : ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "1")));
        if (i % 2 == 0) {
          Checkpoint before = export.lastCheckpoint();
          export.append(
              sign(KEYS, i, export.last().hash(), before == null ? 0 : before.sequence()));
          signed.add(export.lastCheckpoint());
        }
      }
    }
    for (int i = 1; i <= 4; i++) {
      Files.delete(EvidenceFiles.segment(directory, i));
    }
    assertEquals(List.of(), verify().faults());
  }

  @Test
  void twoSignedHeadsOfOneEntryThatIsGoneAreAFault() throws Exception {
    assertEquals(
        List.of(Code.CheckpointsContradict),
        codes(sign(KEYS, 2, OTHER, 0), signed.get(3)),
        "whoever has the key signed two chains");
  }

  @Test
  void twoSignedHeadsOfOneEntryBesideTheChainAreAFault() throws Exception {
    Path file = directory.resolve(EvidenceFiles.CHECKPOINTS);
    String first = signed.get(0).text();
    Files.writeString(
        file, Files.readString(file).replace(first, first + "\n" + sign(KEYS, 2, OTHER, 2).text()));
    assertEquals(List.of(Code.CheckpointsContradict), codes());
  }

  @Test
  void firstEntryLeadsToTheOneBeforeItThatWasSigned() throws Exception {
    VerificationReport report = verify(signed.get(1));
    assertEquals(List.of(), report.faults());
    assertEquals(4, report.outsideUpTo());
    List<String> beside = Files.readAllLines(directory.resolve(EvidenceFiles.CHECKPOINTS));
    beside.set(1, sign(KEYS, 4, OTHER, 2).text());
    Files.write(directory.resolve(EvidenceFiles.CHECKPOINTS), beside);
    assertEquals(List.of(Code.CheckpointDiffers), codes());
  }

  @Test
  void checkpointsOfWhichNoEntryIsHereProveNothingAndThatIsSaid() throws Exception {
    VerificationReport report = verify(signed.get(0));
    assertEquals(
        List.of(Code.CheckpointUnmet), report.faults().stream().map(ChainFault::code).toList());
    assertFalse(VerificationText.isAsAsked(report, false));
    String text = VerificationText.of(report, false);
    assertTrue(text.contains("none of 1 checkpoint that was given is of an entry here"), text);
    assertFalse(text.contains("no checkpoint kept outside was given"), text);
    assertEquals(List.of(), verify(signed.get(0), signed.get(3)).faults(), "one is enough");
  }

  @Test
  void eachKeyIsShownWithWhatItSigned() throws Exception {
    resign(List.of(KEYS, NEXT, NEXT, NEXT));
    VerificationReport report = verify();
    assertEquals(List.of(), report.faults());
    assertEquals(
        List.of(
            new KeyUse(SigningKey.fingerprint(KEYS.getPublic()), 1, new EntryRange(2, 2)),
            new KeyUse(SigningKey.fingerprint(NEXT.getPublic()), 3, new EntryRange(4, 8)),
            new KeyUse(SigningKey.fingerprint(UNUSED.getPublic()), 0, null)),
        report.keys());
    String text = VerificationText.of(report, false).replaceAll("\\s+", " ");
    assertTrue(
        text.contains(
            "key %s signed 3 checkpoints, of entries 4 to 8"
                .formatted(SigningKey.fingerprint(NEXT.getPublic()))),
        text);
    assertTrue(text.contains(" signed no checkpoint of this chain"), text);
  }

  @Test
  void keyThatWasReplacedSignsNothingMore() throws Exception {
    resign(List.of(KEYS, NEXT, KEYS, KEYS));
    assertEquals(List.of(Code.KeyReturned), codes(), "once for each return");
    resign(List.of(KEYS, NEXT, KEYS, NEXT));
    assertEquals(List.of(Code.KeyReturned, Code.KeyReturned), codes());
  }

  @Test
  void timeOfCheckpointsNeverFalls() throws Exception {
    List<String> beside = Files.readAllLines(directory.resolve(EvidenceFiles.CHECKPOINTS));
    Checkpoint third = signed.get(2);
    beside.set(2, sign(KEYS, third.sequence(), third.hash(), 4, "2026-04-01T00:00:00Z").text());
    Files.write(directory.resolve(EvidenceFiles.CHECKPOINTS), beside);
    assertEquals(
        List.of(
            "the checkpoint of entry 8 is dated 2026-03-01T13:00:00Z, and that of entry 6 before it 2026-04-01T00:00:00Z"),
        verify().faults().stream().map(ChainFault::message).toList());
  }

  @Test
  void entryThatNobodySignedStretchesNoPeriod() throws Exception {
    ChainLine forged =
        ChainLine.of(
            Map.of(
                "sequence",
                9,
                "previous",
                lines.get(7).hash(),
                "kind",
                EntryKinds.HEARTBEAT,
                "content",
                Map.of(),
                "time",
                "2999-01-01T00:00:00Z"));
    Files.writeString(EvidenceFiles.segment(directory, 9), forged.text() + "\n");
    VerificationReport report = verify();
    assertEquals(List.of("2026-03-01T13:00:00Z", 9L), List.of(report.until(), report.last()));
    assertTrue(VerificationText.of(report, false).contains(", of what is signed"));
  }

  /** Signs the same checkpoints with these keys. */
  private void resign(List<KeyPair> keys) throws Exception {
    List<String> text = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Checkpoint one = signed.get(i);
      text.add(sign(keys.get(i), one.sequence(), one.hash(), one.after()).text());
    }
    Files.write(directory.resolve(EvidenceFiles.CHECKPOINTS), text);
  }

  @Test
  void countsAreOfTheEntriesThatAreHere() throws Exception {
    VerificationReport report = verify();
    assertFalse(report.isComplete(), "the first entries were removed after their retention");
    String text = VerificationText.of(report, false).replaceAll("\\s+", " ");
    assertTrue(
        text.contains(
            "0 of them used, in the entries that are here; what is not here is not known"),
        text);
    assertTrue(text.contains("somebody had vouched, in the entries that are here"), text);
  }

  private void append(ChainExport export, ChainNote note) throws IOException {
    ChainLine last = export.last();
    ChainLine line =
        ChainLine.of(
            Map.of(
                "sequence",
                last == null ? 1 : last.sequence() + 1,
                "previous",
                last == null ? Chain.GENESIS : last.hash(),
                "kind",
                note.kind(),
                "content",
                note.content(),
                "time",
                "2026-03-01T13:00:00Z"));
    lines.add(line);
    export.append(List.of(line));
  }

  private static Checkpoint sign(KeyPair keys, long sequence, String hash, long after)
      throws Exception {
    return sign(keys, sequence, hash, after, "2026-03-01T13:00:00Z");
  }

  private static Checkpoint sign(KeyPair keys, long sequence, String hash, long after, String time)
      throws Exception {
    byte[] signature =
        SigningKey.signer(SigningKey.pem(keys.getPrivate()))
            .sign(Checkpoint.signed(sequence, hash, after, time));
    return new Checkpoint(sequence, hash, after, time, signature);
  }

  private List<Code> codes(Checkpoint... outside) throws IOException {
    return verify(outside).faults().stream().map(ChainFault::code).toList();
  }

  private VerificationReport verify(Checkpoint... outside) throws IOException {
    return Verification.verify(
        directory,
        List.of(KEYS.getPublic(), NEXT.getPublic(), UNUSED.getPublic()),
        List.of(outside),
        OwnRules::of,
        Instant.parse("2027-06-01T00:00:00Z"));
  }
}
