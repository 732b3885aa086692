package cloud.bleu.placement;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Geography;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Contingency;
import com.google.ortools.Loader;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import com.google.ortools.util.Domain;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@link BruteForce} asks of one workload beside others that stand as they are, as integer
 * constraints, and solved by CP-SAT: the same semantics at sizes at which nobody can try every way.
 * Where the text can be read in two ways, the narrower one says what the planner has to find, and
 * the kinder one what it may propose. Running replicas stay. Not modelled: zones out of service,
 * weights, and what is only preferred.
 */
final class ExactModel {
  /** Units of the solver's own count of its work; never seconds. */
  private static final double MOST_WORK = 1;

  static {
    Loader.loadNativeLibraries();
  }

  final BruteForce f;
  final CpModel model = new CpModel();
  final IntVar[] x;
  final Literal[] used;
  final IntVar total;

  final boolean kinder;
  private final int most;
  final ExactModelSpread spread;
  final ExactModelRecovery recovery;

  /** Whether there is a placement, with its counts, or none was found nor excluded in the time. */
  record Answer(CpSolverStatus status, int replicas, int[] counts) {
    boolean exists() {
      return status == CpSolverStatus.OPTIMAL || status == CpSolverStatus.FEASIBLE;
    }

    boolean gaveUp() {
      return status == CpSolverStatus.UNKNOWN;
    }
  }

  /**
   * The placements of so many replicas, those that run among them.
   *
   * @param least at least the number that runs
   * @param kinder whether, where the semantics can be read in two ways, either will do
   */
  ExactModel(
      Estate estate,
      Workload w,
      int[] had,
      List<BruteForce.Neighbour> others,
      int least,
      int most,
      boolean kinder) {
    this.kinder = kinder;
    this.f = new BruteForce(estate, w, had, others);
    this.most = most;
    this.x = new IntVar[f.size];
    this.used = new Literal[f.size];
    this.total = model.newIntVar(least, most, "n");
    this.spread = new ExactModelSpread(this);
    this.recovery = new ExactModelRecovery(this);
    counts();
    near(used, used);
    survivors();
    new ExactModelRelations(this).closed().forEach(this::close);
    spread.now();
    f.own.forEach(recovery::add);
    new ExactModelRelations(this).afterLosses();
    new ExactModelRoom(this).fits();
  }

  int mostReplicas() {
    return most;
  }

  /** Some placement, the same one each time: the solver has one worker and counts its work. */
  Answer solve() {
    CpSolver solver = new CpSolver();
    solver.getParameters().setNumWorkers(1).setRandomSeed(1).setMaxDeterministicTime(MOST_WORK);
    CpSolverStatus status = solver.solve(model);
    if (status == CpSolverStatus.MODEL_INVALID) {
      throw new IllegalStateException(model.validate());
    }
    Answer none = new Answer(status, 0, new int[0]);
    return none.exists()
        ? new Answer(
            status,
            (int) solver.value(total),
            Arrays.stream(x).mapToInt(v -> (int) solver.value(v)).toArray())
        : none;
  }

  /** A placement with as many replicas as can be; {@code OPTIMAL} when that is proven. */
  Answer largest() {
    model.maximize(total);
    return solve();
  }

  /** Whether these counts and this evacuation plan are a placement. */
  Answer judge(int[] counts, List<Contingency> contingency) {
    for (int z = 0; z < f.size; z++) {
      model.addEquality(x[z], counts[z]);
    }
    recovery.fix(contingency);
    return solve();
  }

  private void counts() {
    Workload w = f.w;
    int max = w.perZoneMax() == null ? most : w.perZoneMax();
    for (int z = 0; z < f.size; z++) {
      int had = f.had[z];
      int from = Math.max(had + 1, w.perZoneMin());
      int to = f.open(z) ? Math.min(most, max) : had;
      Domain domain =
          from <= to
              ? Domain.fromIntervals(new long[][] {{had, had}, {from, to}})
              : Domain.fromValues(new long[] {had});
      x[z] = model.newIntVarFromDomain(domain, "x" + z);
      used[z] = positive(x[z], had > 0 ? 1 : 0, to);
    }
    model.addEquality(LinearExpr.sum(x), total);
  }

  private void close(int zone) {
    model.addEquality(x[zone], f.had[zone]);
    if (f.had[zone] > 0) {
      model.addBoolOr(new Literal[0]);
    }
  }

  /** A literal that says whether an expression is positive. */
  Literal positive(LinearArgument e) {
    return positive(e, 0, Long.MAX_VALUE);
  }

  private Literal positive(LinearArgument e, long least, long atMost) {
    if (least > 0) {
      return model.trueLiteral();
    }
    if (atMost <= 0) {
      return model.falseLiteral();
    }
    BoolVar yes = model.newBoolVar("");
    model.addGreaterOrEqual(e, 1).onlyEnforceIf(yes);
    model.addLessOrEqual(e, 0).onlyEnforceIf(yes.not());
    return yes;
  }

  LinearExpr inside(Set<Integer> zones) {
    LinearExprBuilder sum = LinearExpr.newBuilder();
    zones.forEach(z -> sum.add(x[z]));
    return sum.build();
  }

  boolean isFar(int a, int b) {
    Workload.Replication r = f.w.replication();
    if (a == b || r == null || r.maxRoundTripMicros() == null) {
      return false;
    }
    Long micros = Geography.roundTripMicros(f.estate, f.zones.get(a), f.zones.get(b));
    return micros == null || micros > r.maxRoundTripMicros();
  }

  /** No zone of these is used together with one of those that lies too far away. */
  void near(Literal[] these, Literal[] those) {
    for (int a = 0; a < f.size; a++) {
      for (int b = 0; b < f.size; b++) {
        if (isFar(a, b)) {
          model.addBoolOr(new Literal[] {these[a].not(), those[b].not()});
        }
      }
    }
  }

  private void survivors() {
    Workload w = f.w;
    int n = w.replicas();
    for (BruteForceEvents.Event e : f.own) {
      LinearExpr inside = inside(e.zones());
      for (Workload.Tolerate t : e.entries()) {
        if (t.hard() && t.keep() > 0) {
          // Survivors at least keep, unless nothing is lost.
          LinearExpr lost = LinearExpr.newBuilder().add(inside).addTerm(total, -1).build();
          model.addLessOrEqual(lost, -t.keep()).onlyEnforceIf(positive(inside));
        }
      }
      boolean asked =
          kinder
              ? e.entries().stream().noneMatch(ExactModel::isAsynchronous)
              : e.entries().stream().anyMatch(t -> !isAsynchronous(t));
      if (w.quorum() && asked) {
        model.addLessOrEqual(inside, n - n / 2 - 1);
      }
    }
    for (int z = 0; z < f.size && w.quorum(); z++) {
      model.addLessOrEqual(x[z], n - n / 2 - 1);
    }
    if (w.quorum() && n % 2 == 0) {
      model.addBoolOr(new Literal[0]);
    }
  }

  static boolean isAsynchronous(Workload.Tolerate t) {
    return t.copy() == Workload.DataCopy.Asynchronous;
  }

  /** The event of the workload whose moves are made when these zones are lost. */
  BruteForceEvents.@Nullable Event answering(Set<Integer> zones) {
    return zones.isEmpty() ? null : BruteForceEvents.answering(f.own, zones);
  }
}
