package cloud.bleu.evidence.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.evidence.chain.Signer;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.ledger.RecordedDays;
import cloud.bleu.translate.policy.OwnRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who writes next compares with what was signed, whatever somebody made of the directory. */
class ChainBaselineTest {

  private static final KeyPair KEYS = SigningKey.generate();
  private static final Signer SIGNER = SigningKey.signer(SigningKey.pem(KEYS.getPrivate()));
  private static final String TIME = "2026-03-01T12:00:00Z";

  private static final ChainKnowledge STRICT =
      ChainKnowledge.of(
          Map.of("hospital", Map.of("rules", List.of("seat-in-eu", "no-foreign-control"))),
          Map.of("CloudProvider/acme", Map.of("facts", Map.of(), "uid", "u-1")));
  private static final ChainKnowledge WEAK =
      ChainKnowledge.of(
          Map.of("hospital", Map.of("rules", List.of("seat-in-eu"))),
          Map.of("CloudProvider/acme", Map.of("facts", Map.of(), "uid", "u-1")));
  private static final ChainNote WAIVER =
      ChainNote.of(
          EntryKinds.WAIVER_IN_FORCE, Map.of("namespace", "n", "waiver", "late", "uid", "u-2"));

  @TempDir Path directory;

  @Test
  void whatWasSignedIsKnownWhateverFilesBesideItSay() throws IOException {
    SignedHead head = strict();
    Files.writeString(directory.resolve("policies.json"), CanonicalJson.text(WEAK.policies()));
    Files.writeString(
        directory.resolve("facts.json"),
        CanonicalJson.text(Map.of("upTo", 3, "objects", Map.of())));
    Files.writeString(directory.resolve("waivers.json"), "{\"standing\":[],\"upTo\":3}");
    try (ChainExport export = ChainExport.open(directory)) {
      export.signedBefore(head);
      ChainExport.Recalled recalled = export.recall();
      assertTrue(recalled.known().isLike(STRICT));
      assertTrue(recalled.known().isBound());
      assertEquals(List.of(WAIVER), recalled.standing().notes());
      assertEquals(List.of(), export.unsaid());
    }
  }

  @Test
  void whatEntriesSaySinceIsKnownAsWell() throws IOException {
    ChainNote weaker = ChainNote.of(EntryKinds.ENFORCEMENT_REMOVED, Map.of("policy", "hospital"));
    SignedHead head;
    // Segments of one line: what is known is told across them.
    try (ChainExport export = ChainExport.open(directory, 1)) {
      RecordedDays days = new RecordedDays(export);
      days.note(WAIVER, TIME);
      days.baseline(STRICT, List.of(WAIVER), ChainKnowledge.NOTHING, TIME);
      head = signed(days);
      days.note(weaker, TIME);
      days.note(ChainNote.of(EntryKinds.WAIVER_ENDED, WAIVER.content()), TIME);
    }
    try (ChainExport export = ChainExport.open(directory, 1)) {
      export.signedBefore(head);
      ChainExport.Recalled recalled = export.recall();
      assertEquals(List.of(weaker), recalled.known().saidSince());
      assertEquals(List.of(), recalled.standing().notes());
      assertEquals(4, export.unboundSince(), "the segment that is written to has none");
    }
  }

