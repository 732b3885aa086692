package cloud.bleu.evidence.chain;

import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.ChainWalk.Placed;
import cloud.bleu.evidence.chain.HeldCheckpoints.Held;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the entries of a chain with the checkpoints, both those beside it and those kept
 * outside.
 */
public final class CheckpointCheck {

  private final HeldCheckpoints checkpoints;
  private final Set<Long> met = new HashSet<>();
  private final NavigableSet<Long> held = new TreeSet<>();
  private final List<ChainFault> faults = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private @Nullable String origin;
  private long last;
  private long outsideUpTo;

  /**
   * @param trusted keys that may have signed
   * @param outside checkpoints that were kept elsewhere
   * @param now nothing can have been signed after it
   */
  public CheckpointCheck(
      Path directory, List<PublicKey> trusted, List<Checkpoint> outside, Instant now)
      throws IOException {
    checkpoints = new HeldCheckpoints(directory, trusted, outside, now);
    faults.addAll(checkpoints.faults());
  }

  /**
   * Holds them to what signed entries say: the first may name one before it that is elsewhere, and
   * a clock may have been set back.
   */
  public void beginning(SignedAbsences excuses) {
    faults.addAll(checkpoints.timeFaults(excuses));
    Held one = checkpoints.headless();
    if (one != null
        && excuses.signed(
                EntryKinds.EXPORT_STARTED,
                l -> l.number(EntryKey.SIGNED) == one.checkpoint().after())
            == null) {
      faults.add(HeldCheckpoints.missingBefore(one, "none"));
    }
  }

  /**
   * Holds checkpoints to the cluster that they have to be of.
   *
   * @param wanted uid of its namespace kube-system; null: it may be any
   */
  public void origin(@Nullable String wanted) {
    String before = null;
    for (List<Held> ones : checkpoints.trusted().values()) {
      for (Held one : ones) {
        String said = one.checkpoint().origin();
        if (said != null && before != null && !said.equals(before)) {
          changes.add(
              "from the checkpoint of entry %s on the cluster is another one: %s, and before %s"
                  .formatted(one.checkpoint().sequence(), said, before));
        }
        before = said == null ? before : said;
        if (wanted != null && said != null && !said.equals(wanted)) {
          faults.add(
              new ChainFault(
                  Code.OriginDiffers,
                  one.where(),
                  "the checkpoint of entry %s is of the cluster %s"
                      .formatted(one.checkpoint().sequence(), said)));
        }
      }
    }
    origin = before;
    if (wanted != null && before == null) {
      faults.add(
          new ChainFault(
              Code.OriginDiffers,
              EvidenceFiles.CHECKPOINTS,
              "no checkpoint of the trusted key says of which cluster it is: nothing shows that it is "
                  + wanted));
    }
  }

  /** What each trusted key signed, in the order in which they were given. */
  public List<KeyUse> keys() {
    return checkpoints.keys();
  }

  /** The cluster of the last checkpoint that says it, null when none does. */
  public @Nullable String origin() {
    return origin;
  }

  /** Where the cluster changes, as sentences. */
  public List<String> changes() {
    return changes;
  }

  /** Holds the next entry of the chain to those of it, and of the entry that it names. */
  public void entry(Placed placed) {
    long sequence = placed.line().sequence();
    if (last != sequence - 1) {
      // The one before is not here, and its hash is.
      checkpoints.of(sequence - 1).forEach(one -> link(placed, one));
    }
    for (Held one : checkpoints.of(sequence)) {
      met.add(sequence);
      if (!one.checkpoint().hash().equals(placed.line().hash())) {
        fault(
            placed,
            Code.CheckpointDiffers,
            "entry %s is not the one that was signed (%s)".formatted(sequence, one.where()));
      } else {
        held.add(sequence);
        time(placed, one);
        outsideUpTo = one.outside() ? sequence : outsideUpTo;
      }
    }
    last = sequence;
  }

  private void link(Placed placed, Held before) {
    long sequence = before.checkpoint().sequence();
    if (!before.checkpoint().hash().equals(placed.line().previous())) {
      fault(
          placed,
          Code.CheckpointDiffers,
          "the entry %s that it names is not the one that was signed (%s)"
              .formatted(sequence, before.where()));
    } else {
      outsideUpTo = before.outside() ? sequence : outsideUpTo;
    }
  }

  private void time(Placed placed, Held one) {
    Instant entry = placed.line().time();
    Instant signed = one.checkpoint().instant();
    if (entry != null && signed != null && ChainClock.isBefore(signed, entry)) {
      fault(
          placed,
          Code.TimeContradicts,
          "it is dated %s, and was signed at %s already (%s)"
              .formatted(entry, signed, one.where()));
    }
  }

  private void fault(Placed placed, Code code, String message) {
    faults.add(new ChainFault(code, placed.where(), message));
  }

  /**
   * Says which checkpoints have no entry.
   *
   * @param removed the last entry that went after its retention
   */
  public void end(long first, long last, long removed) {
    List<Held> unmet = new ArrayList<>();
    checkpoints
        .trusted()
        .forEach(
            (sequence, ones) -> {
              if (met.contains(sequence)) {
                return;
              }
              if (sequence > removed) {
                ones.forEach(one -> faults.add(missing(one, first, last)));
              } else {
                ones.stream().filter(Held::outside).forEach(unmet::add);
              }
            });
    if (outsideUpTo == 0 && !unmet.isEmpty()) {
      Held newest = unmet.get(unmet.size() - 1);
      faults.add(
          new ChainFault(
              Code.CheckpointUnmet,
              newest.where(),
              "entries up to %s were removed after their retention, and none of a checkpoint that was given is here: give one of entry %s or later"
                  .formatted(removed, Math.max(first - 1, 1))));
    }
  }

  private static ChainFault missing(Held one, long first, long last) {
    long sequence = one.checkpoint().sequence();
    if (sequence > last) {
      return ChainFault.truncated(one.where(), last, sequence);
    }
    return new ChainFault(
        sequence < first ? Code.BeginningMissing : Code.EntriesMissing,
        one.where(),
        "entry %s was signed and is not here".formatted(sequence));
  }

  /** What is wrong with checkpoints, and with entries that are not the ones that were signed. */
  public List<ChainFault> faults() {
    return faults;
  }

  /** The entries of which a checkpoint holds. */
  public NavigableSet<Long> held() {
    return held;
  }

  /** The last entry that a checkpoint kept outside of the directory covers; 0 when none does. */
  public long outsideUpTo() {
    return outsideUpTo;
  }
}
