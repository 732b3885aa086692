package cloud.bleu.placement.problem;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Geography;
import cloud.bleu.placement.model.Zone;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far zones lie from one another, by number; computed when asked for. */
final class ZoneDistances {
  static final long UNKNOWN = -1;

  /** Round-trip bounds whose graphs are kept. */
  private static final int MOST_GRAPHS = 64;

  private final List<Zone> zones;
  private final Map<String, Integer> numbers;
  private final List<Estate.RoundTrip> measured;

  /** Zones, those included that only a placement names. */
  final int size;

  private final Map<Long, RoundTripGraph> graphs = new HashMap<>();
  private long[] roundTrips = {};
  private long[] metres = {};

  /**
   * Of zones.
   *
   * @param numbers of all zones by name, those of the list first
   */
  ZoneDistances(List<Zone> zones, Map<String, Integer> numbers, List<Estate.RoundTrip> measured) {
    this.zones = zones;
    this.numbers = numbers;
    this.measured = measured;
    this.size = numbers.size();
  }

  /** Microseconds, {@link #UNKNOWN} when neither measured nor to be estimated. */
  long roundTrip(int a, int b) {
    if (roundTrips.length == 0) {
      roundTrips = measureRoundTrips();
    }
    return roundTrips[a * size + b];
  }

  /** Which zones lie within a round trip of at most so many microseconds of each other. */
  RoundTripGraph graph(long mostMicros) {
    if (graphs.size() > MOST_GRAPHS) {
      graphs.clear();
    }
    return graphs.computeIfAbsent(mostMicros, micros -> new RoundTripGraph(this, micros));
  }

  /** Great-circle metres, {@link #UNKNOWN} when a place is not known. */
  long metres(int a, int b) {
    if (metres.length == 0) {
      metres = measureMetres();
    }
    return metres[a * size + b];
  }

  private long[] measureMetres() {
    long[] table = new long[size * size];
    Arrays.fill(table, UNKNOWN);
    for (int a = 0; a < zones.size(); a++) {
      for (int b = 0; b < zones.size(); b++) {
        Long d = a == b ? (Long) 0L : Geography.metres(zones.get(a), zones.get(b));
        table[a * size + b] = d == null ? UNKNOWN : d;
      }
    }
    return table;
  }

  private long[] measureRoundTrips() {
    long[] table = new long[size * size];
    for (int a = 0; a < size; a++) {
      for (int b = 0; b < size; b++) {
        long d = metres(a, b);
        table[a * size + b] =
            a == b ? 0 : d == UNKNOWN ? UNKNOWN : Geography.estimatedRoundTripMicros(d);
      }
    }
    boolean[] set = new boolean[size * size];
    for (Estate.RoundTrip trip : measured) {
      int a = numbers.getOrDefault(trip.from(), -1);
      int b = numbers.getOrDefault(trip.to(), -1);
      if (a >= 0 && b >= 0 && a != b && !set[a * size + b]) {
        table[a * size + b] = trip.micros();
        table[b * size + a] = trip.micros();
        set[a * size + b] = true;
        set[b * size + a] = true;
      }
    }
    return table;
  }
}
