package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.layers.HeldObjects;
import cloud.bleu.operator.config.EvidenceOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much the operator keeps in memory of what it cannot write. */
class EvidenceMemoryTest {

  private static final int MOST = 5;
  private static final int COMMITTED = 1000;

  /** As with a volume that is read-only, or that the pod before this one does not let go of. */
  @Test
  void aDirectoryThatCannotBeOpenedDoesNotFillTheMemory(@TempDir Path folder) throws IOException {
    Path noDirectory = Files.createFile(folder.resolve("evidence"));
    // Of those that wait nothing but the text is kept.
    List<WeakReference<String>> committed = new ArrayList<>();
    try (EvidenceRecorder recorder = recorder(noDirectory)) {
      recorder.start();
      for (int i = 1; i <= COMMITTED; i++) {
        ChainLine line =
            ChainLine.of(
                Map.of(
                    "sequence", (long) i, "previous", "sha256:0", "time", "2026-11-30T00:00:00Z"));
        committed.add(new WeakReference<>(line.text()));
        recorder.export().take(List.of(line));
      }
      // The newest, those that wait, and the one that is written now.
      HeldObjects.awaitAtMost(NewEntries.MOST_KEPT + MOST + 1, committed);
    }
  }

  private static EvidenceRecorder recorder(Path directory) {
    return new EvidenceRecorder(
        EvidenceOptions.to(directory),
        () -> {
          throw new IOException("made up: no key");
        },
        Clock.systemUTC(),
        () -> true,
        () -> null,
        new EvidenceRecorder.Wakes() {
          @Override
          public void kept() {}

          @Override
          public void note() {}
        },
        new EvidenceHealth(new SimpleMeterRegistry(), (reason, sentence) -> {}),
        new ExportQueue(MOST, ExportQueue.LEAST_BYTES_OF_ENTRIES));
  }
}
