package cloud.bleu.assess.wave;

import cloud.bleu.assess.draft.WorkloadDraft;
import cloud.bleu.assess.draft.WorkloadDrafts;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.simulation.RestState;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.object.ApiObjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans one wave after the other on what the target holds then: what one wave was given, the next
 * one finds taken.
 */
final class WaveSimulation {

  private final TargetEstate target;
  private final WorkloadDrafts.Result drafted;
  private final WaveRecord record;
  private final boolean isStated;
  private final Map<String, WorkloadDraft> drafts = new HashMap<>();
  private final Map<String, WorkloadId> moved = new HashMap<>();

  /** What there is and the target does not hold, and why not. */
  private final Map<String, OpenMove> standing = new HashMap<>();

  /** When what stands in the place of a workload was created. */
  private final Map<String, Instant> came = new HashMap<>();

  private final ApiObjects objects;

  /** Of the instant that is planned; waves come in the order of time, so no other is kept. */
  private @Nullable Translation translation;

  private Instant translated = Instant.MIN;
  private final Set<WorkloadId> arrived = new HashSet<>();
  private final Set<WorkloadId> whole = new HashSet<>();
  private final RehearsalTrial rehearsals;
  private final FactTimeline timeline;

  /** What stands before the wave that was planned last. */
  private List<Placement> before = List.of();

  private List<Placement> placements = List.of();

  /** The plan of the wave that was planned last, which is asked for again. */
  private @Nullable Trial last;

  /**
   * Begins with what the target holds today.
   *
   * @param source the manifests that the drafts were made from
   * @param record of what came while it was its turn
   */
  WaveSimulation(
      TargetEstate target,
      List<Manifest> source,
      WorkloadDrafts.Result drafted,
      WaveRecord record,
      Instant today) {
    this.target = target;
    this.drafted = drafted;
    this.record = record;
    isStated = drafted.isStated();
    for (WorkloadDraft draft : drafted.drafts()) {
      OpenMove why = target.whyNotMoved(draft);
      WorkloadId running = target.running(draft);
      Instant created = running == null ? null : target.created(running);
      if (created != null) {
        came.put(draft.of(), created);
      }
      if (why != null) {
        standing.put(draft.of(), why);
      } else if (running != null) {
        moved.put(draft.of(), running);
      } else {
        drafts.put(draft.of(), draft);
      }
    }
    List<WorkloadDraft> coming = List.copyOf(drafts.values());
    objects = target.with(source, coming, FutureNamespaces.Use.PRODUCTION);
    Translation first = translation(today);
    before = first.estate().placements();
    stand(trial(today));
    Set<WorkloadId> ids = coming.stream().map(WorkloadDraft::id).collect(Collectors.toSet());
    timeline = new FactTimeline(first.estate(), ids, target);
    ApiObjects rehearsed = target.with(source, coming, FutureNamespaces.Use.REHEARSAL);
    rehearsals =
        new RehearsalTrial(target, target.at(rehearsed, today), first.governedBy(), placements);
  }

  /**
   * What one wave comes to.
   *
   * @param displaced workloads that had a zone before and have none, or fewer replicas, with it
   * @param looks what no policy was asked of, or by a guess
   */
  record OfWave(List<WaveOutcome> outcomes, List<WorkloadId> displaced, List<Obstacle> looks) {}

  /** Plans the workloads of the next wave for an instant, which is not before the last one's. */
  OfWave next(List<String> workloads, Instant at) {
    Translation then = translation(at);
    for (String workload : workloads) {
      WorkloadDraft draft = drafts.get(workload);
      if (draft != null) {
        arrived.add(draft.id());
      }
    }
    Set<WorkloadId> held = Set.copyOf(whole);
    before = placements;
    last = null;
    Trial trial = trial(at);
    last = trial;
    stand(trial);
    List<WaveOutcome> outcomes = new ArrayList<>();
    for (String workload : workloads) {
      outcomes.add(outcome(workload, trial.decisions(), then).came(came.get(workload), record));
    }
    return new OfWave(
        outcomes,
        held.stream().filter(id -> !whole.contains(id)).sorted().toList(),
        looks(workloads, then));
  }

  /**
   * What the wave that was planned last would come to at another instant: all that was placed
   * before it stands, and nothing of this is kept.
   */
  Trial trial(Instant at) {
    Trial known = last;
    if (known != null && known.estate().now().equals(at)) {
      return known;
    }
    Estate all = translation(at).estate();
    List<Workload> there =
        all.workloads().stream()
            .filter(w -> target.has(w.id()) || arrived.contains(w.id()))
            .toList();
    Estate estate = RestState.with(all.withWorkloads(there), before);
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    Planner.decisions(estate).decisions().forEach(d -> decisions.put(d.id(), d));
    return new Trial(estate, decisions);
  }

