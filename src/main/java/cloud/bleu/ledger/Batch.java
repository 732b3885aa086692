package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.evidence.chain.ChainNote;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Bounds of what is committed in one write: an API server takes an object of about one MiB. */
final class Batch {

  /** Entries in one write: what is committed together is also carried out together. */
  static final int MOST = 64;

  /** Bytes of all entries in one write; the rest of the MiB is for what the server adds. */
  static final long MAX_BYTES = 768 * 1024;

  /** Bytes of what is carried out and not exported yet; beyond, the oldest leave all the same. */
  static final long MAX_WAITING = 256 * 1024;

  /** Bytes of what is refused; beyond, namespaces that refuse get no further decision. */
  static final long MAX_REFUSED = 256 * 1024;

  /** Bytes of what is not written yet; beyond, the server is asked before anything is committed. */
  static final long MAX_OPEN = 512 * 1024;

  /** Bytes of all decisions, whatever refuses them: with notes beside, etcd takes 1.5 MiB. */
  static final long MOST_BYTES = 1024 * 1024;

  /** How many that are carried out and not exported yet. */
  static final int MOST_WAITING = 512;

  /** Of an entry without its lists: names, uid, digests and times are all bounded. */
  private static final long FRAME = 1024;

  private Batch() {}

  /**
   * Returns where the notes end that are committed with a batch of changes. A process that begins
   * to lead records everything that is in force, which may be more than one write takes.
   *
   * @param waiting bytes of what waits
   * @param with the changes, none or some; with none there is at least one note
   * @return the index after its last note
   */
  static int end(List<ChainNote> notes, int from, long waiting, List<ProposedDecision> with) {
    long bytes = waiting;
    for (ProposedDecision change : with) {
      bytes += bytes(change);
    }
    int end = from;
    while (end < notes.size() && end - from + with.size() < MOST) {
      bytes += bytes(notes.get(end).content());
      if (bytes > MAX_BYTES && end + with.size() > from) {
        break;
      }
      end++;
    }
    return end;
  }

  /** Returns the bytes of a record. */
  static long bytes(Map<String, String> content) {
    return FRAME + Serialization.asJson(content).getBytes(StandardCharsets.UTF_8).length;
  }

  /** Returns the bytes of an entry. */
  static long bytes(Entry entry) {
    return FRAME
        + bytes(
            entry.assignments(), entry.contingency(), entry.evacuation(), entry.formerOrdinals());
  }

  /** Returns the bytes of the entry of a change. */
  static long bytes(ProposedDecision change) {
    return FRAME + bytes(change.assignments(), change.evacuation(), change.formerOrdinals());
  }

  private static long bytes(List<?>... lists) {
    long bytes = 0;
    for (List<?> list : lists) {
      bytes += Serialization.asJson(list).getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }
}
