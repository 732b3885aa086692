package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload.Objective;
import cloud.bleu.placement.estate.Workload.Rebalance.Mode;
import cloud.bleu.placement.model.Assignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Moves for the objective where rules, room and prices alone decide, against the prices of the
 * zones: each saves 5 % of what a replica costs in the cheapest zone that the workload may use, the
 * one that saves most comes first, and none that is worth it is left while the hour has a move.
 */
class ObjectiveGainTest {
  private static final int SEEDS = Campaign.size("bleu.gain", 2_000);

  @Test
  void movesAreThoseThatAreWorthIt() {
    List<String> wrong = new ArrayList<>();
    int moving = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Instance instance = new Instance(new Random(seed));
      int[] is = instance.next();
      int[] expected = instance.improved();
      moving += Arrays.equals(expected, instance.x) ? 0 : 1;
      // Zones of one price are as good as each other.
      if (instance.cost(is) != instance.cost(expected)
          || instance.moves(is) != instance.moves(expected)) {
        wrong.add(
            "seed %d: %s, not %s, of %s"
                .formatted(seed, Arrays.toString(is), Arrays.toString(expected), instance));
      }
    }
    assertEquals(List.of(), wrong, wrong.size() + " of " + SEEDS + ", " + moving + " move");
    assertEquals(true, moving > SEEDS / 4, moving + " of " + SEEDS + " move");
  }

  /**
   * Hour by hour it costs less, until no move is worth it; no zone that was left is entered again.
   */
  @Test
  void movesEnd() {
    List<String> wrong = new ArrayList<>();
    int hours = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Instance instance = new Instance(new Random(seed));
      boolean[] left = new boolean[instance.x.length];
      int[] is = instance.next();
      for (; !Arrays.equals(is, instance.x); is = instance.next()) {
        hours++;
        boolean falls = instance.cost(is) < instance.cost(instance.x);
        boolean returns = false;
        for (int z = 0; z < left.length; z++) {
          returns |= left[z] && is[z] > instance.x[z];
          left[z] |= is[z] < instance.x[z];
        }
        if (!falls || returns) {
          wrong.add("seed %d: %s, of %s".formatted(seed, Arrays.toString(is), instance));
          break;
        }
        instance = instance.at(is);
      }
      if (!Arrays.equals(instance.improved(), instance.x)) {
        wrong.add("seed %d: no rest in %s".formatted(seed, instance));
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(true, hours > SEEDS / 2, hours + " hours with moves");
  }

  /** One workload that runs where it may, in two to five zones of which some state no price. */
  private static final class Instance {
    private final boolean[] allowed;
    private final Integer[] stated;
    private final int[] room;
    private final int[] x;
    private final int moves;
    private final boolean carbon;

    Instance(Random random) {
      int zones = 2 + random.nextInt(4);
      int most = random.nextBoolean() ? 12 : 120;
      carbon = random.nextBoolean();
      moves = 1 + random.nextInt(4);
      allowed = new boolean[zones];
      stated = new Integer[zones];
      room = new int[zones];
      x = new int[zones];
      for (int z = 0; z < zones; z++) {
        allowed[z] = z == 0 || random.nextInt(4) > 0;
        stated[z] = random.nextInt(8) == 0 ? null : (Integer) random.nextInt(most);
        room[z] = random.nextInt(6);
        x[z] = allowed[z] ? random.nextInt(room[z] + 1) : 0;
      }
    }

    private Instance(Instance other, int[] x) {
      this.allowed = other.allowed;
      this.stated = other.stated;
      this.room = other.room;
      this.x = x;
      this.moves = other.moves;
      this.carbon = other.carbon;
    }

    /** The same one, running elsewhere, with all moves of a new hour. */
    Instance at(int[] counts) {
      return new Instance(this, counts);
    }

    /** What is decided now. */
    int[] next() {
      return counts(Estates.of(Planner.propose(estate(), Map.of()), "a"));
    }

    Estate estate() {
      EstateBuilder estate = Estates.estate();
      List<String> names = new ArrayList<>();
      List<Object> running = new ArrayList<>();
      for (int z = 0; z < x.length; z++) {
        ZoneBuilder zone = Estates.zone("z" + z).cpu(room[z]);
        if (stated[z] != null) {
          zone = carbon ? zone.carbon(stated[z]) : zone.cost(stated[z], 0);
        }
        estate.zone(zone);
        if (allowed[z]) {
          names.add("z" + z);
        }
        if (x[z] > 0) {
          running.addAll(List.of("z" + z, x[z]));
        }
      }
      return estate
          .workload(
              Estates.workload("a")
                  .replicas(Arrays.stream(x).sum())
                  .only(names.toArray(String[]::new))
                  .objective(carbon ? Objective.Carbon : Objective.Cost)
                  .rebalance(Mode.Continuous, moves))
          .running("a", running.toArray())
          .build();
    }

    private int[] counts(Decision decision) {
      int[] counts = new int[x.length];
      for (Assignment a : decision.assignments()) {
        counts[Integer.parseInt(a.zone().substring(1))] = a.replicas();
      }
      return counts;
    }

    private int price(int zone) {
      Integer own = stated[zone];
      return own != null
          ? own
          : Arrays.stream(stated).mapToInt(p -> p == null ? 0 : p).max().orElse(0);
    }

    long cost(int[] counts) {
      long cost = 0;
      for (int z = 0; z < counts.length; z++) {
        cost += (long) counts[z] * price(z);
      }
      return cost;
    }

    int moves(int[] counts) {
      int all = 0;
      for (int z = 0; z < counts.length; z++) {
        all += Math.max(0, counts[z] - x[z]);
      }
      return all;
    }

    /** After as many moves as the hour has, while one is worth it. */
    int[] improved() {
      int least = 0;
      for (int z = 0; z < x.length; z++) {
        boolean measures = allowed[z] && price(z) > 0;
        least = measures && (least == 0 || price(z) < least) ? price(z) : least;
      }
      int[] counts = x.clone();
      for (int move = 0; move < moves; move++) {
        int from = -1;
        int to = -1;
        for (int z = 0; z < counts.length; z++) {
          from = counts[z] > 0 && (from < 0 || price(z) > price(from)) ? z : from;
          boolean takes = allowed[z] && counts[z] < room[z];
          to = takes && (to < 0 || price(z) < price(to)) ? z : to;
        }
        if (from < 0 || to < 0 || price(from) <= price(to)) {
          return counts;
        }
        if ((price(from) - price(to)) * 20 < least) {
          return counts;
        }
        counts[from]--;
        counts[to]++;
      }
      return counts;
    }

    @Override
    public String toString() {
      return "%s in room %s at %s, allowed %s, %d moves"
          .formatted(
              Arrays.toString(x),
              Arrays.toString(room),
              Arrays.toString(stated),
              Arrays.toString(allowed),
              moves);
    }
  }
}
