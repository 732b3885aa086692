package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.ledger.RecordedDays;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verb `verify` as it is typed. */
class VerifyCommandTest {

  private static final KeyPair KEYS = SigningKey.generate();

  @TempDir Path folder;
  private Path export;
  private String key;
  private String checkpoint;

  @BeforeEach
  void record() throws IOException {
    export = folder.resolve("export");
    Path pem = folder.resolve("trusted.pem");
    Files.writeString(pem, SigningKey.pem(KEYS.getPublic()));
    key = pem.toString();
    try (ChainExport open = ChainExport.open(export)) {
      RecordedDays days = new RecordedDays(open);
      days.pass(
          EstateTranslator.translate(
                  ManifestObjects.of(
                          ManifestReader.read(
                              List.of("examples/hospital"), InputStream.nullInputStream()))
                      .objects(),
                  Instant.parse("2026-11-24T12:00:00Z"),
                  Map.of())
              .estate());
      days.note(
          ChainNote.of(
              EntryKinds.ATTESTATION_REMOVED,
              Map.of(
                  "kind", "CloudProvider",
                  "name", "bleu",
                  "fact", "spec.ownership",
                  "basis", "Contract",
                  "asOf", "2026-01-01",
                  "change", "nobody vouches for it any more")),
          "2026-11-24T12:00:01Z");
      Checkpoint signed = days.sign(SigningKey.signer(SigningKey.pem(KEYS.getPrivate())));
      Path kept = folder.resolve("kept.json");
      Files.writeString(kept, signed.text() + "\n");
      checkpoint = kept.toString();
    }
  }

  @Test
  void chainThatHoldsIsExitCode0() {
    Typed typed =
        Typed.bleu("verify", export.toString(), "--trusted-key", key, "--checkpoint", checkpoint);
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    assertTrue(typed.out().startsWith("The chain holds.\n"), typed.out());
    assertTrue(typed.out().contains("decided again"), typed.out());
    assertTrue(typed.out().replaceAll("\\s+", " ").contains("cannot be seen"), typed.out());
    assertFalse(typed.out().contains("FAULT"), typed.out());
    assertTrue(typed.out().lines().allMatch(l -> l.length() <= 100), typed.out());
  }

