package cloud.bleu.evidence.chain;

import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.ChainWalk.Placed;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds the entries of a chain to the checkpoints, those beside it and those kept outside. */
public final class CheckpointCheck {

  private record Asked(Checkpoint checkpoint, String where, boolean outside) {}

  private final Map<Long, List<Asked>> asked = new TreeMap<>();
  private final Set<Long> met = new HashSet<>();
  private final NavigableSet<Long> held = new TreeSet<>();
  private final List<ChainFault> faults = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private @Nullable Asked headless;
  private @Nullable String origin;
  private long outsideUpTo;

  public CheckpointCheck(
      Path directory, List<PublicKey> trusted, List<Checkpoint> outside, Instant now)
      throws IOException {
    List<Asked> all = new ArrayList<>();
    Path file = directory.resolve(EvidenceFiles.CHECKPOINTS);
    try {
      if (EvidenceFiles.exists(file)) {
        ExportLines.of(file, line -> beside(line, all));
      }
    } catch (EvidenceFiles.NotRegularException e) {
      faults.add(new ChainFault(Code.NotRegular, EvidenceFiles.CHECKPOINTS, e.getReason()));
    }
    succession(all);
    Set<Long> beside = new HashSet<>();
    all.forEach(one -> beside.add(one.checkpoint().sequence()));
    for (Checkpoint checkpoint : outside) {
      String where = "outside checkpoint of entry " + checkpoint.sequence();
      all.add(new Asked(checkpoint, where, true));
      if (!beside.contains(checkpoint.sequence())) {
        faults.add(
            new ChainFault(
                Code.CheckpointMissing,
                where,
                "it is not in %s, where it was written before it was sent out"
                    .formatted(EvidenceFiles.CHECKPOINTS)));
      }
    }
    for (Asked one : all) {
      if (trusted.stream().anyMatch(one.checkpoint()::isSignedBy)) {
        asked.computeIfAbsent(one.checkpoint().sequence(), s -> new ArrayList<>()).add(one);
        Instant signed = one.checkpoint().instant();
        if (signed == null || ChainClock.isBefore(now, signed)) {
          faults.add(
              new ChainFault(
                  Code.TimeContradicts,
                  one.where(),
                  "the checkpoint of entry %s is dated %s, which is not an instant before now (%s)"
                      .formatted(one.checkpoint().sequence(), one.checkpoint().time(), now)));
        }
      } else {
        faults.add(
            new ChainFault(
                Code.SignatureInvalid,
                one.where(),
                "the checkpoint of entry %s is not signed by the trusted key"
                    .formatted(one.checkpoint().sequence())));
      }
    }
  }

  private void beside(ExportLines.Line line, List<Asked> all) {
    String where = EvidenceFiles.CHECKPOINTS + " line " + line.number();
    try {
      Checkpoint checkpoint = Checkpoint.read(line.text());
      if (!checkpoint.text().equals(line.text())) {
        throw new IllegalArgumentException("not in canonical form (RFC 8785)");
      }
      all.add(new Asked(checkpoint, where, false));
    } catch (IllegalArgumentException e) {
      faults.add(
          new ChainFault(Code.SignatureInvalid, where, "not a checkpoint: " + e.getMessage()));
    }
  }

  /** Each names the one before it, the first none. */
  private void succession(List<Asked> all) {
    long before = 0;
    for (Asked one : all) {
      Checkpoint checkpoint = one.checkpoint();
      if (checkpoint.after() != before && before == 0) {
        headless = one;
      } else if (checkpoint.after() != before) {
        faults.add(missingBefore(one, "that of entry " + before));
      }
      before = checkpoint.sequence();
    }
  }

  private static ChainFault missingBefore(Asked one, String stands) {
    return new ChainFault(
        Code.CheckpointMissing,
        one.where(),
        "the checkpoint of entry %s comes after that of entry %s; before it stands %s"
            .formatted(one.checkpoint().sequence(), one.checkpoint().after(), stands));
  }

  /** The first may name one before it that is elsewhere, as a signed entry says. */
  public void beginning(SignedAbsences excuses) {
    Asked one = headless;
    if (one != null
        && excuses.signed(
                EntryKinds.EXPORT_STARTED,
                l -> l.number(EntryKey.SIGNED) == one.checkpoint().after())
            == null) {
      faults.add(missingBefore(one, "none"));
    }
  }

  /**
   * Holds checkpoints to the cluster that they have to be of.
   *
   * @param wanted uid of its namespace kube-system; null: it may be any
   */
  public void origin(@Nullable String wanted) {
    String before = null;
    for (List<Asked> ones : asked.values()) {
      for (Asked one : ones) {
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

  /** The cluster of the last checkpoint that says it, null when none does. */
  public @Nullable String origin() {
    return origin;
  }

  /** Where the cluster changes, as sentences. */
  public List<String> changes() {
    return changes;
  }

  public void entry(Placed placed) {
    for (Asked one : asked.getOrDefault(placed.line().sequence(), List.of())) {
      met.add(placed.line().sequence());
      if (!one.checkpoint().hash().equals(placed.line().hash())) {
        faults.add(
            new ChainFault(
                Code.CheckpointDiffers,
                placed.where(),
                "entry %s is not the one that was signed (%s)"
                    .formatted(placed.line().sequence(), one.where())));
      } else {
        held.add(placed.line().sequence());
        Instant entry = placed.line().time();
        Instant signed = one.checkpoint().instant();
        if (entry != null && signed != null && ChainClock.isBefore(signed, entry)) {
          faults.add(
              new ChainFault(
                  Code.TimeContradicts,
                  placed.where(),
                  "it is dated %s, and was signed at %s already (%s)"
                      .formatted(entry, signed, one.where())));
        }
        outsideUpTo = one.outside() ? placed.line().sequence() : outsideUpTo;
      }
    }
  }

  /**
   * Says which checkpoints have no entry.
   *
   * @param removed the last entry that went after its retention
   */
  public void end(long first, long last, long removed) {
    asked.forEach(
        (sequence, ones) -> {
          if (met.contains(sequence) || sequence <= removed) {
            return;
          }
          for (Asked one : ones) {
            if (sequence > last) {
              faults.add(
                  new ChainFault(
                      Code.Truncated,
                      one.where(),
                      "entries %s to %s are missing: the chain ends with entry %s, and entry %s was signed"
                          .formatted(last + 1, sequence, last, sequence)));
            } else {
              faults.add(
                  new ChainFault(
                      sequence < first ? Code.BeginningMissing : Code.EntriesMissing,
                      one.where(),
                      "entry %s was signed and is not here".formatted(sequence)));
            }
          }
        });
  }

  public List<ChainFault> faults() {
    return faults;
  }

  /** The entries of which a checkpoint holds. */
  public NavigableSet<Long> held() {
    return held;
  }

  public long outsideUpTo() {
    return outsideUpTo;
  }
}