  /** The estate of an instant at which nothing has to be planned. */
  Trial unplanned(Instant at) {
    return new Trial(translation(at).estate(), Map.of());
  }

  private void stand(Trial trial) {
    placements = RestState.running(trial.estate(), trial.decisions().values()).placements();
    whole.clear();
    trial.decisions().values().stream()
        .filter(Decision::whole)
        .forEach(decision -> whole.add(decision.id()));
  }

  /** How many workloads a plan decides at most. */
  int size() {
    return target.size() + arrived.size();
  }

  /** When facts turn for what is to come. */
  FactTimeline timeline() {
    return timeline;
  }

  /** Whether a zone is of the target. */
  boolean isOfTarget(String zone) {
    return target.isOf(zone);
  }

  /** The draft of a workload that is still to be placed; null where there is none. */
  @Nullable WorkloadDraft draft(String workload) {
    return drafts.get(workload);
  }

  /** Why a workload is not placed by any fact; null where it has moved or is to be placed. */
  @Nullable String stuck(String workload) {
    boolean isOpen = moved.containsKey(workload) || drafts.containsKey(workload);
    if (isOpen || goesWithNodes(workload)) {
      return null;
    }
    OpenMove open = standing.get(workload);
    return open == null ? drafted.reason(workload) : open.why();
  }

  /** Whether some workloads may be rehearsed today; null: there is no policy for that. */
  @Nullable Rehearsal rehearsal(List<String> workloads) {
    return rehearsals.of(workloads.stream().map(drafts::get).filter(Objects::nonNull).toList());
  }

  private static boolean goesWithNodes(String workload) {
    return workload.startsWith("DaemonSet ");
  }

  private List<Obstacle> looks(List<String> workloads, Translation then) {
    Map<WorkloadId, Workload> planned = new HashMap<>();
    then.estate().workloads().forEach(w -> planned.put(w.id(), w));
    PolicyReach reach = new PolicyReach(target.policies(), isStated);
    for (String workload : workloads) {
      WorkloadDraft draft = drafts.get(workload);
      Workload known = draft == null ? null : planned.get(draft.id());
      if (known != null) {
        reach.add(workload, known);
      }
    }
    return reach.looks();
  }

  private Translation translation(Instant at) {
    Translation known = translation;
    if (known == null || !at.equals(translated)) {
      translation = null;
      known = target.at(objects, at);
      translation = known;
      translated = at;
    }
    return known;
  }

  private WaveOutcome outcome(
      String workload, Map<WorkloadId, Decision> decisions, Translation translation) {
    WorkloadId there = moved.get(workload);
    if (there != null) {
      Decision decision = decisions.get(there);
      Set<String> elsewhere =
          decision == null
              ? Set.of()
              : target.elsewhere(
                  decision.assignments().stream()
                      .filter(a -> a.replicas() > 0)
                      .map(a -> a.zone())
                      .toList());
      if (!elsewhere.isEmpty()) {
        return WaveOutcome.of(
            workload,
            WaveOutcome.State.NotPlaced,
            "its BleuWorkload stands in zones of other providers: "
                + String.join(", ", elsewhere)
                + "; let its residency allow the target alone");
      }
      return new WaveOutcome(
          workload,
          WaveOutcome.State.Moved,
          true,
          decision == null ? "" : Assignment.text(decision.assignments()),
          "",
          null);
    }
    OpenMove open = standing.get(workload);
    if (open != null) {
      return WaveOutcome.of(
          workload,
          open.arrives() ? WaveOutcome.State.Arriving : WaveOutcome.State.NotPlaced,
          open.why());
    }
    WorkloadDraft draft = drafts.get(workload);
    if (draft == null) {
      return WaveOutcome.of(
          workload,
          goesWithNodes(workload) ? WaveOutcome.State.NoDraft : WaveOutcome.State.NotPlaced,
          drafted.reason(workload));
    }
    Decision decision = decisions.get(draft.id());
    if (decision == null) {
      return new WaveOutcome(
          workload, WaveOutcome.State.NotPlaced, true, "", wrong(draft.id(), translation), null);
    }
    return WaveOutcome.of(workload, decision);
  }

  private static String wrong(WorkloadId id, Translation translation) {
    return translation.problemsOf(new ObjectRef("BleuWorkload", id.namespace(), id.name())).stream()
        .map(Problem::text)
        .findFirst()
        .orElse("its draft cannot be read");
  }
}
