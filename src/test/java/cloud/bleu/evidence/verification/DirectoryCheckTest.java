package cloud.bleu.evidence.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.export.ChainKnowledge;
import cloud.bleu.evidence.input.RecordedInputsTest;
import cloud.bleu.evidence.person.Pseudonyms;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.Digest;
import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.ledger.RecordedDays;
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
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links and pipes in the place of files are faults, nothing waits for them, strays are listed. */
class DirectoryCheckTest {

  private static final KeyPair KEYS = SigningKey.generate();
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Path directory;

  @BeforeEach
  void record() throws IOException {
    directory = folder.resolve("export");
    Pseudonyms pseudonyms = new Pseudonyms();
    String anne = pseudonyms.of("anne");
    try (ChainExport export = ChainExport.open(directory)) {
      pseudonyms.write(directory);
      RecordedDays days = new RecordedDays(export);
      days.pass(RecordedInputsTest.example("examples/hospital"));
      days.baseline(
          ChainKnowledge.of(Map.of("a", Map.of()), Map.of()),
          List.of(),
          ChainKnowledge.NOTHING,
          "2026-03-01T12:00:00Z");
      days.note(
          ChainNote.of(EntryKinds.BREAK_GLASS_OPENED, Map.of("by", anne)), "2026-03-01T12:00:00Z");
      days.sign(SigningKey.signer(SigningKey.pem(KEYS.getPrivate())));
    }
    assertEquals(List.of(), verify().faults());
    assertEquals(List.of(), verify().remarks());
  }

  @ParameterizedTest
  @ValueSource(strings = {"chain", "inputs", "checkpoints.jsonl", "persons.json"})
  void pipeInThePlaceOfAFileIsAFaultAndNobodyWaits(String part) throws Exception {
    for (Path file : files(part)) {
      Files.delete(file);
      pipe(file);
    }
    assertNotRegular("it is a pipe or a device, and not a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chain", "inputs", "checkpoints.jsonl", "persons.json"})
  void linkInThePlaceOfAFileIsAFault(String part) throws Exception {
    for (Path file : files(part)) {
      Path elsewhere = folder.resolve(file.getFileName());
      Files.move(file, elsewhere);
      Files.createSymbolicLink(file, elsewhere);
    }
    assertNotRegular("it is a link, and not a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chain", "inputs"})
  void linkInThePlaceOfADirectoryIsAFaultAndTheOperatorRefusesIt(String part) throws Exception {
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(directory.resolve(part), elsewhere);
    Files.createSymbolicLink(directory.resolve(part), elsewhere);
    assertNotRegular("a link to one elsewhere");
    IOException refused = assertThrows(IOException.class, () -> ChainExport.open(directory));
    assertTrue(
        refused.getMessage().endsWith(part + ": it is a link, and not a directory"),
        refused.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"chain", "checkpoints.jsonl", "persons.json", "unsaid.jsonl", "lock"})
  void operatorRefusesAPipeAndDoesNotWait(String part) throws Exception {
    for (Path file : files(part)) {
      Files.deleteIfExists(file);
      pipe(file);
    }
    assertTimeoutPreemptively(
        SOON,
        () -> {
          IOException refused =
              assertThrows(
                  IOException.class,
                  () -> {
                    try (ChainExport export = ChainExport.open(directory)) {
                      new Pseudonyms().read(directory);
                      export.lastCheckpoint();
                    }
                  });
          assertTrue(refused.getMessage().contains("it is a pipe or a device"), refused.toString());
        });
  }

  @Test
  void whatNoEntryLeadsToIsListedAndProvesNothing() throws IOException {
    Path inputs = directory.resolve("inputs");
    String stray = "0".repeat(64) + ".json";
    Files.writeString(inputs.resolve(stray), "{}");
    Files.writeString(inputs.resolve("readme\u001b.txt"), "");
    Files.writeString(directory.resolve("chain").resolve("notes"), "");
    Files.writeString(directory.resolve("policies.json"), "{}");
    Files.createDirectory(directory.resolve("lost+found"));
    VerificationReport report = verify();
    assertEquals(List.of(), report.faults());
    assertEquals(
        List.of(
            "policies.json is in the directory, and no entry leads there",
            "chain/notes is in the directory, and no entry leads there",
            "inputs/%s, inputs/readme?.txt are in the directory, and no entry leads there"
                .formatted(stray)),
        report.remarks());
    for (int i = 0; i < 9; i++) {
      Files.writeString(inputs.resolve(i + ".json"), "{}");
    }
    assertTrue(
        verify().remarks().get(2).contains("inputs/3.json and 6 more are in the directory"),
        verify().remarks().toString());
  }

  /** Documents of decisions that cannot be made again are those of the chain all the same. */
  @Test
  void documentsOfAnotherReleaseAreNotListed() throws IOException {
    Path segment = EvidenceFiles.segments(directory).get(0);
    List<String> lines = new ArrayList<>();
    String previous = Chain.GENESIS;
    for (String text : Files.readAllLines(segment)) {
      TreeMap<String, Object> fields = new TreeMap<>(ChainLine.read(text).fields());
      if (fields.containsKey("inputs")) {
        TreeMap<String, Object> root =
            new TreeMap<>(
                JsonTree.object(
                    Files.readString(
                        EvidenceFiles.input(directory, String.valueOf(fields.get("inputs"))))));
        root.put("of another release", "x");
        fields.put("inputs", Digest.of(root));
        Files.writeString(
            EvidenceFiles.input(directory, Digest.of(root)), CanonicalJson.text(root));
      }
      fields.put("previous", previous);
      ChainLine line = ChainLine.of(fields);
      previous = line.hash();
      lines.add(line.text());
    }
    Files.write(segment, lines);
    VerificationReport report = verify();
    assertTrue(
        report.notEvaluated().keySet().toString().contains("of another release"),
        report.toString());
    // The root that was replaced is the only one that nobody names.
    assertEquals(1, report.remarks().size());
    assertTrue(
        report.remarks().get(0).endsWith("json is in the directory, and no entry leads there"),
        report.remarks().toString());
  }

  /** All the files of a part; one that need not be there yet is named. */
  private List<Path> files(String part) throws IOException {
    Path path = directory.resolve(part);
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.toList();
    }
  }

  private static void pipe(Path file) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
  }

  private void assertNotRegular(String why) throws Exception {
    VerificationReport report = assertTimeoutPreemptively(SOON, this::verify);
    TreeSet<String> messages = new TreeSet<>();
    report.faults().stream()
        .filter(f -> f.code() == Code.NotRegular)
        .forEach(f -> messages.add(f.message()));
    assertTrue(
        !messages.isEmpty() && messages.stream().allMatch(m -> m.endsWith(why)),
        report.faults().toString());
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
