package cloud.bleu.evidence.chain;

import cloud.bleu.evidence.chain.ChainFault.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints that a chain is compared with, both those beside it and those kept outside, and
 * what is wrong with them whatever the chain is.
 */
final class HeldCheckpoints {

  /**
   * A checkpoint, and where it stands.
   *
   * @param outside whether it was kept outside
   * @param key the trusted one that signed it; null when none did, or nobody looked yet
   */
  record Held(Checkpoint checkpoint, String where, boolean outside, @Nullable PublicKey key) {

    /** A copy with the key that signed it, null when that is none of the trusted ones. */
    @Nullable Held signedBy(List<PublicKey> keys) {
      return keys.stream()
          .filter(checkpoint::isSignedBy)
          .findFirst()
          .map(one -> new Held(checkpoint, where, outside, one))
          .orElse(null);
    }
  }

  private final SortedMap<Long, List<Held>> trusted = new TreeMap<>();
  private final List<ChainFault> faults = new ArrayList<>();
  private final List<Fall> falls = new ArrayList<>();
  private final KeyUses uses;
  private @Nullable Held headless;

  /**
   * @param keys that may have signed
   * @param outside checkpoints that were kept elsewhere
   * @param now nothing can have been signed after it
   */
  HeldCheckpoints(Path directory, List<PublicKey> keys, List<Checkpoint> outside, Instant now)
      throws IOException {
    List<Held> all = beside(directory);
    succession(all);
    outside(all, outside);
    for (Held one : all) {
      Held signed = one.signedBy(keys);
      if (signed != null) {
        trusted.computeIfAbsent(one.checkpoint().sequence(), s -> new ArrayList<>()).add(signed);
        time(one, now);
      } else {
        fault(
            Code.SignatureInvalid,
            one,
            "the checkpoint of entry %s is not signed by the trusted key"
                .formatted(one.checkpoint().sequence()));
      }
    }
    trusted.values().forEach(this::contradictions);
    falls();
    uses = new KeyUses(keys, trusted.values());
    faults.addAll(uses.faults());
  }

  private List<Held> beside(Path directory) throws IOException {
    List<Held> all = new ArrayList<>();
    Path file = directory.resolve(EvidenceFiles.CHECKPOINTS);
    try {
      if (EvidenceFiles.exists(file)) {
        ExportLines.of(file, line -> beside(line, all));
      }
    } catch (EvidenceFiles.NotRegularException e) {
      faults.add(new ChainFault(Code.NotRegular, EvidenceFiles.CHECKPOINTS, e.getReason()));
    }
    return all;
  }

  private void beside(ExportLines.Line line, List<Held> all) {
    String where = EvidenceFiles.CHECKPOINTS + " line " + line.number();
    try {
      Checkpoint checkpoint = Checkpoint.read(line.text());
      if (!checkpoint.text().equals(line.text())) {
        throw new IllegalArgumentException("not in canonical form (RFC 8785)");
      }
      all.add(new Held(checkpoint, where, false, null));
    } catch (IllegalArgumentException e) {
      faults.add(
          new ChainFault(Code.SignatureInvalid, where, "not a checkpoint: " + e.getMessage()));
    }
  }

  /** Each names the one before it, the first none. */
  private void succession(List<Held> all) {
    long before = 0;
    for (Held one : all) {
      Checkpoint checkpoint = one.checkpoint();
      if (checkpoint.after() != before && before == 0) {
        headless = one;
      } else if (checkpoint.after() != before) {
        faults.add(missingBefore(one, "that of entry " + before));
      }
      before = checkpoint.sequence();
    }
  }

  static ChainFault missingBefore(Held one, String stands) {
    return new ChainFault(
        Code.CheckpointMissing,
        one.where(),
        "the checkpoint of entry %s comes after that of entry %s; before it stands %s"
            .formatted(one.checkpoint().sequence(), one.checkpoint().after(), stands));
  }

