package cloud.bleu.assess.wave;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What moves at once.
 *
 * @param number counted from 1
 * @param name what people call it; null: nothing
 * @param date null: nobody has set one
 * @param groups that may not be apart, each sorted
 * @param reasons why people want each group together, in the order of the groups; empty for a group
 *     of which nobody says why
 * @param outcomes one for each workload, in the order of the groups
 * @param obstacles what stands in its way, then what somebody has to look at
 * @param rollBack what must still be there to go back, one a line
 * @param facts when facts of the target let it go; null: nothing of it is to be placed, or no
 *     target was given
 */
public record Wave(
    int number,
    @Nullable String name,
    @Nullable LocalDate date,
    List<List<String>> groups,
    List<String> reasons,
    List<WaveOutcome> outcomes,
    List<Obstacle> obstacles,
    List<String> rollBack,
    @Nullable WaveFacts facts) {

  public Wave {
    groups = List.copyOf(groups);
    reasons = List.copyOf(reasons);
    outcomes = List.copyOf(outcomes);
    obstacles = List.copyOf(obstacles);
    rollBack = List.copyOf(rollBack);
  }

  /** Its number, and what people call it. */
  public String title() {
    return name == null ? String.valueOf(number) : number + " (" + name + ")";
  }

  /** What keeps it from moving. */
  public List<Obstacle> stops() {
    return obstacles.stream().filter(Obstacle::stops).toList();
  }

  /** What keeps nothing from moving, and somebody has to look at. */
  public List<Obstacle> looks() {
    return obstacles.stream().filter(o -> !o.stops()).toList();
  }

  /** Whether the target holds all of it, but for what goes with its nodes and is not in the way. */
  public boolean hasMoved() {
    return stops().isEmpty() && isThere(outcomes);
  }

  /** Whether the target holds something of a wave, and nothing of it is still to place. */
  static boolean isThere(List<WaveOutcome> outcomes) {
    return outcomes.stream().allMatch(WaveOutcome::isDone)
        && outcomes.stream().anyMatch(l -> l.state() == WaveOutcome.State.Moved);
  }

  /** Whether there is nothing to do for it but to have nodes. */
  boolean goesWithNodes() {
    return stops().isEmpty()
        && outcomes.stream().allMatch(l -> l.state() == WaveOutcome.State.NoDraft);
  }
}