  @Test
  void editedDocumentIsAFaultForGoodAndTheOneBeforeIsComparedWith() throws IOException {
    SignedHead head;
    ChainBaseline.Recorded newest;
    try (ChainExport export = ChainExport.open(directory)) {
      RecordedDays days = new RecordedDays(export);
      days.baseline(STRICT, List.of(), ChainKnowledge.NOTHING, TIME);
      newest = days.baseline(WEAK, List.of(), STRICT, TIME);
      head = signed(days);
    }
    assertEquals(List.of(), verify().faults());
    Path file =
        EvidenceFiles.input(directory, String.valueOf(newest.note().content().get("policies")));
    String before = Files.readString(file);
    Files.writeString(file, "{}");
    try (ChainExport export = ChainExport.open(directory)) {
      export.signedBefore(head);
      assertTrue(export.recall().known().isLike(STRICT));
      assertEquals(
          Map.of(
              "entry", "2", "why", "inputs/" + file.getFileName() + " is not what its name says"),
          export.unsaid().get(0).content());
      export.recall();
      assertEquals(1, export.unsaid().size(), "it is said once");
      for (ChainNote note : export.unsaid()) {
        append(export, note);
      }
      assertEquals(List.of(), export.unsaid());
      export.recall();
      assertEquals(List.of(), export.unsaid(), "the chain says so");
    }
    assertEquals(
        List.of(ChainFault.Code.InputChanged, ChainFault.Code.BaselineLost),
        verify().faults().stream()
            .map(ChainFault::code)
            .sorted()
            .sorted(ChainBaselineTest::changedFirst)
            .toList());
    Files.writeString(file, before);
    assertEquals(
        List.of(ChainFault.Code.BaselineLost),
        verify().faults().stream().map(ChainFault::code).toList());
  }

  private static int changedFirst(ChainFault.Code a, ChainFault.Code b) {
    return Boolean.compare(b == ChainFault.Code.InputChanged, a == ChainFault.Code.InputChanged);
  }

