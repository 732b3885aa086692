package cloud.bleu.operator.pass;

import cloud.bleu.ledger.Change;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.catalogue.Lapse;
import cloud.bleu.placement.model.Notice;
import cloud.bleu.placement.model.WorkloadId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** After a pass: the controllers of everything for which something is new are asked to look. */
public final class Bulletin {

  private final Triggers triggers;
  private final EventRecorder events;

  public Bulletin(Triggers triggers, EventRecorder events) {
    this.triggers = triggers;
    this.events = events;
  }

  /**
   * Tells of workloads alone whose turn has come while others wait for theirs.
   *
   * @param changes that were committed
   * @param opened workloads that may be delivered as of now
   */
  void tell(List<Change> changes, Set<WorkloadId> opened) {
    Set<WorkloadId> concerned = new HashSet<>(opened);
    for (Change change : changes) {
      concerned.add(change.id());
      events.decided(change);
    }
    for (WorkloadId id : concerned) {
      triggers.workload(id);
      triggers.placement(id);
    }
  }

  /**
   * @param before null for the first pass, in which everything is new
   * @param changes that were committed in between
   * @param opened workloads that may be delivered as of now
   */
  void tell(@Nullable Snapshot before, Snapshot now, List<Change> changes, Set<WorkloadId> opened) {
    Set<WorkloadId> committed = new HashSet<>(opened);
    for (Change change : changes) {
      committed.add(change.id());
      events.decided(change);
    }
    now.seen()
        .forEach(
            (id, seen) -> {
              if (before == null
                  || committed.contains(id)
                  || !seen.equals(before.seen().get(id))
                  || !Objects.equals(now.decisions().get(id), before.decisions().get(id))
                  || !Objects.equals(now.inputs().get(id), before.inputs().get(id))
                  || !Objects.equals(now.lapses().get(id), before.lapses().get(id))
                  || notice(now, id) != notice(before, id)
                  || !errors(now, id).equals(errors(before, id))
                  || !now.estate().zones().equals(before.estate().zones())) {
                triggers.workload(id);
                triggers.placement(id);
              } else if (!now.estate().providers().equals(before.estate().providers())) {
                // It tells of facts that it was not decided on: those of zones left out by name.
                triggers.placement(id);
              }
            });
    if (before == null || !sameFigures(before, now)) {
      now.facts().keySet().forEach(triggers::fact);
    }
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

  private static boolean sameFigures(Snapshot a, Snapshot b) {
    return day(a).equals(day(b))
        && notices(a) == notices(b)
        && a.occupancy().equals(b.occupancy())
        && a.estate().zones().equals(b.estate().zones())
        && a.estate().providers().equals(b.estate().providers())
        && a.decisions().equals(b.decisions())
        && a.facts().equals(b.facts())
        && a.enforcement().equals(b.enforcement())
        && a.translation().waivers().equals(b.translation().waivers())
        && a.translation().problems().equals(b.translation().problems());
  }

  private static java.time.LocalDate day(Snapshot snapshot) {
    return snapshot.estate().now().atZone(cloud.bleu.placement.estate.ZoneRule.PARIS).toLocalDate();
  }

  private static List<String> errors(Snapshot snapshot, WorkloadId id) {
    return snapshot.errors("BleuWorkload", id.namespace(), id.name());
  }
}
