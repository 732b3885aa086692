package cloud.bleu.delivery.rollout;

import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneDesired.Absence;
import cloud.bleu.delivery.zone.ZoneDesired.DecidedManifest;
import cloud.bleu.delivery.zone.ZoneDesired.StandingManifest;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The order between zones: which of them are to hold what now, from the decision and what is there.
 * It knows neither clusters nor engines. Pure and level-based: it asks what is, never what was, so
 * a crash between any two writes changes nothing.
 *
 * <p>New replicas come before old ones go: a zone that shrinks keeps as many available replicas as
 * others still lack. One zone of a workload rolls at a time. Nobody waits for a zone that is lost
 * or silent. What runs in a lost zone goes at once, and what it still reports makes up for nothing;
 * what may run in a silent one goes after its successors are ready, for silence proves nothing. A
 * zone that nothing is seen of lacks what it did not have when it was seen last: it runs on, so
 * others do not wait for it, and what it never had has no successor there. What stands beside the
 * object of a zone goes after its successors too, which may be in the same zone: as long as nothing
 * is seen of that zone it stays whole.
 *
 * <p>Of a workload whose old replicas end first it is the other way round: what leaves goes at
 * once, and no more is started than makes up what is decided, beside all that may still run.
 */
public final class Rollout {

  private final Closed closed;
  private final Succession succession;

  /** By zone, what it is to hold. */
  private final SortedMap<String, ZoneManifest> want = new TreeMap<>();

  /** By zone, what stands there in its place. */
  private final SortedMap<String, ZoneObservation> have = new TreeMap<>();

  /** What stands where it is not to, or beside what is. */
  private final List<ZoneObservation> leaving = new ArrayList<>();

  private final Lack lack = new Lack();
  private final List<ZoneDesired> growth = new ArrayList<>();
  private final List<ZoneDesired> removals = new ArrayList<>();
  private final StartAllowance starts;
  private final RolloutTurn turn;

  private Rollout(
      List<ZoneManifest> desired,
      List<ZoneObservation> observed,
      Closed closed,
      Succession succession) {
    this.closed = closed;
    this.succession = succession;
    desired.forEach(d -> want.put(d.zone(), d));
    observed.forEach(this::sort);
    have.values().stream().filter(o -> !want.containsKey(o.zone())).forEach(leaving::add);
    want.values().forEach(d -> lack.add(d.zone(), lacking(d)));
    turn = new RolloutTurn(succession.disruption());
    starts = succession.oldFirst() ? allowance(observed) : StartAllowance.unbounded();
  }

  private StartAllowance allowance(List<ZoneObservation> observed) {
    return StartAllowance.of(
        want.values().stream().mapToInt(ZoneManifest::replicas).sum(),
        Stream.concat(observed.stream(), succession.ending().stream())
            .mapToInt(this::claimed)
            .sum());
  }

  /** Replicas that count as there: where nobody waits for them, those that are to stay. */
  private int claimed(ZoneObservation child) {
    if (closed.awaited(child.zone())) {
      return Math.max(child.replicas(), child.exist());
    }
    ZoneManifest d = want.get(child.zone());
    return d == null || child.surplus() ? 0 : Math.min(child.replicas(), d.replicas());
  }

  /**
   * Zones that are not as others.
   *
   * @param lost nothing there is waited for and nothing kept
   * @param silent nothing there is waited for; what goes, goes after its successors are ready
   * @param uncertain what runs there may not be seen as available: what goes, goes after its
   *     successors are ready too
   * @param untouched neither changed nor removed, such as those whose object is gone
   * @param hidden nothing is seen of what they hold: silent, and what stands beside that stays
   * @param untried they cannot be asked whether they would take their manifest: they do not take
   *     others the turn, and what stands there is scaled meanwhile
   */
  public record Closed(
      Set<String> lost,
      Set<String> silent,
      Set<String> uncertain,
      Set<String> untouched,
      Set<String> hidden,
      Set<String> untried) {

    /** A value where every zone is seen and can be asked. */
    public Closed(
        Set<String> lost, Set<String> silent, Set<String> uncertain, Set<String> untouched) {
      this(lost, silent, uncertain, untouched, Set.of(), Set.of());
    }

    /**
     * A copy with what a target says of its zones.
     *
     * @param unseen zones that nothing is seen of
     * @param barred zones that cannot be brought to anything: what runs there runs on
     */
    Closed with(Set<String> unseen, Set<String> barred) {
      return new Closed(
          lost,
          and(silent, unseen),
          uncertain,
          and(untouched, barred),
          and(hidden, unseen),
          untried);
    }

    /** A copy where these zones cannot be asked whether they would take their manifest. */
    Closed without(Set<String> answers) {
      return new Closed(lost, silent, uncertain, untouched, hidden, answers);
    }

    private static Set<String> and(Set<String> some, Set<String> more) {
      Set<String> all = new HashSet<>(some);
      all.addAll(more);
      return all;
    }

    private boolean awaited(String zone) {
      return !lost.contains(zone) && !silent.contains(zone);
    }

    private boolean unseen(String zone) {
      return silent.contains(zone) || uncertain.contains(zone);
    }

    /** Whether what runs in a zone is seen, and may be changed. */
    boolean isInReach(String zone) {
      return awaited(zone) && !unseen(zone) && !untouched.contains(zone);
    }
  }

