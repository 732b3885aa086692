package cloud.bleu.operator.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.evidence.chain.Signer;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.config.EvidenceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is signed is sent out once, in order, though sending or signing fails for a time. */
class CheckpointSignerTest {

  private static final KeyPair KEYS = SigningKey.generate();
  private static final Signer SIGNER = SigningKey.signer(SigningKey.pem(KEYS.getPrivate()));

  @TempDir Path folder;

  private final MovableClock clock = new MovableClock();
  private final Told told = new Told();
  private Path directory;
  private Path sent;
  private Path broken;

  private static final class Told implements CheckpointSigner.Listener {
    @Nullable String signing;
    @Nullable String sending;
    @Nullable SignedHead signed;
    @Nullable String unmatched;

    @Override
    public void signing(@Nullable String why) {
      signing = why;
    }

    @Override
    public void sending(@Nullable String why) {
      sending = why;
    }

    @Override
    public void signed(SignedHead head) {
      signed = head;
    }

    @Override
    public void unmatched(String what) {
      unmatched = what;
    }
  }

  @BeforeEach
  void files() {
    directory = folder.resolve("export");
    sent = folder.resolve("sent.log");
    broken = folder.resolve("broken");
  }

  @Test
  void whatCannotBeSentIsSentAgainInOrder() throws Exception {
    try (ChainExport export = ChainExport.open(directory)) {
      CheckpointSigner signing = signing(sender(), null);
      Files.createFile(broken);
      look(signing, export, append(export));
      assertNull(told.signing, "it is signed");
      assertTrue(told.sending.startsWith("checkpoint of entry 1: "), told.sending);
      assertTrue(told.sending.endsWith("exited with code 3"), told.sending);
      look(signing, export, append(export));
      assertTrue(told.sending.startsWith("checkpoint of entry 1: "), "not before its time");
      clock.forward(CheckpointSigner.RETRY);
      look(signing, export, export.last());
      assertTrue(told.sending.startsWith("checkpoint of entry 1, before 1 more: "), told.sending);
      Files.delete(broken);
      clock.forward(CheckpointSigner.RETRY);
      look(signing, export, export.last());
      assertNull(told.sending);
      clock.forward(CheckpointSigner.RETRY);
      assertFalse(signing.isDue(export, export.last()), "all is done");
    }
    assertEquals(Files.readString(directory.resolve("checkpoints.jsonl")), Files.readString(sent));
    assertEquals(List.of(1L, 2L), sequences());
  }

  @Test
  void nextProcessSendsWhatThisOneCouldNot() throws Exception {
    try (ChainExport export = ChainExport.open(directory)) {
      Files.createFile(broken);
      look(signing(sender(), null), export, append(export));
      assertTrue(told.sending.contains("code 3"), told.sending);
    }
    Files.delete(broken);
    try (ChainExport export = ChainExport.open(directory)) {
      look(signing(sender(), null), export, export.last());
    }
    assertNull(told.sending);
    assertEquals(List.of(1L), sequences());
  }

  @Test
  void signerThatFailsKeepsNothingFromBeingSent() throws Exception {
    Files.createFile(broken);
    try (ChainExport export = ChainExport.open(directory)) {
      look(signing(sender(), null), export, append(export));
      Files.delete(broken);
      CheckpointSigner other =
          new CheckpointSigner(
              options(sender(), null),
              () -> {
                throw new IOException("no key");
              },
              clock,
              () -> null,
              told);
      look(other, export, append(export));
    }
    assertEquals("no key", told.signing);
    assertNull(told.sending);
    assertEquals(List.of(1L), sequences());
  }

  @Test
  void signatureOfAnotherKeyIsAFailureAndIsNotWritten() throws Exception {
    Signer other = SigningKey.signer(SigningKey.pem(SigningKey.generate().getPrivate()));
    Signer[] answers = {other};
    Signer checked = SigningKey.checked(bytes -> answers[0].sign(bytes), List.of(KEYS.getPublic()));
    CheckpointSigner signing =
        new CheckpointSigner(options(sender(), null), () -> checked, clock, () -> null, told);
    try (ChainExport export = ChainExport.open(directory)) {
      look(signing, export, append(export));
      assertTrue(told.signing.contains("not of the public key"), told.signing);
      assertNull(export.lastCheckpoint());
      assertFalse(Files.exists(sent), "nothing is sent");
      answers[0] = SIGNER;
      clock.forward(CheckpointSigner.RETRY);
      look(signing, export, export.last());
      assertNull(told.signing);
    }
    assertEquals(List.of(1L), sequences());
  }

