package cloud.bleu.operator.pass;

import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotDifference;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * After a pass, and while it commits, asks the controllers of everything that has news to look.
 * News is what differs from what was reported last. So nothing is lost when a decision is written
 * late, or when a pass does not come to its end.
 */
public final class ChangeBulletin {

  private final Triggers triggers;
  private final Consumer<ProposedDecision> decided;
  private final Function<WorkloadId, Set<String>> standing;
  private final Function<String, Set<WorkloadId>> workloadsOn;

  /** What was told last at the end of a pass, null before the first one. */
  private @Nullable Snapshot last;

  /** The decisions that were in force then. */
  private Map<WorkloadId, DecisionInForce> before = Map.of();

  /** The decisions of workloads that this pass has told already, as they were in force then. */
  private final Map<WorkloadId, DecisionInForce> told = new HashMap<>();

  /** Workloads that this pass has told all that it has to say of them. */
  private final Set<WorkloadId> done = new HashSet<>();

  /**
   * @param decided told of every change that was committed
   * @param standing zones in which something was seen of a workload
   * @param workloadsOn the workloads with pods on a node
   */
  public ChangeBulletin(
      Triggers triggers,
      Consumer<ProposedDecision> decided,
      Function<WorkloadId, Set<String>> standing,
      Function<String, Set<WorkloadId>> workloadsOn) {
    this.triggers = triggers;
    this.decided = decided;
    this.standing = standing;
    this.workloadsOn = workloadsOn;
  }

  /**
   * What there is to tell beside a snapshot.
   *
   * @param changes that were committed and not told yet
   * @param opened workloads that may be delivered as of now
   * @param inForce every decision that is in force
   */
  record News(
      List<ProposedDecision> changes,
      Set<WorkloadId> opened,
      Map<WorkloadId, DecisionInForce> inForce) {}

  /** A pass begins. What an unfinished pass reported is reported again. */
  void begin() {
    told.clear();
    done.clear();
  }

  /**
   * Reports workloads alone, while others wait for their turn in the same pass.
   *
   * @param now says of those that wait what was said before
   * @param waiting workloads with a change that is not committed
   */
  void tell(Snapshot now, Set<WorkloadId> waiting, News news) {
    Set<WorkloadId> workloads = anew(now, news);
    Set<WorkloadId> placements = new HashSet<>(workloads);
    if (done.isEmpty()) {
      SnapshotDifference concerned = SnapshotDifference.of(last, now, standing);
      workloads.addAll(concerned.workloads());
      placements.addAll(concerned.placements());
    }
    fire(workloads, placements);
    for (WorkloadId id : workloads) {
      told.put(id, news.inForce().get(id));
      if (!waiting.contains(id)) {
        done.add(id);
      }
    }
  }

  /** Reports everything, at the end of a pass. */
  void tell(Snapshot now, News news) {
    SnapshotDifference concerned = SnapshotDifference.of(last, now, standing);
    Set<WorkloadId> anew = anew(now, news);
    Set<WorkloadId> workloads = new HashSet<>(concerned.workloads());
    workloads.removeAll(done);
    workloads.addAll(anew);
    concerned.nodes().forEach(node -> workloads.addAll(workloadsOn.apply(node)));
    Set<WorkloadId> placements = new HashSet<>(concerned.placements());
    placements.removeAll(done);
    placements.addAll(anew);
    Set<ObjectRef> facts = new HashSet<>(concerned.facts());
    zones(news.inForce()).stream()
        .map(zone -> new ObjectRef("AvailabilityZone", null, zone))
        .filter(now.facts()::containsKey)
        .forEach(facts::add);
    fire(workloads, placements);
    facts.forEach(triggers::fact);
    last = now;
    before = news.inForce();
    begin();
  }

  private void fire(Set<WorkloadId> workloads, Set<WorkloadId> placements) {
    workloads.forEach(triggers::workload);
    placements.forEach(triggers::placement);
  }

  /** The workloads there are of which something else may be delivered than was told. */
  private Set<WorkloadId> anew(Snapshot now, News news) {
    Set<WorkloadId> anew = new HashSet<>(news.opened());
    for (ProposedDecision change : news.changes()) {
      anew.add(change.id());
      decided.accept(change);
    }
    Set<WorkloadId> known = new HashSet<>(before.keySet());
    known.addAll(news.inForce().keySet());
    for (WorkloadId id : known) {
      DecisionInForce then = told.containsKey(id) ? told.get(id) : before.get(id);
      if (!same(then, news.inForce().get(id))) {
        anew.add(id);
      }
    }
    anew.retainAll(now.seen().keySet());
    return anew;
  }

  /** Whether a decision is the same, and as much of it is written. */
  private static boolean same(@Nullable DecisionInForce a, @Nullable DecisionInForce b) {
    if (a == null || b == null) {
      return a == b;
    }
    return sameDecision(a, b) && Objects.equals(a.written(), b.written());
  }

  private static boolean sameDecision(DecisionInForce a, DecisionInForce b) {
    return a.uid().equals(b.uid()) && a.spec().equals(b.spec());
  }

  /** Zones that a decision holds or leaves which was not in force, or is not any more. */
  private Set<String> zones(Map<WorkloadId, DecisionInForce> now) {
    Set<String> zones = new HashSet<>();
    Set<WorkloadId> known = new HashSet<>(before.keySet());
    known.addAll(now.keySet());
    for (WorkloadId id : known) {
      DecisionInForce a = before.get(id);
      DecisionInForce b = now.get(id);
      if (a == null || b == null || !sameDecision(a, b)) {
        add(a, zones);
        add(b, zones);
      }
    }
    return zones;
  }

  private static void add(@Nullable DecisionInForce inForce, Set<String> zones) {
    if (inForce != null) {
      inForce.spec().assignments().forEach(a -> zones.add(a.zone()));
    }
  }
}