  /**
   * What is due, from what is decided and what stands.
   *
   * @param desired by the decision, at most one a zone, zones without replicas left out
   * @param observed what stands there; what does not hold its manifest any more has no template
   * @param closed zones that are not as others
   * @param succession which replicas come and go first
   */
  static Rollout of(
      List<ZoneManifest> desired,
      List<ZoneObservation> observed,
      Closed closed,
      Succession succession) {
    Rollout rollout = new Rollout(desired, observed, closed, succession);
    rollout.fill();
    rollout.leave();
    return rollout;
  }

  /** What zones are to hold that do not hold it yet and may now, growth first. */
  List<ZoneDesired> due() {
    return Stream.concat(growth.stream(), removals.stream()).toList();
  }

  /** Which zones wait for their turn, and for what. */
  RolloutTurn turn() {
    return turn;
  }

  private void sort(ZoneObservation child) {
    if (want.containsKey(child.zone()) && child.surplus()) {
      // Of another kind, or in the cluster that the zone was in; the one that it should have
      // counts.
      leaving.add(child);
      return;
    }
    ZoneObservation elsewhere = have.put(child.zone(), child);
    if (elsewhere != null) {
      leaving.add(elsewhere);
    }
  }

  private int lacking(ZoneManifest d) {
    ZoneObservation child = have.get(d.zone());
    int had = child == null || closed.lost.contains(d.zone()) ? 0 : child.assured();
    return Math.max(0, d.replicas() - had);
  }

  /** What zones get, and what they keep beyond it while others lack it. */
  private void fill() {
    want.values().forEach(this::count);
    for (ZoneManifest d : want.values()) {
      ZoneObservation child = have.get(d.zone());
      if (closed.untouched.contains(d.zone())) {
        continue;
      }
      if (child == null) {
        create(d);
        continue;
      }
      int kept = kept(child, d.replicas());
      lack.cover(kept);
      int replicas = starts.take(d.replicas() + kept, child.replicas());
      if (d.template().equals(child.template()) || succession.held().contains(d.zone())) {
        scale(child, replicas);
      } else {
        renew(d, child, replicas);
      }
    }
  }

  private void create(ZoneManifest d) {
    int replicas = starts.take(d.replicas(), 0);
    if (replicas > 0) {
      growth.add(new DecidedManifest(d, replicas, null));
    }
  }

  private void scale(ZoneObservation child, int replicas) {
    if (child.replicas() != replicas) {
      (replicas > child.replicas() ? growth : removals).add(new StandingManifest(child, replicas));
    }
  }

  /** Gives a zone its new template in its turn; until then what stands there is scaled. */
  private void renew(ZoneManifest d, ZoneObservation child, int replicas) {
    boolean untried = closed.untried.contains(d.zone());
    boolean now = turn.isOf(child);
    if (now) {
      growth.add(new DecidedManifest(d, replicas, child));
    }
    if ((!now || untried) && child.replicas() != replicas) {
      growth.add(new StandingManifest(child, replicas));
    }
    if (now && !untried && closed.awaited(d.zone())) {
      turn.take();
    }
  }

  /** What goes, as far as others do not lack it. */
  private void leave() {
    for (ZoneObservation child : leaving) {
      if (closed.untouched.contains(child.zone())
          || (want.containsKey(child.zone()) && closed.hidden.contains(child.zone()))) {
        continue;
      }
      int kept = kept(child, 0);
      lack.cover(kept);
      if (kept == 0) {
        removals.add(new Absence(child));
      } else if (kept != child.replicas()) {
        removals.add(new StandingManifest(child, kept));
      }
    }
    succession.ending().stream()
        .filter(child -> child.isHeldBack() && !want.containsKey(child.zone()))
        .filter(child -> !closed.untouched.contains(child.zone()))
        .forEach(child -> removals.add(new Absence(child)));
  }

  /** Counts a zone for the turn of the others, unless nobody waits for it. */
  private void count(ZoneManifest d) {
    ZoneObservation child = have.get(d.zone());
    if (child != null && closed.awaited(d.zone())) {
      turn.add(d, child, lacking(d));
    }
  }

  /**
   * Replicas beyond the target that stay until as many others are available; only those that are
   * available themselves, but where nobody knows what runs.
   */
  private int kept(ZoneObservation child, int target) {
    if (succession.oldFirst() || (closed.lost.contains(child.zone()) && !child.surplus())) {
      return 0;
    }
    // What stands beside is made up for in its own zone too.
    int lacking =
        closed.unseen(child.zone()) && !child.surplus()
            ? lack.outside(child.zone())
            : lack.everywhere();
    int most = Math.min(child.replicas() - target, lacking);
    return Math.max(
        0, closed.unseen(child.zone()) ? most : Math.min(most, child.available() - target));
  }
}
