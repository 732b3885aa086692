package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.ChainRecord;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Subject;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.api.v1alpha1.WorkloadSource.StatefulSetSource;
import cloud.bleu.decision.FormerVolumes;
import cloud.bleu.decision.PackedItems;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.Signer;
import cloud.bleu.evidence.export.ChainBaseline;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.export.ChainKnowledge;
import cloud.bleu.evidence.input.InputRecorder;
import cloud.bleu.evidence.input.InputRecorder.Recorded;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides pass after pass as the operator does, and exports what it decides. No server. */
public final class RecordedDays {

  private static final StatefulSetSource SOURCE =
      new StatefulSetSource(Map.of(), "db", List.of(), List.of(), null, null);

  private final ChainExport export;
  private final Map<String, String> names = new HashMap<>();
  private final InputRecorder recorder = new InputRecorder(this::pseudonym, this::pseudonym);
  private final Map<WorkloadId, DecisionInForce> state = new TreeMap<>();
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private Instant time = Instant.EPOCH;
  private @Nullable String origin;
  private long sequence;
  private String previous = Chain.GENESIS;
  private boolean early;
  private boolean packed;
  private boolean ordinals;

  public RecordedDays(ChainExport export) {
    this.export = export;
  }

  /** Writes plans from now on as builds before 29 November 2026 did: an item for each event. */
  public void inEarlyForm() {
    early = true;
  }

  /** Packs plans from now on, however short they are. */
  public void inPackedForm() {
    early = false;
    packed = true;
  }

  /** Writes plans from now on in the present form. */
  public void inPresentForm() {
    early = false;
    packed = false;
  }

  /** Takes each workload for a StatefulSet from now on, of which ordinals are recorded. */
  public void ofStatefulSets() {
    ordinals = true;
  }

  private String pseudonym(String name) {
    return names.computeIfAbsent(name, n -> "person-" + names.size());
  }

  /** What is in force, as the engine reads it. */
  public List<Placement> placements() {
    List<Placement> placements = new ArrayList<>();
    state.forEach(
        (id, now) ->
            placements.add(
                new Placement(
                    id,
                    now.spec().workloadRef().uid(),
                    PlacementSpecs.assignments(now.spec()),
                    now.plan().losses(),
                    0,
                    FormerVolumes.of(now.spec().formerOrdinals()))));
    return placements;
  }

  /** One pass. Returns how many decisions it recorded. */
  public int pass(Estate estate) {
    return pass(estate, estate);
  }

