package cloud.bleu.operator.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.drill.DrillFault;
import cloud.bleu.drill.DrillOrder;
import cloud.bleu.drill.DrillRun;
import cloud.bleu.drill.DrillTiming;
import cloud.bleu.drill.DrillTranslator;
import cloud.bleu.drill.LiveDrill;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.time.InstantText;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs on their way from the thread that makes them to the placement loop that writes their entries
 * into the chain. A run is made on what a pass saw, its entry is committed by the next pass, and
 * only then is it in the status. So a status has no run that the chain does not know. A run that is
 * lost when a process ends is made again by the next process.
 */
public final class DrillRuns {

  /** A run whose entry is committed, or waits to be. */
  private record Entered(DrillRun run, ChainNote note, boolean committed) {
    Entered done() {
      return new Entered(run, note, true);
    }
  }

  private final Supplier<List<ResilienceDrill>> drills;
  private final Triggers triggers;
  private final Consumer<List<ResilienceDrill>> shown;
  private final Runnable wake;
  private final boolean recorded;
  private final Map<String, Entered> entered = new ConcurrentHashMap<>();

  /** Simulations that ended with an error which is not in the status yet, by uid. */
  private final Map<String, DrillFault> faults = new ConcurrentHashMap<>();

  /** The instant of the last run that was written into a status, by uid. */
  private final Map<String, String> written = new ConcurrentHashMap<>();

  /** The drills that the last pass saw, each as it was asked for then. */
  private volatile Map<String, String> seen = Map.of();

  private Map<String, String> looking = Map.of();
  private List<ResilienceDrill> listed = List.of();
  private @Nullable Object places;
  private @Nullable Instant last;

  /**
   * @param drills that there are
   * @param shown told of those that a pass saw
   * @param wake wakes the loop that writes entries
   * @param recorded whether the chain takes entries that decide nothing
   */
  public DrillRuns(
      Supplier<List<ResilienceDrill>> drills,
      Triggers triggers,
      Consumer<List<ResilienceDrill>> shown,
      Runnable wake,
      boolean recorded) {
    this.drills = drills;
    this.triggers = triggers;
    this.shown = shown;
    this.wake = wake;
    this.recorded = recorded;
  }

  /** Says that a pass begins, before it reads what it decides on. */
  public void begin() {
    listed = List.copyOf(drills.get());
    Map<String, String> now = new HashMap<>();
    listed.forEach(d -> now.put(uid(d), asked(d)));
    looking = now;
    entered.keySet().retainAll(now.keySet());
    faults.keySet().retainAll(now.keySet());
    written.keySet().retainAll(now.keySet());
  }

  /** The entries that wait to be written into the chain. */
  public List<ChainNote> notes() {
    return entered.values().stream().filter(e -> !e.committed()).map(Entered::note).toList();
  }

  /** Says which entries are in the chain. */
  public void entered(List<ChainNote> notes) {
    for (String uid : entered.keySet()) {
      entered.computeIfPresent(
          uid, (u, e) -> !e.committed() && notes.contains(e.note()) ? e.done() : e);
    }
  }

  /** Says that a pass is over and published, and has those looked at for which something is new. */
  public void end(Estate estate) {
    Map<String, String> before = seen;
    seen = looking;
    Object now = estate.zones().stream().map(DrillRuns::place).toList();
    boolean anew = last == null || !now.equals(places);
    places = now;
    for (ResilienceDrill drill : listed) {
      String uid = uid(drill);
      Entered run = entered.get(uid);
      if (anew
          || run != null && run.committed()
          || !Objects.equals(before.get(uid), looking.get(uid))
          || isStale(drill, last, estate.now())
          || run == null && isDue(drill, estate)) {
        look(drill);
      }
    }
    last = estate.now();
    shown.accept(listed);
  }

