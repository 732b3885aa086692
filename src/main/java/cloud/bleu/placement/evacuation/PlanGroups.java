package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes an evacuation plan in groups. {@link WrittenPlan} reads them back to the plan as it was;
 * where a group cannot say something, the moves are written one by one.
 */
public final class PlanGroups {

  /** From so many zones on that are answered alike they are "the others", and not named. */
  static final int NAMED_ZONES = 12;

  /**
   * How many groups are tried for a loss whose targets are no group's yet: neighbours by event are
   * the likeliest to differ only by what they take. Without a bound, losses of which none resembles
   * another would each be compared with all before it.
   */
  static final int TRIED = 16;

  /**
   * How many characters of a plan are read with ease, loss by loss. A longer plan is written in the
   * order of choice if that is shorter: then each loss is to be read along one long list.
   */
  static final int READ_WITH_EASE = 8_000;

  /**
   * The search for orders looks at so many places, targets and claims of one plan. What it has not
   * found by then is written loss by loss.
   */
  static final long MOST_LOOKS = 20_000_000;

  private final NavigableMap<String, Integer> inUse;

  /** Zones that losses take, of those whose targets a group can say; in the order of events. */
  private final Map<Contingency.Event, Set<String>> from = new LinkedHashMap<>();

  private final Map<Alike, List<Members>> alike = new HashMap<>();

  /** The group that these very targets joined last, however long ago. */
  private final Map<Same, Members> bySame = new HashMap<>();

  private final List<Members> groups = new ArrayList<>();

  private final NestedLosses nested;

  /** What losses of one group have in common, beside their targets. */
  private record Alike(List<Contingency.Eviction> evicts, @Nullable Integer keeps) {}

  private record Same(Alike alike, List<WrittenPlan.Run> runs) {}

  private record Members(
      Alike alike,
      SharedTargets to,
      ApartZones apart,
      List<String> zones,
      List<Contingency> losses) {}

  private PlanGroups(List<Contingency> sorted, List<Assignment> assignments, boolean inOrder) {
    inUse = WrittenPlan.inUse(assignments);
    Set<Contingency.Event> said = new HashSet<>();
    if (inOrder) {
      for (OrderedLosses order : OrderedLosses.of(sorted, inUse, new LookBudget(MOST_LOOKS))) {
        add(order);
        said.addAll(order.events());
      }
    }
    for (Contingency one : sorted) {
      if (!said.contains(one.event())) {
        add(one);
      }
    }
    nested = new NestedLosses(from);
  }

  /**
   * The groups of a plan, in the order of the first event of each.
   *
   * @param assignments of the same decision
   */
  public static List<LossGroup> of(List<Contingency> contingency, List<Assignment> assignments) {
    if (contingency.isEmpty()) {
      return List.of();
    }
    List<Contingency> sorted = new ArrayList<>(contingency);
    sorted.sort(Comparator.comparing(Contingency::event));
    List<LossGroup> grouped = grouped(sorted, assignments);
    long length = WrittenLength.of(grouped);
    if (length > READ_WITH_EASE) {
      List<LossGroup> inOrder = inOrder(sorted, assignments);
      if (WrittenLength.of(inOrder) < length && isReadAs(sorted, inOrder, assignments)) {
        return inOrder;
      }
    }
    return isReadAs(sorted, grouped, assignments)
        ? grouped
        : sorted.stream().map(PlanGroups::alone).toList();
  }

  /**
   * The groups alone, whether they are read back or not. They are where each event is there once.
   */
  static List<LossGroup> grouped(List<Contingency> sorted, List<Assignment> assignments) {
    return new PlanGroups(sorted, assignments, false).groups();
  }

  /** The groups of losses that chose their targets in one order, and those of the others. */
  static List<LossGroup> inOrder(List<Contingency> sorted, List<Assignment> assignments) {
    return new PlanGroups(sorted, assignments, true).groups();
  }

