package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads placements in force, and remembers what it read: as long as the object is the same one, so
 * is that. For one thread at a time; it holds on to the objects read last.
 */
public final class RememberedPlacements {
  private Map<WorkloadPlacement, Read> known = new IdentityHashMap<>();

  /** What is read of one object, and what is wrong with it. */
  private record Read(@Nullable Placement placement, List<Problem> problems, List<Problem> notes) {}

  /**
   * Reads the placements of one estate.
   *
   * @param moves replicas that rebalancing moved within the hour, by workload; absent: none
   * @param problems takes what is wrong
   * @param notes takes what is legal and still worth knowing
   */
  public Map<WorkloadId, Placement> read(
      List<WorkloadPlacement> objects,
      Map<WorkloadId, Integer> moves,
      List<Problem> problems,
      List<Problem> notes) {
    Map<WorkloadPlacement, Read> next = new IdentityHashMap<>();
    Map<WorkloadId, Placement> placements = new TreeMap<>();
    for (WorkloadPlacement object : objects) {
      Read read = known.get(object);
      read = read == null ? read(object) : read;
      problems.addAll(read.problems);
      notes.addAll(read.notes);
      Placement placement = read.placement;
      if (placement != null) {
        Placement moved = placement.withMoves(moves.getOrDefault(placement.id(), 0));
        placements.putIfAbsent(moved.id(), moved);
        read = moved == placement ? read : new Read(moved, read.problems, read.notes);
      }
      next.put(object, read);
    }
    known = next;
    return placements;
  }

  private static Read read(WorkloadPlacement object) {
    List<Problem> problems = new ArrayList<>();
    List<Problem> notes = new ArrayList<>();
    Placement placement =
        PlacementTranslator.translate(
            object, 0, new Findings(ObjectRef.of(object), problems, notes));
    return new Read(placement, List.copyOf(problems), List.copyOf(notes));
  }
}