  /** The next instant after one at which a drill is to be looked at. */
  public Instant next(Instant now) {
    Instant next = Instant.MAX;
    for (ResilienceDrill drill : listed) {
      Instant of = DrillTiming.next(drill, now);
      next = of != null && of.isBefore(next) ? of : next;
    }
    return next;
  }

  private static boolean isDue(ResilienceDrill drill, Estate estate) {
    DrillOrder order = DrillTranslator.read(drill, estate).order();
    return order != null && DrillTiming.due(drill, order, estate.now()) != null;
  }

  /** Whether an instant has come at which its status is another one. */
  private static boolean isStale(ResilienceDrill drill, @Nullable Instant last, Instant now) {
    Instant next = last == null ? null : DrillTiming.next(drill, last);
    return next != null && !next.isAfter(now);
  }

  /** Where a zone is, by what losses are named. */
  private static List<Object> place(Zone zone) {
    return List.of(zone.name(), zone.site(), zone.region(), zone.provider(), zone.failureDomains());
  }

  /** Whether the last pass saw a drill as it is asked for now, and so all that came before it. */
  public boolean isSeen(ResilienceDrill drill) {
    return asked(drill).equals(seen.get(uid(drill)));
  }

  /** Whether a run waits for its entry. */
  public boolean isRunning(ResilienceDrill drill) {
    Entered run = entered.get(uid(drill));
    return run != null && !run.committed();
  }

  /** Whether something came of a drill that is not in its status yet. */
  boolean isWaiting(ResilienceDrill drill) {
    return entered.containsKey(uid(drill)) || faults.containsKey(uid(drill));
  }

  /** A drill as it stands there now; null when it is gone. */
  @Nullable ResilienceDrill listed(String uid) {
    return drills.get().stream().filter(d -> uid(d).equals(uid)).findFirst().orElse(null);
  }

  /** Has the controller look at a drill. */
  void look(ResilienceDrill drill) {
    triggers.drill(drill.getMetadata().getName());
  }

  /**
   * Whether an object is older than the status that was written of it last: all runs that it knows
   * are. A history forgets, so the run itself need not be there.
   */
  public boolean isOutdated(ResilienceDrill drill) {
    Instant at = InstantText.parse(written.get(uid(drill)));
    return at != null
        && (drill.getStatus() == null
            || drill.getStatus().history().stream()
                .map(run -> InstantText.parse(run.at()))
                .allMatch(ran -> ran == null || ran.isBefore(at)));
  }

  /** A run whose entry is in the chain, and which is not in the status yet. */
  public @Nullable DrillRun ended(ResilienceDrill drill) {
    Entered run = entered.get(uid(drill));
    return run == null || !run.committed() ? null : run.run();
  }

  /** Takes a run, and has its entry written. */
  public void enter(ResilienceDrill drill, DrillRun run) {
    entered.put(uid(drill), new Entered(run, DrillNote.of(drill, run), !recorded));
    if (recorded) {
      wake.run();
    }
  }

  /** Takes what went wrong instead of a run. */
  void fail(ResilienceDrill drill, DrillFault fault) {
    faults.put(uid(drill), fault);
  }

  /** A simulation that ended with an error which is not in the status yet. */
  public @Nullable DrillFault fault(ResilienceDrill drill) {
    return faults.get(uid(drill));
  }

  /** Says that a run is in the status. */
  public void written(ResilienceDrill drill, DrillRun run) {
    written.put(uid(drill), run.result().at().toString());
    entered.remove(uid(drill));
  }

  /** Says that an error is in the status. */
  public void told(ResilienceDrill drill) {
    faults.remove(uid(drill));
  }

  static String uid(ResilienceDrill drill) {
    return String.valueOf(drill.getMetadata().getUid());
  }

  private static String asked(ResilienceDrill drill) {
    return drill.getMetadata().getGeneration()
        + " "
        + DrillTiming.request(drill)
        + " "
        + LiveDrill.asked(drill);
  }
}
