package cloud.bleu.translate;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.policy.WaiverStanding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An estate, and everything that was wrong with the objects it was made from. The estate is sound
 * whatever was wrong: a workload in error is left out (frozen, if it runs), a zone in error takes
 * nothing new, what an invalid policy governs is refused every zone.
 *
 * @param problems sorted by object and path
 * @param notes what is legal and still worth knowing, such as a zone without nodes
 * @param waivers how each waiver stands, by namespace and name
 * @param governedBy names of the policies that hold for each workload, sorted
 * @param namespaceRules what holds for any workload of each governed namespace
 * @param breakGlass how the break-glass of each workload stands that has one
 * @param held what of the usable room of zones is taken out of the estate, because something runs
 *     on there that a decision takes away, by zone
 * @param joinsUntil when the first node that joins a zone counts as failed if it is not Ready by
 *     then; null: none joins
 */
public record Translation(
    Estate estate,
    List<Problem> problems,
    List<Problem> notes,
    List<WaiverStanding> waivers,
    SortedMap<WorkloadId, List<String>> governedBy,
    SortedMap<String, List<BoundRule>> namespaceRules,
    SortedMap<WorkloadId, BreakGlassStatus> breakGlass,
    SortedMap<String, Quantities> held,
    @Nullable Instant joinsUntil) {

  /** Of zones of which no room is held, and that no node joins. */
  public Translation(
      Estate estate,
      List<Problem> problems,
      List<Problem> notes,
      List<WaiverStanding> waivers,
      SortedMap<WorkloadId, List<String>> governedBy,
      SortedMap<String, List<BoundRule>> namespaceRules,
      SortedMap<WorkloadId, BreakGlassStatus> breakGlass) {
    this(
        estate,
        problems,
        notes,
        waivers,
        governedBy,
        namespaceRules,
        breakGlass,
        Collections.emptySortedMap(),
        null);
  }

  /** Of workloads without a break-glass. */
  public Translation(
      Estate estate,
      List<Problem> problems,
      List<Problem> notes,
      List<WaiverStanding> waivers,
      SortedMap<WorkloadId, List<String>> governedBy,
      SortedMap<String, List<BoundRule>> namespaceRules) {
    this(estate, problems, notes, waivers, governedBy, namespaceRules, new TreeMap<>());
  }

  public Translation {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
    waivers = List.copyOf(waivers);
  }

  /** A copy with another estate, such as an equal one. */
  public Translation of(Estate equal) {
    return new Translation(
        equal, problems, notes, waivers, governedBy, namespaceRules, breakGlass, held, joinsUntil);
  }

  /** A copy with one more problem. */
  public Translation with(Problem problem) {
    List<Problem> all = new ArrayList<>(problems);
    all.add(problem);
    all.sort(Comparator.comparing(Problem::object).thenComparing(Problem::path));
    return new Translation(
        estate, all, notes, waivers, governedBy, namespaceRules, breakGlass, held, joinsUntil);
  }

  /** A copy with an estate whose zones lack so much of their usable room. */
  public Translation holding(SortedMap<String, Quantities> room, Estate without) {
    return new Translation(
        without,
        problems,
        notes,
        waivers,
        governedBy,
        namespaceRules,
        breakGlass,
        room,
        joinsUntil);
  }

  /** A copy whose nodes that join have this time; null: none joins. */
  Translation joining(@Nullable Instant until) {
    return new Translation(
        estate, problems, notes, waivers, governedBy, namespaceRules, breakGlass, held, until);
  }

  /** What is wrong with one object. */
  public List<Problem> problemsOf(ObjectRef object) {
    return problems.stream().filter(p -> p.object().equals(object)).toList();
  }
}
