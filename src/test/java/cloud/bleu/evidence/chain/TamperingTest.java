package cloud.bleu.evidence.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.input.RecordedInputsTest;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.ledger.RecordedDays;
import cloud.bleu.placement.RandomEstates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.translate.policy.OwnRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which somebody could change an export, and how it is named. */
class TamperingTest {

  private static final KeyPair KEYS = SigningKey.generate();
  private static final KeyPair OTHERS = SigningKey.generate();

  @TempDir static Path temporary;
  private static Path whole;
  private static Checkpoint outside;
  private static long last;

  /** Several segments, several checkpoints, one of them kept outside, entries after it. */
  @BeforeAll
  static void record() throws IOException {
    whole = temporary.resolve("whole");
    try (ChainExport export = ChainExport.open(whole, 4096)) {
      RecordedDays days = new RecordedDays(export);
      Signer signer = SigningKey.signer(SigningKey.pem(KEYS.getPrivate()));
      int passes = 0;
      for (long seed = 1; days.sequence() < 60; seed++) {
        RandomEstates random = new RandomEstates(seed);
        Estate estate = random.later(random.fresh(), days.placements());
        if (RecordedInputsTest.isOfTheCatalogue(estate) && days.pass(estate) > 0) {
          passes++;
          if (passes % 4 == 0) {
            days.note(
                ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "3")),
                "2026-03-01T13:00:00Z");
            Checkpoint signed = days.sign(signer);
            outside = days.sequence() < 45 ? signed : outside;
          }
        }
      }
      last = days.sequence();
    }
    assertTrue(EvidenceFiles.segments(whole).size() > 3);
    assertTrue(outside.sequence() + 10 < last);
  }

  @Test
  void untouchedExportHolds() throws IOException {
    VerificationReport report = verify(whole);
    assertEquals(List.of(), report.faults());
    assertEquals(1, report.first());
    assertEquals(last, report.last());
    assertEquals(report.kinds().get("Decision"), report.replayed());
    assertTrue(report.signedUpTo() > outside.sequence());
    assertEquals(outside.sequence(), report.outsideUpTo());
    assertTrue(report.replayed() > 40);
  }

  private interface Tampering {
    void with(Path export) throws IOException;
  }

  private record Case(String name, Code code, String named, Tampering tampering) {}

  private static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "a replica count is edited",
            Code.EntryChanged,
            "(entry 7)",
            dir -> edit(dir, 7, "cause", "Returned")),
        new Case(
            "an entry is edited and the next one linked to it",
            Code.EntryChanged,
            "(entry 8)",
            dir -> {
              edit(dir, 7, "cause", "Returned");
              edit(dir, 8, "previous", line(dir, 7).hash());
            }),
        new Case(
            "an entry is edited and the whole chain linked anew",
            Code.CheckpointDiffers,
            "entry %d is not the one that was signed",
            dir -> {
              edit(dir, 3, "time", "2020-01-01T00:00:00Z");
              relink(dir, 3);
            }),
        new Case(
            "a decision is replaced, the chain linked anew and signed with another key",
            Code.SignatureInvalid,
            "not signed by the trusted key",
            dir -> {
              edit(dir, 3, "time", "2020-01-01T00:00:00Z");
              relink(dir, 3);
              resign(dir, OTHERS);
            }),
        new Case(
            "the same with the stolen key",
            Code.CheckpointDiffers,
            "outside checkpoint",
            dir -> {
              edit(dir, 3, "time", "2020-01-01T00:00:00Z");
              relink(dir, 3);
              resign(dir, KEYS);
            }),
        new Case(
            "a decision is made up with the stolen key, with no outside checkpoint after it",
            Code.DecisionDiffers,
            "entry",
            dir -> {
              long target = lastPlaced(dir);
              String text =
                  line(dir, target).text().replaceFirst("\"replicas\":\\d+", "\"replicas\":99");
              replace(dir, target, text);
              relink(dir, target);
              resign(dir, KEYS);
            }),
        new Case(
            "an entry is removed",
            Code.EntriesMissing,
            "entry 9 is missing",
            dir -> remove(dir, 9)),
        new Case(
            "two entries change places",
            Code.EntryOutOfOrder,
            "entry 9 stands after entry 10",
            dir -> {
              String nine = line(dir, 9).text();
              String ten = line(dir, 10).text();
              rewrite(dir, l -> l.equals(nine) ? ten : l.equals(ten) ? nine : l);
            }),
        new Case(
            "an entry is there twice",
            Code.EntryTwice,
            "entry 5 is there already",
            dir -> {
              String five = line(dir, 5).text();
              rewrite(dir, l -> l.equals(five) ? l + "\n" + l : l);
            }),
        new Case(
            "an entry is put in between",
            Code.EntryTwice,
            "entry 6 is there already",
            dir -> {
              String five = line(dir, 5).text();
              ChainLine six = line(dir, 6);
              TreeMap<String, Object> forged = new TreeMap<>(six.fields());
              forged.put("cause", "Returned");
              rewrite(dir, l -> l.equals(five) ? l + "\n" + CanonicalJson.text(forged) : l);
            }),
        new Case(
            "the first segment is removed",
            Code.BeginningMissing,
            "the chain begins with entry",
            dir -> Files.delete(EvidenceFiles.segments(dir).get(0))),
        new Case(
            "a segment in the middle is removed",
            Code.EntriesMissing,
            "are missing before it",
            dir -> Files.delete(EvidenceFiles.segments(dir).get(1))),
        new Case(
            "a segment is renamed",
            Code.SegmentRenamed,
            "not named after it",
            dir -> {
              Path first = EvidenceFiles.segments(dir).get(0);
              Files.move(first, EvidenceFiles.segment(dir, 0));
            }),
        new Case(
            "the end is cut off before the outside checkpoint, with the checkpoints after it",
            Code.Truncated,
            "are missing: the chain ends with entry 20",
            dir -> {
              truncate(dir, 20);
              keepCheckpoints(dir, 20);
            }),
        new Case(
            "the end is cut off, and the checkpoints left",
            Code.Truncated,
            "entry",
            dir -> truncate(dir, outside.sequence() + 1)),
        new Case(
            "a checkpoint is removed between two others",
            Code.CheckpointMissing,
            "comes after that of entry",
            dir -> {
              Path file = dir.resolve(EvidenceFiles.CHECKPOINTS);
              List<String> lines = new ArrayList<>(Files.readAllLines(file));
              lines.remove(1);
              Files.write(file, lines);
            }),
        new Case(
            "a signature is edited",
            Code.SignatureInvalid,
            "not signed by the trusted key",
            dir -> {
              Path file = dir.resolve(EvidenceFiles.CHECKPOINTS);
              Checkpoint first = Checkpoint.read(Files.readAllLines(file).get(0));
              byte[] signature = first.signature();
              signature[7] ^= 1;
              Checkpoint forged =
                  new Checkpoint(
                      first.sequence(), first.hash(), first.after(), first.time(), signature);
              Files.writeString(file, Files.readString(file).replace(first.text(), forged.text()));
            }),
        new Case(
            "a document that decisions were taken on is edited",
            Code.InputChanged,
            "is not what its name says",
            dir -> {
              Path file = EvidenceFiles.input(dir, line(dir, 1).text("inputs", ""));
              Files.writeString(file, Files.readString(file).replace("2026", "2025"));
            }),
        new Case(
            "a document is removed",
            Code.InputMissing,
            "is missing",
            dir -> Files.delete(EvidenceFiles.input(dir, line(dir, 1).text("inputs", "")))),
        new Case(
            "a line is written in another form",
            Code.LineUnreadable,
            "not in canonical form",
            dir -> {
              String four = line(dir, 4).text();
              rewrite(dir, l -> l.equals(four) ? l.replace("\"sequence\":", "\"sequence\": ") : l);
            }),
        new Case(
            "a byte of an entry is made one that is not UTF-8",
            Code.LineUnreadable,
            " line 3:  not UTF-8",
            dir -> corrupt(EvidenceFiles.segments(dir).get(1), 3)),
        new Case(
            "the ends of the lines are written in another way",
            Code.LineUnreadable,
            " line 1:  carriage return",
            dir -> {
              Path first = EvidenceFiles.segments(dir).get(0);
              Files.writeString(first, Files.readString(first).replace("\n", "\r\n"));
            }),
        new Case(
            "something that is no file stands among the segments",
            Code.NotRegular,
            "chain/x.jsonl:  a directory, and not a file",
            dir -> Files.createDirectory(dir.resolve(EvidenceFiles.CHAIN).resolve("x.jsonl"))),
        new Case(
            "a line longer than any entry is put in",
            Code.LineUnreadable,
            " line 2:  longer than",
            dir -> {
              String first = ChainLine.read(lines(dir).get(0)).text();
              String longest = "x".repeat(ExportLines.LONGEST + 1);
              rewrite(dir, l -> l.equals(first) ? l + "\n" + longest : l);
            }),
        new Case(
            "a byte of a checkpoint is made one that is not UTF-8",
            Code.SignatureInvalid,
            "checkpoints.jsonl line 2:  not UTF-8",
            dir -> corrupt(dir.resolve(EvidenceFiles.CHECKPOINTS), 2)),
        new Case(
            "a checkpoint is written in another form",
            Code.SignatureInvalid,
            "checkpoints.jsonl line 1:  not in canonical form",
            dir -> {
              Path file = dir.resolve(EvidenceFiles.CHECKPOINTS);
              Files.writeString(file, Files.readString(file).replaceFirst(":", ": "));
            }),
        new Case(
            "a removal is excused by an entry that nobody signed",
            Code.CheckpointDiffers,
            "is not the one that was signed",
            dir -> {
              remove(dir, 9);
              ChainLine ten = line(dir, 10);
              TreeMap<String, Object> excuse = new TreeMap<>();
              excuse.put("sequence", 10L);
              excuse.put("previous", ten.previous());
              excuse.put("kind", EntryKinds.NOT_EXPORTED);
              excuse.put("content", Map.of("from", "9", "to", "9"));
              replace(dir, 10, CanonicalJson.text(excuse));
              relink(dir, 10);
            }),
        new Case(
            "an entry is removed, and another put at the end that says it was not exported",
            Code.EntriesMissing,
            "entry 9 is missing before it; entry   no checkpoint covers",
            dir -> {
              remove(dir, 9);
              append(dir, EntryKinds.NOT_EXPORTED, Map.of("from", "9", "to", "9"));
            }),
        new Case(
            "the same after the last checkpoints were removed",
            Code.EntriesMissing,
            "entry 50 is missing before it; entry   no checkpoint covers",
            dir -> {
              remove(dir, 50);
              keepCheckpoints(dir, 49);
              append(dir, EntryKinds.NOT_EXPORTED, Map.of("from", "50", "to", "50"));
            }),
        new Case(
            "the first segment is removed, and an entry put at the end that it went after its"
                + " retention",
            Code.BeginningMissing,
            "the chain begins with entry   no checkpoint covers",
            dir -> {
              Files.delete(EvidenceFiles.segments(dir).get(0));
              long to = first(dir) - 1;
              append(dir, EntryKinds.PRUNED, Map.of("to", "" + to));
            }),
        new Case(
            "the first segments are removed with their checkpoints, and an entry put at the end"
                + " that the export began after them",
            Code.BeginningMissing,
            "the chain begins with entry   no checkpoint covers",
            dir -> {
              beginAtThirdSegment(dir);
              append(dir, EntryKinds.EXPORT_STARTED, Map.of("first", "" + first(dir)));
            }),
        new Case(
            "the first checkpoints are removed",
            Code.CheckpointMissing,
            "before it stands none",
            TamperingTest::beginAtThirdSegment),
        new Case(
            "a document is removed, and an entry put at the end that it was lost",
            Code.InputMissing,
            "is missing; entry   no checkpoint covers",
            dir -> {
              Files.delete(EvidenceFiles.input(dir, line(dir, 1).text("inputs", "")));
              append(dir, EntryKinds.INPUTS_LOST, Map.of("from", "1", "to", "" + last));
            }),
        new Case(
            "an entry before a signed checkpoint of which nothing binds it is made up as an excuse",
            Code.EntriesMissing,
            "are missing before it",
            dir -> {
              // Entry 10 says that 5 to 9 were not exported, and 11 that would name it is gone.
              ChainLine ten = line(dir, 10);
              rewrite(dir, l -> isWithin(l, 5, 9) || isWithin(l, 11, 12) ? "" : l);
              TreeMap<String, Object> excuse = new TreeMap<>();
              excuse.put("sequence", 10L);
              excuse.put("previous", ten.previous());
              excuse.put("kind", EntryKinds.NOT_EXPORTED);
              excuse.put("content", Map.of("from", "5", "to", "9"));
              replace(dir, 10, CanonicalJson.text(excuse));
            }),
        new Case(
            "every checkpoint is removed",
            Code.CheckpointMissing,
            "outside checkpoint of entry   it is not in checkpoints.jsonl",
            dir -> Files.delete(dir.resolve(EvidenceFiles.CHECKPOINTS))),
        new Case(
            "everything is removed",
            Code.NothingToCheck,
            "there is no entry",
            dir -> {
              for (Path segment : EvidenceFiles.segments(dir)) {
                Files.delete(segment);
              }
              Files.delete(dir.resolve(EvidenceFiles.CHECKPOINTS));
            }));
  }

  private static boolean isWithin(String line, long from, long to) {
    long sequence = ChainLine.read(line).sequence();
    return from <= sequence && sequence <= to;
  }

  private static long first(Path export) {
    return ChainLine.read(lines(export).get(0)).sequence();
  }

  private static void beginAtThirdSegment(Path export) throws IOException {
    List<Path> segments = EvidenceFiles.segments(export);
    Files.delete(segments.get(0));
    Files.delete(segments.get(1));
    Path file = export.resolve(EvidenceFiles.CHECKPOINTS);
    long begin = first(export);
    Files.write(
        file,
        Files.readAllLines(file).stream()
            .filter(l -> Checkpoint.read(l).sequence() >= begin)
            .toList());
  }

  /** What whoever can write the files puts at the end, linked as it must be. */
  private static void append(Path export, String kind, Map<String, String> content)
      throws IOException {
    List<String> lines = lines(export);
    ChainLine end = ChainLine.read(lines.get(lines.size() - 1));
    TreeMap<String, Object> fields = new TreeMap<>();
    fields.put("sequence", end.sequence() + 1);
    fields.put("previous", end.hash());
    fields.put("kind", kind);
    fields.put("content", content);
    List<Path> segments = EvidenceFiles.segments(export);
    Files.writeString(
        segments.get(segments.size() - 1),
        CanonicalJson.text(fields) + "\n",
        StandardOpenOption.APPEND);
  }

  @TestFactory
  Stream<DynamicTest> everyTamperingIsNamed() {
    return cases()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.name(),
                    () -> {
                      Path export = copy(one.name());
                      one.tampering().with(export);
                      VerificationReport report = verify(export);
                      String named = one.named().replace("%d", "");
                      assertTrue(
                          report.faults().stream()
                              .anyMatch(
                                  f ->
                                      f.code() == one.code()
                                          && isNamed(f.where() + ": " + f.message(), named)),
                          report.faults().toString());
                    }));
  }

  private static boolean isNamed(String fault, String named) {
    for (String part : named.split("  ", -1)) {
      if (!fault.contains(part)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void lineThatCannotBeReadHidesNoneOfTheOthers() throws IOException {
    Path export = copy("one line of many");
    Path segment = EvidenceFiles.segments(export).get(1);
    long sequence = ChainLine.read(Files.readAllLines(segment).get(2)).sequence();
    corrupt(segment, 3);
    VerificationReport report = verify(export);
    assertEquals(
        List.of(Code.LineUnreadable, Code.EntriesMissing),
        report.faults().stream().map(ChainFault::code).toList(),
        report.faults().toString());
    assertEquals(
        "entry %d is missing before it".formatted(sequence), report.faults().get(1).message());
    assertEquals(last - 1, report.kinds().values().stream().mapToLong(n -> n).sum());
  }

  /** Makes a byte in the middle of a line one that no UTF-8 has. */
  private static void corrupt(Path file, int number) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = 0;
    for (int line = 1; line < number; at++) {
      line += bytes[at] == '\n' ? 1 : 0;
    }
    bytes[at + 20] = (byte) 0xff;
    Files.write(file, bytes);
  }

  @Test
  void endThatIsCutOffAfterTheLastCheckpointsIsSaidToBeUnseen() throws IOException {
    Path export = copy("cut after the outside checkpoint");
    truncate(export, outside.sequence() + 2);
    keepCheckpoints(export, outside.sequence());
    VerificationReport report = verify(export);
    assertEquals(List.of(), report.faults());
    assertTrue(
        report.limits().stream().anyMatch(l -> l.contains("cannot be seen")),
        report.limits().toString());
  }

  private static VerificationReport verify(Path export) throws IOException {
    return Verification.verify(
        export,
        List.of(KEYS.getPublic()),
        List.of(outside),
        OwnRules::of,
        Instant.parse("2027-06-01T00:00:00Z"));
  }

  private static Path copy(String name) throws IOException {
    Path target = temporary.resolve(name.replaceAll("\\W+", "-"));
    try (Stream<Path> files = Files.walk(whole)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(whole.relativize(file).toString()));
      }
    }
    return target;
  }

  private static ChainLine line(Path export, long sequence) {
    return lines(export).stream()
        .map(ChainLine::read)
        .filter(l -> l.sequence() == sequence)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> lines(Path export) {
    try {
      List<String> lines = new ArrayList<>();
      for (Path segment : EvidenceFiles.segments(export)) {
        lines.addAll(Files.readAllLines(segment));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lastPlaced(Path export) {
    return lines(export).stream()
        .map(ChainLine::read)
        .filter(l -> l.sequence() > outside.sequence() && l.text().contains("\"replicas\":"))
        .filter(l -> l.fields().containsKey("assignments"))
        .reduce((a, b) -> b)
        .orElseThrow()
        .sequence();
  }

  private interface Edit {
    String of(String line);
  }

  private static void rewrite(Path export, Edit edit) throws IOException {
    for (Path segment : EvidenceFiles.segments(export)) {
      StringBuilder text = new StringBuilder();
      for (String line : Files.readAllLines(segment)) {
        String edited = edit.of(line);
        text.append(edited.isEmpty() ? "" : edited + "\n");
      }
      Files.writeString(segment, text.toString());
    }
  }

  private static void replace(Path export, long sequence, String text) throws IOException {
    String before = line(export, sequence).text();
    rewrite(export, l -> l.equals(before) ? text : l);
  }

  private static void edit(Path export, long sequence, String field, String value)
      throws IOException {
    TreeMap<String, Object> fields = new TreeMap<>(line(export, sequence).fields());
    fields.put(field, value);
    replace(export, sequence, CanonicalJson.text(fields));
  }

  private static void remove(Path export, long sequence) throws IOException {
    replace(export, sequence, "");
  }

  /** Names anew what each entry after one follows. */
  private static void relink(Path export, long from) throws IOException {
    String[] previous = {null};
    rewrite(
        export,
        text -> {
          ChainLine line = ChainLine.read(text);
          TreeMap<String, Object> fields = new TreeMap<>(line.fields());
          if (line.sequence() > from && previous[0] != null) {
            fields.put("previous", previous[0]);
          }
          ChainLine linked = ChainLine.of(fields);
          previous[0] = linked.hash();
          return linked.text();
        });
  }

  private static void resign(Path export, KeyPair keys) throws IOException {
    Signer signer = SigningKey.signer(SigningKey.pem(keys.getPrivate()));
    Path file = export.resolve(EvidenceFiles.CHECKPOINTS);
    StringBuilder text = new StringBuilder();
    for (String one : Files.readAllLines(file)) {
      Checkpoint c = Checkpoint.read(one);
      String hash = line(export, c.sequence()).hash();
      try {
        byte[] signature = signer.sign(Checkpoint.signed(c.sequence(), hash, c.after(), c.time()));
        text.append(new Checkpoint(c.sequence(), hash, c.after(), c.time(), signature).text());
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      text.append('\n');
    }
    Files.writeString(file, text.toString());
  }

  private static void truncate(Path export, long after) throws IOException {
    rewrite(export, l -> ChainLine.read(l).sequence() > after ? "" : l);
    for (Path segment : EvidenceFiles.segments(export)) {
      if (Files.size(segment) == 0) {
        Files.delete(segment);
      }
    }
  }

  private static void keepCheckpoints(Path export, long upTo) throws IOException {
    Path file = export.resolve(EvidenceFiles.CHECKPOINTS);
    Files.write(
        file,
        Files.readAllLines(file).stream()
            .filter(l -> Checkpoint.read(l).sequence() <= upTo)
            .toList());
  }
}