  private void outside(List<Held> all, List<Checkpoint> outside) {
    Set<Long> beside = new HashSet<>();
    all.forEach(one -> beside.add(one.checkpoint().sequence()));
    for (Checkpoint checkpoint : outside) {
      Held one =
          new Held(checkpoint, "outside checkpoint of entry " + checkpoint.sequence(), true, null);
      all.add(one);
      if (!beside.contains(checkpoint.sequence())) {
        fault(
            Code.CheckpointMissing,
            one,
            "it is not in %s, where it was written before it was sent out"
                .formatted(EvidenceFiles.CHECKPOINTS));
      }
    }
  }

  /** Where the time of the checkpoints falls, from one to the next. */
  private void falls() {
    Held before = null;
    for (List<Held> ofOneEntry : trusted.values()) {
      Held one = ofOneEntry.get(0);
      Instant signed = one.checkpoint().instant();
      Instant earlier = before == null ? null : before.checkpoint().instant();
      if (before != null
          && signed != null
          && earlier != null
          && ChainClock.isBefore(signed, earlier)) {
        falls.add(new Fall(before, one));
      }
      before = signed == null ? before : one;
    }
  }

  /** The faults of checkpoints that are dated before the ones before them. */
  List<ChainFault> timeFaults(SignedAbsences excuses) {
    return falls.stream()
        .filter(fall -> !fall.isSaid(excuses))
        .map(
            fall ->
                new ChainFault(
                    Code.TimeContradicts,
                    fall.one().where(),
                    "the checkpoint of entry %s is dated %s, and that of entry %s before it %s"
                        .formatted(
                            fall.one().checkpoint().sequence(),
                            fall.one().checkpoint().time(),
                            fall.before().checkpoint().sequence(),
                            fall.before().checkpoint().time())))
        .toList();
  }

  private record Fall(Held before, Held one) {

    /** Whether a signed entry says that a clock was set back between the two. */
    boolean isSaid(SignedAbsences excuses) {
      return excuses.signed(
              EntryKinds.CLOCK_SET_BACK,
              line ->
                  line.number(EntryKey.ENTRY) > before.checkpoint().sequence()
                      && line.number(EntryKey.ENTRY) <= one.checkpoint().sequence())
          != null;
    }
  }

  private void time(Held one, Instant now) {
    Instant signed = one.checkpoint().instant();
    if (signed == null || ChainClock.isBefore(now, signed)) {
      fault(
          Code.TimeContradicts,
          one,
          "the checkpoint of entry %s is dated %s, which is not an instant before now (%s)"
              .formatted(one.checkpoint().sequence(), one.checkpoint().time(), now));
    }
  }

  /** Of one entry there is one hash, whoever signed it and whether it is here or not. */
  private void contradictions(List<Held> ofOneEntry) {
    Held first = ofOneEntry.get(0);
    for (Held one : ofOneEntry) {
      if (!one.checkpoint().hash().equals(first.checkpoint().hash())) {
        fault(
            Code.CheckpointsContradict,
            one,
            "entry %s was signed as %s here and as %s in %s: whoever holds the key signed two chains"
                .formatted(
                    one.checkpoint().sequence(),
                    one.checkpoint().hash(),
                    first.checkpoint().hash(),
                    first.where()));
      }
    }
  }

  private void fault(Code code, Held one, String message) {
    faults.add(new ChainFault(code, one.where(), message));
  }

  /** The checkpoints that a trusted key signed, by the number of their entry. */
  SortedMap<Long, List<Held>> trusted() {
    return trusted;
  }

  /** The checkpoints of an entry that a trusted key signed, none without one. */
  List<Held> of(long sequence) {
    return trusted.getOrDefault(sequence, List.of());
  }

  /** The first one beside the chain, if it names one before it; else null. */
  @Nullable Held headless() {
    return headless;
  }

  /** What each trusted key signed. */
  List<KeyUse> keys() {
    return uses.uses();
  }

  List<ChainFault> faults() {
    return faults;
  }
}
