package cloud.bleu.evidence.verification;

import cloud.bleu.evidence.chain.Absence;
import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainWalk;
import cloud.bleu.evidence.chain.ChainWalk.Placed;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.CheckpointCheck;
import cloud.bleu.evidence.chain.EntryKey;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.chain.SignedAbsences;
import cloud.bleu.evidence.chain.SignedReach;
import cloud.bleu.evidence.change.RemovedFact;
import cloud.bleu.evidence.export.BaselineCheck;
import cloud.bleu.evidence.input.InputDocuments;
import cloud.bleu.evidence.person.PersonCheck;
import cloud.bleu.placement.estate.ZoneRule;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks an export without a cluster: the chain, the signatures, and each decision by deciding it
 * once more on the recorded inputs.
 */
public final class Verification {

  /** What a kind is called, also one that is not known here. */
  private static final Pattern KIND = Pattern.compile("[A-Za-z]+");

  private final Path directory;
  private final KindCounts kinds = new KindCounts();
  private final List<String> gaps = new ArrayList<>();
  private final List<RemovedFact> removedFacts = new ArrayList<>();
  private final Set<String> inForce = new HashSet<>();
  private final Set<String> used = new HashSet<>();
  private final List<ChainLine> explaining = new ArrayList<>();
  private final List<ChainFault> faults = new ArrayList<>();
  private final List<ChainFault> gone = new ArrayList<>();
  private final int outside;
  private final CheckpointCheck checkpoints;
  private final DecisionCheck decisions;
  private final InputDocuments documents;
  private final DirectoryCheck files;
  private final BaselineCheck baselines;
  private final PersonCheck persons;
  private final TimeCheck times = new TimeCheck();

  /** The last entry here of which a checkpoint holds. */
  private @Nullable ChainLine lastSigned;

  private Verification(
      Path directory,
      List<PublicKey> trusted,
      List<Checkpoint> outside,
      Function<ZoneRule.Making, ZoneRule> maker,
      Instant now)
      throws IOException {
    this.directory = directory;
    this.outside = outside.size();
    this.checkpoints = new CheckpointCheck(directory, trusted, outside, now);
    this.documents = new InputDocuments(directory);
    this.files = new DirectoryCheck(directory);
    this.decisions = new DecisionCheck(documents, maker);
    this.baselines = new BaselineCheck(documents);
    this.persons = new PersonCheck(directory);
  }

  /**
   * Checks a directory.
   *
   * @param trusted keys that may have signed
   * @param outside checkpoints that were kept elsewhere
   * @param maker of the rules that are not of the catalogue; it throws {@link
   *     IllegalArgumentException} for those that it cannot make
   * @param now nothing can have been signed after it
   * @throws IOException when the files cannot be read
   */
  public static VerificationReport verify(
      Path directory,
      List<PublicKey> trusted,
      List<Checkpoint> outside,
      Function<ZoneRule.Making, ZoneRule> maker,
      Instant now)
      throws IOException {
    return verify(directory, trusted, outside, maker, now, null);
  }

  /**
   * Checks a directory that must be of one cluster.
   *
   * @param origin uid of the namespace kube-system of that cluster; null: it may be any
   */
  public static VerificationReport verify(
      Path directory,
      List<PublicKey> trusted,
      List<Checkpoint> outside,
      Function<ZoneRule.Making, ZoneRule> maker,
      Instant now,
      @Nullable String origin)
      throws IOException {
    Verification verification = new Verification(directory, trusted, outside, maker, now);
    try (DecisionCheck decisions = verification.decisions) {
      return verification.run(origin);
    }
  }

  private VerificationReport run(@Nullable String origin) throws IOException {
    ChainWalk walk = new ChainWalk(directory, this::entry);
    walk.walk();
    SignedReach reach = new SignedReach(walk.runs(), checkpoints.held(), explaining);
    SignedAbsences excuses = new SignedAbsences(explaining, reach);
    Absence absence = ended(walk, excuses, origin);
    gather(walk, absence, reach);
    nothing(walk.first());
    return report(walk, reach);
  }

  /** Every part looks at what it saw of the whole chain, with what was removed by signed order. */
  private Absence ended(ChainWalk walk, SignedAbsences excuses, @Nullable String origin)
      throws IOException {
    decisions.end(excuses);
    Placed first = walk.first();
    Placed last = walk.last();
    Absence absence = new Absence(excuses);
    walk.holes().forEach(absence::hole);
    absence.beginning(first);
    gaps.addAll(absence.gaps());
    times.end(excuses);
    gaps.addAll(times.gaps());
    baselines.end(excuses, last == null ? 0 : last.line().sequence());
    gaps.addAll(baselines.gaps());
    files.end(documents, baselines.isBound());
    persons.end(documents);
    checkpoints.beginning(excuses);
    checkpoints.origin(origin);
    gaps.addAll(checkpoints.changes());
    checkpoints.end(
        first == null ? 0 : first.line().sequence(),
        last == null ? 0 : last.line().sequence(),
        excuses.removed());
    return absence;
  }

