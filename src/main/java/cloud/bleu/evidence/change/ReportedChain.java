package cloud.bleu.evidence.change;

import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainWalk;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.KnownEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report reads in an export of decisions. Signatures are not looked at.
 *
 * @param removed facts for which somebody had vouched, in the order of the chain
 * @param breaks where an entry does not follow the one before it, or cannot be read; empty when the
 *     chain is unbroken
 */
public record ReportedChain(List<RemovedFact> removed, List<ChainFault> breaks) {

  public ReportedChain {
    removed = List.copyOf(removed);
    breaks = List.copyOf(breaks);
  }

  /**
   * That of a directory.
   *
   * @param end of which somebody else knows; null: nobody
   * @throws IOException when it cannot be read
   */
  public static ReportedChain in(Path directory, @Nullable KnownEnd end) throws IOException {
    List<RemovedFact> removed = new ArrayList<>();
    ChainWalk walk =
        new ChainWalk(
            directory,
            placed -> {
              if (placed.line().kind().equals(EntryKinds.ATTESTATION_REMOVED)) {
                removed.add(RemovedFact.of(placed.line()));
              }
            });
    walk.heldTo(end).walk();
    return new ReportedChain(removed, walk.breaks());
  }

  /** Whether each entry names the one before it and none is left out. */
  public boolean isUnbroken() {
    return breaks.isEmpty();
  }
}
