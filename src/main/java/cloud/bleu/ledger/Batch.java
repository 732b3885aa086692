package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.Contingency;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How much is committed at once: an API server takes an object of about one MiB. */
final class Batch {

  /** Entries in one write: what is committed together is also carried out together. */
  static final int MOST = 64;

  /** Bytes of all entries in one write; the rest of the MiB is for what the server adds. */
  static final long MAX_BYTES = 768 * 1024;

  /** Of an entry without its lists: names, uid, digests and times are all bounded. */
  private static final long FRAME = 1024;

  private Batch() {}

  /**
   * Where the batch ends that begins at {@code from}: at least one change, and no more than fit
   * beside the entries that wait.
   *
   * @return the index after its last change
   */
  static int end(List<Change> changes, int from, List<Entry> waiting) {
    long bytes = 0;
    for (Entry entry : waiting) {
      bytes += bytes(entry.assignments(), entry.contingency());
    }
    int end = from;
    while (end < changes.size() && end - from < MOST) {
      Change change = changes.get(end);
      bytes += bytes(change.assignments(), change.contingency());
      if (bytes > MAX_BYTES && end > from) {
        break;
      }
      end++;
    }
    return end;
  }

  private static long bytes(List<Assignment> assignments, List<Contingency> contingency) {
    String written = Serialization.asJson(assignments) + Serialization.asJson(contingency);
    return FRAME + written.getBytes(StandardCharsets.UTF_8).length;
  }
}
