package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The losses that somebody in the estate is protected against, each a distinct set of zones, and
 * which of them each workload answers for. It outlives the topology that it was made from, and
 * keeps no reference to one.
 */
public final class LossEvents {
  private final List<BitSet> masks = new ArrayList<>();
  private final Map<BitSet, Integer> numbers = new HashMap<>();
  private final Map<List<Workload.Tolerate>, ProtectedEvents> byEntries = new HashMap<>();

  /**
   * Of lists of entries.
   *
   * @param tolerated different ones, in the order of the workloads that state them first
   */
  LossEvents(Topology topology, List<List<Workload.Tolerate>> tolerated) {
    Map<List<Workload.Tolerate>, List<Named>> named = new HashMap<>();
    for (List<Workload.Tolerate> entries : tolerated) {
      named.put(entries, number(topology, entries));
    }
    named.forEach((entries, list) -> byEntries.put(entries, protectedEvents(topology, list)));
  }

  /** How many losses there are; they are numbered from 0. */
  public int count() {
    return masks.size();
  }

  /** Whether a zone is lost in an event. */
  public boolean holds(int event, int zone) {
    return masks.get(event).get(zone);
  }

  /** The number of the event that takes exactly these zones, -1 where nobody is protected. */
  public int number(BitSet zones) {
    return numbers.getOrDefault(zones, -1);
  }

  /** The zones that an event takes, a set of its own. */
  public BitSet zones(int event) {
    return (BitSet) masks.get(event).clone();
  }

  /**
   * Whether the entries name no loss but those that were known from the start.
   *
   * @param topology of zones that lie as those from the start
   */
  public boolean knows(Topology topology, List<Workload.Tolerate> entries) {
    return byEntries.containsKey(entries)
        || name(topology, entries).stream().allMatch(named -> numbers.containsKey(named.mask));
  }

  /** What an entry list protects against, whose losses are all known. */
  ProtectedEvents of(Topology topology, List<Workload.Tolerate> entries) {
    return byEntries.computeIfAbsent(entries, e -> protectedEvents(topology, name(topology, e)));
  }

  /** What one list of {@code tolerate} entries protects against, sorted by event. */
  public static final class ProtectedEvents {
    public final ProtectedEvent[] list;

    /** By event of the estate: which protected event answers for it, -1 for none. */
    private final int[] answering;

    /** By zone: the protected events of events that hold it. */
    private final ProtectedEvent[][] around;

    private final Map<Contingency.Event, Integer> numbers = new HashMap<>();
    private final List<Named> named;

    /** By zone: losses that take it and that a protected event answers for, whoever names them. */
    private final List<List<Answered>> losses = new ArrayList<>();

    private record Answered(BitSet zones, ProtectedEvent by) {}

    private ProtectedEvents(
        Topology topology, ProtectedEvent[] list, List<Named> named, int[] answering) {
      int zones = topology.size;
      this.list = list;
      this.named = named;
      this.answering = answering;
      this.around = new ProtectedEvent[zones][];
      for (int g = 0; g < list.length; g++) {
        numbers.put(list[g].event, g);
      }
      for (int z = 0; z < zones; z++) {
        int zone = z;
        around[z] = Arrays.stream(list).filter(g -> g.holds(zone)).toArray(ProtectedEvent[]::new);
        losses.add(new ArrayList<>());
      }
      Set<Scope> scopes = new LinkedHashSet<>(topology.lossScopes());
      named.forEach(each -> scopes.add(each.name.scope()));
      for (Scope scope : scopes) {
        for (BitSet lost : values(topology, scope)) {
          int by = answering(lost);
          if (by >= 0) {
            lost.stream().forEach(z -> losses.get(z).add(new Answered(lost, list[by])));
          }
        }
      }
    }

    /**
     * The protected events that answer for a loss that happened, whoever names it: one of a zone, a
     * site, a region, a provider or a hazard, of which every zone is lost.
     *
     * @param zone one that each of these losses takes
     */
    public List<ProtectedEvent> happened(int zone, IntPredicate lost) {
      return losses.get(zone).stream()
          .filter(loss -> loss.zones.stream().allMatch(lost))
          .map(Answered::by)
          .toList();
    }

    /** The protected event of an event, -1 for none. */
    public int number(Contingency.Event event) {
      return numbers.getOrDefault(event, -1);
    }

    /** The protected events of events that hold a zone. */
    public ProtectedEvent[] around(int zone) {
      return around[zone];
    }

    /**
     * The protected event whose moves count when that event happens: its own, else the smallest
     * around, of several as small the first in the order of the entries.
     */
    public int answering(int event) {
      return event < answering.length ? answering[event] : -1;
    }