  private static boolean isReadAs(
      List<Contingency> sorted, List<LossGroup> groups, List<Assignment> assignments) {
    try {
      return WrittenPlan.contingency(groups, assignments).equals(sorted);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** One loss with its moves one by one: what nothing else can say. */
  private static LossGroup alone(Contingency c) {
    return new LossGroup(
        List.of(),
        false,
        List.of(new LossGroup.Loss(c.event(), List.of(), c.moves())),
        List.of(),
        c.evicts(),
        c.keeps());
  }

  private void add(OrderedLosses order) {
    SharedTargets to = new SharedTargets(order.to(), Set.of(), true);
    List<Contingency.Eviction> evicts = order.losses().get(0).loss().evicts();
    Members members =
        new Members(
            new Alike(evicts, null), to, order.apart(), new ArrayList<>(), new ArrayList<>());
    for (OrderedLosses.Lost one : order.losses()) {
      Contingency c = one.loss();
      from.put(c.event(), one.takes());
      if (c.event().scope().equals(Scope.ZONE)) {
        members.zones.add(c.event().value());
      } else {
        members.losses.add(c);
      }
    }
    groups.add(members);
  }

  private void add(Contingency c) {
    Set<String> zones = new TreeSet<>();
    c.moves().forEach(move -> zones.add(move.from()));
    List<WrittenPlan.Run> runs = runs(c.moves());
    boolean itself = zones.isEmpty() || zones.equals(Set.of(c.event().value()));
    boolean said =
        runs.stream().noneMatch(run -> zones.contains(run.zone()))
            && new Takeover(runs.iterator(), () -> {})
                .moves(zones, inUse, Map.of())
                .equals(c.moves());
    boolean ofZone = said && itself && c.event().scope().equals(Scope.ZONE);
    if (said) {
      from.put(c.event(), zones);
    }
    Set<String> lost = ofZone ? Set.of(c.event().value()) : zones;
    SharedTargets targets =
        said
            ? new SharedTargets(runs, lost, given(lost) == moved(c))
            : new SharedTargets(List.of(), Set.of(), false);
    Members members = members(new Alike(c.evicts(), c.keeps()), targets);
    if (ofZone) {
      members.zones.add(c.event().value());
    } else {
      members.losses.add(c);
    }
  }

  private int given(Set<String> lost) {
    return lost.stream().mapToInt(zone -> inUse.getOrDefault(zone, 0)).sum();
  }

  private static int moved(Contingency c) {
    return c.moves().stream().mapToInt(Contingency.Move::replicas).sum();
  }

  /** The group that these targets join, or a new one. */
  private Members members(Alike key, SharedTargets targets) {
    Same same = new Same(key, targets.runs());
    Members known = bySame.get(same);
    if (known != null && known.to.join(targets)) {
      return known;
    }
    List<Members> before = alike.computeIfAbsent(key, k -> new ArrayList<>());
    for (Members members : before.subList(Math.max(0, before.size() - TRIED), before.size())) {
      if (members.to.join(targets)) {
        bySame.put(same, members);
        return members;
      }
    }
    Members first =
        new Members(key, targets, ApartZones.NONE, new ArrayList<>(), new ArrayList<>());
    bySame.put(same, first);
    before.add(first);
    groups.add(first);
    return first;
  }

  /** Who takes over, in the order of the moves; neighbours that are the same zone are one. */
  private static List<WrittenPlan.Run> runs(List<Contingency.Move> moves) {
    List<WrittenPlan.Run> runs = new ArrayList<>();
    for (Contingency.Move move : moves) {
      int last = runs.size() - 1;
      if (last >= 0 && runs.get(last).zone().equals(move.to())) {
        runs.set(last, new WrittenPlan.Run(move.to(), runs.get(last).replicas() + move.replicas()));
      } else {
        runs.add(new WrittenPlan.Run(move.to(), move.replicas()));
      }
    }
    return runs;
  }

  private List<LossGroup> groups() {
    Members others = others();
    List<LossGroup> written = new ArrayList<>();
    for (Members members : groups) {
      SharedTargets to = members.to;
      written.add(
          new LossGroup(
              members == others ? List.of() : members.zones,
              members == others,
              members.losses.stream().map(this::loss).toList(),
              WrittenTargets.of(to.runs(), inUse.keySet(), to.lostByAll()),
              members.apart.written(from, inUse.keySet()),
              members.alike.evicts,
              members.alike.keeps));
    }
    return written;
  }

  /** The group whose zones are all that no other one names; null if they are to be named. */
  private @Nullable Members others() {
    Members most = null;
    Set<String> unnamed = new HashSet<>(inUse.keySet());
    for (Members members : groups) {
      most = most == null || members.zones.size() > most.zones.size() ? members : most;
      for (Contingency c : members.losses) {
        if (c.event().scope().equals(Scope.ZONE)) {
          unnamed.remove(c.event().value());
        }
      }
    }
    if (most == null || most.zones.size() <= NAMED_ZONES) {
      return null;
    }
    for (Members members : groups) {
      if (members != most) {
        members.zones.forEach(unnamed::remove);
      }
    }
    return unnamed.equals(new HashSet<>(most.zones)) ? most : null;
  }

  private LossGroup.Loss loss(Contingency c) {
    Set<String> zones = from.get(c.event());
    return zones == null
        ? new LossGroup.Loss(c.event(), List.of(), c.moves())
        : new LossGroup.Loss(c.event(), nested.taken(c.event()), List.of());
  }
}
