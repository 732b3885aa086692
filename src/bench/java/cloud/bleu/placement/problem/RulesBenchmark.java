package cloud.bleu.placement.problem;

import cloud.bleu.placement.SixtyZones;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Zone;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Every rule that governs one workload, asked of 60 zones, as the engine does it: which zones are allowed, and every failing verdict of the others. Twelve are
 * allowed by the strict policy.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RulesBenchmark {

  private static final int ALLOWED = 12;

  /** The policy as shipped, or every rule of the catalogue with its defaults. */
  @Param({"strict", "every"})
  public String rules;

  private Estate estate;
  private Topology asked;

  @Setup
  public void load() {
    estate = rules.equals("strict") ? SixtyZones.strict() : SixtyZones.everyRule();
    asked = new Topology(estate);
    for (Workload workload : estate.workloads()) {
      int open = 0;
      for (boolean each : new AllowedZones(asked, workload).open) {
        open += each ? 1 : 0;
      }
      if (rules.equals("strict") && open != ALLOWED) {
        throw new IllegalStateException(open + " zones are allowed, not " + ALLOWED);
      }
    }
  }

  /** The first workload of a pass: nothing has been asked yet. */
  @Benchmark
  public Object firstWorkloadOfAPass() {
    return new AllowedZones(new Topology(estate), estate.workloads().get(0));
  }

  /** Any further workload of its kind. */
  @Benchmark
  public Object furtherWorkloadOfAPass() {
    return new AllowedZones(asked, estate.workloads().get(0));
  }

  /** Every question asked anew: what it would take without remembering any answer. */
  @Benchmark
  public int eachQuestionAnew() {
    int failing = 0;
    Workload workload = estate.workloads().get(0);
    for (Zone zone : estate.zones()) {
      for (BoundRule rule : workload.rules()) {
        failing += rule.evaluate(workload, zone, estate).failing() ? 1 : 0;
      }
    }
    return failing;
  }
}