    /** The same for zones that are lost together, whether or not they are an event of anybody's. */
    public int answering(BitSet zones) {
      return smallestAround(zones, named);
    }
  }

  /**
   * Zones that entries name.
   *
   * @param order its place in the order of the entries
   */
  private record Named(
      BitSet mask, Contingency.Event name, List<Workload.Tolerate> entries, int order) {

    /** Whether it answers for zones that both contain: the smaller one, or the first as small. */
    boolean isBefore(Named other) {
      int larger = mask.cardinality() - other.mask.cardinality();
      return larger < 0 || larger == 0 && order < other.order;
    }
  }

  private static List<Named> name(Topology topology, List<Workload.Tolerate> entries) {
    List<Named> values = new ArrayList<>();
    for (Workload.Tolerate entry : entries) {
      Domains domains = topology.domains(entry.of());
      List<BitSet> masks = values(topology, entry.of());
      for (int d = 0; d < masks.size(); d++) {
        Named value =
            new Named(
                masks.get(d),
                new Contingency.Event(entry.of(), domains.values[d]),
                List.of(entry),
                values.size());
        merge(values, value);
      }
    }
    List<Named> all = new ArrayList<>(values);
    for (int z = 0; z < topology.known; z++) {
      Named smallest = null;
      for (Named value : values) {
        if (value.mask.get(z) && (smallest == null || value.isBefore(smallest))) {
          smallest = value;
        }
      }
      if (smallest != null && smallest.mask.cardinality() > 1) {
        BitSet mask = new BitSet();
        mask.set(z);
        all.add(
            new Named(
                mask,
                new Contingency.Event(Scope.ZONE, topology.names[z]),
                smallest.entries,
                smallest.order));
      }
    }
    all.sort(Comparator.comparing(Named::name));
    return all;
  }

  /** The zones of each value of a scope. */
  private static List<BitSet> values(Topology topology, Scope scope) {
    Domains domains = topology.domains(scope);
    List<BitSet> values = new ArrayList<>();
    for (int d = 0; d < domains.count(); d++) {
      values.add(new BitSet());
    }
    for (int z = 0; z < topology.known; z++) {
      if (domains.of(z) >= 0) {
        values.get(domains.of(z)).set(z);
      }
    }
    return values;
  }

  private List<Named> number(Topology topology, List<Workload.Tolerate> entries) {
    List<Named> all = name(topology, entries);
    for (Named named : all) {
      numbers.computeIfAbsent(
          named.mask,
          m -> {
            masks.add(m);
            return masks.size() - 1;
          });
    }
    return all;
  }

  private static void merge(List<Named> values, Named added) {
    for (int i = 0; i < values.size(); i++) {
      Named old = values.get(i);
      if (old.mask.equals(added.mask)) {
        List<Workload.Tolerate> both = new ArrayList<>(old.entries);
        both.addAll(added.entries);
        values.set(i, new Named(old.mask, old.name, both, old.order));
        return;
      }
    }
    values.add(added);
  }

  private ProtectedEvents protectedEvents(Topology topology, List<Named> named) {
    int[] answering = new int[masks.size()];
    List<List<Integer>> charged = new ArrayList<>();
    for (Named own : named) {
      charged.add(new ArrayList<>(List.of(number(own.mask))));
    }
    for (int e = 0; e < masks.size(); e++) {
      answering[e] = smallestAround(masks.get(e), named);
      if (answering[e] >= 0 && !named.get(answering[e]).mask.equals(masks.get(e))) {
        charged.get(answering[e]).add(e);
      }
    }
    ProtectedEvent[] list = new ProtectedEvent[named.size()];
    for (int g = 0; g < list.length; g++) {
      Named own = named.get(g);
      boolean[] inside = new boolean[topology.size];
      own.mask.stream().forEach(z -> inside[z] = true);
      list[g] =
          new ProtectedEvent(g, number(own.mask), own.name, inside, own.entries, charged.get(g));
    }
    return new ProtectedEvents(topology, list, named, answering);
  }

  private static int smallestAround(BitSet event, List<Named> named) {
    int best = -1;
    for (int g = 0; g < named.size(); g++) {
      if (liesIn(event, named.get(g).mask)
          && (best < 0 || named.get(g).isBefore(named.get(best)))) {
        best = g;
      }
    }
    return best;
  }

  /** Whether all zones of an event are among others. */
  public static boolean liesIn(BitSet event, BitSet mask) {
    for (int z = event.nextSetBit(0); z >= 0; z = event.nextSetBit(z + 1)) {
      if (!mask.get(z)) {
        return false;
      }
    }
    return true;
  }
}
