package cloud.bleu.report.page;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.KnownEnd;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the decisions of a page come from, as they came. */
public sealed interface ChainInput {

  /**
   * A directory of {@code bleu run --evidence-dir}, of which everything is read.
   *
   * @param end of which somebody else knows; null: nobody
   */
  record Export(Path directory, @Nullable KnownEnd end) implements ChainInput {}

  /**
   * The newest entries that the operator wrote, of which it does not read the older ones again.
   *
   * @param lines in their order
   * @param exported number of the last entry that is on the disk, 0 when none is
   * @param signed number of the last entry that a signed checkpoint covers, 0 when none does
   * @param failing reasons such as {@code ExportFailing}; empty when nothing fails
   */
  record Recent(List<ChainLine> lines, long exported, long signed, List<String> failing)
      implements ChainInput {
    public Recent {
      lines = List.copyOf(lines);
      failing = List.copyOf(failing);
    }
  }
}
