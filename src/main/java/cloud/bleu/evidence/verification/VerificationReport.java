package cloud.bleu.evidence.verification;

import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.EntryRange;
import cloud.bleu.evidence.chain.KeyUse;
import cloud.bleu.evidence.change.RemovedFact;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a check of an export found.
 *
 * @param first number of the first entry, 0 when there is none
 * @param last number of the last entry, 0 when there is none
 * @param head hash of the last entry, null when there is none
 * @param from when the first entry that is signed was committed, null when none is
 * @param until when the last one was of which a checkpoint is, null when there is none
 * @param kinds entries by kind, signed or not
 * @param unsignedKinds of those, the ones that are not signed; the other counts have them too
 * @param workloads that decisions are about
 * @param inForce of those, the ones whose last decision is not a withdrawal
 * @param waivers that were in force at some time
 * @param waiversUsed those on which something ran
 * @param removedFacts for which somebody had vouched
 * @param gaps what the chain itself says is not there, as sentences
 * @param signedUpTo the last entry that a checkpoint of the trusted key covers, 0 when none does
 * @param keys what each trusted key signed
 * @param origin the cluster of the last checkpoint that says it, null when none does
 * @param unsigned entries that are here and that no checkpoint covers, in the order of the chain
 * @param outside checkpoints kept outside that were given
 * @param outsideUpTo the last entry that a checkpoint kept outside covers, 0 when none does
 * @param replayed decisions that the engine made once more with the same result
 * @param releaseChecked decisions of other releases in which the independent checker found nothing
 * @param notEvaluated decisions that could not be made once more, by reason
 * @param names of persons that are here and bound to their pseudonyms
 * @param unseen what these files do not show because an older release did not record it
 * @param remarks on what is in the directory and proves nothing, as sentences
 * @param faults because of which it fails verification; empty when it holds
 */
public record VerificationReport(
    long first,
    long last,
    @Nullable String head,
    @Nullable String from,
    @Nullable String until,
    SortedMap<String, Long> kinds,
    SortedMap<String, Long> unsignedKinds,
    int workloads,
    int inForce,
    int waivers,
    int waiversUsed,
    List<RemovedFact> removedFacts,
    List<String> gaps,
    long signedUpTo,
    List<KeyUse> keys,
    @Nullable String origin,
    List<EntryRange> unsigned,
    int outside,
    long outsideUpTo,
    long replayed,
    long releaseChecked,
    SortedMap<String, Long> notEvaluated,
    int names,
    List<String> unseen,
    List<String> remarks,
    List<ChainFault> faults) {

  /** Faults of which nobody knows what entries they hide. */
  private static final Set<Code> HIDING =
      EnumSet.of(Code.LineUnreadable, Code.NotRegular, Code.Truncated, Code.EntriesGone);

  public VerificationReport {
    removedFacts = List.copyOf(removedFacts);
    gaps = List.copyOf(gaps);
    keys = List.copyOf(keys);
    unsigned = List.copyOf(unsigned);
    unseen = List.copyOf(unseen);
    remarks = List.copyOf(remarks);
    faults = List.copyOf(faults);
  }

  /**
   * Whether nothing is wrong, and something is signed. What is not signed yet may be there all the
   * same ({@link #isSignedToTheEnd}).
   */
  public boolean holds() {
    return faults.isEmpty();
  }

  /** Whether a checkpoint of the trusted key covers every entry that is here, and there is one. */
  public boolean isSignedToTheEnd() {
    return signedUpTo > 0 && unsigned.isEmpty();
  }

  /**
   * Whether all entries are here from the first one of the chain to the last one that was signed:
   * otherwise nobody knows what others say.
   */
  public boolean isComplete() {
    return first == 1
        && kinds.values().stream().mapToLong(Long::longValue).sum() == last
        && faults.stream().map(ChainFault::code).noneMatch(HIDING::contains);
  }

  private long entries() {
    return kinds.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Entries by kind that are signed. */
  public SortedMap<String, Long> signedKinds() {
    TreeMap<String, Long> signed = new TreeMap<>();
    kinds.forEach(
        (kind, n) -> {
          long left = n - unsignedKinds.getOrDefault(kind, 0L);
          if (left > 0) {
            signed.put(kind, left);
          }
        });
    return signed;
  }

  /** What nobody can see from these files, as sentences. */
  public List<String> limits() {
    List<String> limits = new ArrayList<>();
    for (EntryRange one : unsigned) {
      limits.add(
          one
              + (one.from() == one.to() ? " is" : " are")
              + " not signed: who can write the files can have written it all");
    }
    limits.addAll(unseen);
    limits.add(
        outsideUpTo > 0
            ? "entries removed from the end, after entry %s of the last outside checkpoint, cannot be seen"
                .formatted(outsideUpTo)
            : "entries removed from the end cannot be seen without a checkpoint kept outside (--checkpoint)");
    limits.add(
        "whoever holds the signing key can sign another chain; only a checkpoint kept outside would show it");
    return limits;
  }
}
