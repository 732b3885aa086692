package cloud.bleu.assess.wave;

import cloud.bleu.assess.dependency.Dependency;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.dependency.DependencyKind;
import cloud.bleu.assess.dependency.Entrance;
import cloud.bleu.assess.dependency.Evidence;
import cloud.bleu.assess.dependency.HeldVolume;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must still be there for a wave to go back. */
final class RollBack {

  private final DependencyGraph graph;
  private final Map<String, Integer> waves;
  private final WaveDays days;

  /**
   * @param waves the number of the wave of each workload
   * @param days in which order the waves move
   */
  RollBack(DependencyGraph graph, Map<String, Integer> waves, WaveDays days) {
    this.graph = graph;
    this.waves = waves;
    this.days = days;
  }

  /** One line for each thing to keep. */
  List<String> of(int wave) {
    Set<String> notes = new LinkedHashSet<>();
    for (HeldVolume volume : graph.volumes()) {
      if (isOf(wave, volume.workload())) {
        notes.add(
            "Keep the source's volume "
                + volume.name()
                + " of "
                + volume.workload()
                + ": what is written after the move is on the target only");
      }
    }
    for (Entrance entrance : graph.entrances()) {
      if (isOf(wave, entrance.workload())) {
        notes.add(
            "Keep what leads to "
                + entrance.workload()
                + " at the source ("
                + entrance.name()
                + "), and lower the TTL of its DNS name a day before");
      }
    }
    for (Dependency d : graph.dependencies()) {
      dependency(wave, d, notes);
    }
    return List.copyOf(notes);
  }

  private void dependency(int wave, Dependency d, Set<String> notes) {
    int from = waves.getOrDefault(d.from(), 0);
    int to = waves.getOrDefault(d.to(), 0);
    if (from == to) {
      return;
    }
    if (d.kind().isDirected()) {
      String calls = d.kind().isNeed() ? " calls it" : " may call it";
      if (from == wave && days.rank(to) < days.rank(wave)) {
        notes.add(
            "Keep "
                + d.to()
                + " of wave "
                + to
                + " reachable from the source: "
                + d.from()
                + calls
                + " from there again");
      }
      if (to == wave && days.rank(from) > days.rank(wave)) {
        notes.add(
            "Keep "
                + d.to()
                + " at the source until wave "
                + from
                + " has moved, or reachable from there: "
                + d.from()
                + calls);
      }
    } else if (d.kind() != DependencyKind.SharesVolume
        && (days.rank(from) < days.rank(to) ? from : to) == wave) {
      for (Evidence evidence : d.evidence()) {
        notes.add(
            "Keep "
                + evidence.found()
                + " in both places until wave "
                + (from == wave ? to : from)
                + " has moved, and change it in both");
      }
    }
  }

  private boolean isOf(int wave, String workload) {
    return waves.getOrDefault(workload, 0) == wave;
  }
}
