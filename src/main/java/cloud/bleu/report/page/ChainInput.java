package cloud.bleu.report.page;

import cloud.bleu.evidence.chain.ChainLine;
import java.nio.file.Path;
import java.util.List;

/** Where the decisions of a page come from, as they came. */
public sealed interface ChainInput {

  /** A directory of {@code bleu run --evidence-dir}, of which everything is read. */
  record Export(Path directory) implements ChainInput {}

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
