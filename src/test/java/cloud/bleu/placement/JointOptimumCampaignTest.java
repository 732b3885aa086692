package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Assignment;
import com.google.ortools.Loader;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What it costs to decide one workload after the other: workloads of one priority that come at once
 * to six empty zones, each with zones of its own, against all of them decided together by an exact
 * model. Rules and room alone are asked. docs/placement.md has the figures; {@code -Dbleu.joint=N}
 * takes so many estates.
 */
@Tag("campaign")
class JointOptimumCampaignTest {
  private static final int ESTATES = Campaign.size("bleu.joint", 20);
  private static final int ZONES = 6;

  /** Cpus of each zone. */
  private static final int ROOM = 40;

  /** Of 100 cpus that can be used together, so many are at least. */
  private static final int FEWEST_USED = 97;

  @BeforeAll
  static void load() {
    Loader.loadNativeLibraries();
  }

  /** All replicas of a workload, or none. */
  private record Asked(int replicas, int cpus, BitSet zones) {
    long all() {
      return (long) replicas * cpus;
    }

    WorkloadBuilder named(int number) {
      String[] names = zones.stream().mapToObj(z -> "z" + z).toArray(String[]::new);
      return Estates.workload("w%03d".formatted(number)).replicas(replicas).cpu(cpus).only(names);
    }
  }

  private static List<Asked> workloads(Random random, int percent) {
    List<Asked> workloads = new ArrayList<>();
    long left = (long) ZONES * ROOM * percent / 100;
    while (true) {
      int replicas = 1 + random.nextInt(15);
      int cpus = 1 + random.nextInt(3);
      int open = 1 + random.nextInt(ZONES);
      BitSet zones = new BitSet();
      while (zones.cardinality() < open) {
        zones.set(random.nextInt(ZONES));
      }
      Asked next = new Asked(replicas, cpus, zones);
      if (next.all() > left) {
        return workloads;
      }
      left -= next.all();
      workloads.add(next);
    }
  }

  private static long planned(List<Asked> workloads) {
    EstateBuilder estate = Estates.estate();
    IntStream.range(0, ZONES).forEach(z -> estate.zone(Estates.zone("z" + z).cpu(ROOM)));
    for (int i = 0; i < workloads.size(); i++) {
      estate.workload(workloads.get(i).named(i));
    }
    return used(estate.build(), workloads);
  }

  private static long used(Estate estate, List<Asked> workloads) {
    long used = 0;
    for (Decision decision : Planner.decisions(estate).decisions()) {
      int number = Integer.parseInt(decision.id().name().substring(1));
      int replicas = decision.assignments().stream().mapToInt(Assignment::replicas).sum();
      used += (long) replicas * workloads.get(number).cpus();
    }
    return used;
  }

  /** The most cpus that can be used, whoever is left out. */
  private static long best(List<Asked> workloads) {
    CpModel model = new CpModel();
    LinearExprBuilder used = LinearExpr.newBuilder();
    List<LinearExprBuilder> loads =
        IntStream.range(0, ZONES).mapToObj(z -> LinearExpr.newBuilder()).toList();
    for (Asked one : workloads) {
      BoolVar placed = model.newBoolVar("");
      LinearExprBuilder missing = LinearExpr.newBuilder().addTerm(placed, -one.replicas());
      one.zones().stream()
          .forEach(
              z -> {
                IntVar here = model.newIntVar(0, one.replicas(), "");
                missing.add(here);
                loads.get(z).addTerm(here, one.cpus());
              });
      model.addEquality(missing, 0);
      used.addTerm(placed, one.all());
    }
    loads.forEach(load -> model.addLessOrEqual(load, ROOM));
    model.maximize(used);
    CpSolver solver = new CpSolver();
    solver.getParameters().setNumWorkers(1).setMaxDeterministicTime(10);
    assertEquals(CpSolverStatus.OPTIMAL, solver.solve(model));
    return Math.round(solver.objectiveValue());
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 90, 100})
  void notMuchIsLostByDecidingOneAfterTheOther(int percent) {
    long asked = 0;
    long together = 0;
    long oneByOne = 0;
    int less = 0;
    for (int seed = 0; seed < ESTATES; seed++) {
      List<Asked> workloads = workloads(new Random(seed * 31L + percent), percent);
      long planned = planned(workloads);
      long best = best(workloads);
      assertTrue(planned <= best, "seed " + seed + ": " + planned + " of " + best);
      asked += workloads.stream().mapToLong(Asked::all).sum();
      together += best;
      oneByOne += planned;
      less += planned < best ? 1 : 0;
    }
    System.out.printf(
        "joint optimum: %d %% of the room asked for, %d estates: of %d cpus %d together, %d one"
            + " after the other; less in %d%n",
        percent, ESTATES, asked, together, oneByOne, less);
    assertTrue(100 * oneByOne >= FEWEST_USED * together, oneByOne + " of " + together);
  }
}