  @Test
  void checkpointThatIsOutsideIsNeverWrittenOver() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path file = outside.resolve("checkpoint-00000000000000000001.json");
    Files.writeString(file, "another");
    try (ChainExport export = ChainExport.open(directory)) {
      CheckpointSigner signing = signing(List.of(), outside);
      look(signing, export, append(export));
      assertTrue(told.sending.contains("holds another checkpoint of that entry"), told.sending);
      Files.delete(file);
      clock.forward(CheckpointSigner.RETRY);
      look(signing, export, export.last());
      assertNull(told.sending);
    }
    assertEquals(1, Checkpoint.read(Files.readString(file).strip()).sequence());
    try (Stream<Path> files = Files.list(outside)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  /**
   * Whoever can write the directory can write a checkpoint of any entry: of one that neither the
   * chain nor the cluster knows. It ends no signing, and it is told.
   */
  @ParameterizedTest
  @CsvSource({"4503599627370496, false", "9007199254740991, true", "3, true"})
  void checkpointOfAnEntryThatNobodyKnowsIsToldAndEndsNoSigning(long forged, boolean isRemembered)
      throws Exception {
    SignedHead remembered;
    try (ChainExport export = ChainExport.open(directory)) {
      look(signing(sender(), null), export, append(export));
      remembered = told.signed;
    }
    Checkpoint checkpoint =
        new Checkpoint(forged, Chain.GENESIS, 1, "2026-03-01T13:00:00Z", new byte[64]);
    Path file = directory.resolve("checkpoints.jsonl");
    Files.writeString(file, checkpoint.text() + "\n", StandardOpenOption.APPEND);
    try (ChainExport export = ChainExport.open(directory)) {
      if (isRemembered) {
        export.signedBefore(remembered);
      }
      CheckpointSigner next = signing(sender(), null);
      look(next, export, append(export));
      assertEquals(
          "checkpoints.jsonl ends with a checkpoint of entry %s, and the chain with entry 2"
              .formatted(forged),
          told.unmatched);
      assertEquals(2, told.signed.sequence());
      assertNull(told.signing);
      assertNull(told.sending);
      clock.forward(Duration.ofMinutes(10));
      look(next, export, append(export));
      assertEquals(3, told.signed.sequence());
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(
        List.of(0L, 1L, isRemembered ? 1L : 0L, 2L),
        lines.stream().map(l -> Checkpoint.read(l).after()).toList());
    assertEquals(List.of(1L, 2L, 3L), sequences());
  }

  /** Looks as the thread of the signer does. */
  private static void look(CheckpointSigner signing, ChainExport export, ChainLine last)
      throws InterruptedException {
    if (signing.isDue(export, last)) {
      signing.run(export, last);
    }
  }

  private CheckpointSigner signing(List<String> sender, @Nullable Path outside) {
    return new CheckpointSigner(
        options(sender, outside), () -> SIGNER, clock, () -> "uid-of-kube-system", told);
  }

  private EvidenceOptions options(List<String> sender, @Nullable Path outside) {
    return new EvidenceOptions(
        directory,
        Duration.ofMinutes(10),
        1,
        Duration.ofMinutes(10),
        Duration.ZERO,
        List.of(),
        List.of(),
        outside,
        sender);
  }

  /** Takes nothing while something is broken. */
  private List<String> sender() {
    String script = "if [ -e '%s' ]; then cat >/dev/null; exit 3; fi; cat >> '%s'";
    return List.of("/bin/sh", "-c", script.formatted(broken, sent));
  }

  private List<Long> sequences() throws IOException {
    return Files.readAllLines(sent).stream().map(l -> Checkpoint.read(l).sequence()).toList();
  }

  private static ChainLine append(ChainExport export) throws IOException {
    ChainLine last = export.last();
    ChainLine next =
        ChainLine.of(
            Map.of(
                "sequence",
                last == null ? 1L : last.sequence() + 1,
                "previous",
                last == null ? Chain.GENESIS : last.hash(),
                "kind",
                "Heartbeat",
                "content",
                Map.of(),
                "time",
                "2026-03-01T13:00:00Z"));
    export.append(List.of(next));
    return next;
  }
}