  /** A pass that says it decided on something else, as whoever holds the key could make one up. */
  public int pass(Estate given, Estate givenRecorded) {
    Estate estate = notBefore(given);
    Estate recorded = given == givenRecorded ? estate : notBefore(givenRecorded);
    Recorded inputs = recorder.record(recorded);
    List<ChainLine> lines = decide(estate, inputs.digest());
    try {
      export.inputs(inputs.documents());
      export.append(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines.size();
  }

  /** A pass that is exported to another directory. Returns how many decisions it took. */
  public int passElsewhere(Estate given) {
    Estate estate = notBefore(given);
    return decide(estate, recorder.record(estate).digest()).size();
  }

  /** The same at an instant that is not before what was recorded last: time does not fall. */
  private Estate notBefore(Estate estate) {
    time = estate.now().isAfter(time) ? estate.now() : time;
    return estate.now().equals(time)
        ? estate
        : new Estate(
            time,
            estate.providers(),
            estate.zones(),
            estate.workloads(),
            estate.placements(),
            estate.roundTrips());
  }

  private List<ChainLine> decide(Estate estate, String inputs) {
    Map<WorkloadId, Workload> workloads = new HashMap<>();
    estate.workloads().forEach(w -> workloads.put(w.id(), w));
    List<ProposedDecision> changes = new ArrayList<>();
    state.forEach(
        (id, now) -> {
          if (!workloads.containsKey(id)) {
            changes.add(DecisionDifference.withdrawal(id, now));
          }
        });
    for (Decision decision : Planner.decisions(estate).decisions()) {
      String uid = String.valueOf(workloads.get(decision.id()).uid());
      ProposedDecision change =
          DecisionDifference.of(
              decision,
              uid,
              Chain.GENESIS,
              null,
              ordinals ? SOURCE : null,
              state.get(decision.id()));
      if (change != null) {
        changes.add(change);
      }
    }
    return changes.stream().map(change -> decided(change, inputs, estate)).toList();
  }

  private ChainLine decided(ProposedDecision change, @Nullable String inputs, Estate estate) {
    Entry entry =
        new Entry(
            ++sequence,
            previous,
            new Subject(change.id().namespace(), change.id().name(), change.uid()),
            change.digest(),
            change.asOf(),
            change.cause(),
            change.assignments(),
            early ? early(change) : List.of(),
            early ? List.of() : packed ? packed(change) : change.evacuation(),
            change.formerOrdinals(),
            estate.now().toString(),
            inputs);
    if (change.cause().equals(Entries.WITHDRAWN)) {
      state.remove(change.id());
    } else {
      state.put(
          change.id(),
          new DecisionInForce(
              change.uid(), Entries.spec(entry), true, RecentMoves.NONE, change.cause()));
    }
    return linked(Entries.line(entry));
  }

  private static List<Evacuation> packed(ProposedDecision change) {
    return PackedItems.of(change.evacuation(), plan(change).size());
  }

  private static List<Contingency> plan(ProposedDecision change) {
    return PlacementSpecs.contingency(
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef(change.id().name(), change.uid()),
            change.assignments(),
            change.evacuation(),
            null));
  }

  private static List<cloud.bleu.api.v1alpha1.Contingency> early(ProposedDecision change) {
    return plan(change).stream()
        .map(
            c ->
                new cloud.bleu.api.v1alpha1.Contingency(
                    c.event().toString(),
                    c.moves().stream()
                        .map(
                            m ->
                                new cloud.bleu.api.v1alpha1.Contingency.Move(
                                    m.from(), m.to(), m.replicas()))
                        .toList(),
                    c.evicts().stream()
                        .map(
                            e ->
                                new cloud.bleu.api.v1alpha1.Contingency.Eviction(
                                    e.workload().namespace(),
                                    e.workload().name(),
                                    e.zone(),
                                    e.replicas()))
                        .toList(),
                    c.keeps()))
        .toList();
  }

  /** Records a note, at an instant or at that of the entry before if it is later. */
  public void note(ChainNote note, String at) {
    time = Instant.parse(at).isAfter(time) ? Instant.parse(at) : time;
    ChainLine line =
        linked(
            Entries.line(
                new ChainRecord(
                    ++sequence, previous, note.kind(), note.content(), time.toString())));
    try {
      export.append(List.of(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Records what is known of the objects of the cluster. */
  public ChainBaseline.Recorded baseline(
      ChainKnowledge known, List<ChainNote> waivers, ChainKnowledge before, String time) {
    ChainBaseline.Recorded recorded = ChainBaseline.record(known, waivers, before);
    try {
      export.baseline(recorded);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    note(recorded.note(), time);
    return recorded;
  }

  /** Leaves out numbers, as a ledger does that let go of entries before they were exported. */
  public void lose(int entries) {
    for (int i = 0; i < entries; i++) {
      linked(Entries.line(new ChainRecord(++sequence, previous, "Heartbeat", Map.of(), null)));
    }
  }

  private ChainLine linked(ChainLine line) {
    previous = line.hash();
    return line;
  }

  /** Says of which cluster the checkpoints are. */
  public void origin(String uid) {
    origin = uid;
  }

  /** Signs the head. */
  public Checkpoint sign(Signer signer) {
    long after = checkpoints.isEmpty() ? 0 : checkpoints.get(checkpoints.size() - 1).sequence();
    try {
      byte[] signature =
          signer.sign(Checkpoint.signed(sequence, previous, after, time.toString(), origin));
      Checkpoint checkpoint =
          new Checkpoint(sequence, previous, after, time.toString(), origin, signature);
      export.append(checkpoint);
      checkpoints.add(checkpoint);
      return checkpoint;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public long sequence() {
    return sequence;
  }
}
