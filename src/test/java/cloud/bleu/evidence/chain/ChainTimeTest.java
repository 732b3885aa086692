package cloud.bleu.evidence.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.input.RecordedInputsTest;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.ledger.RecordedDays;
import cloud.bleu.placement.estate.Estate;
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
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever has the key cannot date a chain in a way that it contradicts itself. */
class ChainTimeTest {

  private static final KeyPair KEYS = SigningKey.generate();
  private static final Signer SIGNER = SigningKey.signer(SigningKey.pem(KEYS.getPrivate()));
  private static final ChainNote HEARTBEAT =
      ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "1"));

  @TempDir Path directory;
  private Instant decided;

  @Test
  void chainThatIsDatedAYearEarlierContradictsItsInputs() throws IOException {
    record();
    assertEquals(List.of(), faults());
    date(time -> time.minus(Duration.ofDays(365)), 1, Long.MAX_VALUE);
    assertEquals(
        List.of(
            "it is dated %s, and was decided on inputs of %s"
                .formatted(decided.minus(Duration.ofDays(365)), decided)),
        faults());
  }

  @Test
  void oneEntryThatIsDatedYearsAheadIsFollowedByAFall() throws IOException {
    record();
    date(time -> Instant.parse("2026-12-01T00:00:00Z"), last() - 1, last() - 1);
    assertEquals(
        List.of(
            "it is dated %s, and an entry before it 2026-12-01T00:00:00Z"
                .formatted(decided.plusSeconds(120))),
        faults());
  }

  @Test
  void checkpointOfTheFutureIsAFault() throws IOException {
    record();
    sign("2099-01-01T00:00:00Z");
    assertEquals(
        List.of(
            "the checkpoint of entry %d is dated 2099-01-01T00:00:00Z, which is not an instant before now (2027-06-01T00:00:00Z)"
                .formatted(last())),
        faults());
    sign("some day");
    assertEquals(1, faults().size());
  }

  @Test
  void checkpointBeforeItsEntryIsAFault() throws IOException {
    record();
    sign("2025-01-01T00:00:00Z");
    assertEquals(
        List.of(
            "it is dated %s, and was signed at 2025-01-01T00:00:00Z already (checkpoints.jsonl line 1)"
                .formatted(decided.plusSeconds(120))),
        faults());
    // Clocks of two machines differ.
    sign(decided.plusSeconds(120).minus(Duration.ofMinutes(4)).toString());
    assertEquals(List.of(), faults());
  }

  @Test
  void clockThatWasSetBackIsSaidByTheChainUnderASignature() throws IOException {
    record();
    Instant end = decided.plusSeconds(120);
    try (ChainExport export = ChainExport.open(directory)) {
      append(export, HEARTBEAT, end.minus(Duration.ofHours(2)));
      ChainNote said = export.unsaid().get(0);
      assertEquals(EntryKinds.CLOCK_SET_BACK, said.kind());
      assertEquals(1, faults().size());
      append(export, said, end.minus(Duration.ofHours(2)).plusSeconds(1));
      assertEquals(last(), export.urgent(), "which is to be signed at once");
      assertEquals(List.of(), export.unsaid());
    }
    assertTrue(
        faults().get(0).contains("(ClockSetBack) explains it, and no checkpoint covers entry"),
        faults().toString());
    sign(end.minus(Duration.ofHours(2)).plusSeconds(2).toString());
    assertEquals(List.of(), faults());
    assertEquals(
        List.of(
            "a clock was set back from %s to %s (entry %d says so)"
                .formatted(end, end.minus(Duration.ofHours(2)), last())),
        verify().gaps());
    // It is said once, and the time goes on from there.
    try (ChainExport export = ChainExport.open(directory)) {
      append(export, HEARTBEAT, end.minus(Duration.ofHours(1)));
      assertEquals(List.of(), export.unsaid());
    }
  }

  /**
   * A checkpoint may be minutes later than its entry. A clock that is set back right after it is
   * behind the checkpoint and before no entry: the next process says so all the same, as its own
   * checkpoint comes before that one.
   */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void clockThatWasSetBackBehindACheckpointIsSaid(boolean crash) throws Exception {
    record();
    Instant end = decided.plusSeconds(120);
    Instant signed = end.plus(Duration.ofMinutes(30));
    Instant back = end.plus(Duration.ofMinutes(10));
    sign(signed.toString());
    SignedHead head = new SignedHead(last(), ChainLine.read(lines().get((int) last() - 1)).hash());
    try (ChainExport export = ChainExport.open(directory)) {
      append(export, HEARTBEAT, back);
      assertEquals(List.of(EntryKinds.CLOCK_SET_BACK), kinds(export));
      if (!crash) {
        append(export, export.unsaid().get(0), back);
      }
    }
    if (crash) {
      try (ChainExport export = ChainExport.open(directory)) {
        export.signedBefore(head);
        export.recall();
        assertEquals(List.of(EntryKinds.CLOCK_SET_BACK), kinds(export));
        append(export, export.unsaid().get(0), back);
      }
    }
    try (ChainExport export = ChainExport.open(directory)) {
      ChainLine last = export.last();
      String time = back.toString();
      export.append(
          new Checkpoint(
              last.sequence(),
              last.hash(),
              head.sequence(),
              time,
              SIGNER.sign(Checkpoint.signed(last.sequence(), last.hash(), head.sequence(), time))));
    }
    assertEquals(List.of(), faults());
    // It is said once, and the time goes on from there.
    try (ChainExport export = ChainExport.open(directory)) {
      append(export, HEARTBEAT, back.plusSeconds(60));
      assertEquals(List.of(), export.unsaid());
    }
  }

  private static List<String> kinds(ChainExport export) {
    return export.unsaid().stream().map(ChainNote::kind).toList();
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(segment());
  }

  @Test
  void timeThatIsWrittenStaysWhereClocksDifferALittle() {
    ChainClock clock = new ChainClock();
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    assertEquals(noon, clock.at(noon));
    assertEquals(noon, clock.at(noon.minusSeconds(3)));
    assertEquals(noon.plusSeconds(1), clock.at(noon.plusSeconds(1)));
    Instant morning = noon.minus(Duration.ofHours(3));
    assertEquals(morning, clock.at(morning), "that is another clock");
    assertEquals(morning, clock.at(morning.minusSeconds(3)));
  }

  /** A pass and two heartbeats of the minutes after it, signed. */
  private void record() throws IOException {
    Estate estate = RecordedInputsTest.example("examples/hospital");
    decided = estate.now();
    try (ChainExport export = ChainExport.open(directory)) {
      RecordedDays days = new RecordedDays(export);
      days.pass(estate);
      days.note(HEARTBEAT, decided.plusSeconds(60).toString());
      days.note(HEARTBEAT, decided.plusSeconds(120).toString());
      days.sign(SIGNER);
    }
  }

  private Path segment() throws IOException {
    return EvidenceFiles.segments(directory).get(0);
  }

  private long last() throws IOException {
    return Files.readAllLines(segment()).size();
  }

  /** Dates entries anew, links the chain and signs it. */
  private void date(UnaryOperator<Instant> as, long from, long to) throws IOException {
    List<String> lines = new ArrayList<>();
    String previous = Chain.GENESIS;
    for (String text : Files.readAllLines(segment())) {
      ChainLine line = ChainLine.read(text);
      TreeMap<String, Object> fields = new TreeMap<>(line.fields());
      fields.put("previous", previous);
      if (line.sequence() >= from && line.sequence() <= to) {
        fields.put("time", as.apply(line.time()).toString());
      }
      ChainLine forged = ChainLine.of(fields);
      previous = forged.hash();
      lines.add(forged.text());
    }
    Files.write(segment(), lines);
    sign("2026-12-02T00:00:00Z");
  }

  /** Signs the head as the only checkpoint. */
  private void sign(String time) throws IOException {
    Files.deleteIfExists(directory.resolve(EvidenceFiles.CHECKPOINTS));
    try (ChainExport export = ChainExport.open(directory)) {
      ChainLine last = export.last();
      byte[] signature = SIGNER.sign(Checkpoint.signed(last.sequence(), last.hash(), 0, time));
      export.append(new Checkpoint(last.sequence(), last.hash(), 0, time, signature));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void append(ChainExport export, ChainNote note, Instant time) throws IOException {
    ChainLine last = export.last();
    export.append(
        List.of(
            ChainLine.of(
                Map.of(
                    "sequence", last.sequence() + 1,
                    "previous", last.hash(),
                    "kind", note.kind(),
                    "content", note.content(),
                    "time", time.toString()))));
  }

  /** What is said of instants; nothing else may be wrong, but that the end is not signed. */
  private List<String> faults() throws IOException {
    for (ChainFault fault : verify().faults()) {
      assertEquals(Code.TimeContradicts, fault.code(), fault.toString());
    }
    return verify().faults().stream().map(ChainFault::message).toList();
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
