package cloud.bleu.operator.snapshot;

import cloud.bleu.placement.catalogue.FactAge;
import cloud.bleu.placement.catalogue.Lapse;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.HubLoss;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Notice;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.objective.LossInference;
import cloud.bleu.translate.finding.ObjectRef;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whom the difference of two snapshots concerns: the objects whose status or delivery may differ
 * from before. The room of a zone is in no status but the zone's own. What it leads to is in the
 * decisions, which are compared themselves.
 *
 * @param workloads of which the BleuWorkload is to be looked at
 * @param placements of which the WorkloadPlacement is
 * @param facts providers, zones, policies and waivers
 * @param nodes that belong to another zone than before
 */
public record SnapshotDifference(
    Set<WorkloadId> workloads,
    Set<WorkloadId> placements,
    Set<ObjectRef> facts,
    Set<String> nodes) {

  /** Everything there is. */
  public static SnapshotDifference everybody(Snapshot now) {
    return new SnapshotDifference(
        now.seen().keySet(), now.seen().keySet(), now.facts().keySet(), Set.of());
  }

  /**
   * Whom the difference concerns.
   *
   * @param before null: everybody
   * @param standing zones in which something was seen of a workload, beyond its decision
   */
  public static SnapshotDifference of(
      @Nullable Snapshot before, Snapshot now, Function<WorkloadId, Set<String>> standing) {
    return before == null
        ? everybody(now)
        : new Comparison(before, now, new ZoneDifference(before, now), decidedAnew(before, now))
            .concerned(standing);
  }

  /** The workloads with another decision than before, those that are gone included. */
  private static Set<WorkloadId> decidedAnew(Snapshot before, Snapshot now) {
    Set<WorkloadId> anew = new HashSet<>(before.decisions().keySet());
    anew.addAll(now.decisions().keySet());
    anew.removeIf(id -> sameDecision(now.decisions().get(id), before.decisions().get(id)));
    return anew;
  }

  /**
   * Whether two decisions are equal apart from their cause: the pass after a decision finds it
   * unchanged, and that is no news.
   */
  private static boolean sameDecision(@Nullable Decision a, @Nullable Decision b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    return a.equals(b) || unchanged(a).equals(unchanged(b));
  }

  private static Decision unchanged(Decision d) {
    return d.unchanged(d.assignments(), d.contingency(), d.moves());
  }

  /** Which losses are inferred, and which take the operator: that hangs on zones all over. */
  private static final class Inferences {
    private final Snapshot before;
    private final Snapshot now;
    private final LossInference then;
    private final LossInference today;
    private final HubLoss hubThen;
    private final HubLoss hubNow;

    Inferences(Snapshot before, Snapshot now) {
      this.before = before;
      this.now = now;
      this.then = new LossInference(before.estate());
      this.today = new LossInference(now.estate());
      this.hubThen = HubLoss.declared(before.estate());
      this.hubNow = HubLoss.declared(now.estate());
    }

    /** Whether the operator has the same zones left. */
    boolean sameHub() {
      return hubThen.sameZones(hubNow);
    }

    /** Whether the silence of the same zones asks for a loss, where that is bounded. */
    boolean sameAsking() {
      return before.index().asking().equals(now.index().asking());
    }

    /** Whether the same is told of a workload that was decided as before. */
    boolean same(WorkloadId id) {
      Workload was = before.workload(id);
      Workload is = now.workload(id);
      Decision old = before.decisions().get(id);
      Decision decision = now.decisions().get(id);
      return was == null
          || is == null
          || old == null
          || decision == null
          || then.missing(was, old).equals(today.missing(is, decision))
              && hubThen.events(old).equals(hubNow.events(decision));
    }
  }

  private record Comparison(
      Snapshot before, Snapshot now, ZoneDifference zones, Set<WorkloadId> decidedAnew) {

    SnapshotDifference concerned(Function<WorkloadId, Set<String>> standing) {
      Set<WorkloadId> workloads = new HashSet<>();
      Set<WorkloadId> placements = new HashSet<>();
      boolean stated =
          zones.stated() || !now.estate().providers().equals(before.estate().providers());
      Inferences inferences = new Inferences(before, now);
      boolean watched =
          zones.stated() || zones.watched() || !inferences.sameHub() || !inferences.sameAsking();
      for (WorkloadId id : now.seen().keySet()) {
        if (!sameAnswer(id)
            || runsWhereItChanged(id, standing)
            || watched && !inferences.same(id)) {
          workloads.add(id);
          placements.add(id);
        } else if (stated || !sameProof(id)) {
          // It tells of facts that it was not decided on: those of zones left out by name.
          placements.add(id);
        }
      }
      return new SnapshotDifference(workloads, placements, facts(stated), nodes());
    }

    private boolean sameAnswer(WorkloadId id) {
      return Objects.equals(now.seen().get(id), before.seen().get(id))
          && !decidedAnew.contains(id)
          && Objects.equals(now.inputs().get(id), before.inputs().get(id))
          && Objects.equals(now.lapses().get(id), before.lapses().get(id))
          && notice(now, id) == notice(before, id)
          && Objects.equals(breakGlass(now, id), breakGlass(before, id))
          && errors(now, id).equals(errors(before, id));
    }

    private boolean sameProof(WorkloadId id) {
      return Objects.equals(now.costs().get(id), before.costs().get(id))
          && now.waivers(id).equals(before.waivers(id));
    }

    /** Whether a zone that it is in, or is to be in, is in another state, or is edited. */
    private boolean runsWhereItChanged(WorkloadId id, Function<WorkloadId, Set<String>> standing) {
      if (zones.changed().isEmpty()) {
        return false;
      }
      Decision decision = now.decisions().get(id);
      return (decision != null
              && decision.assignments().stream().anyMatch(a -> zones.changed().contains(a.zone())))
          || !Collections.disjoint(zones.changed(), standing.apply(id));
    }

    private Set<ObjectRef> facts(boolean stated) {
      if (stated || !zones.changed().isEmpty() || !sameGround()) {
        return now.facts().keySet();
      }
      Set<ObjectRef> facts = new HashSet<>();
      boolean rulings =
          !decidedAnew.isEmpty()
              || !now.waivers().equals(before.waivers())
              || !now.translation().governedBy().equals(before.translation().governedBy())
              || !now.enforcement().equals(before.enforcement());
      for (ObjectRef object : now.facts().keySet()) {
        boolean concerned =
            switch (object.kind()) {
              case "AvailabilityZone" ->
                  zones.room().contains(object.name())
                      || !Objects.equals(
                          now.occupancy().get(object.name()),
                          before.occupancy().get(object.name()));
              case "CloudProvider" -> !notes(now, object).equals(notes(before, object));
              default -> rulings;
            };
        if (concerned) {
          facts.add(object);
        }
      }
      return facts;
    }

    /** Whether facts are read by the same objects, days and ages. */
    private boolean sameGround() {
      return day(now).equals(day(before))
          && notices(now) == notices(before)
          && now.facts().equals(before.facts())
          && now.translation().waivers().equals(before.translation().waivers())
          && now.translation().problems().equals(before.translation().problems())
          && now.estate().roundTrips().equals(before.estate().roundTrips())
          && (now.seen().equals(before.seen()) || ages(now).equals(ages(before)));
    }

    private Set<String> nodes() {
      Map<String, String> a = before.zoneOfNode();
      Map<String, String> b = now.zoneOfNode();
      Set<String> nodes = new HashSet<>();
      if (!a.equals(b)) {
        nodes.addAll(a.keySet());
        nodes.addAll(b.keySet());
        nodes.removeIf(node -> Objects.equals(a.get(node), b.get(node)));
      }
      return nodes;
    }
  }

  /** How old facts may be, by what anybody is asked. */
  private static SortedSet<FactAge> ages(Snapshot snapshot) {
    Set<BoundRule> rules = Collections.newSetFromMap(new IdentityHashMap<>());
    snapshot.estate().workloads().forEach(w -> rules.addAll(w.rules()));
    return FactAge.asked(rules);
  }

  /** Changes when the notice of a lapse may: at the begin of a day, and of a waiver's notices. */
  private static long notices(Snapshot snapshot) {
    return snapshot.lapses().values().stream()
        .map(l -> Notice.of(snapshot.estate().now(), l.on()))
        .mapToLong(n -> n == null ? 0 : n.days())
        .sum();
  }

  private static @Nullable Notice notice(Snapshot snapshot, WorkloadId id) {
    Lapse lapse = snapshot.lapses().get(id);
    return lapse == null ? null : Notice.of(snapshot.estate().now(), lapse.on());
  }

  private static @Nullable BreakGlassStatus breakGlass(Snapshot snapshot, WorkloadId id) {
    return snapshot.translation().breakGlass().get(id);
  }

  private static LocalDate day(Snapshot snapshot) {
    return snapshot.estate().now().atZone(ZoneRule.PARIS).toLocalDate();
  }

  private static List<String> notes(Snapshot snapshot, ObjectRef object) {
    return snapshot.notes(object.kind(), object.namespace(), object.name());
  }

  private static List<String> errors(Snapshot snapshot, WorkloadId id) {
    return snapshot.errors("BleuWorkload", id.namespace(), id.name());
  }
}