  /**
   * One key signs for two clusters, and somebody put the directory of one in place of the other.
   */
  @Test
  void directoryOfAnotherClusterIsSeenByItsOrigin() throws IOException {
    Path other = folder.resolve("other");
    try (ChainExport open = ChainExport.open(other)) {
      RecordedDays days = new RecordedDays(open);
      days.origin("0f2c-of-lille");
      days.note(
          ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "1")), "2026-11-24T11:00:00Z");
      days.sign(SigningKey.signer(SigningKey.pem(KEYS.getPrivate())));
    }
    Typed right =
        Typed.bleu("verify", other.toString(), "--trusted-key", key, "--origin", "0f2c-of-lille");
    assertEquals(ExitCode.OK, right.code(), right.out());
    assertTrue(right.out().contains("  cluster        0f2c-of-lille, as the checkpoints say"));
    Typed wrong =
        Typed.bleu("verify", other.toString(), "--trusted-key", key, "--origin", "77aa-of-rennes");
    assertEquals(ExitCode.VERIFICATION_FAILED, wrong.code(), wrong.out());
    assertTrue(
        wrong
            .out()
            .replaceAll("\\s+", " ")
            .contains(
                "OriginDiffers at checkpoints.jsonl line 1: the checkpoint of entry 1 is of the cluster 0f2c-of-lille"),
        wrong.out());
    Typed unsaid =
        Typed.bleu("verify", export.toString(), "--trusted-key", key, "--origin", "77aa-of-rennes");
    assertEquals(ExitCode.VERIFICATION_FAILED, unsaid.code(), unsaid.out());
    assertTrue(
        unsaid
            .out()
            .replaceAll("\\s+", " ")
            .contains("no checkpoint of the trusted key says of which cluster it is"),
        unsaid.out());
  }

  @Test
  void clusterThatChangesInOneChainIsSaid() throws IOException {
    Path moved = folder.resolve("moved");
    try (ChainExport open = ChainExport.open(moved)) {
      RecordedDays days = new RecordedDays(open);
      for (String uid : List.of("0f2c-of-lille", "77aa-of-rennes")) {
        days.origin(uid);
        days.note(
            ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "1")), "2026-11-24T11:00:00Z");
        days.sign(SigningKey.signer(SigningKey.pem(KEYS.getPrivate())));
      }
    }
    Typed typed = Typed.bleu("verify", moved.toString(), "--trusted-key", key);
    assertEquals(ExitCode.OK, typed.code(), typed.out());
    assertTrue(
        typed
            .out()
            .replaceAll("\\s+", " ")
            .contains(
                "gap from the checkpoint of entry 2 on the cluster is another one: 77aa-of-rennes, and before 0f2c-of-lille"),
        typed.out());
  }

  @Test
  void checkpointThatIsAPipeIsRefusedAndNobodyWaits() throws Exception {
    Path pipe = folder.resolve("outside.json");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    for (List<String> given :
        List.of(
            List.of("--trusted-key", key, "--checkpoint", pipe.toString()),
            List.of("--trusted-key", key, "--checkpoint", folder.toString()),
            List.of("--trusted-key", pipe.toString()))) {
      List<String> typing = new ArrayList<>(List.of("verify", export.toString()));
      typing.addAll(given);
      Typed typed =
          assertTimeoutPreemptively(
              Duration.ofSeconds(60), () -> Typed.bleu(typing.toArray(String[]::new)));
      assertEquals(1, typed.code(), typed.out());
      assertTrue(typed.err().contains("outside.json: not a file; copy it to one"), typed.err());
    }
  }

  @Test
  void chainThatDoesNotHoldIsExitCode2InEveryFormat() throws Exception {
    Path segment;
    try (Stream<Path> files = Files.list(export.resolve("chain"))) {
      segment = files.findFirst().orElseThrow();
    }
    Files.writeString(
        segment, Files.readString(segment).replaceFirst("\"replicas\":\\d+", "\"replicas\":77"));
    Typed table = Typed.bleu("verify", export.toString(), "--trusted-key", key);
    assertEquals(ExitCode.VERIFICATION_FAILED, table.code());
    assertTrue(table.out().startsWith("The chain fails verification.\n"), table.out());
    assertTrue(table.out().contains("EntryChanged"), table.out());
    Typed json = Typed.bleu("verify", export.toString(), "--trusted-key", key, "-o", "json");
    assertEquals(ExitCode.VERIFICATION_FAILED, json.code());
    JsonNode tree = new ObjectMapper().readTree(json.out());
    assertFalse(tree.path("holds").booleanValue());
    assertTrue(tree.path("faults").findValuesAsText("code").contains("EntryChanged"));
    Typed yaml = Typed.bleu("verify", export.toString(), "--trusted-key", key, "-o", "yaml");
    assertEquals(ExitCode.VERIFICATION_FAILED, yaml.code());
    assertTrue(yaml.out().startsWith("holds: false\n"), yaml.out());
  }

  @Test
  void whatIsNotSignedIsSaidAndNothingSignedIsExitCode2() throws IOException {
    try (ChainExport open = ChainExport.open(export)) {
      ChainLine last = open.last();
      open.append(
          List.of(
              ChainLine.of(
                  Map.of(
                      "sequence",
                      last.sequence() + 1,
                      "previous",
                      last.hash(),
                      "kind",
                      EntryKinds.HEARTBEAT,
                      "content",
                      Map.of("workloads", "1")))));
    }
    String[] typing = {"verify", export.toString(), "--trusted-key", key};
    Typed tail = Typed.bleu(typing);
    assertEquals(ExitCode.OK, tail.code());
    assertTrue(tail.out().startsWith("The chain holds as far as it is signed.\n"), tail.out());
    assertTrue(tail.out().contains("  not signed     entry "), tail.out());

    Files.delete(export.resolve("checkpoints.jsonl"));
    Typed unsigned = Typed.bleu(typing);
    assertEquals(ExitCode.VERIFICATION_FAILED, unsigned.code());
    assertTrue(unsigned.out().startsWith("Nothing here is signed, and so nothing is proven.\n"));
    assertTrue(unsigned.out().contains("NothingSigned at checkpoints.jsonl"), unsigned.out());

    try (Stream<Path> files = Files.list(export.resolve("chain"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Typed empty = Typed.bleu(typing);
    assertEquals(ExitCode.VERIFICATION_FAILED, empty.code());
    assertTrue(empty.out().startsWith("There is nothing to check.\n"), empty.out());
  }

  @Test
  void anEntryThatSomebodyAddsIsCountedApartAndWithSignedIsExitCode2() throws IOException {
    String[] typing = {"verify", export.toString(), "--trusted-key", key};
    assertEquals(ExitCode.OK, Typed.bleu(with(typing, "--signed")).code());
    JsonNode before = tree(typing);
    assertTrue(before.path("signedToTheEnd").booleanValue());
    assertEquals(before.path("entries"), before.path("entriesSigned"));
    assertEquals(0, before.path("entriesNotSigned").size());

    append(Map.of("kind", EntryKinds.VIOLATION_ENDED, "content", Map.of("workload", "w")));
    Typed text = Typed.bleu(typing);
    assertEquals(ExitCode.OK, text.code());
    assertTrue(text.out().startsWith("The chain holds as far as it is signed.\n"), text.out());
    String line = text.out().lines().filter(l -> l.startsWith("  entries ")).findFirst().orElse("");
    assertFalse(line.contains(EntryKinds.VIOLATION_ENDED), line);
    assertTrue(text.out().contains(": 1 ViolationEnded; "), text.out());
    JsonNode after = tree(typing);
    assertTrue(after.path("holds").booleanValue());
    assertFalse(after.path("signedToTheEnd").booleanValue());
    assertEquals(before.path("entriesSigned"), after.path("entriesSigned"));
    assertEquals(
        new ObjectMapper().readTree("{\"ViolationEnded\": 1}"), after.path("entriesNotSigned"));
    Typed all = Typed.bleu(with(typing, "--signed"));
    assertEquals(ExitCode.VERIFICATION_FAILED, all.code());
    assertTrue(
        all.out()
            .startsWith(
                "The chain holds as far as it is signed, and --signed asks for all of it.\n"),
        all.out());
    JsonNode asked = tree(with(typing, "--signed"));
    assertTrue(asked.path("holds").booleanValue());
    assertFalse(asked.path("asAsked").booleanValue(), asked.toString());
    assertTrue(after.path("asAsked").booleanValue(), after.toString());
    assertTrue(before.path("asAsked").booleanValue(), before.toString());
  }

  private static JsonNode tree(String... typing) throws IOException {
    return new ObjectMapper().readTree(Typed.bleu(with(typing, "-o", "json")).out());
  }

  @Test
  void removedFactsAreCountedAndNamedByVerifyAndReport() throws IOException {
    String text =
        Typed.bleu("verify", export.toString(), "--trusted-key", key).out().replaceAll("\\s+", " ");
    assertTrue(
        text.contains("facts 1 fact was removed or weakened for which somebody had vouched"), text);
    assertTrue(
        text.contains(
            "removed spec.ownership of CloudProvider bleu (Contract of 2026-01-01): nobody vouches"
                + " for it any more (entry "),
        text);
    Typed json = Typed.bleu("verify", export.toString(), "--trusted-key", key, "-o", "json");
    JsonNode fact = new ObjectMapper().readTree(json.out()).path("removedFacts").path(0);
    assertEquals("spec.ownership", fact.path("fact").asText());

    String[] report = {"report", "-f", "examples/hospital", "--evidence", export.toString()};
    Typed csv = Typed.bleu(with(report, "--format", "csv"));
    assertEquals(
        1,
        Reports.csv(csv.out()).stream()
            .filter(r -> r.get("code").equals("AttestationRemoved"))
            .filter(r -> r.get("fact").equals("spec.ownership of CloudProvider bleu"))
            .count());
    Typed oscal = Typed.bleu(with(report, "--format", "oscal"));
    JsonNode result = Reports.json(oscal.out()).path("assessment-results").path("results").path(0);
    assertEquals("1", Reports.prop(result, "vouched-facts-removed"));
    assertTrue(
        result.path("observations").findValuesAsText("title").stream()
            .anyMatch(t -> t.startsWith("A fact was taken back: spec.ownership")),
        oscal.out());
    Typed none =
        Typed.bleu(
            "report", "--format", "csv", "-f", "examples/hospital", "--evidence", "/nowhere");
    assertEquals(ExitCode.BAD_INPUT, none.code());
    assertTrue(none.err().contains("/nowhere: no export of decisions"), none.err());
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void controlCharactersOfEntriesAreShownAndNotObeyed() throws IOException {
    append(
        Map.of(
            "kind",
            EntryKinds.GAP,
            "content",
            Map.of(
                "from", "\u001b[2J\u001b[HThe chain holds.\nAll is \u202egood", "to", "\u009bm")));
    append(Map.of("kind", "\u001b[31mEVIL\nThe chain holds."));
    Typed typed = Typed.bleu("verify", export.toString(), "--trusted-key", key);
    assertEquals(ExitCode.VERIFICATION_FAILED, typed.code());
    assertEquals(
        List.of(),
        typed.out().codePoints().filter(c -> c != '\n' && Problem.isInvisible(c)).boxed().toList());
    assertFalse(typed.out().lines().skip(1).anyMatch(l -> l.startsWith("The chain")), typed.out());
    String text = typed.out().replaceAll("\\s+", " ");
    assertTrue(text.contains("\\u001B[2J\\u001B[HThe chain holds.\\u000AAll is \\u202Egood"), text);
    assertTrue(
        text.contains("FAULT LineUnreadable at chain/00000000000000000001.jsonl line "), text);
    assertTrue(text.contains("its kind is not a word of letters: \\u001B[31mEVIL"), text);
  }

  @Test
  void kindThatIsNoTextIsAFault() throws IOException {
    append(Map.of("kind", 5L));
    Typed typed = Typed.bleu("verify", export.toString(), "--trusted-key", key);
    assertEquals(ExitCode.VERIFICATION_FAILED, typed.code());
    assertTrue(
        typed.out().replaceAll("\\s+", " ").contains("its kind is not a word of letters: 5"),
        typed.out());
  }

  @Test
  void checkpointFileWithoutACheckpointIsRefused() throws IOException {
    Path empty = folder.resolve("empty");
    Files.writeString(empty, "");
    Path lacking = Files.createDirectory(folder.resolve("lacking"));
    for (Path given : List.of(empty, lacking)) {
      Typed typed =
          Typed.bleu(
              "verify", export.toString(), "--trusted-key", key, "--checkpoint", given.toString());
      assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.out());
      assertEquals("", typed.out());
      assertTrue(typed.err().contains(given + ": no checkpoint is in it; give "), typed.err());
    }
    Path binary = folder.resolve("binary");
    Files.write(binary, new byte[] {(byte) 0xff});
    Typed typed =
        Typed.bleu(
            "verify", export.toString(), "--trusted-key", key, "--checkpoint", binary.toString());
    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.out());
    assertTrue(typed.err().contains(binary + ": not text in UTF-8"), typed.err());
  }

  @Test
  void everyCheckpointOfADirectoryIsRead() throws IOException {
    Path kept = Files.createDirectory(folder.resolve("kept"));
    String[] typing = {
      "verify", export.toString(), "--trusted-key", key, "--checkpoint", "" + kept
    };
    Files.copy(Path.of(checkpoint), kept.resolve("checkpoint-1.json"));
    Files.writeString(kept.resolve("checkpoint-2.json.next"), "{");
    Typed whole = Typed.bleu(typing);
    assertEquals(ExitCode.OK, whole.code(), whole.err());
    assertTrue(whole.out().contains("a checkpoint kept outside holds up to entry "), whole.out());

    Files.writeString(kept.resolve("checkpoint-2.json"), "");
    Typed torn = Typed.bleu(typing);
    assertEquals(ExitCode.BAD_INPUT, torn.code());
    assertTrue(torn.err().contains("checkpoint-2.json: no checkpoint is in it"), torn.err());
  }

  /** Puts an entry at the end that nobody signs. */
  private void append(Map<String, Object> said) throws IOException {
    try (ChainExport open = ChainExport.open(export)) {
      ChainLine last = open.last();
      Map<String, Object> fields = new TreeMap<>(said);
      fields.put("sequence", last.sequence() + 1);
      fields.put("previous", last.hash());
      open.append(List.of(ChainLine.of(fields)));
    }
  }

  @Test
  void badInputIsExitCode1AndEveryReasonIsSaid() throws IOException {
    Path secret = folder.resolve("private.pem");
    Files.writeString(secret, SigningKey.pem(KEYS.getPrivate()));
    Typed typed =
        Typed.bleu(
            "verify",
            folder.resolve("nowhere").toString(),
            "--trusted-key",
            secret.toString(),
            "--checkpoint",
            key);
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertEquals("", typed.out());
    assertTrue(
        typed.err().contains("it holds a PRIVATE KEY; a PUBLIC KEY is expected"), typed.err());
    assertTrue(typed.err().contains("no export of decisions"), typed.err());
    assertTrue(typed.err().contains("give a file that the operator sent out"), typed.err());
  }

  /** Somebody stands below the export, above it or beside it: the answer says which to give. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "export/inputs  | but a part of the one in FOLDER/export; give that directory",
        "export/chain   | but a part of the one in FOLDER/export; give that directory",
        "export/inputs/. | but a part of the one in FOLDER/export; give that directory",
        "export/nowhere | there is no such directory; give the directory of `bleu run",
        "trusted.pem    | it is no directory; give the directory of `bleu run",
        "''             | but there is one in FOLDER/export; give one of these",
        "empty          | no export of decisions; give the directory of `bleu run",
      })
  void whatIsNoExportIsSaidToBe(String given, String said) throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    String path = given.isEmpty() ? folder.toString() : folder + "/" + given;
    Typed typed = Typed.bleu("verify", path, "--trusted-key", key);
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertTrue(typed.err().contains(": no export of decisions"), typed.err());
    assertTrue(typed.err().contains(said.replace("FOLDER", folder.toString())), typed.err());
  }
}
