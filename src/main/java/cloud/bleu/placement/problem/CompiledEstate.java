package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What of an estate depends on zones and on what workloads ask for, and not on where they stand. It
 * is taken over from another estate where the zones are the same and workloads ask for the same.
 */
public final class CompiledEstate {
  public final ResourceColumns columns;
  public final LossEvents events;
  public final List<CompiledWorkload> compiledWorkloads = new ArrayList<>();

  /** The lowest priority that a workload states; what one inherits is never lower. */
  public final int lowestPriority;

  private final List<Quantities> requests;
  private final List<List<Workload.Tolerate>> tolerated;

  /** By workload: its number in the estate before if all that is compiled of it is the same. */
  private final int[] before;

  /** The time in which all that the rules say of its workloads is so, if nothing else changes. */
  private final Window window;

  /** Stands for this one where nobody is to hold on to it. */
  private final Object mark = new Object();

  private final @Nullable Object tookFrom;

  /**
   * Of an estate.
   *
   * @param last of an estate with the same zones, null for none
   */
  public CompiledEstate(Topology topology, @Nullable CompiledEstate last) {
    List<Workload> workloads = topology.estate.workloads();
    tookFrom = last == null ? null : last.mark;
    if (last != null && last.areAsked(workloads)) {
      requests = last.requests;
      tolerated = last.tolerated;
    } else {
      requests = different(workloads, Workload::requests);
      tolerated = different(workloads, Workload::tolerate);
    }
    CompiledEstate columned = last != null && last.requests.equals(requests) ? last : null;
    CompiledEstate evented = last != null && last.tolerated.equals(tolerated) ? last : null;
    columns = columned != null ? columned.columns : new ResourceColumns(topology, requests);
    events = evented != null ? evented.events : new LossEvents(topology, tolerated);
    List<CompiledWorkload> others = last == null ? List.of() : last.compiledWorkloads;
    boolean whole = columned != null && evented != null;
    Window ofAll = last != null && topology.ruledAsBefore(last.window) ? last.window : null;
    before = new int[workloads.size()];
    Window now = ofAll == null ? topology.day : ofAll;
    int lowest = Integer.MAX_VALUE;
    int next = 0;
    for (Workload workload : workloads) {
      int number = compiledWorkloads.size();
      lowest = Math.min(lowest, workload.priority().value());
      next = find(workload, others, next);
      CompiledWorkload same =
          next < others.size() && others.get(next).workload == workload ? others.get(next) : null;
      CompiledWorkload ruled =
          same != null && (ofAll != null || topology.ruledAsBefore(same.allowed.window()))
              ? same
              : null;
      AllowedZones allowed = ruled == null ? new AllowedZones(topology, workload) : ruled.allowed;
      now = ofAll != null && ruled != null ? now : now.with(allowed.window());
      before[number] = whole && ruled != null ? next : -1;
      compiledWorkloads.add(
          whole && ruled != null
              ? new CompiledWorkload(number, ruled, topology)
              : new CompiledWorkload(number, workload, allowed, topology, columns, events));
      next += same == null ? 0 : 1;
    }
    window = now;
    lowestPriority = lowest;
    WorkloadRelations.tie(compiledWorkloads, topology);
  }

  /** Whether as many workloads ask for the same, and against the same losses, one by one. */
  private boolean areAsked(List<Workload> workloads) {
    boolean same = workloads.size() == compiledWorkloads.size();
    for (int i = 0; same && i < workloads.size(); i++) {
      Workload workload = workloads.get(i);
      Workload own = compiledWorkloads.get(i).workload;
      same =
          workload == own
              || workload.requests().equals(own.requests())
                  && workload.tolerate().equals(own.tolerate());
    }
    return same;
  }

  private static <T> List<T> different(List<Workload> workloads, Function<Workload, T> asked) {
    Set<T> all = new LinkedHashSet<>();
    workloads.forEach(workload -> all.add(asked.apply(workload)));
    return List.copyOf(all);
  }

  /**
   * The number of a workload in the estate before, if all that is compiled of it is the same; -1 if
   * not.
   */
  public int before(int number) {
    return before[number];
  }

  /** Whether another one is the one of the estate before. */
  public boolean tookFrom(CompiledEstate other) {
    return other.mark == tookFrom;
  }

  /** The first from a position on that does not come before a workload in the order of names. */
  private static int find(Workload workload, List<CompiledWorkload> last, int from) {
    int next = from;
    while (next < last.size()
        && last.get(next).workload != workload
        && last.get(next).workload.id().compareTo(workload.id()) < 0) {
      next++;
    }
    return next;
  }
}
