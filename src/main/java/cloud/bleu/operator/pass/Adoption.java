package cloud.bleu.operator.pass;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides for those first that take over what runs: into the room that this has, while all others
 * stand still. All of them at once where each gets all that it asks, so that none takes the room of
 * another. Others are decided in the next pass, which takes nothing over; and before, in a pass
 * that answers a loss or a drain. Who asks for more than runs comes where nobody else is to be
 * decided, or gets what a plan without what runs gives it as well: room that nobody has goes by
 * priority. Lower priorities make room for what is lacking beyond what runs, and for no more.
 */
final class Adoption {

  /**
   * Plans in a pass for several of them, and then for one alone. Where others might make room for
   * one it is the only one: that takes several plans.
   */
  private static final int TOGETHER = 3;

  private static final int ALONE = 3;

  /** So many passes follow each other at once in which others are tried alone. */
  static final int IN_A_ROW = 5;

  /** After so long, once these are over, the next of them comes, if none comes before. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  /** It doubles up to that where facts change before all of them were tried. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  private final AdoptedRooms rooms;
  private final UnaryOperator<List<ProposedDecision>> withholding;

  /** Whether the pass decides for these alone. */
  private boolean isFirst;

  /** Whether some wait for a pass that may do so. */
  private boolean isDue;

  /** Whether the last such pass committed something. */
  private boolean hasAdopted;

  private int turn;

  /** On which none of whom could be decided first, and how many were tried alone. */
  private AdoptionTrial.@Nullable Basis failed;

  private Set<WorkloadId> failedOf = Set.of();
  private int failures;

  /** What was withheld then, so that those it is of made no room. */
  private final List<ProposedDecision> withheld = new ArrayList<>();

  /** Whether a pass follows in which others are tried alone, and how many did so at once. */
  private boolean goesOn;

  private int inRow;

  /** How often facts have changed since then before all were tried. */
  private int restarts;

  Adoption(AdoptedRooms rooms, UnaryOperator<List<ProposedDecision>> withholding) {
    this.rooms = rooms;
    this.withholding = withholding;
  }

  /** Plans a pass for everybody, where what runs is no room of its workload. */
  interface Planning {
    /**
     * The plan.
     *
     * @param waits whether a decision is not to be committed
     */
    PassPlan plan(Predicate<Decision> waits);
  }

  /** Plans for some, and whether what is decided for one of them may be taken. */
  record Candidates(
      PassPlan planned,
      Function<Decision, @Nullable ProposedDecision> change,
      Set<WorkloadId> some,
      Predicate<Decision> taken) {}

  /**
   * What a pass decides.
   *
   * @param planning plans it for everybody; what it decides where nobody takes anything over
   * @param change that a decision makes, null when it makes none
   */
  PassPlan first(Planning planning, Function<Decision, @Nullable ProposedDecision> change) {
    Set<WorkloadId> some = rooms.adoptable();
    boolean turnOfOthers = isFirst;
    isFirst = false;
    isDue = turnOfOthers && !some.isEmpty();
    boolean wentOn = goesOn;
    goesOn = false;
    Predicate<Decision> later = decision -> some.contains(decision.id()) || rooms.waits(decision);
    PassPlan planned = planning.plan(isDue ? later : rooms::waits);
    if (some.isEmpty() || isDue) {
      return planned;
    }
    boolean proposes = planned.proposed().stream().anyMatch(one -> some.contains(one.id()));
    if (answersLoss(planned)) {
      isDue = true;
      return proposes ? planning.plan(later) : planned;
    }
    // Some of them may be the reason why others that are decided change.
    boolean disturbs = inForce(planned).stream().anyMatch(one -> !some.contains(one.id()));
    PassPlan without = proposes && disturbs ? planning.plan(later) : planned;
    PassPlan adopting = tried(candidates(planned, without, change), wentOn);
    isFirst = adopting != null;
    if (adopting != null) {
      rooms.tried(
          adopting.proposed().stream().map(ProposedDecision::id).collect(Collectors.toSet()));
      return adopting;
    }
    // Who goes where nothing of it runs counts once in that plan.
    boolean once = inForce(planned).equals(inForce(without)) || AdoptionTrial.apart(rooms, planned);
    PassPlan others = once ? planned : without;
    isDue = others.proposed().stream().anyMatch(one -> !some.contains(one.id()));
    return others;
  }

  private static boolean answersLoss(PassPlan planned) {
    Set<WorkloadId> proposed =
        planned.proposed().stream().map(ProposedDecision::id).collect(Collectors.toSet());
    return planned.plan().decisions().stream()
        .anyMatch(d -> d.cause() == Decision.Cause.ZoneState && proposed.contains(d.id()));
  }

  /** The changes of what is in force. */
  private Set<ProposedDecision> inForce(PassPlan planned) {
    return planned.proposed().stream()
        .filter(one -> rooms.isDecided(one.id()) && !rooms.takesOver(one.id()))
        .collect(Collectors.toSet());
  }

