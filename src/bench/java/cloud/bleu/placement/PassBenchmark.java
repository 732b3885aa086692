package cloud.bleu.placement;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A pass over an estate in which everything is placed: from nothing, with what is remembered while nothing changes, with one replica more or less of a workload, and the
 * check of the whole. {@code hack/bench PassBenchmark}.
 */
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 5)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PassBenchmark {

  /** Zones × workloads. */
  @Param({"9x2000", "100x1000", "100x5000"})
  public String size;

  private Estate settled;
  private Estate edited;
  private Plan plan;
  private PlannerMemory still;
  private PlannerMemory editing;
  private int passes;

  @Setup
  public void load() {
    String[] numbers = size.split("x");
    settled = LargeEstate.settled(LargeEstate.fresh(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
    edited = LargeEstate.edited(settled, settled.workloads().size() / 2);
    plan = Planner.propose(settled, Map.of());
    still = new PlannerMemory();
    editing = new PlannerMemory();
    Planner.plan(settled, still);
    Planner.plan(settled, editing);
  }

  @Benchmark
  public Plan fromNothing() {
    return Planner.plan(settled);
  }

  @Benchmark
  public Plan nothingChanged() {
    return Planner.plan(settled.at(settled.now().plusSeconds(passes++ % 3600)), still);
  }

  @Benchmark
  public Plan oneWorkloadEdited() {
    return Planner.plan(passes++ % 2 == 0 ? edited : settled, editing);
  }

  @Benchmark
  public List<Finding> checkOfTheWhole() {
    return Checker.check(settled, plan);
  }
}