  @Test
  void removedDocumentIsAFault() throws IOException {
    strict();
    try (Stream<Path> files = Files.list(directory.resolve(EvidenceFiles.INPUTS))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    assertEquals(
        List.of(ChainFault.Code.InputMissing),
        verify().faults().stream().map(ChainFault::code).toList());
  }

  @Test
  void baselineThatNobodySignedIsNotBelievedBesideOneThatIs() throws IOException {
    SignedHead head = strict();
    try (ChainExport export = ChainExport.open(directory)) {
      ChainBaseline.Recorded forged = ChainBaseline.record(WEAK, List.of(), STRICT);
      export.baseline(forged);
      append(export, forged.note());
    }
    try (ChainExport export = ChainExport.open(directory)) {
      export.signedBefore(head);
      assertTrue(export.recall().known().isLike(STRICT));
    }
  }

  @Test
  void signedEntryThatIsReplacedAnchorsNothing() throws IOException {
    SignedHead head = strict();
    Path segment = EvidenceFiles.segments(directory).get(0);
    List<String> lines = new ArrayList<>(Files.readAllLines(segment));
    try (ChainExport export = ChainExport.open(directory)) {
      export.baseline(ChainBaseline.record(WEAK, List.of(), STRICT));
    }
    ChainLine forged =
        line(
            3,
            ChainLine.read(lines.get(1)).hash(),
            ChainBaseline.record(WEAK, List.of(), STRICT).note());
    lines.set(2, forged.text());
    Files.write(segment, lines);
    try (ChainExport export = ChainExport.open(directory)) {
      export.signedBefore(head);
      export.recall();
      append(export, ChainNote.of(EntryKinds.HEARTBEAT, Map.of()));
      assertEquals(
          List.of(EntryKinds.ENTRIES_GONE), export.unsaid().stream().map(ChainNote::kind).toList());
    }
  }

  @Test
  void documentsThatACrashLostAreNoFaultOnceTheChainSaysSo() throws IOException {
    SignedHead head;
    try (ChainExport export = ChainExport.open(directory)) {
      RecordedDays days = new RecordedDays(export);
      days.baseline(STRICT, List.of(), ChainKnowledge.NOTHING, TIME);
      head = signed(days);
      // The ledger has the entry, and the process ended before its documents were on the disk.
      days.note(ChainBaseline.record(WEAK, List.of(), STRICT).note(), TIME);
      assertEquals(
          List.of(EntryKinds.INPUTS_LOST), export.unsaid().stream().map(ChainNote::kind).toList());
    }
    try (ChainExport export = ChainExport.open(directory)) {
      export.signedBefore(head);
      assertTrue(export.recall().known().isLike(STRICT));
      assertEquals(
          List.of(EntryKinds.INPUTS_LOST), export.unsaid().stream().map(ChainNote::kind).toList());
      append(export, export.unsaid().get(0));
      assertEquals(ChainFault.Code.InputMissing, verify().faults().get(0).code());
      sign(export);
    }
    assertEquals(List.of(), verify().faults());
    assertEquals(
        List.of(
            "what was known of policies, facts and waivers at entry 2 was lost before it was exported (entry 3 says so)"),
        verify().gaps());
  }

  @Test
  void documentsThatACrashLostBeforeAnythingWasSignedAreNoFaultOnceTheChainSaysSo()
      throws IOException {
    try (ChainExport export = ChainExport.open(directory)) {
      // The ledger has the entry, and the process ended before its documents were on the disk.
      new RecordedDays(export)
          .note(ChainBaseline.record(STRICT, List.of(), ChainKnowledge.NOTHING).note(), TIME);
    }
    try (ChainExport export = ChainExport.open(directory)) {
      export.recall();
      assertEquals(
          List.of(EntryKinds.INPUTS_LOST), export.unsaid().stream().map(ChainNote::kind).toList());
      append(export, export.unsaid().get(0));
      sign(export);
    }
    assertEquals(List.of(), verify().faults());
    assertEquals(
        List.of(
            "what was known of policies, facts and waivers at entry 1 was lost before it was exported (entry 2 says so)"),
        verify().gaps());
  }

  @Test
  void directoryOfAnOlderReleaseIsReadAndWhatItDoesNotShowIsSaid() throws IOException {
    SignedHead head;
    try (ChainExport export = ChainExport.open(directory)) {
      RecordedDays days = new RecordedDays(export);
      days.note(WAIVER, TIME);
      head = signed(days);
    }
    Files.writeString(directory.resolve("policies.json"), CanonicalJson.text(STRICT.policies()));
    Files.writeString(
        directory.resolve("facts.json"),
        CanonicalJson.text(Map.of("upTo", 1, "objects", STRICT.facts())));
    Files.writeString(directory.resolve("waivers.json"), "{\"standing\":[],\"upTo\":1}");
    assertEquals(List.of(), verify().faults());
    assertTrue(limits().contains("was told in all entries by files that nobody signed"), limits());
    try (ChainExport export = ChainExport.open(directory)) {
      export.signedBefore(head);
      ChainExport.Recalled recalled = export.recall();
      assertTrue(recalled.known().isLike(STRICT));
      assertFalse(recalled.known().isBound());
      assertEquals(List.of(WAIVER), recalled.standing().notes(), "the entries say it");
      ChainBaseline.Recorded first =
          ChainBaseline.record(STRICT, List.of(WAIVER), recalled.known());
      export.baseline(first);
      append(export, first.note());
      sign(export);
    }
    assertEquals(List.of(), verify().faults());
    assertTrue(limits().contains("was told up to entry 2 by files that nobody signed"), limits());
    for (String name : List.of("policies.json", "facts.json", "waivers.json")) {
      assertFalse(Files.exists(directory.resolve(name)), name + " is bound now");
    }
  }

  @Test
  void fileOfAnOlderReleaseThatCannotBeReadIsNamed() throws IOException {
    for (String name : List.of("policies.json", "facts.json")) {
      Path file = Files.write(directory.resolve(name), new byte[] {(byte) 0xff});
      try (ChainExport export = ChainExport.open(directory)) {
        IOException thrown = assertThrows(IOException.class, export::recall, name);
        assertTrue(thrown.getMessage().startsWith(file + ": not "), thrown.toString());
      }
      Files.delete(file);
      Files.createDirectory(file);
      try (ChainExport export = ChainExport.open(directory)) {
        IOException thrown = assertThrows(IOException.class, export::recall, name);
        assertTrue(thrown.getMessage().startsWith(file + ": "), thrown.toString());
      }
      Files.delete(file);
    }
  }

  @Test
  void lineThatCannotBeReadHidesNeitherBaselineNorWaivers() throws IOException {
    strict();
    Path segment = EvidenceFiles.segments(directory).get(0);
    Files.writeString(segment, "\u0000\n", StandardOpenOption.APPEND);
    BaselineSearch.Recalled recalled = BaselineSearch.of(directory, null);
    assertTrue(recalled.known().isLike(STRICT));
    assertEquals(List.of(WAIVER), recalled.standing().notes());
  }

  @Test
  void retentionKeepsTheLastBaselineWithItsDocuments() throws IOException {
    Instant later = Instant.parse("2027-01-01T00:00:00Z");
    SignedHead head;
    try (ChainExport export = ChainExport.open(directory, 1)) {
      RecordedDays days = new RecordedDays(export);
      days.note(WAIVER, TIME);
      days.baseline(STRICT, List.of(WAIVER), ChainKnowledge.NOTHING, TIME);
      for (int i = 0; i < 4; i++) {
        days.note(ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "" + i)), TIME);
      }
      days.sign(SIGNER);
      export.retire(later);
      assertEquals(List.of(ChainNote.of(EntryKinds.PRUNED, Map.of("to", "1"))), export.unsaid());
      days.note(export.unsaid().get(0), TIME);
      // Said again, everything before can go.
      days.baseline(STRICT, List.of(WAIVER), STRICT, TIME);
      days.note(ChainNote.of(EntryKinds.HEARTBEAT, Map.of()), TIME);
      export.retire(later);
      days.note(export.unsaid().get(0), TIME);
      head = signed(days);
      export.removeRetired();
      assertEquals(8, EvidenceFiles.first(EvidenceFiles.segments(directory).get(0)));
    }
    assertEquals(List.of(), verify().faults());
    try (ChainExport export = ChainExport.open(directory, 1)) {
      export.signedBefore(head);
      assertTrue(export.recall().known().isLike(STRICT));
    }
  }

  /** A waiver, a heartbeat and what is known, signed. */
  private SignedHead strict() throws IOException {
    try (ChainExport export = ChainExport.open(directory)) {
      RecordedDays days = new RecordedDays(export);
      days.note(WAIVER, TIME);
      days.note(ChainNote.of(EntryKinds.HEARTBEAT, Map.of()), TIME);
      days.baseline(STRICT, List.of(WAIVER), ChainKnowledge.NOTHING, TIME);
      assertEquals(3, export.urgent(), "which is to be signed at once");
      return signed(days);
    }
  }

  private static SignedHead signed(RecordedDays days) {
    Checkpoint checkpoint = days.sign(SIGNER);
    return new SignedHead(checkpoint.sequence(), checkpoint.hash());
  }

  private static void append(ChainExport export, ChainNote note) throws IOException {
    ChainLine last = export.last();
    export.append(List.of(line(last.sequence() + 1, last.hash(), note)));
  }

  private static void sign(ChainExport export) throws IOException {
    ChainLine last = export.last();
    Checkpoint before = export.lastCheckpoint();
    long after = before == null ? 0 : before.sequence();
    try {
      byte[] signature = SIGNER.sign(Checkpoint.signed(last.sequence(), last.hash(), after, TIME));
      export.append(new Checkpoint(last.sequence(), last.hash(), after, TIME, signature));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ChainLine line(long sequence, String previous, ChainNote note) {
    return ChainLine.of(
        Map.of(
            "sequence", sequence,
            "previous", previous,
            "kind", note.kind(),
            "content", note.content(),
            "time", TIME));
  }

  private String limits() throws IOException {
    return verify().limits().toString();
  }

  private VerificationReport verify() throws IOException {
    return Verification.verify(
        directory,
        List.of(KEYS.getPublic()),
        List.of(),
        OwnRules::of,
        Instant.parse("2027-06-01T00:00:00Z"));
  }
}
