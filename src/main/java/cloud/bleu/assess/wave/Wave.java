package cloud.bleu.assess.wave;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What moves at once.
 *
 * @param number counted from 1
 * @param date null: nobody has set one
 * @param groups that may not be apart, each sorted
 * @param landings one for each workload, in the order of the groups
 * @param obstacles what stands in its way
 * @param rollBack what must still be there to go back, one a line
 */
public record Wave(
    int number,
    @Nullable LocalDate date,
    List<List<String>> groups,
    List<Landing> landings,
    List<Obstacle> obstacles,
    List<String> rollBack) {

  public Wave {
    groups = List.copyOf(groups);
    landings = List.copyOf(landings);
    obstacles = List.copyOf(obstacles);
    rollBack = List.copyOf(rollBack);
  }

  /** Whether the target holds all of it. */
  public boolean hasMoved() {
    return landings.stream()
        .allMatch(l -> l.state() == Landing.State.Moved || l.state() == Landing.State.NoDraft);
  }
}
