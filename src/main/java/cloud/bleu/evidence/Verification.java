package cloud.bleu.evidence;

import cloud.bleu.evidence.ChainWalk.Hole;
import cloud.bleu.evidence.ChainWalk.Placed;
import cloud.bleu.evidence.Fault.Code;
import cloud.bleu.placement.ZoneRule;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks an export without a cluster: the chain, the signatures, and each decision by deciding it
 * once more on the recorded inputs.
 */
public final class Verification {

  private final Path directory;
  private final SortedMap<String, Long> kinds = new TreeMap<>();
  private final List<String> gaps = new ArrayList<>();
  private final List<RemovedFact> removedFacts = new ArrayList<>();
  private final Set<String> inForce = new HashSet<>();
  private final Set<String> used = new HashSet<>();
  private final List<ChainLine> explaining = new ArrayList<>();
  private final CheckpointCheck checkpoints;
  private final DecisionCheck decisions;

  private Verification(
      Path directory,
      List<PublicKey> trusted,
      List<Checkpoint> outside,
      Function<ZoneRule.Making, ZoneRule> maker)
      throws IOException {
    this.directory = directory;
    this.checkpoints = new CheckpointCheck(directory, trusted, outside);
    this.decisions = new DecisionCheck(directory, maker);
  }

  /**
   * Checks a directory.
   *
   * @param trusted keys that may have signed
   * @param outside checkpoints that were kept elsewhere
   * @param maker of the rules that are not of the catalogue; it throws {@link
   *     IllegalArgumentException} for those that it cannot make
   * @throws IOException when the files cannot be read
   */
  public static VerificationReport verify(
      Path directory,
      List<PublicKey> trusted,
      List<Checkpoint> outside,
      Function<ZoneRule.Making, ZoneRule> maker)
      throws IOException {
    Verification verification = new Verification(directory, trusted, outside, maker);
    try (DecisionCheck decisions = verification.decisions) {
      return verification.run();
    }
  }

  private VerificationReport run() throws IOException {
    ChainWalk walk = new ChainWalk(directory, this::entry);
    walk.walk();
    decisions.end(explaining);
    Placed first = walk.first();
    Placed last = walk.last();
    List<Fault> faults = new ArrayList<>(walk.faults());
    walk.holes().forEach(h -> hole(h, faults));
    beginning(first, faults);
    checkpoints.end(
        first == null ? 0 : first.line().sequence(),
        last == null ? 0 : last.line().sequence(),
        removed());
    faults.addAll(checkpoints.faults());
    faults.addAll(decisions.faults());
    return new VerificationReport(
        first == null ? 0 : first.line().sequence(),
        last == null ? 0 : last.line().sequence(),
        last == null ? null : last.line().hash(),
        first == null ? null : first.line().text("time", "unknown"),
        last == null ? null : last.line().text("time", "unknown"),
        kinds,
        decisions.workloads(),
        decisions.inForce(),
        inForce.size(),
        used.size(),
        removedFacts,
        gaps,
        checkpoints.signedUpTo(),
        checkpoints.outsideUpTo(),
        decisions.rederived(),
        decisions.rechecked(),
        decisions.notEvaluated(),
        faults);
  }

  private void entry(Placed placed) {
    ChainLine line = placed.line();
    kinds.merge(line.kind(), 1L, Long::sum);
    checkpoints.entry(placed);
    decisions.entry(placed);
    switch (line.kind()) {
      case Kinds.GAP ->
          gaps.add(
              "no operator decided from %s to %s (entry %d)"
                  .formatted(line.content("from"), line.content("to"), line.sequence()));
      case Kinds.ATTESTATION_REMOVED -> removedFacts.add(RemovedFact.of(line));
      case Kinds.WAIVER_IN_FORCE -> inForce.add(waiver(line));
      case Kinds.WAIVER_USED -> used.add(waiver(line));
      case Kinds.NOT_EXPORTED, Kinds.EXPORT_STARTED, Kinds.PRUNED, Kinds.INPUTS_LOST ->
          explaining.add(line);
      default -> {}
    }
  }

  private static String waiver(ChainLine line) {
    return line.content("namespace") + "/" + line.content("waiver") + " " + line.content("uid");
  }

  /** Numbers that are not there: named by a later entry of the chain, or removed. */
  private void hole(Hole hole, List<Fault> faults) {
    for (ChainLine line : explaining) {
      if (line.kind().equals(Kinds.NOT_EXPORTED)
          && line.number("from") <= hole.from()
          && line.number("to") >= hole.to()
          && line.sequence() > hole.to()) {
        gaps.add(
            "entries %d to %d were not exported here (entry %d says so)"
                .formatted(hole.from(), hole.to(), line.sequence()));
        return;
      }
    }
    faults.add(
        new Fault(
            Code.EntriesMissing,
            hole.where(),
            hole.from() == hole.to()
                ? "entry %d is missing before it".formatted(hole.from())
                : "entries %d to %d are missing before it".formatted(hole.from(), hole.to())));
  }

  private void beginning(@Nullable Placed first, List<Fault> faults) {
    if (first == null || first.line().sequence() == 1) {
      if (first != null && !first.line().previous().equals(Chain.GENESIS)) {
        faults.add(
            new Fault(Code.BeginningMissing, first.where(), "entry 1 names an entry before it"));
      }
      return;
    }
    long sequence = first.line().sequence();
    for (ChainLine line : explaining) {
      if (line.kind().equals(Kinds.EXPORT_STARTED) && line.number("first") == sequence) {
        gaps.add(
            "the export began with entry %d, as entry %d says"
                .formatted(sequence, line.sequence()));
        return;
      }
      // A crash may have left some of what was to go.
      if (line.kind().equals(Kinds.PRUNED) && line.number("to") >= sequence - 1) {
        gaps.add(
            "entries up to %d were removed after their retention, as entry %d says"
                .formatted(sequence - 1, line.sequence()));
        return;
      }
    }
    faults.add(
        new Fault(
            Code.BeginningMissing,
            first.where(),
            "the chain begins with entry %d, and no entry says that the ones before it were not exported or were removed after their retention"
                .formatted(sequence)));
  }

  /** The highest entry that went after its retention, as the chain says. */
  private long removed() {
    return explaining.stream()
        .filter(l -> l.kind().equals(Kinds.PRUNED))
        .mapToLong(l -> l.number("to"))
        .max()
        .orElse(0);
  }
}
