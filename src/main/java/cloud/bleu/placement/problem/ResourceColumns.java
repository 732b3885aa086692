package cloud.bleu.placement.problem;

import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What zones have and replicas ask, as numbered columns: one for each resource that somebody asks
 * for, and one for each request shape whose replicas nodes bound (a total lies about fragments).
 */
public final class ResourceColumns {
  /** No zone has more in a column: a few such amounts add up. */
  static final long LIMIT = 1L << 56;

  /**
   * A zone that is cut at {@link #LIMIT} holds more replicas than there are of whoever asks for so
   * much.
   */
  private static final long SMALL = LIMIT >> 20;

  /** More than any zone has: amounts are cut here, and so never fit. */
  private static final long MORE = LIMIT + 1;

  private final Map<String, Integer> resources = new HashMap<>();
  private final Map<Quantities, Integer> shapes = new HashMap<>();
  final String[] names;
  public final int count;

  /** By zone and column, in the unit of the column. */
  public final long[] capacity;

  /**
   * By zone and column: what workloads ask that run on in a zone while nobody knows how much of it
   * they use.
   */
  public final long[] outgrown;

  /**
   * By column: its unit is two to this power. 0 unless a zone has more than {@link #LIMIT} and
   * somebody asks for a part of it that is not {@link #SMALL}.
   */
  private final int[] shift;

  /**
   * Of requests.
   *
   * @param requests different ones, in the order of the workloads that ask first
   */
  ResourceColumns(Topology topology, List<Quantities> requests) {
    TreeSet<String> asked = new TreeSet<>();
    for (Quantities request : requests) {
      asked.addAll(request.amounts().keySet());
    }
    List<String> all = new ArrayList<>(asked);
    all.forEach(r -> resources.put(r, resources.size()));
    List<Quantities> bounded = new ArrayList<>();
    for (Quantities request : requests) {
      if (bounded(topology, request)) {
        shapes.put(request, all.size());
        bounded.add(request);
        all.add("slots");
      }
    }
    names = all.toArray(new String[0]);
    count = names.length;
    capacity = new long[topology.size * count];
    outgrown = new long[topology.size * count];
    shift = new int[count];
    for (int c = 0; c < asked.size(); c++) {
      shift[c] = shift(topology, requests, names[c]);
    }
    for (int z = 0; z < topology.known; z++) {
      Zone zone = topology.zone(z);
      if (zone.state() == ZoneState.Lost) {
        continue;
      }
      Quantities usable = topology.usable(z);
      for (int c = 0; c < asked.size(); c++) {
        capacity[z * count + c] = Math.min(LIMIT, usable.get(names[c]) >> shift[c]);
        outgrown[z * count + c] = amount(zone.capacity().outgrown(), c);
      }
      for (int s = 0; s < bounded.size(); s++) {
        capacity[z * count + asked.size() + s] = zone.capacity().slots(bounded.get(s));
      }
    }
  }

  /** The power of two in which a resource is counted: 0 where no amount of it is too large. */
  private static int shift(Topology topology, List<Quantities> requests, String resource) {
    long most = 0;
    for (int z = 0; z < topology.known; z++) {
      most = Math.max(most, topology.usable(z).get(resource));
    }
    long largest = 0;
    for (Quantities request : requests) {
      long amount = request.get(resource);
      largest = amount <= most ? Math.max(largest, amount) : largest;
    }
    int shift = 0;
    while (most >> shift > LIMIT && largest >> shift > SMALL) {
      shift++;
    }
    return shift;
  }

  /** The columns that a replica of this request uses. */
  int[] of(Quantities request) {
    List<Integer> used = new ArrayList<>();
    request
        .amounts()
        .forEach(
            (r, amount) -> {
              if (amount > 0) {
                used.add(resources.get(r));
              }
            });
    Integer shape = shapes.get(request);
    if (shape != null) {
      used.add(shape);
    }
    return used.stream().mapToInt(Integer::intValue).toArray();
  }

  /** How much of each of {@link #of} a replica uses. */
  long[] amounts(Quantities request) {
    int[] columns = of(request);
    long[] amounts = new long[columns.length];
    for (int i = 0; i < columns.length; i++) {
      amounts[i] = columns[i] < resources.size() ? amount(request, columns[i]) : 1;
    }
    return amounts;
  }

  /** In the unit of the column, rounded up. */
  private long amount(Quantities request, int column) {
    long amount = request.get(names[column]);
    long whole = amount >> shift[column];
    return Math.min(MORE, whole << shift[column] < amount ? whole + 1 : whole);
  }

  /** {@code count × amount}; of what is more than any zone has, one more than that. */
  public static long times(long count, long amount) {
    return count == 0 || amount <= LIMIT / count ? count * amount : MORE;
  }

  private static boolean bounded(Topology topology, Quantities request) {
    for (int z = 0; z < topology.known; z++) {
      int slots = topology.zone(z).capacity().whole().slots(request);
      if (slots > 0 && slots < Integer.MAX_VALUE) {
        return true;
      }
    }
    return false;
  }
}
