package cloud.bleu.operator.page;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.report.page.ChainInput;
import java.util.List;

/**
 * The newest decisions as they came.
 *
 * @param lines in their order
 * @param exported number of the last entry that is on the disk, 0 when none is
 * @param signed number of the last entry that a signed checkpoint covers, 0 when none does
 * @param failing reasons such as {@code ExportFailing}; empty when nothing fails
 */
public record RecentChain(List<ChainLine> lines, long exported, long signed, List<String> failing) {
  public RecentChain {
    lines = List.copyOf(lines);
    failing = List.copyOf(failing);
  }

  ChainInput.Recent input() {
    return new ChainInput.Recent(lines, exported, signed, failing);
  }
}
