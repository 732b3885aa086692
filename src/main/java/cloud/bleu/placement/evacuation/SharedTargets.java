package cloud.bleu.placement.evacuation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which targets take over on several losses that are answered alike. A target that is lost itself
 * is passed over. A loss that has no more to give leaves the rest of the targets untouched.
 */
final class SharedTargets {

  /** So many targets that losses have in common make one list of theirs worth its reading. */
  private static final int FEWEST_IN_COMMON = 4;

  private List<WrittenPlan.Run> runs;

  /** Zones that each of the losses takes: none of them is named yet. */
  private final Set<String> lostByAll;

  /** Whether every loss has a target for each replica that it takes. */
  private boolean whole;

  /**
   * The targets of one loss.
   *
   * @param lost zones that it takes
   * @param whole whether each replica that it takes has a target
   */
  SharedTargets(List<WrittenPlan.Run> runs, Set<String> lost, boolean whole) {
    this.runs = List.copyOf(runs);
    this.lostByAll = new HashSet<>(lost);
    this.whole = whole;
  }

  List<WrittenPlan.Run> runs() {
    return runs;
  }

  Set<String> lostByAll() {
    return lostByAll;
  }

  /** Takes those of another loss in, if both can be said by one list; false: nothing changed. */
  boolean join(SharedTargets other) {
    int i = 0;
    int shorter = Math.min(runs.size(), other.runs.size());
    while (i < shorter && runs.get(i).equals(other.runs.get(i))) {
      i++;
    }
    if (i == runs.size() && i == other.runs.size()) {
      take(runs, other);
      return true;
    }
    // Most lists have nothing to do with each other: that is seen before anything is copied.
    if (shorter < FEWEST_IN_COMMON
        || i < shorter && passed(runs.get(i), other.runs.get(i), other) == Passed.NEITHER) {
      return false;
    }
    List<WrittenPlan.Run> both = new ArrayList<>(runs.subList(0, i));
    int j = i;
    while (i < runs.size() && j < other.runs.size()) {
      WrittenPlan.Run own = runs.get(i);
      WrittenPlan.Run its = other.runs.get(j);
      if (own.equals(its)) {
        both.add(own);
        i++;
        j++;
        continue;
      }
      Passed passed = passed(own, its, other);
      if (passed == Passed.OWN) {
        both.add(own);
        i++;
      } else if (passed == Passed.ITS) {
        both.add(its);
        j++;
      } else {
        return false;
      }
    }
    List<WrittenPlan.Run> further = runs.subList(i, runs.size());
    List<WrittenPlan.Run> itsFurther = other.runs.subList(j, other.runs.size());
    int inCommon = i + j - both.size();
    if (inCommon < FEWEST_IN_COMMON || !other.isLeft(further) || !isLeft(itsFurther)) {
      return false;
    }
    both.addAll(further);
    both.addAll(itsFurther);
    take(List.copyOf(both), other);
    return true;
  }

  /** Whose target comes next where two lists differ. */
  private enum Passed {
    OWN,
    ITS,
    NEITHER
  }

  /** Which of two targets the losses of the other list pass over: of both, the first by name. */
  private Passed passed(WrittenPlan.Run own, WrittenPlan.Run its, SharedTargets other) {
    boolean ownPassed = other.lostByAll.contains(own.zone());
    boolean itsPassed = lostByAll.contains(its.zone());
    if (ownPassed && (!itsPassed || own.zone().compareTo(its.zone()) < 0)) {
      return Passed.OWN;
    }
    return itsPassed ? Passed.ITS : Passed.NEITHER;
  }

  private void take(List<WrittenPlan.Run> joined, SharedTargets other) {
    runs = joined;
    lostByAll.retainAll(other.lostByAll);
    whole &= other.whole;
  }

  /** Whether targets that come after all of these get nothing from any of these losses. */
  private boolean isLeft(List<WrittenPlan.Run> further) {
    return whole || further.stream().allMatch(run -> lostByAll.contains(run.zone()));
  }
}
