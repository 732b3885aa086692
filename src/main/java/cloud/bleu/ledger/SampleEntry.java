package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.Contingency;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Subject;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.OrdinalBlock;
import java.util.List;

/**
 * An entry that has every field of a decision as it is written now, to ask an API server whether
 * its kinds have them too. It decides nothing and is never written.
 */
final class SampleEntry {

  private static final String DIGEST = "sha256:" + "0".repeat(64);
  private static final String TIME = "2026-11-29T00:00:00Z";

  private SampleEntry() {}

  static Entry of() {
    return new Entry(
        1L,
        DIGEST,
        new Subject("sample", "sample", "sample"),
        DIGEST,
        TIME,
        "InputChanged",
        List.of(new Assignment("a", 2, 1, 1)),
        List.of(),
        List.of(
            new Evacuation(
                List.of("a"),
                true,
                List.of(
                    new Evacuation.Loss(
                        "site a", List.of("a"), List.of(new Contingency.Move("a", "b", 1)))),
                List.of(new Evacuation.Target(List.of("b"), "c", 1)),
                List.of(new Evacuation.Apart(List.of("a"), List.of("b"))),
                List.of(new Contingency.Eviction("sample", "low", "b", 1)),
                1,
                new Evacuation.Packed(1, 1, 1, "a"))),
        List.of(new OrdinalBlock("b", 1, 1)),
        TIME,
        DIGEST);
  }
}