  private void gather(ChainWalk walk, Absence absence, SignedReach reach) {
    faults.addAll(0, walk.faults());
    faults.addAll(files.faults());
    faults.addAll(absence.faults());
    faults.addAll(gone);
    faults.addAll(reach.faults());
    faults.addAll(times.faults());
    faults.addAll(checkpoints.faults());
    faults.addAll(decisions.faults());
    faults.addAll(baselines.faults());
    faults.addAll(persons.faults());
  }

  private VerificationReport report(ChainWalk walk, SignedReach reach) {
    Placed first = walk.first();
    Placed last = walk.last();
    ChainLine begin = reach.first();
    ChainLine end = lastSigned;
    return new VerificationReport(
        first == null ? 0 : first.line().sequence(),
        last == null ? 0 : last.line().sequence(),
        last == null ? null : last.line().hash(),
        begin == null ? null : begin.text("time", "unknown"),
        end == null ? null : end.text("time", "unknown"),
        kinds.all(),
        kinds.of(reach.unsigned()),
        decisions.workloads(),
        decisions.inForce(),
        inForce.size(),
        used.size(),
        removedFacts,
        gaps,
        checkpoints.held().isEmpty() ? 0 : checkpoints.held().last(),
        checkpoints.keys(),
        checkpoints.origin(),
        reach.unsigned(),
        outside,
        checkpoints.outsideUpTo(),
        decisions.replayed(),
        decisions.releaseChecked(),
        decisions.notEvaluated(),
        persons.bound(),
        unseen(),
        Stream.of(files.remarks(), persons.remarks(), decisions.remarks())
            .flatMap(List::stream)
            .toList(),
        faults);
  }

  private List<String> unseen() {
    List<String> unseen = new ArrayList<>();
    for (String limit : Arrays.asList(baselines.limit(), persons.limit())) {
      if (limit != null) {
        unseen.add(limit);
      }
    }
    return unseen;
  }

  /** Without an entry, or without a signature, nothing is shown to anybody. */
  private void nothing(@Nullable Placed first) {
    if (first == null) {
      faults.add(ChainFault.nothing());
    } else if (checkpoints.held().isEmpty()) {
      faults.add(
          new ChainFault(
              Code.NothingSigned,
              EvidenceFiles.CHECKPOINTS,
              "no checkpoint of the trusted key is of an entry that is here: whoever can write the files can have written all of them; an operator that has just begun signs within seconds"));
    }
  }

  private void entry(Placed placed) {
    ChainLine line = placed.line();
    checkpoints.entry(placed);
    boolean signed = checkpoints.held().contains(line.sequence());
    lastSigned = signed ? line : lastSigned;
    kinds.entry(line, isKind(placed), signed);
    decisions.entry(placed);
    baselines.entry(placed);
    times.entry(placed);
    files.entry(line);
    persons.entry(line);
    switch (line.kind()) {
      case EntryKinds.GAP ->
          gaps.add(
              "no operator decided from %s to %s (entry %s)"
                  .formatted(line.content("from"), line.content("to"), line.sequence()));
      case EntryKinds.ATTESTATION_REMOVED -> removedFacts.add(RemovedFact.of(line));
      case EntryKinds.WAIVER_IN_FORCE -> inForce.add(waiver(line));
      case EntryKinds.WAIVER_USED -> used.add(waiver(line));
      case EntryKinds.ENTRIES_GONE -> gone.add(gone(placed));
      case EntryKinds.NOT_EXPORTED,
          EntryKinds.EXPORT_STARTED,
          EntryKinds.PRUNED,
          EntryKinds.INPUTS_LOST,
          EntryKinds.CLOCK_SET_BACK ->
          explaining.add(line);
      default -> {}
    }
  }

  /** Whether its kind is one; if not that is a fault. */
  private boolean isKind(Placed placed) {
    ChainLine line = placed.line();
    Object kind = line.fields().get("kind");
    if (!line.fields().containsKey("kind")
        || (kind instanceof String word && KIND.matcher(word).matches())) {
      return true;
    }
    faults.add(
        new ChainFault(
            Code.LineUnreadable, placed.where(), "its kind is not a word of letters: " + kind));
    return false;
  }

  private static ChainFault gone(Placed placed) {
    ChainLine line = placed.line();
    String from = line.content("from");
    String to = line.content("to");
    return new ChainFault(
        Code.EntriesGone,
        placed.where(),
        "%s signed for in the checkpoint of entry %s (%s), and the operator did not find %s here any more"
            .formatted(
                Objects.equals(from, to)
                    ? "entry " + to + " was"
                    : "entries " + from + " to " + to + " were",
                line.content(EntryKey.SIGNED),
                line.content("hash"),
                Objects.equals(from, to) ? "it" : "them"));
  }

  private static String waiver(ChainLine line) {
    return line.content("namespace") + "/" + line.content("waiver") + " " + line.content("uid");
  }
}