  /**
   * Those that may come first: where others wait, who asks for no more than runs, or gets no more
   * than the plan for everybody gives it.
   *
   * @param without the plan without those that take over
   */
  private Candidates candidates(
      PassPlan planned, PassPlan without, Function<Decision, @Nullable ProposedDecision> change) {
    Set<WorkloadId> all = rooms.adoptable();
    boolean othersWait = without.proposed().stream().anyMatch(one -> !all.contains(one.id()));
    if (!othersWait) {
      return new Candidates(without, change, all, decision -> true);
    }
    Set<WorkloadId> proposed =
        planned.proposed().stream().map(ProposedDecision::id).collect(Collectors.toSet());
    Map<WorkloadId, Decision> given = new HashMap<>();
    planned.plan().decisions().stream()
        .filter(d -> all.contains(d.id()) && proposed.contains(d.id()) && d.whole())
        .forEach(d -> given.put(d.id(), d));
    Set<WorkloadId> some = new HashSet<>(AdoptionTrial.within(rooms, all));
    some.addAll(given.keySet());
    return new Candidates(
        without,
        change,
        some,
        decision -> !AdoptionTrial.grows(rooms, decision, given.get(decision.id())));
  }

  /**
   * Takes note of what was committed of that.
   *
   * @return after how long another pass is to follow, as not everybody's turn has come yet and
   *     something has come of this one, or some were not tried; null: none is
   */
  @Nullable Duration committed(List<ProposedDecision> changes) {
    boolean adopted = false;
    for (ProposedDecision one : changes) {
      adopted |= rooms.decided(one.id());
    }
    boolean more = isFirst || isDue && (hasAdopted || !changes.isEmpty());
    hasAdopted = isFirst && adopted;
    if (!goesOn) {
      inRow = 0;
      restarts = 0;
    }
    if (more || !goesOn) {
      return more ? Duration.ZERO : null;
    }
    inRow++;
    return inRow <= IN_A_ROW ? Duration.ZERO : pause();
  }

  private Duration pause() {
    Duration pause = PAUSE.multipliedBy(1L << Math.min(Math.max(restarts - 1, 0), 10));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }

  /** None for what came to nothing before. */
  private @Nullable PassPlan tried(Candidates candidates, boolean wentOn) {
    Set<WorkloadId> some = candidates.some();
    if (some.isEmpty()) {
      return null;
    }
    AdoptionTrial.Basis last = failed;
    boolean known =
        last != null
            && failedOf.equals(some)
            && last.holds(rooms)
            && withholding.apply(withheld).size() == withheld.size();
    if (known && failures >= some.size()) {
      return null;
    }
    if (!known) {
      failures = 0;
      withheld.clear();
    }
    PassPlan adopting = known ? null : together(candidates);
    if (adopting == null) {
      adopting = alone(candidates);
    }
    failedOf = some;
    failed = adopting != null ? null : known ? last : AdoptionTrial.Basis.of(rooms);
    goesOn = adopting == null && failures < some.size();
    if (goesOn && wentOn && !known) {
      // What changes with every pass is no reason for one pass after the other.
      inRow = IN_A_ROW;
      restarts++;
    }
    return adopting;
  }

  /** All that get what they ask beside each other. */
  private @Nullable PassPlan together(Candidates candidates) {
    Set<WorkloadId> some = candidates.some();
    for (int round = 0; round < TOGETHER && !some.isEmpty(); round++) {
      AdoptionTrial trial = new AdoptionTrial(rooms.given(some), some, candidates.taken());
      if (trial.decided().equals(some)) {
        return trial.crosses(rooms) ? null : trial.with(candidates.planned(), candidates.change());
      }
      some = trial.decided();
    }
    return null;
  }

  /** The first one of some that gets what it asks, if need be because others make room. */
  private @Nullable PassPlan alone(Candidates candidates) {
    int before = failures;
    for (WorkloadId id : next(candidates.some())) {
      Set<WorkloadId> lower = AdoptionTrial.lower(rooms, id);
      if (!lower.isEmpty() && failures > before) {
        // It has the next pass for itself.
        return null;
      }
      turn++;
      failures++;
      PassPlan one = alone(candidates, id, lower);
      if (one != null || !lower.isEmpty()) {
        return one;
      }
    }
    return null;
  }

  private @Nullable PassPlan alone(Candidates candidates, WorkloadId id, Set<WorkloadId> lower) {
    Set<WorkloadId> own = Set.of(id);
    PassPlan one =
        new AdoptionTrial(rooms.given(own), own, candidates.taken())
            .with(candidates.planned(), candidates.change());
    return one == null ? AdoptionTrial.evicting(rooms, candidates, id, lower, this::withhold) : one;
  }

  /** Those changes that give room back and cannot be committed. */
  private List<ProposedDecision> withhold(List<ProposedDecision> changes) {
    List<ProposedDecision> some = withholding.apply(changes);
    withheld.addAll(some);
    return some;
  }

  /** Some of them, each time others, so that a pass is not as long as there are workloads. */
  private List<WorkloadId> next(Set<WorkloadId> all) {
    List<WorkloadId> order = new ArrayList<>(new TreeSet<>(all));
    turn %= order.size();
    Collections.rotate(order, -turn);
    return order.subList(0, Math.min(ALONE, order.size()));
  }
}
