package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Replicas that decisions move within the budgets whose WorkloadPlacements, which are to say so,
 * are not written yet; kept in an annotation of the DecisionLedger until they are.
 *
 * @param bySequence of the entry
 */
record PendingMoves(SortedMap<Long, Integer> bySequence) {

  /** On the DecisionLedger: {@code 7=2,9=1}. */
  static final String ANNOTATION = "placement.bleu.cloud/pending-moves";

  static final PendingMoves NONE = new PendingMoves(new TreeMap<>());

  /** What a ledger tells; what cannot be read is left out. */
  static PendingMoves of(DecisionLedger ledger) {
    Map<String, String> annotations = ledger.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(ANNOTATION);
    SortedMap<Long, Integer> moves = new TreeMap<>();
    for (String part : text == null ? new String[0] : text.split(",")) {
      int equals = part.indexOf('=');
      try {
        if (equals > 0) {
          moves.put(
              Long.valueOf(part.substring(0, equals)), Integer.valueOf(part.substring(equals + 1)));
        }
      } catch (NumberFormatException e) {
        continue;
      }
    }
    return new PendingMoves(moves);
  }

  /** Those of one entry. */
  int of(Entry entry) {
    return bySequence.getOrDefault(entry.sequence(), 0);
  }

  /** Writes them among the annotations of a ledger. */
  void note(Map<String, String> annotations) {
    if (bySequence.isEmpty()) {
      annotations.remove(ANNOTATION);
    } else {
      annotations.put(
          ANNOTATION,
          bySequence.entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining(",")));
    }
  }
}
