package cloud.bleu.operator.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.change.NotesInForce;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.export.ChainKnowledge;
import cloud.bleu.evidence.input.InputReach;
import cloud.bleu.evidence.input.InputRecorder;
import cloud.bleu.evidence.input.RecordedInputsTest;
import cloud.bleu.evidence.person.Pseudonyms;
import cloud.bleu.operator.MovableClock;
import cloud.bleu.placement.estate.Estate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a directory has through a failure, after which it is opened anew by the same process. */
class EvidenceDirectoryTest {

  /** Four of them are a segment. */
  private static final int LONG = 2 * 1024 * 1024;

  private static final Map<String, String> NONE = Map.of();

  @TempDir Path folder;

  private final MovableClock clock = new MovableClock();
  private String previous = Chain.GENESIS;
  private long sequence;

  /**
   * A pass was recorded long ago and retention comes after the directory had to be opened anew: the
   * next pass brings only what that one did not have.
   */
  @Test
  void whatTheNextRootReliesOnStaysThoughTheDirectoryWasOpenedAnew() throws IOException {
    InputRecorder recorder = new InputRecorder(UnaryOperator.identity(), UnaryOperator.identity());
    Estate estate = RecordedInputsTest.example("examples/hospital");
    InputRecorder.Recorded before = recorder.record(estate);
    EvidenceDirectory directory =
        new EvidenceDirectory(
            folder,
            Duration.ofDays(1),
            clock,
            new Pseudonyms(),
            () -> true,
            () -> null,
            new Signing());
    directory.open();
    directory.write(batch(List.of(), before.documents()));
    for (int i = 0; i < 5; i++) {
      directory.write(
          batch(List.of(line(EntryKinds.HEARTBEAT, Map.of("of", "x".repeat(LONG)))), NONE));
    }
    directory.close();
    directory.open();
    clock.forward(Duration.ofDays(3));
    directory.write(batch(List.of(line(EntryKinds.HEARTBEAT, Map.of())), NONE));
    ChainNote pruned =
        directory.unsaid().stream()
            .filter(note -> note.kind().equals(EntryKinds.PRUNED))
            .findFirst()
            .orElseThrow();
    directory.write(batch(List.of(line(pruned.kind(), pruned.content())), NONE));
    directory.settle();
    directory.settle();
    assertFalse(Files.exists(EvidenceFiles.segment(folder, 1)), "it is removed");

    Estate later =
        new Estate(
            estate.now().plusSeconds(60),
            estate.providers(),
            estate.zones(),
            estate.workloads().subList(1, estate.workloads().size()),
            estate.placements(),
            estate.roundTrips());
    InputRecorder.Recorded next = recorder.record(later);
    directory.write(batch(List.of(), next.documents()));
    directory.close();
    InputReach reach = new InputReach(folder);
    reach.add(next.digest());
    assertTrue(reach.reached().size() > next.documents().size(), "some were there before");
    assertEquals(
        List.of(),
        reach.reached().stream()
            .filter(digest -> !EvidenceFiles.exists(EvidenceFiles.input(folder, digest)))
            .toList());
  }

  private static ExportQueue.Batch batch(List<ChainLine> lines, Map<String, String> documents) {
    return new ExportQueue.Batch(lines.stream().map(ChainLine::text).toList(), documents, null, 0);
  }

  private ChainLine line(String kind, Map<String, String> content) {
    ChainLine line =
        ChainLine.of(
            Map.of(
                "sequence", ++sequence,
                "previous", previous,
                "kind", kind,
                "content", content,
                "time", clock.instant().toString()));
    previous = line.hash();
    return line;
  }

  /** Has each head signed: what a signature is worth is not asked here. */
  private static final class Signing implements ExportListener {
    @Override
    public void opened(@Nullable ChainLine last, ChainKnowledge known, NotesInForce waivers) {}

    @Override
    public void kept(ChainExport export, ChainLine last) {
      try {
        export.append(
            new Checkpoint(
                last.sequence(), last.hash(), 0, String.valueOf(last.time()), new byte[64]));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void unsaid() {}

    @Override
    public void gone(String kind, String what) {}

    @Override
    public void failing(@Nullable String why) {}
  }
}
