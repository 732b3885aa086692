package cloud.bleu.evidence.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report calls a chain unbroken only if both of its ends are there. */
class ReportedChainTest {
  private static final String TIME = "2026-11-24T12:00:00Z";

  @TempDir Path export;

  /** Entries from 1 on, of which the third may explain why those before it are gone. */
  private static List<ChainLine> chain(ChainNote third) {
    List<ChainLine> lines = new ArrayList<>();
    String previous = Chain.GENESIS;
    for (int sequence = 1; sequence <= 4; sequence++) {
      ChainNote note =
          sequence == 3 ? third : ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "1"));
      ChainLine line =
          ChainLine.of(
              Map.of(
                  "sequence",
                  (long) sequence,
                  "previous",
                  previous,
                  "kind",
                  note.kind(),
                  "time",
                  TIME,
                  "content",
                  note.content()));
      lines.add(line);
      previous = line.hash();
    }
    return lines;
  }

  private static final List<ChainLine> WHOLE =
      chain(ChainNote.of(EntryKinds.HEARTBEAT, Map.of("workloads", "2")));

  private List<String> breaks(List<ChainLine> here, ChainLine signed) throws IOException {
    Files.createDirectories(export.resolve(EvidenceFiles.CHAIN));
    if (!here.isEmpty()) {
      Files.writeString(
          EvidenceFiles.segment(export, here.get(0).sequence()),
          here.stream().map(line -> line.text() + "\n").collect(Collectors.joining()));
    }
    Files.writeString(
        export.resolve(EvidenceFiles.CHECKPOINTS),
        new Checkpoint(signed.sequence(), signed.hash(), 0, TIME, new byte[] {1}).text() + "\n");
    return ReportedChain.in(export, null).breaks().stream().map(f -> f.code().name()).toList();
  }

  @Test
  void aWholeChainIsUnbroken() throws IOException {
    assertEquals(List.of(), breaks(WHOLE, WHOLE.get(2)));
  }

  @Test
  void withoutItsFirstEntriesItIsBroken() throws IOException {
    assertEquals(List.of("BeginningMissing"), breaks(WHOLE.subList(1, 4), WHOLE.get(3)));
  }

  @Test
  void withoutItsLastEntriesItIsBroken() throws IOException {
    assertEquals(List.of("Truncated"), breaks(WHOLE.subList(0, 2), WHOLE.get(3)));
  }

  @Test
  void anEmptyOneIsBroken() throws IOException {
    assertEquals(List.of("NothingToCheck", "Truncated"), breaks(List.of(), WHOLE.get(3)));
  }

  @Test
  void anEntryMayExplainWhyItBeginsLater() throws IOException {
    List<ChainLine> pruned = chain(ChainNote.of(EntryKinds.PRUNED, Map.of("from", "1", "to", "1")));
    assertEquals(List.of(), breaks(pruned.subList(1, 4), pruned.get(3)));
  }
}
