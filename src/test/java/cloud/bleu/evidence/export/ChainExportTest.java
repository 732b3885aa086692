package cloud.bleu.evidence.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.EntryRange;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.chain.Signer;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.input.RecordedInputsTest;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.Digest;
import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.ledger.RecordedDays;
import cloud.bleu.placement.RandomEstates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.translate.policy.OwnRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an export is after a crash, a loss, a retention: whole, or it says what is not there. */
class ChainExportTest {

  private static final KeyPair KEYS = SigningKey.generate();
  private static final String TIME = "2026-03-01T13:00:00Z";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 100})
  void tornLineIsCutOffAndTheEntryIsTakenAgain(int bytes) throws IOException {
    ChainLine first = heartbeat(1, Chain.GENESIS);
    ChainLine second = heartbeat(2, first.hash());
    try (ChainExport export = ChainExport.open(directory)) {
      export.append(List.of(first));
    }
    String torn = second.text().substring(0, Math.min(bytes, second.text().length() - 1));
    Files.writeString(EvidenceFiles.segment(directory, 1), torn, StandardOpenOption.APPEND);
    try (ChainExport export = ChainExport.open(directory)) {
      assertEquals(1, export.last().sequence());
      export.append(List.of(first, second));
      sign(export);
    }
    assertEquals(List.of(), verify().faults());
    assertEquals(2, verify().last());
  }

  @Test
  void wholeLineThatLacksItsEndIsAFaultAndIsNotThrownAway() throws IOException {
    ChainLine first = heartbeat(1, Chain.GENESIS);
    try (ChainExport export = ChainExport.open(directory)) {
      export.append(List.of(first));
      sign(export);
    }
    Path checkpoints = directory.resolve(EvidenceFiles.CHECKPOINTS);
    for (Path file : List.of(EvidenceFiles.segment(directory, 1), checkpoints)) {
      Files.writeString(file, Files.readString(file).stripTrailing());
      assertTrue(verify().faults().get(0).message().contains("no line feed"), "" + file);
      ChainExport.open(directory).close();
      assertEquals(List.of(), verify().faults(), "the operator mends it");
    }
    assertEquals(1, verify().signedUpTo());
  }

  @Test
  void segmentThatWasMadeAndNotBegunIsNoneAtAll() throws IOException {
    try (ChainExport export = ChainExport.open(directory)) {
      export.append(List.of(heartbeat(1, Chain.GENESIS)));
    }
    Files.createFile(EvidenceFiles.segment(directory, 2));
    try (ChainExport export = ChainExport.open(directory)) {
      assertEquals(1, export.last().sequence());
      sign(export);
    }
    assertEquals(List.of(), verify().faults());
  }

  @Test
  void onlyOneWritesAtATime() throws IOException {
    try (ChainExport export = ChainExport.open(directory)) {
      IOException refused = assertThrows(IOException.class, () -> ChainExport.open(directory));
      assertTrue(refused.getMessage().contains("another process writes there"));
      assertEquals(List.of(), export.unsaid());
    }
    ChainExport.open(directory).close();
  }

  @Test
  void entriesThatWereNeverExportedAreAGapOnceTheChainSaysSoUnderASignature() throws IOException {
    try (ChainExport export = ChainExport.open(directory)) {
      RecordedDays days = new RecordedDays(export);
      days.note(ChainNote.of(EntryKinds.HEARTBEAT, Map.of()), TIME);
      days.lose(3);
      days.note(ChainNote.of(EntryKinds.HEARTBEAT, Map.of()), TIME);
      assertEquals(List.of("2 to 4 are missing before it"), missing());
      say(export, days);
      assertEquals(List.of(), export.unsaid());
      assertTrue(missing().get(0).contains("no checkpoint covers entry 6"), missing().toString());
      assertEquals(6, export.urgent(), "which is to be signed at once");
      days.sign(signer());
    }
    VerificationReport report = verify();
    assertEquals(List.of(), report.faults());
    assertEquals(List.of("entries 2 to 4 were not exported here (entry 6 says so)"), report.gaps());
    assertEquals(List.of(), report.unsigned(), "entry 6 names entry 1");
  }

  private List<String> missing() throws IOException {
    return verify().faults().stream()
        .filter(f -> f.code() == ChainFault.Code.EntriesMissing)
        .map(f -> f.message().replaceFirst("entries ", ""))
        .toList();
  }

  @Test
  void entryBeforeAHoleIsTheOneThatTheSignedEntryNames() throws IOException {
    try (ChainExport export = ChainExport.open(directory)) {
      RecordedDays days = new RecordedDays(export);
      days.note(ChainNote.of(EntryKinds.HEARTBEAT, Map.of()), TIME);
      days.lose(3);
      days.note(ChainNote.of(EntryKinds.HEARTBEAT, Map.of()), TIME);
      say(export, days);
      days.sign(signer());
    }
    Path segment = EvidenceFiles.segment(directory, 1);
    String other =
        line(1, Chain.GENESIS, ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "9"))).text();
    List<String> lines = new ArrayList<>(Files.readAllLines(segment));
    lines.set(0, other);
    Files.write(segment, lines);
    VerificationReport report = verify();
    assertEquals(
        List.of(ChainFault.Code.EntryChanged),
        report.faults().stream().map(ChainFault::code).toList());
    assertTrue(report.faults().get(0).where().endsWith("(entry 1)"), report.faults().toString());
    assertEquals(List.of(new EntryRange(1, 1)), report.unsigned());
  }

  @Test
  void nothingAndNothingSignedDoNotHold() throws IOException {
    try (ChainExport export = ChainExport.open(directory)) {
      assertEquals(List.of(ChainFault.Code.NothingToCheck), codes());
      export.append(List.of(heartbeat(1, Chain.GENESIS)));
      assertEquals(List.of(ChainFault.Code.NothingSigned), codes());
      assertEquals(List.of(new EntryRange(1, 1)), verify().unsigned());
      sign(export);
    }
    assertEquals(List.of(), codes());
    assertTrue(verify().holds());
  }

  private List<ChainFault.Code> codes() throws IOException {
    return verify().faults().stream().map(ChainFault::code).toList();
  }

  @Test
  void whatTheChainHasToSaySurvivesACrash() throws IOException {
    ChainLine first = heartbeat(1, Chain.GENESIS);
    try (ChainExport export = ChainExport.open(directory)) {
      export.append(List.of(first, heartbeat(4, first.hash())));
    }
    try (ChainExport export = ChainExport.open(directory)) {
      export.recall();
      // That the entry before is the one that was exported, nobody remembers.
      assertEquals(List.of(ChainNote.range(EntryKinds.NOT_EXPORTED, 2, 3)), export.unsaid());
    }
  }

  @Test
  void beginningSaysOfWhichClusterItIs() throws IOException {
    try (ChainExport export = ChainExport.open(directory)) {
      export.origin("uid-of-kube-system");
      export.append(List.of(heartbeat(6, "sha256:" + "1".repeat(64))));
      assertEquals(
          List.of(
              ChainNote.of(
                  EntryKinds.EXPORT_STARTED, Map.of("first", "6", "origin", "uid-of-kube-system"))),
          export.unsaid());
    }
  }

  @Test
  void directoryThatBeginsInTheMiddleSaysSo() throws IOException {
    try (ChainExport export = ChainExport.open(directory)) {
      RecordedDays days = new RecordedDays(export);
      days.lose(5);
      days.note(ChainNote.of(EntryKinds.HEARTBEAT, Map.of()), TIME);
      assertEquals(ChainFault.Code.BeginningMissing, verify().faults().get(0).code());
      days.sign(signer());
      say(export, days);
      assertEquals(ChainFault.Code.BeginningMissing, verify().faults().get(0).code());
      assertTrue(verify().faults().get(0).message().contains("no checkpoint covers entry 7"));
      days.sign(signer());
    }
    VerificationReport report = verify();
    assertEquals(List.of(), report.faults());
    assertEquals(List.of("the export began with entry 6, as entry 7 says"), report.gaps());
  }

  @Test
  void decisionWhoseInputsWereLostIsNotEvaluatedAndThatIsSaid() throws IOException {
    try (ChainExport export = ChainExport.open(directory)) {
      ChainLine decision =
          ChainLine.of(
              Map.of(
                  "sequence",
                  1L,
                  "previous",
                  Chain.GENESIS,
                  "workload",
                  Map.of("namespace", "a", "name", "b", "uid", "u"),
                  "cause",
                  "InputChanged",
                  "inputs",
                  "sha256:" + "1".repeat(64)));
      export.append(List.of(decision));
      assertEquals(ChainFault.Code.InputMissing, verify().faults().get(0).code());
      ChainNote lost = export.unsaid().get(0);
      export.append(List.of(line(2, decision.hash(), lost)));
      assertEquals(List.of(), export.unsaid());
      assertEquals(ChainFault.Code.InputMissing, verify().faults().get(0).code());
      assertTrue(verify().faults().get(0).message().contains("no checkpoint covers entry 2"));
      sign(export);
    }
    VerificationReport report = verify();
    assertEquals(List.of(), report.faults());
    assertEquals(
        Map.of("inputs were lost before they were exported, as the chain says", 1L),
        report.notEvaluated());
  }

  /** A pass with many decisions is committed, and exported, in parts. */
  @Test
  void decisionsOfOnePassWhoseLossIsSaidInPartsAreExcused() throws IOException {
    try (ChainExport export = ChainExport.open(directory)) {
      ChainLine first = withoutInputs(1, Chain.GENESIS, "b");
      ChainLine second = withoutInputs(2, first.hash(), "c");
      export.append(List.of(first));
      export.append(List.of(second));
      List<ChainNote> lost = export.unsaid();
      assertEquals(
          List.of(
              ChainNote.range(EntryKinds.INPUTS_LOST, 1, 1),
              ChainNote.range(EntryKinds.INPUTS_LOST, 2, 2)),
          lost);
      ChainLine said = line(3, second.hash(), lost.get(0));
      export.append(List.of(said));
      sign(export);
      assertEquals(List.of(ChainFault.Code.InputMissing), codes(), "of the second nothing is said");
      export.append(List.of(line(4, said.hash(), lost.get(1))));
      assertTrue(verify().faults().get(0).message().contains("no checkpoint covers entry 4"));
      // One checkpoint, of both.
      Files.delete(directory.resolve(EvidenceFiles.CHECKPOINTS));
      sign(export);
    }
    VerificationReport report = verify();
    assertEquals(List.of(), report.faults());
    assertEquals(
        Map.of("inputs were lost before they were exported, as the chain says", 2L),
        report.notEvaluated());
  }

  @Test
  void nothingExcusesLossesThatComeAfterIt() throws IOException {
    try (ChainExport export = ChainExport.open(directory)) {
      ChainLine said =
          line(1, Chain.GENESIS, ChainNote.range(EntryKinds.INPUTS_LOST, 1, 1_000_000));
      ChainLine decision = withoutInputs(2, said.hash(), "web");
      ChainLine known =
          line(
              3,
              decision.hash(),
              ChainBaseline.record(ChainKnowledge.NOTHING, List.of(), ChainKnowledge.NOTHING)
                  .note());
      ChainLine again =
          line(4, known.hash(), ChainNote.range(EntryKinds.INPUTS_LOST, 1, 1_000_000));
      export.append(List.of(said, decision, known, again));
      sign(export);
    }
    assertEquals(
        List.of(ChainFault.Code.InputMissing, ChainFault.Code.InputMissing),
        codes(),
        verify().faults().toString());
  }

  private static ChainLine withoutInputs(long sequence, String previous, String name) {
    return ChainLine.of(
        Map.of(
            "sequence",
            sequence,
            "previous",
            previous,
            "workload",
            Map.of("namespace", "a", "name", name, "uid", "u"),
            "cause",
            "InputChanged",
            "inputs",
            "sha256:" + "1".repeat(64)));
  }

  @Test
  void retentionRemovesSegmentsWithTheirInputsAndTheChainSaysSo() throws IOException {
    try (ChainExport export = ChainExport.open(directory, 2048)) {
      RecordedDays days = new RecordedDays(export);
      for (long seed = 1; days.sequence() < 30; seed++) {
        RandomEstates random = new RandomEstates(seed);
        Estate estate = random.later(random.fresh(), days.placements());
        if (RecordedInputsTest.isOfTheCatalogue(estate)) {
          days.pass(estate);
        }
      }
      int segments = EvidenceFiles.segments(directory).size();
      long inputs = inputs();
      export.retire(Instant.parse("2026-02-01T00:00:00Z"));
      assertEquals(List.of(), export.unsaid(), "nothing is as old");
      export.retire(Instant.parse("2027-01-01T00:00:00Z"));
      assertEquals(segments, EvidenceFiles.segments(directory).size(), "not before it is said");
      say(export, days);
      export.removeRetired();
      assertEquals(segments, EvidenceFiles.segments(directory).size(), "not before it is signed");
      export.retire(Instant.parse("2027-01-01T00:00:00Z"));
      assertEquals(List.of(), export.unsaid(), "it is said already");
      days.sign(signer());
      assertEquals(List.of(), verify().faults(), "signed and not yet removed");
      export.removeRetired();
      assertTrue(EvidenceFiles.segments(directory).size() < 3);
      assertTrue(inputs() < inputs);
      assertTrue(inputs() > 0);
    }
    VerificationReport report = verify();
    assertEquals(List.of(), report.faults());
    assertTrue(report.first() > 1);
    assertTrue(report.gaps().get(0).contains("were removed after their retention"));
    assertTrue(
        report.gaps().get(0).startsWith("entries up to " + (report.first() - 1)),
        report.gaps().toString());
    assertEquals(report.kinds().get("Decision"), report.replayed());
  }

  @Test
  void removalThatACrashCutShortHoldsAndIsSaid() throws IOException {
    try (ChainExport export = ChainExport.open(directory, 2048)) {
      RecordedDays days = new RecordedDays(export);
      for (int i = 0; i < 60; i++) {
        days.note(ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "" + i)), TIME);
      }
      export.retire(Instant.parse("2027-01-01T00:00:00Z"));
      Map<Path, String> before = new TreeMap<>();
      for (Path segment : EvidenceFiles.segments(directory)) {
        before.put(segment, Files.readString(segment));
      }
      List<Path> all = List.copyOf(before.keySet());
      assertTrue(all.size() > 3, all.toString());
      say(export, days);
      days.sign(signer());
      export.removeRetired();
      assertFalse(Files.exists(all.get(2)));
      // As if it had ended after the first two.
      for (Path segment : all.subList(2, all.size() - 1)) {
        Files.writeString(segment, before.get(segment));
      }
      for (int i = 0; i < 60; i++) {
        days.note(ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "" + i)), TIME);
      }
    }
    VerificationReport report = verify();
    assertEquals(List.of(), report.faults());
    assertTrue(
        report.gaps().get(0).startsWith("entries up to " + (report.first() - 1)),
        report.gaps().toString());
    List<Path> segments = EvidenceFiles.segments(directory);
    for (Path segment : segments.subList(0, segments.size() - 1)) {
      Files.delete(segment);
    }
    assertTrue(
        verify().faults().stream().anyMatch(f -> f.code() == ChainFault.Code.BeginningMissing),
        "more is missing than the chain says");
  }

  @Test
  void decisionsOfAnotherReleaseAreCheckedForWhatIsAllowedAndFits() throws IOException {
    Estate estate = RecordedInputsTest.example("examples/hospital");
    try (ChainExport export = ChainExport.open(directory)) {
      new RecordedDays(export).pass(estate);
    }
    asOfAnotherEngine();
    signFiles();
    VerificationReport report = verify();
    assertEquals(List.of(), report.faults());
    assertEquals(0, report.replayed());
    assertEquals(report.kinds().get("Decision"), report.releaseChecked());
    Path segment = EvidenceFiles.segments(directory).get(0);
    String text = Files.readString(segment);
    String zone = estate.zones().get(0).name();
    StringBuilder moved = new StringBuilder();
    String previous = Chain.GENESIS;
    for (String line : text.lines().toList()) {
      TreeMap<String, Object> fields = new TreeMap<>(ChainLine.read(line).fields());
      fields.put("previous", previous);
      fields.put("assignments", List.of(Map.of("zone", zone, "replicas", 5000L)));
      ChainLine forged = ChainLine.of(fields);
      previous = forged.hash();
      moved.append(forged.text()).append('\n');
    }
    Files.writeString(segment, moved.toString());
    assertTrue(
        verify().faults().stream().anyMatch(f -> f.code() == ChainFault.Code.CheckFailed),
        verify().faults().toString());
  }

  /** The same directory as an engine of another version would have written it. */
  private void asOfAnotherEngine() throws IOException {
    Path segment = EvidenceFiles.segments(directory).get(0);
    StringBuilder text = new StringBuilder();
    String previous = Chain.GENESIS;
    for (String line : Files.readAllLines(segment)) {
      TreeMap<String, Object> fields = new TreeMap<>(ChainLine.read(line).fields());
      TreeMap<String, Object> root =
          new TreeMap<>(
              JsonTree.object(
                  Files.readString(
                      EvidenceFiles.input(directory, String.valueOf(fields.get("inputs"))))));
      root.put("engine", "bleu-placement/0");
      String digest = Digest.of(root);
      Files.writeString(EvidenceFiles.input(directory, digest), CanonicalJson.text(root));
      fields.put("inputs", digest);
      fields.put("previous", previous);
      ChainLine written = ChainLine.of(fields);
      previous = written.hash();
      text.append(written.text()).append('\n');
    }
    Files.writeString(segment, text.toString(), StandardCharsets.UTF_8);
  }

  @Test
  void whatTheNewestRootNeedsStaysThoughNoEntryNamesIt() throws IOException {
    Estate estate = RecordedInputsTest.example("examples/hospital");
    try (ChainExport export = ChainExport.open(directory, 1)) {
      RecordedDays days = new RecordedDays(export);
      days.pass(estate);
      for (int i = 0; i < 3; i++) {
        days.note(ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "" + i)), TIME);
      }
      export.retire(Instant.parse("2100-01-01T00:00:00Z"));
      say(export, days);
      days.sign(signer());
      export.removeRetired();
      assertFalse(
          Files.readString(EvidenceFiles.segments(directory).get(0)).contains("\"workload\""),
          "no decision is left");
      // The next pass brings only what the one before did not have.
      assertTrue(days.pass(again(estate, days)) > 0);
      days.sign(signer());
    }
    VerificationReport report = verify();
    assertEquals(List.of(), report.faults());
    assertEquals(report.kinds().get("Decision"), report.replayed());
  }

  /** The estate of a later time, with one workload less. */
  private static Estate again(Estate estate, RecordedDays days) {
    return new Estate(
        estate.now().plusSeconds(60),
        estate.providers(),
        estate.zones(),
        estate.workloads().subList(1, estate.workloads().size()),
        days.placements(),
        List.of());
  }

  /** As after the ledger was deleted: that they are others is only seen where they go on. */
  @Test
  void entriesWithNumbersThatAreThereAreLeftOut() throws IOException {
    ChainLine first = heartbeat(1, Chain.GENESIS);
    ChainLine second = heartbeat(2, first.hash());
    ChainLine again =
        line(2, Chain.GENESIS, ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "9")));
    ChainLine third = heartbeat(3, again.hash());
    try (ChainExport export = ChainExport.open(directory)) {
      export.append(List.of(first, second));
      export.append(List.of(again));
      assertEquals(second, export.last());
      export.append(List.of(third));
      sign(export);
    }
    assertEquals(
        List.of(first.text(), second.text(), third.text()),
        Files.readAllLines(EvidenceFiles.segment(directory, 1)));
    assertEquals(
        List.of(ChainFault.Code.EntryChanged),
        verify().faults().stream().map(ChainFault::code).toList());
  }

  private static Signer signer() {
    return SigningKey.signer(SigningKey.pem(KEYS.getPrivate()));
  }

  /** Signs the last entry that is on the disk. */
  private static void sign(ChainExport export) throws IOException {
    ChainLine last = export.last();
    String time = last.text("time", TIME);
    try {
      byte[] signature = signer().sign(Checkpoint.signed(last.sequence(), last.hash(), 0, time));
      export.append(new Checkpoint(last.sequence(), last.hash(), 0, time, signature));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void signFiles() throws IOException {
    Files.deleteIfExists(directory.resolve(EvidenceFiles.CHECKPOINTS));
    try (ChainExport export = ChainExport.open(directory)) {
      sign(export);
    }
  }

  private static void say(ChainExport export, RecordedDays days) {
    List<ChainNote> notes = export.unsaid();
    assertFalse(notes.isEmpty());
    notes.forEach(note -> days.note(note, TIME));
  }

  private long inputs() throws IOException {
    try (var files = Files.list(directory.resolve(EvidenceFiles.INPUTS))) {
      return files.count();
    }
  }

  private VerificationReport verify() throws IOException {
    return Verification.verify(
        directory,
        List.of(KEYS.getPublic()),
        List.of(),
        OwnRules::of,
        Instant.parse("2027-06-01T00:00:00Z"));
  }

  private static ChainLine heartbeat(long sequence, String previous) {
    return line(sequence, previous, ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "1")));
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
}
