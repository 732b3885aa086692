package cloud.bleu.faults;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.Scene;
import java.util.SortedMap;

/** A watch tells of the ledger a little later than the server has it. */
final class ChainSeen {

  private ChainSeen() {}

  /** Until a watch that began before the chain has seen it to the end that it has now. */
  static void await(Scene scene, ChainWatch chain) {
    DecisionLedger ledger = scene.ledger();
    if (ledger == null || ledger.getSpec().sequence() == 0) {
      return;
    }
    long end = ledger.getSpec().sequence();
    scene.until(
        "the chain is seen to " + end,
        () -> {
          SortedMap<Long, ?> lines = chain.lines();
          return !lines.isEmpty() && lines.lastKey() >= end;
        });
  }
}
